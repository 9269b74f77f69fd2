"""How the facts are shown: formulas, figures, fences, pages, and the two adapters that hosts load."""

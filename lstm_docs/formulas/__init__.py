"""Formulas and numbers as people type and read them: the answer grammar, texts with placeholders, LaTeX, MathML."""

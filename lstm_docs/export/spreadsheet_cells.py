"""Cells of a CSV file that no spreadsheet runs."""

from __future__ import annotations

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(text: str) -> str:
    """A text as a cell: what a spreadsheet would take for a formula is led by an apostrophe."""
    return f"'{text}" if text.lstrip().startswith(STARTS_A_FORMULA) or text.startswith(STARTS_A_FORMULA) else text


def text_of(cell: str) -> str:
    """A cell without what keeps a spreadsheet from running it."""
    return cell.removeprefix("'") if cell.startswith(("'=", "'+", "'-", "'@")) else cell

"""Tables in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def columns(rows: Iterable[Sequence[str]], sides: str) -> str:
    """Rows of equal length in lines, every column as wide as its widest cell.

    `sides` has a sign for each column, `<` for cells to the left and `>` to the right; the last goes on for all others.
    """
    table = [list(row) for row in rows]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    sided = sides.ljust(len(widths), sides[-1])
    lines = ("  ".join(f"{cell:{side}{width}}" for cell, side, width in zip(row, sided, widths, strict=True)) for row in table)
    return "\n".join(line.rstrip() for line in lines)

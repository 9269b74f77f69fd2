"""Wrong answers whose sentence can name the numbers they came to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .registry import Wrong
from .texts import said

if TYPE_CHECKING:
    import sympy


def wrong_count(value: sympy.Expr, text: str, **parts: sympy.Expr | int) -> Wrong:
    """One number; the sentence may name it `{count}`, and other `parts`."""
    return Wrong((value,), said(text, count=value, **parts))


def wrong_shape(rows: sympy.Expr, columns: sympy.Expr, text: str, **parts: sympy.Expr | int) -> Wrong:
    """Two numbers; the sentence may name them `{rows}` and `{columns}`, and other `parts`."""
    return Wrong((rows, columns), said(text, rows=rows, columns=columns, **parts))

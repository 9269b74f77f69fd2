"""What cheaper functions do to h, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import figures
from ..fences.arithmetic_tables import AFTER, RUN, drifts, network, small
from ..figures.dots import DotRow, Series
from .plot import Plot

if TYPE_CHECKING:
    from markupsafe import Markup

    from ...ground.located import Located


def _drift(options: Located) -> Markup:
    rows = [
        DotRow(name, tuple((float(off.h[step - 1]),) for step in AFTER), off.tanh)
        for name, off in drifts(*network(options)).items()
    ]
    signs = [
        Series("after 1 step"),
        Series(f"after {AFTER[1]} steps", filled=False),
        Series(f"after {AFTER[2]} steps", round=False),
    ]
    return figures.dots(
        rows, signs, "Error in h", axis="largest error", expected="error of the approximate tanh itself", shown=small
    )


PLOTS = {"arithmetic-drift": Plot(_drift, RUN)}

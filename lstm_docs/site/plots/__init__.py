"""The figures of the `lstm-plot` fence: from its options and what the domain computes to a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..fences import options as given
from . import arithmetic, cells, experiments, functions, gradients, sequences, sizes, timings

if TYPE_CHECKING:
    from markupsafe import Markup

    from ...ground.located import Located
    from .plot import Plot

PLOTS: dict[str, Plot] = {
    **cells.PLOTS,
    **sizes.PLOTS,
    **sequences.PLOTS,
    **functions.PLOTS,
    **gradients.PLOTS,
    **experiments.PLOTS,
    **timings.PLOTS,
    **arithmetic.PLOTS,
}
"""Every figure by the name it has in the fence."""


def draw(options: Located) -> Markup:
    """The figure that the options name.

    Raises `LstmDocsError` at the line of the fault for an unknown figure and for options that do not fit it.
    """
    plot = given.entry(options, "figure", PLOTS)
    options.check_keys(("figure", *plot.needed), plot.keys)
    return plot.draw(options)

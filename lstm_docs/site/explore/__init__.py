"""Explorers: pages that answer when a size, a number or a convention is changed.

Python gives the first state and the data; the browser runs the same formulas and equations on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..fences import options as given
from . import budget, cost, dropout, explorer, family, gate_order, gradient, padding, returns, shapes, step, strip, units

if TYPE_CHECKING:
    from ...ground.located import Located
    from .explorer import Explorer, View

EXPLORERS: dict[str, Explorer] = {
    it.EXPLORER.name: it.EXPLORER
    for it in (shapes, step, strip, gate_order, cost, budget, gradient, units, padding, returns, dropout, family)
}
"""Every explorer by the name it has in the fence."""


def view(options: Located) -> View:
    """The explorer that the options name, in its first state.

    Raises `LstmDocsError` at the line of the fault for an unknown explorer and for options that do not fit it.
    """
    return explorer.view(given.entry(options, "explorer", EXPLORERS), options)

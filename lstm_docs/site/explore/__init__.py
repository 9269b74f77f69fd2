"""Explorers: pages that answer when a size, a number or a convention is changed.

Python gives the first state and the data; the browser runs the same formulas and equations on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import LstmDocsError, one_of
from . import budget, cost, explorer, gate_order, gradient, shapes, step, units

if TYPE_CHECKING:
    from ...located import Located
    from .explorer import Explorer, View

EXPLORERS: dict[str, Explorer] = {
    it.EXPLORER.name: it.EXPLORER for it in (shapes, step, gate_order, cost, budget, gradient, units)
}
"""Every explorer by the name it has in the fence."""


def view(options: Located) -> View:
    """The explorer that the options name, in its first state.

    Raises `LstmDocsError` at the line of the fault for an unknown explorer and for options that do not fit it.
    """
    if "explorer" not in options.value:
        raise options.error("missing key 'explorer'; known: " + ", ".join(EXPLORERS))
    named = options["explorer"]
    try:
        found = EXPLORERS[one_of(named.plain(), EXPLORERS, "explorer")]
    except LstmDocsError as error:
        raise error.at(named.where) from None
    return explorer.view(found, options)

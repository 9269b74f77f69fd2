"""The inverse and the marginal questions: units for a budget, the cost of one more unit or layer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..cells.algebra import difference
from ..cells.sizes import LARGEST_SIZE, H, L
from ..derive.stack import values
from ..ground.errors import SizeError
from ..network import LARGEST_DEPTH
from .fact import Fact, prove
from .network import parameters, stored

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..network import Network


@dataclass(frozen=True)
class Units:
    """The largest number of units within a budget, what it takes, and what one unit more would take."""

    budget: int
    units: int
    parameters: int
    next_parameters: int

    @property
    def exact(self) -> bool:
        """Whether the budget is spent to the last parameter."""
        return self.parameters == self.budget


def units_for(budget: int, network: Network, framework: str | None = None, *, exact: bool = False) -> Units:
    """How many units every layer of `network` may have within `budget` parameters.

    The hidden size of `network` is replaced. Raises `SizeError` if not even one unit fits, and, with
    `exact`, if no whole number of units takes exactly the budget.
    """
    if isinstance(budget, bool) or not isinstance(budget, int) or budget < 1:
        raise SizeError(f"a budget is a whole number of parameters from 1, not {str(budget)[:40]!r}")
    low = largest_within(budget, lambda units: _count(network, units, framework))
    if low == 0:
        raise SizeError(f"{budget:,} parameters are too few: one unit takes {_count(network, 1, framework):,}")
    size = Units(budget, low, _count(network, low, framework), _count(network, low + 1, framework))
    if exact and not size.exact:
        raise SizeError(
            f"no whole number of units has exactly {budget:,} parameters: "
            f"{size.units:,} have {size.parameters:,}, {size.units + 1:,} have {size.next_parameters:,}"
        )
    return size


def largest_within(budget: int, count: Callable[[int], float]) -> int:
    """The largest number of units whose `count`, which grows with them, is within the budget; 0 if none is."""
    low, high = 0, LARGEST_SIZE
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if count(middle) <= budget else (low, middle - 1)
    return low


def one_more_unit(network: Network, framework: str | None = None) -> Fact:
    """The parameters that one more unit in every layer adds: P(H+1) - P(H), not the derivative."""
    _uniform(network)
    formula, today = parameters(network, framework)
    more = difference(formula.subs(H, H + 1), formula)
    grown = _count(network, int(network.widths[0]) + 1, framework)
    return prove("one_more_unit", more, values(network), grown - today, "parameters", "added by one more unit in every layer")


def one_more_layer(network: Network, framework: str | None = None) -> Fact:
    """The parameters that one more layer of the same width adds."""
    _uniform(network)
    formula = parameters(replace(network, layers=max(network.layers, 2)), framework)[0]
    more = difference(formula.subs(L, L + 1), formula)
    grown = stored(replace(network, layers=network.layers + 1), framework)
    today = stored(network, framework)
    return prove(
        "one_more_layer", more, values(network), grown - today, "parameters", "added by one more layer of the same width"
    )


def marginal(network: Network, framework: str | None = None) -> dict[str, Fact]:
    """The cost of one more unit and of one more layer, by name; empty where layers differ or nothing more fits."""
    if isinstance(network.hidden, tuple) or network.hidden == LARGEST_SIZE or network.layers == LARGEST_DEPTH:
        return {}
    return {fact.name: fact for fact in (one_more_unit(network, framework), one_more_layer(network, framework))}


def _count(network: Network, units: int, framework: str | None) -> int:
    return stored(network.of_units(units), framework)


def _uniform(network: Network) -> None:
    if isinstance(network.hidden, tuple):
        raise SizeError("one more unit or layer is defined for layers of one width; give one hidden size")

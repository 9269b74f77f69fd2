"""Bytes, counted on arrays: of weights, states and activations, and those that a step moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ... import frameworks
from ...facts import measure
from ..engine.registry import road, word
from .cases import precision
from .costs import tally

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...network import Network
    from ..engine.case import Case

    Sizes = Mapping[str, int]


@word("left_hand_sides")
def left_hand_sides(case: Case) -> str:
    """The vectors that a step computes, by name."""
    names = (equation.name.removesuffix("_t") for equation in case.network().equations.equations)
    return ", ".join(f"${name}_t$" for name in names)


def moved(case: Case, sizes: Sizes) -> int:
    """The bytes that one step of a batch moves."""
    network = case.network(sizes)
    vectors = 2 * measure.state_components(network) + measure.input_components(network)
    return precision(case).bytes * (stored(case.framework, network) + sizes["B"] * vectors)


def stored(framework: str, network: Network) -> int:
    """The numbers in a framework's tensors, or without one in the equations' weights."""
    if not framework:
        return measure.parameters(network)
    return sum(measure.hollow(shape).size for shape in frameworks.tensor_shapes(framework, network).values())


@road("stored-bytes")
def stored_bytes(case: Case, sizes: Sizes) -> tuple[int]:
    """The bytes of all tensors."""
    return (precision(case).bytes * stored(case.framework, case.network(sizes)),)


@road("handed-on-bytes")
def handed_on_bytes(case: Case, sizes: Sizes) -> tuple[int]:
    """The bytes of all states of a batch."""
    return (precision(case).bytes * sizes["B"] * measure.state_components(case.network(sizes)),)


@road("left-hand-sides-counted")
def left_hand_sides_counted(case: Case, sizes: Sizes) -> tuple[int]:
    """The bytes of every left-hand side of every step."""
    return (precision(case).bytes * tally(case, sizes).left_hand_sides,)


@road("moved-bytes")
def moved_bytes(case: Case, sizes: Sizes) -> tuple[int]:
    """The bytes that a step moves."""
    return (moved(case, sizes),)

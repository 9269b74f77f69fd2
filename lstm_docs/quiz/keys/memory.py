"""Bytes: of weights, states and activations, and those that a step moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from ... import cells, facts, frameworks
from ...cells.sizes import B
from ...facts import measure
from ..registry import Key, answer
from ..roads.costs import tally
from ..texts import said
from .costs import formula

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...network import Network
    from ..case import Case

    Sizes = Mapping[str, int]


def width(case: Case) -> int:
    """Bytes of one number."""
    return facts.PRECISIONS[case.precision].bytes


def moved(case: Case, sizes: Sizes) -> int:
    """The bytes that one step of a batch moves, counted on arrays."""
    network = case.network(sizes)
    vectors = 2 * measure.state_components(network) + measure.input_components(network)
    return width(case) * (stored(case.framework, network) + sizes["B"] * vectors)


def stored(framework: str, network: Network) -> int:
    """The numbers in a framework's tensors, or without one in the equations' weights, counted on arrays."""
    if not framework:
        return measure.parameters(network)
    return sum(measure.hollow(shape).size for shape in frameworks.tensor_shapes(framework, network).values())


@answer("weight-bytes")
def weight_bytes(case: Case) -> Key:
    """All parameters as the framework stores them, at a precision."""
    parameters, count = formula(case, "parameters"), formula(case, "weight_bytes")
    solution = (
        said(f"{frameworks.get(case.framework).name} stores {{n:with}} = {{n}} numbers.", n=parameters),
        said(f"A {case.precision} takes {width(case)} byte{'s' * (width(case) > 1)}: {{count}} in all.", count=count),
    )
    return Key((count,), solution, lambda sizes: (width(case) * stored(case.framework, case.network(sizes)),))


@answer("state-bytes")
def state_bytes(case: Case) -> Key:
    """What all layers and directions hand from one step to the next, for a batch."""
    count = formula(case, "state_bytes", "L")
    letters = map(cells.state_letter, case.network().equations.states)
    both = ", in 2 directions" if case.bidirectional else ""
    solution = (
        said(f"Each sequence and layer keeps {' and '.join(letters)}, {{H}} numbers each{both}."),
        said("In numbers {numbers:with} = {numbers}.", numbers=count / width(case)),
        said(f"At {width(case)} byte{'s' * (width(case) > 1)} each, {{count}} bytes.", count=count),
    )

    def measured(sizes: Sizes) -> tuple[int, ...]:
        return (width(case) * sizes["B"] * measure.state_components(case.network(sizes)),)

    return Key((count,), solution, measured)


@answer("activation-bytes")
def activation_bytes(case: Case) -> Key:
    """Every left-hand side of every step, which training keeps for the way back."""
    count = formula(case, "activation_bytes")
    names = ["${}_t$".format(equation.name.removesuffix("_t")) for equation in case.network().equations.equations]
    solution = (
        said(f"A step has {len(names)} left-hand sides, {', '.join(names)}, of {{H}} numbers each."),
        said("For {T} steps of {B} sequences that is {numbers:with} = {numbers} numbers.", numbers=count / width(case)),
        said(f"At {width(case)} bytes each, {{count}} bytes.", count=count),
    )
    return Key((count,), solution, lambda sizes: (width(case) * tally(case, sizes).left_hand_sides,))


@answer("step-bytes")
def step_bytes(case: Case) -> Key:
    """The bytes that one step of a batch moves."""
    count, weights = formula(case, "step_bytes"), formula(case, "parameters")
    vectors = sympy.cancel(sympy.expand(count / width(case) - weights) / B)
    solution = (
        said("The weights are read once for the whole batch: {weights:with} = {weights} numbers.", weights=weights),
        said("Each sequence reads $x_t$ and reads and writes its states: {vectors:with} = {vectors} numbers.", vectors=vectors),
        said(
            f"{width(case)}·({{weights}} + {{B}}·{{vectors}}) = {{count}} bytes.", weights=weights, vectors=vectors, count=count
        ),
    )
    return Key((count,), solution, lambda sizes: (moved(case, sizes),))

"""How many parameters there are: in the sizes, as a framework stores them, and counted on arrays as a second road."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from .... import cells, derive, frameworks
from ....cells.algebra import difference
from ....reference.weights import Weights, random_weights

if TYPE_CHECKING:
    import sympy

    from ....network import Network
    from ...engine.case import Case


def gates(case: Case) -> int:
    """How many gates have weights of their own, the candidate included."""
    return len(cells.build(case.cell).gates)


@cache
def matrices(case: Case) -> sympy.Expr:
    """The parameters of one layer in one direction, biases left out."""
    return derive.parameters(cells.build(case.cell, bias=False))


@cache
def parameters(case: Case) -> sympy.Expr:
    """The parameters of one layer in one direction, as the case's framework stores them, or with one bias a gate."""
    if not case.framework:
        return derive.parameters(cells.build(case.cell))
    return frameworks.parameters(case.framework, replace(case, bidirectional=False).network())


@cache
def biases(case: Case) -> sympy.Expr:
    """The biases among them."""
    return difference(parameters(case), matrices(case))


def stored(framework: str, network: Network) -> int:
    """The numbers in the framework's tensors, counted on arrays that hold this network's weights."""
    layers = random_weights(network, seed=0).layers
    # The candidate's recurrent bias must be zero where a framework has no place for it.
    quiet = tuple(
        tuple({n: np.zeros_like(a) if n.startswith("bh") else a for n, a in named.items()} for named in layer)
        for layer in layers
    )
    return sum(array.size for array in frameworks.pack(framework, Weights(quiet), network).values())

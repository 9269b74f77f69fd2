"""The parameters of one layer: the tensors that a framework stores, listed, and weights counted on arrays."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import sympy

from ... import frameworks
from ...cells.sizes import I
from ...derive import latex_size
from ...facts import measure
from ...formulas.texts import expression, said
from ...reference.weights import random_weights
from ..engine.registry import Key, answer, road, word
from .changes import serves
from .shared.parameter_counts import gates, parameters, stored

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..engine.case import Case

    Sizes = Mapping[str, int]


@answer("parameter-count")
def parameter_count(case: Case) -> Key:
    """All weights and biases of one layer, as the framework stores them."""
    formula = parameters(case)
    shapes = frameworks.symbolic_shapes(case.framework, case.network())
    packed = f"; each tensor packs {gates(case)} blocks" * (len(shapes) < 2 * gates(case))
    listed = said(f"{frameworks.get(case.framework).name} stores {_listed(shapes)} numbers{packed}.")
    total = said(f"Together that is ${latex_size(formula)}$ = {{total:with}} = {{total}}.", total=formula)

    def measured(sizes: Sizes) -> tuple[int]:
        return (stored(case.framework, case.network(sizes)),)

    return Key((formula,), (listed, total), measured)


@word("bias_tensors")
def bias_tensors(case: Case) -> str:
    """The tensors that hold biases and nothing else, each with how many numbers it has."""
    shapes = frameworks.symbolic_shapes(case.framework, case.network())
    recurrent = frameworks.tensor_name(case.framework, case.network(), "U")
    return _listed({name: shape for name, shape in shapes.items() if not sympy.Mul(*shape).has(I) and name != recurrent})


def _listed(shapes: Mapping[str, tuple[sympy.Expr, ...]]) -> str:
    """Tensors by name, each with its numbers as a product of sizes that are still to be put in."""
    products = {name: re.sub("([A-Z])", r"{\1}", expression(sympy.Mul(*shape))) for name, shape in shapes.items()}
    return ", ".join(f"`{name}` with {product}" for name, product in products.items()).replace("*", "·").replace("^2", "²")


@road("tensors-counted")
def tensors_counted(case: Case, sizes: Sizes) -> tuple[int]:
    """The numbers in the framework's tensors."""
    return (stored(case.framework, case.network(sizes)),)


@road("weights-counted")
def weights_counted(case: Case, sizes: Sizes) -> tuple[int]:
    """The numbers in the reference's arrays."""
    return (random_weights(case.network(sizes), seed=0).count,)


@road("weights-and-biases-counted")
def weights_and_biases_counted(case: Case, sizes: Sizes) -> tuple[int]:
    """The numbers in arrays that have a bias for each product of a weight, seen while the equations run."""
    return (measure.two_biases(case.network(sizes)),)


@road("biases-counted")
def biases_counted(case: Case, sizes: Sizes) -> tuple[int]:
    """What the framework's tensors hold beyond the matrices."""
    network = case.network(sizes)
    arrays = random_weights(network, seed=0).layers[0][0]
    return (stored(case.framework, network) - sum(array.size for name, array in arrays.items() if name[0] in "WU"),)


@road("gate-counted")
def gate_counted(case: Case, sizes: Sizes) -> tuple[int]:
    """The numbers in one gate's own arrays."""
    arrays = random_weights(case.network(sizes), seed=0).layers[0][0]
    return (sum(arrays[f"{kind}_{case.gate}"].size for kind in "WUb"),)


@road("growth-of-the-count")
def growth_of_the_count(case: Case, sizes: Sizes) -> tuple[bool, ...]:
    """Whether the count stays, grows to less than double, doubles, grows to more: both layers counted, or one run on."""
    network = case.network({"I": sizes["I"], "H": sizes["H"]})
    changed = {
        "inputs": replace(network, input=2 * network.input),
        "units": replace(network, hidden=2 * sizes["H"]),
        "directions": replace(network, bidirectional=True),
    }.get(case.claim, network)
    steps, batch = (sizes[size] * (1 + (case.claim == what)) for size, what in (("T", "steps"), ("B", "batch")))
    before, after = stored(case.framework, network), stored(case.framework, changed)
    runs = changed is not network or serves(network, steps, batch)
    grown = (after == before, before < after < 2 * before, after == 2 * before, after > 2 * before)
    return tuple(runs and holds for holds in grown)

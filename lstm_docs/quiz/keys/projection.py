"""What a projection of h does to shapes and counts, in PyTorch's own tensors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from ... import frameworks
from ...errors import one_of
from ...network import Network
from ...reference.weights import random_weights
from ..counted import gates, stored
from ..registry import Key, answer
from ..texts import said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..case import Case

WHY = {
    "weight_ih_l0": "makes all {gates} gates, {H} units each, of the {I} inputs",
    "weight_hh_l0": "makes all {gates} gates, {H} units each, of $h_{t-1}$, which has {P} components now",
    "weight_hr_l0": "makes the {P} components of $h_t$ of the {H} of $o_t \\odot \\tanh(c_t)$, once and for no gate",
    "weight_ih_l1": "makes all {gates} gates, {H} units each, of the {P} components that the layer below puts out",
}
"""Why each tensor has its shape."""


@answer("projection-tensor-shape")
def projection_tensor_shape(case: Case) -> Key:
    """The shape of one tensor of two projected layers; measured: on packed weights."""
    name = one_of(case.form, WHY, "tensor of a projected LSTM")
    rows, columns = frameworks.symbolic_shapes(case.framework, _network(case, layers=2))[name]
    solution = (
        said("The gates and the cell state keep {H} components; $h_t$ has {P}."),
        said(f"`{name}` {WHY[name]}.", gates=gates(case)),
        said("So it is {rows:with} × {columns:with} = {rows}×{columns}.", rows=rows, columns=columns),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[int, ...]:
        network = _network(case, sizes, layers=2)
        return frameworks.pack(case.framework, random_weights(network, seed=0), network)[name].shape

    return Key((rows, columns), solution, measured)


@answer("projection-parameters")
def projection_parameters(case: Case) -> Key:
    """The parameters of one projected layer; measured: the tensors counted."""
    network = _network(case)
    shapes = frameworks.symbolic_shapes(case.framework, network)
    count = frameworks.parameters(case.framework, network)
    listed = ", ".join(f"`{name}` {{t{n}:with}}" for n, name in enumerate(shapes))
    solution = (
        said("The gates read {P} components of $h_{t-1}$ where they would read {H}; one matrix more makes those {P} of {H}."),
        said(
            f"The tensors hold {listed} numbers.",
            **{f"t{n}": sympy.Mul(*shape) for n, shape in enumerate(shapes.values())},
        ),
        said("Together {count:with} = {count}.", count=count),
    )
    return Key((count,), solution, lambda sizes: (stored(case.framework, _network(case, sizes)),))


def _network(case: Case, sizes: Mapping[str, int] | None = None, *, layers: int = 1) -> Network:
    """The projected network; without sizes a stand-in whose formulas have P."""
    drawn = sizes or {"I": 3, "H": 2, "P": 1}
    return Network(cell=case.cell, input=drawn["I"], hidden=drawn["H"], projection=drawn["P"], layers=layers)

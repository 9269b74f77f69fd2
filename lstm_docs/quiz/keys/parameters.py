"""Parameter counts of one layer: under a framework's convention, without biases, with peepholes, of one gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from ... import cells, derive, facts, frameworks
from ...cells.sizes import H, I
from ...derive import latex_size
from ...reference.weights import random_weights
from ..case import GATES
from ..counted import biases, gates, matrices, parameters, stored
from ..registry import Key, answer
from ..texts import said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..case import Case


@answer("parameter-count")
def parameter_count(case: Case) -> Key:
    """All weights and biases of one layer, as the framework stores them."""
    formula = frameworks.parameters(case.framework, case.network())
    shapes = frameworks.symbolic_shapes(case.framework, case.network())
    gates = len(cells.build(case.cell).gates)
    name = frameworks.get(case.framework).name
    listed = said(
        f"{name} stores "
        + ", ".join(f"`{tensor}` with {{t{n}:with}}" for n, tensor in enumerate(shapes))
        + f" numbers; {gates} blocks are packed in each." * (len(shapes) < 2 * gates),
        **{f"t{n}": sympy.Mul(*shape) for n, shape in enumerate(shapes.values())},
    )
    total = said(f"Together ${latex_size(formula)}$ = {{total:with}} = {{total}}.", total=formula)

    def measured(sizes: Mapping[str, int]) -> tuple[int, ...]:
        return (facts.of(case.network(sizes), framework=case.framework)["parameters"].value.__int__(),)

    return Key((formula,), (listed, total), measured)


@answer("parameter-formula")
def parameter_formula(case: Case) -> Key:
    """The same as a formula in I and H; measured at sizes no two of which are alike."""
    formula, count = parameters(case), gates(case)
    each = f"Each of the {count} gates has" if count > 1 else "The cell has"
    solution = (
        said(f"{each} a W of $H \\times I$ and a U of $H \\times H$."),
        said(f"{frameworks.get(case.framework).name} stores ${latex_size(biases(case))}$ biases in all."),
        said(f"Together ${latex_size(matrices(case))} + {latex_size(biases(case))} = {latex_size(formula)}$."),
    )
    return Key((formula,), solution, lambda sizes: (stored(case.framework, case.network(sizes)),))


@answer("parameters-without-bias")
def parameters_without_bias(case: Case) -> Key:
    """The components of all W and U, nothing else; measured: on the reference's arrays."""
    formula = derive.parameters(case.network().equations)
    solution = (
        said("One gate has {w:with} = {w} weights in W and {u:with} = {u} in U.", w=H * I, u=H**2),
        said(f"{_of_gates(case)} {{count:with}} = {{count}}.", count=formula),
    )
    return Key((formula,), solution, lambda sizes: (random_weights(case.network(sizes), seed=0).count,))


def _of_gates(case: Case) -> str:
    count = gates(case)
    return f"The {count} gates have" if count > 1 else "The cell has no gates, only one such pair:"


@answer("bias-count")
def bias_count(case: Case) -> Key:
    """How many biases a framework stores; measured: what its tensors hold beyond the matrices."""
    formula, count = biases(case), gates(case)
    shapes = frameworks.symbolic_shapes(case.framework, case.network())
    rest = {name: shape for name, shape in shapes.items() if not sympy.Mul(*shape).has(I) and name != _recurrent(case)}
    listed = ", ".join(f"`{name}` with {{b{n}:with}}" for n, name in enumerate(rest))
    solution = (
        said(f"One bias vector has a number for each unit of each of the {count} gates."),
        said(
            f"{frameworks.get(case.framework).name} stores {listed} numbers: {{count}} in all.",
            count=formula,
            **{f"b{n}": sympy.Mul(*shape) for n, shape in enumerate(rest.values())},
        ),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[int, ...]:
        network = case.network(sizes)
        arrays = random_weights(network, seed=0).layers[0][0]
        return (stored(case.framework, network) - sum(a.size for n, a in arrays.items() if n[0] in "WU"),)

    return Key((formula,), solution, measured)


def _recurrent(case: Case) -> str:
    return frameworks.tensor_name(case.framework, case.network(), "U")


@answer("peephole-parameters")
def peephole_parameters(case: Case) -> Key:
    """A layer with peepholes, one bias vector a gate; measured: on the reference's arrays."""
    cell = cells.build(case.cell)
    formula = derive.parameters(cell)
    plain = derive.parameters(cells.build("lstm"))
    peepholes = [weight for weight in cell.weights if weight.kind == "p"]
    solution = (
        said("Without peepholes the layer has {plain:with} = {plain} parameters.", plain=plain),
        said(
            f"The input, forget and output gate each see the cell state of their own unit: {len(peepholes)} vectors, "
            "{more:with} = {more} weights more.",
            more=sympy.expand(formula - plain),
        ),
        said("Together {count}.", count=formula),
    )
    return Key((formula,), solution, lambda sizes: (random_weights(case.network(sizes), seed=0).count,))


@answer("gate-as-dense")
def gate_as_dense(case: Case) -> Key:
    """The parameters of the Dense layer that one gate is; measured: the gate's own arrays."""
    shapes = derive.weight_shapes(cells.build(case.cell))
    names = [f"{kind}_{case.gate}" for kind in "WUb"]
    formula = sympy.factor(sympy.Add(*(sympy.Mul(*shapes[name]) for name in names)))
    solution = (
        said("It reads $x_t$ and $h_{t-1}$ joined, {n:with} = {n} numbers, and gives {H}.", n=I + H),
        said("So it has {w:with} = {w} weights and {H} biases.", w=H * (I + H)),
        said(f"The {GATES[case.gate]} has {{count:with}} = {{count}} parameters.", count=formula),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[int, ...]:
        arrays = random_weights(case.network(sizes), seed=0).layers[0][0]
        return (sum(arrays[name].size for name in names),)

    return Key((formula,), solution, measured)

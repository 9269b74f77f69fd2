"""Shapes of weights and vectors, with the chain of reasons as the worked solution."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ... import cells, derive
from ...cells.sizes import H, I
from ...derive.reasons import steps
from ...errors import one_of
from ...reference import run
from ...reference.weights import random_weights
from ..case import GATES, node_called
from ..registry import Item, Key, Listed, answer
from ..texts import Said, said

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import sympy

    from ...cells import Conformed
    from ...cells.nodes import Node
    from ..case import Case

    Shapes = Mapping[str, tuple[int, int]]


@answer("weight-shape")
def weight_shape(case: Case) -> Key:
    """Rows and columns of a gate's W, U or b, in split notation."""
    conformed = cells.sizes_of(case.network().equations)
    node = conformed.named(case.symbol)

    def measured(sizes: Mapping[str, int]) -> tuple[int, ...]:
        return random_weights(case.network(sizes), seed=0).layers[0][0][case.symbol].shape

    return Key(conformed.shape(node), _reasons(conformed, node), measured)


@answer("vector-shape")
def vector_shape(case: Case) -> Key:
    """Rows and columns of any vector of the equations, left-hand side or on the way to one."""
    cell = case.network().equations
    conformed = cells.sizes_of(cell)
    node = node_called(cell, case.vector)

    def measured(sizes: Mapping[str, int]) -> tuple[int, ...]:
        return _evaluated(case, sizes, node).shape

    return Key(conformed.shape(node), _reasons(conformed, node), measured)


def _reasons(conformed: Conformed, node: Node) -> tuple[Said, ...]:
    rows, columns = conformed.shape(node)
    texts = [sentence + "." for sentence in steps(conformed.why(node, "rows"))]
    if columns != 1:
        texts += [sentence + "." for sentence in steps(conformed.why(node, "columns"))]
    name = derive.latex_node(node)
    conclusion = said(f"So ${name}$ is {rows}×{columns}: {{rows}}×{{columns}}.", rows=rows, columns=columns)
    return (*map(Said, texts), conclusion)


def _evaluated(case: Case, sizes: Mapping[str, int], node: Node) -> np.ndarray:
    """The node's value in a traced step of the real sizes."""
    network = case.network(sizes)
    values = dict(random_weights(network, seed=0).layers[0][0])
    values |= derive.zero_states(network)
    values[network.equations.input.name] = np.zeros((network.input, 1))
    return values[str(node)] if str(node) in values else derive.step(network.equations, values).inner[node]


@answer("gate-connections")
def gate_connections(case: Case) -> Key:
    """How many weights lead from the old state to one gate; measured: the components of U on arrays."""
    rows, columns = derive.weight_shapes(cells.build(case.cell))[f"U_{case.gate}"]
    name = derive.latex_symbol(f"U_{case.gate}")
    solution = (
        said(
            f"Every one of the {{columns}} components of $h_{{t-1}}$ meets all {{rows}} of the {GATES[case.gate]}.",
            rows=rows,
            columns=columns,
        ),
        said(f"That is one line for each entry of ${name}$: {{count:with}} = {{count}}.", count=rows * columns),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[int, ...]:
        return (random_weights(case.network(sizes), seed=0).layers[0][0][f"U_{case.gate}"].size,)

    return Key((rows * columns,), solution, measured)


WIDTH_CLAIMS: dict[str, tuple[str, Callable[[list[bool]], bool], Callable[[int, Shapes], bool]]] = {
    "fewer-units": ("must have fewer units than inputs", all, lambda inputs, shapes: shapes["b_f"][0] < inputs),
    "as-many-units": ("must have as many units as inputs", all, lambda inputs, shapes: shapes["b_f"][0] == inputs),
    "not-fewer-units": ("must have at least as many units as inputs", all, lambda inputs, shapes: shapes["b_f"][0] >= inputs),
    "can-have-fewer": ("can have fewer units than inputs", any, lambda inputs, shapes: shapes["b_f"][0] < inputs),
    "can-have-more": ("can have more units than inputs", any, lambda inputs, shapes: shapes["b_f"][0] > inputs),
    "columns-of-w": (
        "has a $W_f$ with {I} columns, whatever its units",
        all,
        lambda inputs, shapes: shapes["W_f"][1] == inputs,
    ),
    "rows-of-w": ("has a $W_f$ with {I} rows, whatever its units", all, lambda inputs, shapes: shapes["W_f"][0] == inputs),
    "columns-of-u": (
        "has a $U_f$ with {I} columns, whatever its units",
        all,
        lambda inputs, shapes: shapes["U_f"][1] == inputs,
    ),
    "square-u": ("has a square $U_f$, whatever its units", all, lambda inputs, shapes: shapes["U_f"][0] == shapes["U_f"][1]),
    "length-of-b": (
        "has a $b_f$ with {I} components, whatever its units",
        all,
        lambda inputs, shapes: shapes["b_f"][0] == inputs,
    ),
}
"""What a layer of some inputs is said to be: the words, whether it must hold for all widths or any, and the test."""


@answer("units-and-inputs")
def units_and_inputs(case: Case) -> Listed:
    """Whether a claim about units and inputs holds; measured: on networks of three widths that run."""
    text, every, holds = WIDTH_CLAIMS[one_of(case.claim, WIDTH_CLAIMS, "claim")]
    symbolic = derive.weight_shapes(cells.build(case.cell))
    right = every([holds(8, _at(symbolic, 8, units)) for units in _widths(8)])
    example = said(
        "Only W meets $x_t$, so only its columns are {I}; the rest goes by the units, of which there may be any number: "
        "with {few}, {I} or {many}, $W_f$ is {few}×{I}, {I}×{I} or {many}×{I}, "
        "and $U_f$ is {few}×{few}, {I}×{I} or {many}×{many}.",
        few=I / 2,
        many=2 * I,
    )

    def measured(sizes: Mapping[str, int]) -> tuple[bool, ...]:
        return (every([holds(sizes["I"], _run(case, sizes["I"], units)) for units in _widths(sizes["I"])]),)

    statement = Item(Said(text), right=right, said=example, misconception="units-tied-to-inputs")
    return Listed((statement,), (example,), measured, stated=(("statement", text),))


def _widths(inputs: int) -> tuple[int, ...]:
    """Fewer units than inputs, as many, more."""
    return inputs // 2, inputs, 2 * inputs


def _at(symbolic: Mapping[str, tuple[sympy.Expr, sympy.Expr]], inputs: int, units: int) -> Shapes:
    numbers = {I: inputs, H: units}
    return {name: (int(rows.subs(numbers)), int(columns.subs(numbers))) for name, (rows, columns) in symbolic.items()}


def _run(case: Case, inputs: int, units: int) -> Shapes:
    """The shapes of weights with which the reference ran a step."""
    network = case.network({"I": inputs, "H": units})
    weights = random_weights(network, seed=0)
    run(network, weights, np.zeros((1, 1, inputs)))
    return {name: (len(array), array.shape[1]) for name, array in weights.layers[0][0].items()}

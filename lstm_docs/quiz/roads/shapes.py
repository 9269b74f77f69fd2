"""Shapes of weights and vectors: the chain of reasons that fixes them, arrays as second roads, shared wrong paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ... import cells, derive
from ...cells.sizes import H, I
from ...derive.reasons import steps
from ...formulas.texts import Said, said
from ...ground.errors import one_of
from ...reference import run
from ...reference.weights import random_weights
from ..engine.case import node_called
from ..engine.registry import Key, Wrong, answer, misconception, road
from ..engine.wrong_paths import wrong_shape

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ...cells import Conformed
    from ...cells.nodes import Node
    from ..engine.case import Case

    Sizes = Mapping[str, int]
    Shapes = Mapping[str, tuple[int, int]]


@answer("weight-shape")
def weight_shape(case: Case) -> Key:
    """Rows and columns of a gate's W, U or b, in split notation."""
    conformed = cells.sizes_of(case.network().equations)
    node = conformed.named(case.symbol)
    return Key(conformed.shape(node), _reasons(conformed, node), lambda sizes: _weights(case, sizes)[case.symbol].shape)


@answer("vector-shape")
def vector_shape(case: Case) -> Key:
    """Rows and columns of any vector of the equations, left-hand side or on the way to one."""
    cell = case.network().equations
    conformed = cells.sizes_of(cell)
    node = node_called(cell, case.vector)
    return Key(conformed.shape(node), _reasons(conformed, node), lambda sizes: _evaluated(case, sizes, node).shape)


def _reasons(conformed: Conformed, node: Node) -> tuple[Said, ...]:
    rows, columns = conformed.shape(node)
    texts = [sentence + "." for sentence in steps(conformed.why(node, "rows"))]
    if columns != 1:
        texts += [sentence + "." for sentence in steps(conformed.why(node, "columns"))]
    name = derive.latex_node(node)
    conclusion = said(f"So ${name}$ is {rows}×{columns}: {{rows}}×{{columns}}.", rows=rows, columns=columns)
    return (*map(Said, texts), conclusion)


def _weights(case: Case, sizes: Sizes) -> Mapping[str, np.ndarray]:
    return random_weights(case.network(sizes), seed=0).layers[0][0]


def _evaluated(case: Case, sizes: Sizes, node: Node) -> np.ndarray:
    """The node's value in a traced step of the real sizes."""
    network = case.network(sizes)
    values = dict(_weights(case, sizes)) | derive.zero_states(network)
    values[network.equations.input.name] = np.zeros((network.input, 1))
    return values[str(node)] if str(node) in values else derive.step(network.equations, values).inner[node]


@road("recurrent-weights-counted")
def recurrent_weights_counted(case: Case, sizes: Sizes) -> tuple[int]:
    """The components of the gate's U on arrays."""
    return (_weights(case, sizes)[f"U_{case.gate}"].size,)


WIDTH_CLAIMS: dict[str, tuple[Callable[[list[bool]], bool], Callable[[int, Shapes], bool]]] = {
    "fewer-units": (all, lambda inputs, shapes: shapes["b_f"][0] < inputs),
    "as-many-units": (all, lambda inputs, shapes: shapes["b_f"][0] == inputs),
    "not-fewer-units": (all, lambda inputs, shapes: shapes["b_f"][0] >= inputs),
    "can-have-fewer": (any, lambda inputs, shapes: shapes["b_f"][0] < inputs),
    "can-have-more": (any, lambda inputs, shapes: shapes["b_f"][0] > inputs),
    "columns-of-w": (all, lambda inputs, shapes: shapes["W_f"][1] == inputs),
    "rows-of-w": (all, lambda inputs, shapes: shapes["W_f"][0] == inputs),
    "columns-of-u": (all, lambda inputs, shapes: shapes["U_f"][1] == inputs),
    "square-u": (all, lambda inputs, shapes: shapes["U_f"][0] == shapes["U_f"][1]),
    "length-of-b": (all, lambda inputs, shapes: shapes["b_f"][0] == inputs),
}
"""What a layer of some inputs is said to be: whether it must hold for all widths or for any, and the test."""


@road("three-widths-run")
def three_widths_run(case: Case, sizes: Sizes) -> tuple[bool]:
    """Whether the claim holds of networks that run, with fewer units than inputs, as many, and more."""
    every, holds = WIDTH_CLAIMS[one_of(case.claim, WIDTH_CLAIMS, "claim")]
    inputs = sizes["I"]
    return (every([holds(inputs, _run(case, inputs, units)) for units in (inputs // 2, inputs, 2 * inputs)]),)


def _run(case: Case, inputs: int, units: int) -> Shapes:
    """The shapes of weights with which the reference ran a step."""
    network = case.network({"I": inputs, "H": units})
    weights = random_weights(network, seed=0)
    run(network, weights, np.zeros((1, 1, inputs)))
    return {name: (len(array), array.shape[1]) for name, array in weights.layers[0][0].items()}


def _asked(case: Case) -> str:
    """What the question is about, as markup."""
    if case.gate and case.matrix:
        return f"${derive.latex_symbol(case.symbol)}$"
    return "the packed matrix" if case.matrix else "the vector"


@misconception("transposed")
def transposed(case: Case, key: Key) -> Wrong | None:
    """Columns for rows."""
    rows, columns = key.values
    if columns == 1:
        name = _asked(case)
        row = f"{{rows}}×{{columns}} is a row; the equations here use columns, so {name} is {{columns}}×{{rows}}."
        return wrong_shape(columns, rows, row)
    keras = " Keras stores its kernels that way round, for $x\\,W$ with rows." if case.matrix in ("W", "U") else ""
    text = "{rows}×{columns} is the transpose, which would be right if vectors were rows; here they are columns."
    return wrong_shape(columns, rows, text + keras)


@misconception("square")
def square(case: Case, key: Key) -> Wrong | None:
    """Every matrix is H×H."""
    if case.matrix == "U":
        return None
    return wrong_shape(H, H, "{rows}×{columns} is the shape of U, which multiplies $h_{t-1}$; this one does not.")


@misconception("square-in-inputs")
def square_in_inputs(case: Case, key: Key) -> Wrong | None:
    """Every matrix is I×I."""
    text = "{rows}×{columns} would turn {I} inputs into {I} numbers, but a gate has one number per unit: {H}."
    return wrong_shape(I, I, text)


@misconception("concatenated")
def concatenated(case: Case, key: Key) -> Wrong | None:
    """The matrix on [x; h] where the split one is asked."""
    text = (
        "{rows}×{columns} is the concatenated form, one matrix on $x_t$ and $h_{t-1}$ stacked, {columns:with} components. "
        "Here W and U are kept apart."
    )
    return wrong_shape(H, I + H, text)


@misconception("inputs-for-units")
def inputs_for_units(case: Case, key: Key) -> Wrong | None:
    """I and H exchanged everywhere."""
    rows, columns = (value.subs({H: I, I: H}, simultaneous=True) for value in key.values)
    return wrong_shape(rows, columns, "{rows}×{columns} would be right with {H} inputs and {I} units; they are swapped.")

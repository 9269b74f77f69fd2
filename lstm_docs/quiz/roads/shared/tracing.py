"""Second roads for questions about equations: what a traced step does, and what the reference's gates move with."""

from __future__ import annotations

from dataclasses import replace
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from .... import derive, reference
from ....cells.nodes import Equation, Node, Pointwise, Product, Sum, let, sigmoid, tanh
from ....network import Network
from . import probes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ....cells import Cell
    from ....reference.weights import Array


def each_reads_the_one_before(cell: Cell, names: Sequence[str]) -> tuple[bool, ...]:
    """Whether each equation, as it is printed, has the left-hand side before it on its right."""
    read = {name: _names(body) for name, body in derive.tree(cell)["equations"]}  # type: ignore[attr-defined]
    return tuple(n == 0 or names[n - 1] in read[name] for n, name in enumerate(names))


def _names(body: object) -> set[str]:
    return {body} if isinstance(body, str) else set().union(*map(_names, body[1:]))  # type: ignore[index]


def computed_in_order(cell: str, nodes: Sequence[Node]) -> tuple[bool, ...]:
    """Whether a traced step computes each node later than the one before."""
    network = Network(cell=cell, input=2, hidden=2)
    done = list(derive.step(network.equations, _values(network)).inner)
    places = [done.index(node) for node in nodes]
    return tuple(n == 0 or place > places[n - 1] for n, place in enumerate(places))


def _values(network: Network) -> dict[str, Array]:
    """Random weights, states and an input, by name."""
    values: dict[str, Array] = dict(reference.random_weights(network, seed=3).layers[0][0])
    shapes = {state.name: network.shape(state) for state in network.equations.states}
    for seed, (name, shape) in enumerate(shapes.items(), start=40):
        values[name] = reference.random_inputs(Network(input=prod(shape), hidden=1), 1, 1, seed)[0].reshape(shape)
    values[network.equations.input.name] = reference.random_inputs(network, 1, 1, seed=5)[0].T
    return values


def _gates(network: Network, values: Mapping[str, Array]) -> Mapping[str, Array]:
    """One step of the reference, or of a cell that it lacks, from the same values; every vector as a column by name."""
    if network.cell not in reference.WEIGHT_NAMES:
        return derive.step(network.equations, values).values
    weights = reference.Weights((({name: values[name] for name in reference.WEIGHT_NAMES[network.cell]},),))
    columns = {state.name[0]: (values[state.name].T,) for state in network.equations.states}
    state = reference.State(columns["h"], columns.get("c"))
    (vectors,) = reference.gates(network, weights, values[network.equations.input.name].T[np.newaxis], state)
    return {name: array[0].T for name, array in vectors.items()}


def agree(cell: Cell, vector: str, bodies: Sequence[Node]) -> tuple[bool, ...]:
    """Which bodies, put in the place of a vector's own, give what the reference gives."""
    network = Network(cell=cell.name, input=2, hidden=2)
    values = _values(network)
    wanted = _gates(network, values)[vector]
    tried = [let(f"try{n}_t", body) for n, body in enumerate(bodies)]
    vectors = derive.step(replace(cell, equations=(*cell.equations, *tried)), values).values
    return tuple(bool(np.allclose(vectors[equation.name], wanted, rtol=0, atol=1e-12)) for equation in tried)


def moves(cell: str, gate: str, vector: str) -> bool:
    """Whether a gate of the reference changes when only this vector does.

    A state is changed as it is given to the run, with the gates shut that would carry the change on through c;
    a vector of the same step through its own bias. The next h and the last x are not given to a step.
    """
    if vector in ("h_t", "x_t-1"):
        return False
    network = Network(cell=cell, input=2, hidden=2)
    values = _values(network)
    if vector == "c_t-1":
        values |= {name: values[name] - probes.SATURATED for name in {"b_f", "b_i"} - {f"b_{gate}"}}
    changed = dict(values)
    through = {"c_t": "b_g", "r_t": "b_r", "z_t": "b_z"}.get(vector, vector)
    changed[through] = changed[through] + 0.5
    before, after = (_gates(network, v)[f"{gate}_t"] for v in (values, changed))
    return bool(np.abs(after - before).max() > 1e-9) and through != f"b_{gate}"


CHANGES = (0.7, -0.7, 3.0, -3.0, 30.0, -30.0)


def moved(cell: str, line: str, vector: str, *, directly: bool = False) -> bool:
    """Whether what a line gives moves with a vector of the same step; `directly`: while all other lines stay as they are."""
    network = Network(cell=cell, input=4, hidden=4)  # of two numbers a layer norm leaves only which is larger
    equations, values = network.equations, _values(network)
    before = derive.step(equations, values).values
    for change in CHANGES:
        held = {name: value for name, value in before.items() if name != line} if directly else {}
        if vector in before:
            held[vector] = before[vector] + change
            after = derive.step(equations, values, held).values
        elif vector in values:
            after = derive.step(equations, {**values, vector: values[vector] + change}, held).values
        else:
            return False
        if np.any(after[line] != before[line]):
            return True
    return False


def ways_counted(cell: str, start: str, end: str) -> int:
    """The ways from a line back to a vector, by powers of the matrix that says which line moves directly with which."""
    lines = [equation.name for equation in Network(cell=cell, input=2, hidden=2).equations.equations]
    moves = [[int(one != other and moved(cell, one, other, directly=True)) for other in lines] for one in lines]
    last = [int(moved(cell, one, end, directly=True)) for one in lines]
    counted = np.linalg.inv(np.eye(len(lines)) - np.array(moves)) @ np.array(last)
    return round(float(counted[lines.index(start)]))


def variants(cell: Cell, equation: Equation) -> list[tuple[Node, str]]:
    """Bodies that an equation of the LSTM is often given instead of its own, and what is wrong with each."""
    nodes = {str(node): node for node in cell.nodes}
    if equation.name == "c_t":
        return _of_the_cell_state(nodes)
    if equation.name == "h_t":
        return _of_the_hidden_state(nodes)
    return _of_a_gate(nodes, equation)


def _of_the_cell_state(nodes: Mapping[str, Node]) -> list[tuple[Node, str]]:
    f, i, g, h, c = (nodes[name] for name in ("f_t", "i_t", "g_t", "h_t-1", "c_t-1"))
    return [
        (
            i * c + f * g,
            "The forget gate belongs to the old state and the input gate to the candidate, not the other way round.",
        ),
        (f * h + i * g, "What is kept is the old cell state $c_{t-1}$, not the hidden state."),
        (f * c + g, "The candidate is let in by the input gate; here it comes in whole."),
        (f * (c + i * g), "The forget gate scales only the old state, not what is being written."),
    ]


def _of_the_hidden_state(nodes: Mapping[str, Node]) -> list[tuple[Node, str]]:
    o, i, c = (nodes[name] for name in ("o_t", "i_t", "c_t"))
    return [
        (o * c, "The cell state goes through tanh before the output gate scales it."),
        (tanh(o * c), "The tanh comes first, because the gate scales the squashed state."),
        (o * sigmoid(c), "The cell state is squashed by tanh, which keeps its sign; σ would not."),
        (i * tanh(c), "The output gate, not the input gate, decides what is shown of the state."),
    ]


def _of_a_gate(nodes: Mapping[str, Node], equation: Equation) -> list[tuple[Node, str]]:
    match equation.body:
        case Pointwise(function, Sum((wx, Product(u, _), b))):
            other, why = (
                (tanh, "A gate is a share between 0 and 1, so it needs σ, not tanh.")
                if function == "sigmoid"
                else (sigmoid, "The candidate may have either sign, so it needs tanh, not σ.")
            )
            own = Pointwise(function, Sum((wx, b)))
            seen = Pointwise(function, Sum((wx, Product(u, nodes["c_t-1"]), b)))
            return [
                (other(equation.body.argument), why),
                (own, "It also reads what the last step gave: $h_{t-1}$, through U."),
                (
                    seen,
                    "It reads the hidden state $h_{t-1}$; the cell state is read only through peepholes, and not by a matrix.",
                ),
                (equation.body.argument, "Without an activation function this vector is unbounded."),
            ]
    raise TypeError(f"{equation.name} is no gate")

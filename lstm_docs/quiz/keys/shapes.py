"""Shapes of weights and vectors, with the chain of reasons as the worked solution."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ... import cells, derive
from ...derive.reasons import steps
from ...reference.weights import random_weights
from ..case import node_called
from ..registry import Key, answer
from ..texts import Said, said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...cells import Conformed
    from ...cells.nodes import Node
    from ..case import Case


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

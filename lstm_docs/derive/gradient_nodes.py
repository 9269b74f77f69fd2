"""What a gradient is written in besides a cell's own nodes, and the signs that serve numbers and nodes alike.

The rules of the gradient use `@`, `*`, `+` and `1 - v`, which columns of numbers and nodes both have. These four
signs they do not have in common: each function takes an array to an array and a node to a node.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from ..cells.nodes import Node

if TYPE_CHECKING:
    from numpy.typing import NDArray

V = TypeVar("V", "NDArray[np.float64]", Node)


@dataclass(frozen=True, eq=False)
class Transposed(Node):
    """A matrix or vector with its rows as columns."""

    argument: Node


@dataclass(frozen=True, eq=False)
class Minus(Node):
    """The negative of a vector."""

    argument: Node


@dataclass(frozen=True, eq=False)
class Squared(Node):
    """Each component times itself."""

    argument: Node


@dataclass(frozen=True, eq=False)
class Positive(Node):
    """1 where a component is above 0, else 0."""

    argument: Node


@dataclass(frozen=True, eq=False)
class Bar(Node):
    """The gradient of the loss by the vector or weight called `of`: a name, and the `body` that computes it.

    Without a body it is given: for a state, what the loss and the next step say. `partial` if the step adds to it.
    """

    of: str
    body: Node | None = None
    partial: bool = False


def transposed(v: V) -> V:
    """vᵀ."""
    return Transposed(v) if isinstance(v, Node) else v.T


def minus(v: V) -> V:
    """-v."""
    return Minus(v) if isinstance(v, Node) else -v


def squared(v: V) -> V:
    """v ⊙ v."""
    return Squared(v) if isinstance(v, Node) else v * v


def positive(v: V) -> V:
    """1 where v > 0, else 0."""
    return Positive(v) if isinstance(v, Node) else (v > 0).astype(np.float64)

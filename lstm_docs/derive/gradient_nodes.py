"""What a gradient is written in besides a cell's own nodes, and the signs that serve numbers and nodes alike.

The rules of the gradient use `@`, `*`, `+` and `1 - v`, which columns of numbers and nodes both have. These four
signs they do not have in common: each function takes an array to an array and a node to a node.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import sympy

from ..cells.nodes import EPSILON, Negative, Node, Number, Pointwise, Quotient, Scaled, Sum, Transposed

if TYPE_CHECKING:
    from numpy.typing import NDArray

V = TypeVar("V", "NDArray[np.float64]", Node)


@dataclass(frozen=True, eq=False)
class Squared(Node):
    """Each component times itself."""

    argument: Node


@dataclass(frozen=True, eq=False)
class Positive(Node):
    """1 where a component is above 0, else 0."""

    argument: Node


@dataclass(frozen=True, eq=False)
class Sign(Node):
    """1 where a component is above 0, -1 where it is below, else 0."""

    argument: Node


@dataclass(frozen=True, eq=False)
class Total(Node):
    """The sum of all components, a scalar."""

    argument: Node


@dataclass(frozen=True, eq=False)
class Mean(Node):
    """The mean of each column."""

    argument: Node


@dataclass(frozen=True, eq=False)
class Deviation(Node):
    """The root of the variance of each column and EPSILON."""

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
    """vᵀ; of wᵀ it is w."""
    if isinstance(v, Transposed):
        return v.argument
    return Transposed(v) if isinstance(v, Node) else v.T


def minus(v: V) -> V:
    """-v."""
    return Negative(v) if isinstance(v, Node) else -v


def squared(v: V) -> V:
    """v ⊙ v."""
    return Squared(v) if isinstance(v, Node) else v * v


def positive(v: V) -> V:
    """1 where v > 0, else 0."""
    return Positive(v) if isinstance(v, Node) else (v > 0).astype(np.float64)


def sign(v: V) -> V:
    """The sign of each component."""
    return Sign(v) if isinstance(v, Node) else np.sign(v)


def total(v: V) -> V:
    """The sum of all components, (1, 1)."""
    return Total(v) if isinstance(v, Node) else np.full((1, 1), np.sum(v))


def mean(v: V) -> V:
    """The mean of each column, (1, columns)."""
    return Mean(v) if isinstance(v, Node) else np.asarray(np.mean(v, axis=0, keepdims=True))


def deviation(v: V) -> V:
    """The root of the variance of each column and EPSILON, (1, columns)."""
    return Deviation(v) if isinstance(v, Node) else np.asarray(np.sqrt(np.var(v, axis=0, keepdims=True) + EPSILON))


def exponential(v: V) -> V:
    """e to the power of each component."""
    return Pointwise("exp", v) if isinstance(v, Node) else np.exp(v)


def inverse(v: V) -> V:
    """1 over each component."""
    return Quotient(Number(sympy.Integer(1)), v) if isinstance(v, Node) else 1 / v


def quotient(v: V, w: V) -> V:
    """Component by component, or by a scalar."""
    return Quotient(v, w) if isinstance(v, Node) and isinstance(w, Node) else v / w


def scaled(scalar: V, v: V) -> V:
    """A scalar times anything."""
    return Scaled(scalar, v) if isinstance(scalar, Node) and isinstance(v, Node) else scalar * v


def difference(v: V, w: V) -> V:
    """What v has more than w."""
    return Sum((v, Negative(w))) if isinstance(v, Node) and isinstance(w, Node) else v - w

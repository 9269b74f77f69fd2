"""What a cell's text can call by name, and the node that each call makes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from .nodes import FUNCTIONS, Extremum, Hadamard, Node, Normalized, Number, Pointwise, Scaled, Sum, is_scalar

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Call:
    """`arguments` says how many there may be, `make` takes their nodes; the one at `bias`, if any, is added as a bias."""

    arguments: tuple[int, ...]
    make: Callable[..., Node]
    bias: int | None = None


def times(left: Node, right: Node) -> Node:
    """`left * right`: component by component, unless one of them is a scalar."""
    if is_scalar(left) != is_scalar(right) or isinstance(left, Number) or isinstance(right, Number):
        return Scaled(left, right) if is_scalar(left) else Scaled(right, left)
    return Hadamard(left, right)


def _layer_norm(argument: Node, gain: Node, bias: Node | None = None) -> Node:
    scaled = times(gain, Normalized(argument))
    return Sum((scaled, bias)) if bias else scaled


CALLS: dict[str, Call] = {
    **{name: Call((1,), partial(Pointwise, name)) for name in FUNCTIONS},
    "max": Call((2,), partial(Extremum, "max")),
    "min": Call((2,), partial(Extremum, "min")),
    "layernorm": Call((2, 3), _layer_norm, bias=2),
}
"""By name. `size(H)` is none of them: it stands for a number."""

"""What a graph may do to constants on their way into a recurrent node: the shape that comes out, and how to compute it.

Each function takes the node's attributes, the shapes of its inputs and those of them that are short lists of whole
numbers, and returns the shape with a function of the inputs' arrays.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from .graph import DTYPES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..stored import Array

    Shape = tuple[int, ...]
    Ints = list[list[int] | None]
    Plan = tuple[Shape, Callable[[list[Array]], Array]]


class NotFolded(Exception):
    """An operation in a form that we do not compute."""


def _identity(_attributes: Mapping[str, Any], shapes: list[Shape], _ints: Ints) -> Plan:
    return shapes[0], lambda arrays: arrays[0]


def _cast(attributes: Mapping[str, Any], shapes: list[Shape], _ints: Ints) -> Plan:
    name = DTYPES.get(int(attributes.get("to") or 0), "")
    kind = np.dtype("float32" if name == "bfloat16" else name)
    return shapes[0], lambda arrays: arrays[0].astype(kind)


def _transpose(attributes: Mapping[str, Any], shapes: list[Shape], _ints: Ints) -> Plan:
    axes = attributes.get("perm") or list(range(len(shapes[0])))[::-1]
    if sorted(axes) != list(range(len(shapes[0]))):
        raise NotFolded
    return tuple(shapes[0][axis] for axis in axes), lambda arrays: arrays[0].transpose(axes)


def _reshape(attributes: Mapping[str, Any], shapes: list[Shape], ints: Ints) -> Plan:
    wanted = _second(ints)
    keeps = not attributes.get("allowzero")
    sides = [shapes[0][place] if side == 0 and keeps else side for place, side in enumerate(wanted)]
    if sides.count(-1) == 1:
        rest = -prod(sides)
        if not rest or prod(shapes[0]) % rest:
            raise NotFolded
        sides[sides.index(-1)] = prod(shapes[0]) // rest
    return _to(tuple(sides), shapes[0])


def _unsqueeze(attributes: Mapping[str, Any], shapes: list[Shape], ints: Ints) -> Plan:
    axes = attributes["axes"] if attributes.get("axes") else _second(ints)
    rank = len(shapes[0]) + len(axes)
    places = {axis % rank for axis in axes if -rank <= axis < rank}
    if len(places) != len(axes):
        raise NotFolded
    sides = iter(shapes[0])
    return _to(tuple(1 if place in places else next(sides) for place in range(rank)), shapes[0])


def _squeeze(attributes: Mapping[str, Any], shapes: list[Shape], ints: Ints) -> Plan:
    given = attributes.get("axes") or (_second(ints) if len(ints) > 1 else None)
    rank = len(shapes[0])
    axes = {axis % rank for axis in given} if given else {place for place, side in enumerate(shapes[0]) if side == 1}
    if any(shapes[0][axis] != 1 for axis in axes):
        raise NotFolded
    return _to(tuple(side for place, side in enumerate(shapes[0]) if place not in axes), shapes[0])


def _to(shape: Shape, before: Shape) -> Plan:
    if prod(shape) != prod(before) or any(side < 0 for side in shape):
        raise NotFolded
    return shape, lambda arrays: arrays[0].reshape(shape)


def _concat(attributes: Mapping[str, Any], shapes: list[Shape], _ints: Ints) -> Plan:
    rank, axis = len(shapes[0]), int(attributes["axis"])
    if not -rank <= axis < rank:
        raise NotFolded
    axis %= rank
    if len({(*shape[:axis], *shape[axis + 1 :]) for shape in shapes}) != 1 or any(len(shape) != rank for shape in shapes):
        raise NotFolded
    side = sum(shape[axis] for shape in shapes)
    return (*shapes[0][:axis], side, *shapes[0][axis + 1 :]), lambda arrays: np.concatenate(arrays, axis=axis)


def _slice(attributes: Mapping[str, Any], shapes: list[Shape], ints: Ints) -> Plan:
    if attributes.get("starts") is not None:  # before opset 10
        starts, ends, axes, steps = attributes["starts"], attributes["ends"], attributes.get("axes"), None
    else:
        starts, ends, axes, steps = (ints[place] if place < len(ints) else None for place in (1, 2, 3, 4))
    if starts is None or ends is None or len(starts) != len(ends):
        raise NotFolded
    cuts = [slice(None)] * len(shapes[0])
    for axis, start, end, step in zip(axes or range(len(starts)), starts, ends, steps or [1] * len(starts), strict=True):
        if step == 0:
            raise NotFolded
        cuts[axis] = slice(start, end, step)
    sides = tuple(len(range(side)[cut]) for side, cut in zip(shapes[0], cuts, strict=True))
    return sides, lambda arrays: arrays[0][tuple(cuts)]


def _dequantize(attributes: Mapping[str, Any], shapes: list[Shape], _ints: Ints) -> Plan:
    axis = int(attributes.get("axis", 1))
    if attributes.get("block_size"):
        raise NotFolded
    shape, scale = shapes[0], shapes[1]
    if prod(scale) != 1 and (len(scale) != 1 or scale[0] != shape[axis]):
        raise NotFolded
    if len(shapes) > 2 and prod(shapes[2]) != prod(scale):
        raise NotFolded
    along = [1] * len(shape)
    if prod(scale) != 1:
        along[axis] = scale[0]

    def run(arrays: list[Array]) -> Array:
        steps = arrays[1].reshape(along) if prod(scale) != 1 else arrays[1].reshape(())
        zero = arrays[2].astype(np.int32).reshape(steps.shape) if len(arrays) > 2 else 0
        return (arrays[0].astype(np.int32) - zero).astype(arrays[1].dtype) * steps

    return shape, run


def _second(ints: Ints) -> list[int]:
    if len(ints) < 2 or ints[1] is None:
        raise NotFolded
    return ints[1]


OPERATIONS: Mapping[str, Callable[[Mapping[str, Any], list[Shape], Ints], Plan]] = {
    "Identity": _identity,
    "Cast": _cast,
    "Transpose": _transpose,
    "Reshape": _reshape,
    "Unsqueeze": _unsqueeze,
    "Squeeze": _squeeze,
    "Concat": _concat,
    "Slice": _slice,
    "DequantizeLinear": _dequantize,
}

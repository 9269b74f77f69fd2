"""What a caller gives, checked and turned to arrays, or refused naming what and both shapes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from ..ground.errors import ConformError, SizeError
from .output import State
from .packing import HAVE_C
from .step import Carry

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..network import Network
    from .packing import Array, Prepared
    from .sequences import Plan


def sequence(net: Network, x: object, *, batch_first: bool) -> Array:
    """x as (T, B, I), in its own dtype. Raises `ConformError` or `SizeError`."""
    array = _numbers(x, "x")
    axes = "(B, T, I)" if batch_first else "(T, B, I)"
    if array.ndim != 3:
        raise ConformError(f"x is {array.shape}, expected three axes {axes}; give a single sequence a batch axis of 1")
    if array.shape[2] != net.input:
        raise ConformError(f"x is {array.shape}: its last axis is {array.shape[2]}, but the network's input is {net.input}")
    if 0 in array.shape:
        raise SizeError(f"x is {array.shape}; {axes} must all be at least 1")
    return array.transpose(1, 0, 2) if batch_first else array


def sequence_lengths(lengths: object, steps: int, batch: int) -> NDArray[np.intp] | None:
    """`lengths` as whole numbers (B,) from 1 to T, or None. Raises `ConformError` or `SizeError`."""
    if lengths is None:
        return None
    array = _numbers(lengths, "lengths")
    if array.shape != (batch,):
        raise ConformError(f"lengths is {array.shape}, expected one per sequence: {(batch,)}")
    for index, length in enumerate(array.tolist()):
        if isinstance(length, float) or not 1 <= length <= steps:
            raise SizeError(f"lengths[{index}] is {length}, expected a whole number from 1 to the {steps} steps of x")
    return array.astype(np.intp)


def first_states(prepared: Prepared, state: State | None, schedule: Plan) -> list[Carry]:
    """What each layer and direction starts from, copied; zeros if `state` is None. Raises `ConformError`."""
    directions = [packed for layer in prepared.layers for packed in layer]
    if state is None:
        zeros = partial(np.zeros, dtype=prepared.dtype)
        return [Carry(zeros((d.width, schedule.batch)), zeros((d.cell_rows, schedule.batch))) for d in directions]
    _check_letters(prepared.network.cell, state)
    columns = partial(_columns, schedule=schedule, dtype=prepared.dtype)
    h = columns("h", state.h, [d.width for d in directions])
    c = columns("c", state.c, [d.cell_rows for d in directions]) if state.c is not None else [rows[:0] for rows in h]
    return [Carry(*rows) for rows in zip(h, c, strict=True)]


def _check_letters(cell: str, state: object) -> None:
    if not isinstance(state, State):
        raise ConformError(f"state is a {type(state).__name__}, expected State(h, c) or None")
    if (state.c is not None) != (cell in HAVE_C):
        raise ConformError(
            f"state has {'no c' if state.c is None else 'a c'}, but {cell} has {'one' if cell in HAVE_C else 'none'}"
        )


def _columns(letter: str, given: object, widths: list[int], *, schedule: Plan, dtype: np.dtype[Any]) -> list[Array]:
    if not isinstance(given, Iterable) or len(arrays := list(given)) != len(widths):
        raise ConformError(f"state.{letter} must hold {len(widths)} arrays, one for each layer and direction")
    arrays = [_numbers(array, f"state.{letter}[{n}]") for n, array in enumerate(arrays)]
    for n, (array, width) in enumerate(zip(arrays, widths, strict=True)):
        if array.shape != (schedule.batch, width):
            raise ConformError(f"state.{letter}[{n}] is {array.shape}, expected (batch, width) = {(schedule.batch, width)}")
    return [np.array(schedule.sorted(array, axis=0).T, dtype, order="C") for array in arrays]


def _numbers(given: object, what: str) -> Array:
    try:
        array = np.asarray(given)
    except ValueError as error:
        raise ConformError(f"{what} is not an array: its rows differ in length") from error
    if array.dtype.kind not in "fiu":
        raise ConformError(f"{what} holds {array.dtype}, expected real numbers")
    return array

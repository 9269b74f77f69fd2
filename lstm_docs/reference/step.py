"""One direction of one layer, a step at a time, whatever the cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from .packing import Array


class Step(NamedTuple):
    """How a cell takes a step, with the buffers it works in.

    `advance(p, h, out)` reads W x + b as p (G·H, B) and h (R, B) of the step before, and writes the new h
    to `out` (R, B). `values` (rows, B) then holds the step's gates, as packed, and below them `c` (H, B), which
    is to be set before the first step and has no rows in cells without it.
    """

    advance: Callable[[Array, Array, Array], None]
    values: Array
    c: Array


class Carry(NamedTuple):
    """h (R, B) and c (H, B) between one run of steps and the next, overwritten by each."""

    h: Array
    c: Array


def scan(step: Step, p: Array, carry: Carry, out: Array, tape: Array | None = None) -> None:
    """Take len(p) steps on the first sequences of `carry`, as many as p (T, G·H, active) has.

    Writes each h to `out` (T, R, active), each step's values to `tape` (T, rows, active), the last states to `carry`.
    """
    active = p.shape[2]
    h, c = carry.h[:, :active], carry.c[:, :active]
    step.c[...] = c
    h[...] = _take(step, p, h, out) if tape is None else _take_and_tell(step, p, h, out, tape)
    c[...] = step.c


def _take(step: Step, p: Array, h: Array, out: Array) -> Array:
    advance = step.advance
    for p_t, h_t in zip(p, out, strict=True):
        advance(p_t, h, h_t)
        h = h_t
    return h


def _take_and_tell(step: Step, p: Array, h: Array, out: Array, tape: Array) -> Array:
    for p_t, h_t, values in zip(p, out, tape, strict=True):
        step.advance(p_t, h, h_t)
        values[...] = step.values
        h = h_t
    return h

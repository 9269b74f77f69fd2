"""Wrong paths to a count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from ... import cells
from ...cells.sizes import L, T
from ..registry import Key, Wrong, misconception
from ..texts import said

if TYPE_CHECKING:
    from ..case import Case


def _count(value: sympy.Expr, text: str, **parts: sympy.Expr | int) -> Wrong:
    return Wrong((value,), said(text, count=value, **parts))


def _gates(case: Case) -> int:
    return len(cells.build(case.cell).gates)


@misconception("forgot-the-layers")
def forgot_the_layers(case: Case, key: Key) -> Wrong | None:
    """One layer's equations."""
    return _count(key.values[0].subs(L, 1), "{count} is one layer; there are {L}, each with equations of its own.")


@misconception("forgot-the-steps")
def forgot_the_steps(case: Case, key: Key) -> Wrong | None:
    """One step's equations."""
    return _count(key.values[0].subs(T, 1), "{count} is a single step; the equations run again at each of {T} steps.")


@misconception("forgot-the-backward-direction")
def forgot_the_backward_direction(case: Case, key: Key) -> Wrong | None:
    """One direction where there are two."""
    if not case.bidirectional:
        return None
    return _count(key.values[0] / 2, "{count} is the forward direction; the backward one runs as many.")


@misconception("counted-both-directions")
def counted_both_directions(case: Case, key: Key) -> Wrong | None:
    """Two directions where there is one."""
    if case.bidirectional:
        return None
    return _count(key.values[0] * 2, "{count} counts a backward direction, but this network has none.")


@misconception("gates-only")
def gates_only(case: Case, key: Key) -> Wrong | None:
    """The state updates are not counted as equations."""
    equations, gates = len(cells.build(case.cell).equations), _gates(case)
    if equations == gates:
        return None
    return _count(
        key.values[0] * gates / equations,
        f"{{count}} counts the {gates} equations with weights; the updates of the states count too, {equations} in all.",
    )


@misconception("one-equation-a-step")
def one_equation_a_step(case: Case, key: Key) -> Wrong | None:
    """A step as one equation."""
    equations = len(cells.build(case.cell).equations)
    if equations == 1:
        return None
    return _count(key.values[0] / equations, f"{{count}} counts the steps; each runs {equations} equations.")


@misconception("steps-plus-layers")
def steps_plus_layers(case: Case, key: Key) -> Wrong | None:
    """T + L - 1 where T·L is meant."""
    return _count(
        sympy.factor(key.values[0] / (T * L)) * (T + L),
        "{count} adds steps and layers; every layer runs at every step, so they multiply.",
    )


@misconception("one-equation-too-many")
def one_equation_too_many(case: Case, key: Key) -> Wrong | None:
    """A further equation counted per step."""
    equations = len(cells.build(case.cell).equations)
    return _count(
        sympy.factor(key.values[0] * (equations + 1) / equations),
        f"{{count}} counts {equations + 1} equations a step; the cell has {equations} left-hand sides.",
    )


@misconception("input-as-a-layer")
def input_as_a_layer(case: Case, key: Key) -> Wrong | None:
    """The input drawn as a layer, and counted as one."""
    return _count(
        key.values[0].subs(L, L + 1),
        "{count} counts {layers:with} layers: the input is drawn like one, but it computes nothing.",
        layers=L + 1,
    )

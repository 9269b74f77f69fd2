"""Wrong paths to a count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from ... import cells, derive, frameworks
from ...cells.sizes import H, I, L, T
from ..registry import Key, Wrong, misconception
from ..texts import said

if TYPE_CHECKING:
    from ..case import Case


def _count(value: sympy.Expr, text: str, **parts: sympy.Expr | int) -> Wrong:
    return Wrong((value,), said(text, count=value, **parts))


def _gates(case: Case) -> int:
    return len(cells.build(case.cell).gates)


def _biases(case: Case) -> sympy.Expr:
    """The bias parameters of one layer under the framework's convention."""
    without = derive.parameters(cells.build(case.cell, bias=False))
    return sympy.expand(frameworks.parameters(case.framework, case.network()) - without)


@misconception("forgot-recurrent")
def forgot_recurrent(case: Case, key: Key) -> Wrong | None:
    """No U."""
    gates = _gates(case)
    return _count(
        sympy.factor(sympy.expand(key.values[0] - gates * H * H)),
        "{count} leaves out U: every gate also reads $h_{t-1}$, which takes {u:with} = {u} weights more.",
        u=gates * H * H,
    )


@misconception("forgot-the-gates")
def forgot_the_gates(case: Case, key: Key) -> Wrong | None:
    """One gate's parameters."""
    gates = _gates(case)
    if gates == 1:
        return None
    return _count(
        sympy.factor(key.values[0] / gates),
        f"{{count}} is one gate's share; the cell has {gates} of them, so {gates} times as many.",
    )


@misconception("one-bias-for-two")
def one_bias_for_two(case: Case, key: Key) -> Wrong | None:
    """The equations' own biases where the framework keeps a second vector."""
    own = derive.parameters(cells.build(case.cell))
    if sympy.expand(own - key.values[0]) == 0:
        return None
    return _count(
        own,
        "{count} counts each bias of the equations once; this framework stores more: {more:with} = {more} biases in all.",
        more=sympy.factor(_biases(case)),
    )


@misconception("two-biases-for-one")
def two_biases_for_one(case: Case, key: Key) -> Wrong | None:
    """A second bias vector where the framework has one."""
    extra = _gates(case) * H
    return _count(
        sympy.factor(sympy.expand(key.values[0] + extra)),
        "{count} counts {extra:with} = {extra} biases more than this framework stores.",
        extra=extra,
    )


@misconception("no-bias")
def no_bias(case: Case, key: Key) -> Wrong | None:
    """Matrices only."""
    return _count(
        derive.parameters(cells.build(case.cell, bias=False)),
        "{count} counts the matrices only; the biases add {bias:with} = {bias}.",
        bias=sympy.factor(_biases(case)),
    )


@misconception("squared-input")
def squared_input(case: Case, key: Key) -> Wrong | None:
    """I and H exchanged."""
    return _count(
        key.values[0].subs({H: I, I: H}, simultaneous=True),
        "{count} takes the {I} inputs for units and the {H} units for inputs.",
    )


@misconception("one-gate-too-few")
def one_gate_too_few(case: Case, key: Key) -> Wrong | None:
    """The candidate is not counted as a gate."""
    gates = _gates(case)
    if gates == 1:
        return None
    return _count(
        sympy.factor(key.values[0] * (gates - 1) / gates),
        f"{{count}} counts {gates - 1} blocks of weights; the candidate has weights of its own too, which makes {gates}.",
    )


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

"""Wrong paths to the cost of a run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import sympy

from ... import cells
from ...cells.sizes import B, H, I, L, P, T
from ..keys.costs import alone, formula, gates
from ..registry import Key, Wrong, misconception
from ..texts import said

if TYPE_CHECKING:
    from ..case import Case


def counted(value: sympy.Expr, text: str, /, **parts: sympy.Expr | int) -> Wrong:
    """One wrong number, `{count}` in the text."""
    return Wrong((value,), said(text, count=value, **parts))


def unless_equal(wrong: Wrong, key: Key) -> Wrong | None:
    """The wrong path, unless it leads to the key whatever the sizes."""
    return None if sympy.expand(wrong.values[0] - key.values[0]) == 0 else wrong


@misconception("macs-without-u")
def macs_without_u(case: Case, key: Key) -> Wrong | None:
    """No product with the state."""
    left_out = gates(case) * H * H
    per_run = sympy.cancel(key.values[0] / alone(formula(case, "macs")))
    return counted(
        sympy.factor(sympy.expand(key.values[0] - per_run * left_out)),
        "{count} leaves out U: every gate also multiplies $h_{t-1}$, {u:with} = {u} MACs a step.",
        u=left_out,
    )


@misconception("macs-without-w")
def macs_without_w(case: Case, key: Key) -> Wrong | None:
    """No product with the input."""
    left_out = gates(case) * H * I
    per_run = sympy.cancel(key.values[0] / alone(formula(case, "macs")))
    return counted(
        sympy.factor(sympy.expand(key.values[0] - per_run * left_out)),
        "{count} leaves out W: every gate also multiplies $x_t$, {w:with} = {w} MACs a step.",
        w=left_out,
    )


@misconception("macs-with-biases")
def macs_with_biases(case: Case, key: Key) -> Wrong | None:
    """One operation for every parameter."""
    biases = alone(formula(case, "bias_additions"))
    per_run = sympy.cancel(key.values[0] / alone(formula(case, "macs")))
    return counted(
        sympy.factor(sympy.expand(key.values[0] + per_run * biases)),
        "{count} counts the biases too, {biases:with} = {biases} a step; a bias is added and multiplies nothing.",
        biases=biases,
    )


@misconception("macs-of-one-gate")
def macs_of_one_gate(case: Case, key: Key) -> Wrong | None:
    """One gate's products."""
    if gates(case) == 1:
        return None
    return counted(key.values[0] / gates(case), f"{{count}} is one gate's share; the cell has {gates(case)} of them.")


@misconception("macs-as-flops")
def macs_as_flops(case: Case, key: Key) -> Wrong | None:
    """A multiplication and an addition counted apart."""
    return counted(
        2 * key.values[0], "{count} counts multiplications and additions apart, as FLOPs do; one MAC is one of each."
    )


@misconception("flops-as-macs")
def flops_as_macs(case: Case, key: Key) -> Wrong | None:
    """MACs given where FLOPs are asked."""
    return counted(
        key.values[0] / 2, "{count} is the number of MACs; each is two operations, a multiplication and an addition."
    )


@misconception("macs-inputs-for-units")
def macs_inputs_for_units(case: Case, key: Key) -> Wrong | None:
    """I and H exchanged."""
    return counted(
        key.values[0].subs({H: I, I: H}, simultaneous=True),
        "{count} takes the {I} inputs for units and the {H} units for inputs.",
    )


@misconception("macs-of-one-step")
def macs_of_one_step(case: Case, key: Key) -> Wrong | None:
    """Steps left out."""
    return counted(key.values[0].subs(T, 1), "{count} is one step; the products are done again at each of the {T} steps.")


@misconception("macs-of-one-sequence")
def macs_of_one_sequence(case: Case, key: Key) -> Wrong | None:
    """Batch left out."""
    return counted(
        key.values[0].subs(B, 1),
        "{count} is one sequence; the {B} share the weights, but each has products of its own.",
    )


@misconception("macs-of-one-layer")
def macs_of_one_layer(case: Case, key: Key) -> Wrong | None:
    """Only the first layer."""
    return counted(key.values[0].subs(L, 1), "{count} is the first layer alone; there are {L}.")


@misconception("macs-of-equal-layers")
def macs_of_equal_layers(case: Case, key: Key) -> Wrong | None:
    """Every layer reads the input."""
    reads = "2·{H} = {width}" if case.bidirectional else "{width}"
    return counted(
        L * key.values[0].subs(L, 1),
        f"{{count}} is {{L}} times the first layer; those above read {reads} numbers from below, not {{I}}.",
        width=H * (2 if case.bidirectional else 1),
    )


@misconception("macs-of-layers-that-read-one-direction")
def macs_of_layers_that_read_one_direction(case: Case, key: Key) -> Wrong | None:
    """Upper layers of width H where both directions come up."""
    if not case.bidirectional:
        return None
    return counted(
        2 * formula(replace(case, bidirectional=False), "macs", "L").subs(B, 1),
        "{count} doubles the one-way stack; the layers above read both directions, {both:with} = {both} numbers, not {H}.",
        both=2 * H,
    )


@misconception("macs-of-one-direction")
def macs_of_one_direction(case: Case, key: Key) -> Wrong | None:
    """The backward direction left out."""
    if not case.bidirectional:
        return None
    return counted(key.values[0] / 2, "{count} is one direction; the other computes as much.")


@misconception("macs-without-projection")
def macs_without_projection(case: Case, key: Key) -> Wrong | None:
    """The state taken to be H wide."""
    return counted(
        alone(formula(case, "macs")),
        "{count} takes $h_{t-1}$ to have {H} components; behind the projection it has {P}.",
    )


@misconception("macs-without-the-projection-itself")
def macs_without_the_projection_itself(case: Case, key: Key) -> Wrong | None:
    """V left out."""
    return counted(
        sympy.factor(sympy.expand(key.values[0] - P * H)),
        "{count} leaves out the projection's own product, {own:with} = {own} MACs.",
        own=P * H,
    )


@misconception("macs-of-an-unprojected-state")
def macs_of_an_unprojected_state(case: Case, key: Key) -> Wrong | None:
    """V counted, but U as wide as without it."""
    return counted(
        sympy.factor(alone(formula(case, "macs")) + P * H),
        "{count} adds the projection to a full LSTM; U reads the projected state, so it has {P} columns, not {H}.",
    )


@misconception("macs-of-projected-units")
def macs_of_projected_units(case: Case, key: Key) -> Wrong | None:
    """P units instead of H."""
    return counted(
        alone(formula(case, "macs")).subs(H, P),
        "{count} is an LSTM of {P} units; the gates still have {H}, only $h_t$ is narrower.",
    )


def _vectors(key: Key) -> sympy.Integer:
    """How many vectors a step the key counts."""
    return sympy.Integer(sympy.cancel(key.values[0] / (H * T)))


@misconception("once-for-each-gate")
def once_for_each_gate(case: Case, key: Key) -> Wrong | None:
    """As many vectors as gates."""
    wrong = counted(
        gates(case) * H * T,
        f"{{count}} takes one vector for each of the {gates(case)} blocks of weights; the equations have {_vectors(key)}.",
    )
    return unless_equal(wrong, key)


@misconception("once-for-each-equation")
def once_for_each_equation(case: Case, key: Key) -> Wrong | None:
    """As many vectors as equations."""
    equations = len(cells.build(case.cell).equations)
    wrong = counted(
        equations * H * T,
        f"{{count}} takes one vector for each of the {equations} equations; they hold the operation {_vectors(key)} times.",
    )
    return unless_equal(wrong, key)


@misconception("once-for-each-unit")
def once_for_each_unit(case: Case, key: Key) -> Wrong | None:
    """One vector a step."""
    return counted(H * T, f"{{count}} is one vector a step; there are {_vectors(key)}.")


@misconception("one-vector-too-few")
def one_vector_too_few(case: Case, key: Key) -> Wrong | None:
    """The last one is overlooked."""
    last = {"evaluations of σ or tanh": "; the last is tanh of $c_t$"}.get(case.function, "")
    return counted(
        key.values[0] - H * T,
        f"{{count}} is {_vectors(key) - 1} vectors a step; the equations have {_vectors(key)}{last}.",
    )


@misconception("one-vector-too-many")
def one_vector_too_many(case: Case, key: Key) -> Wrong | None:
    """One counted twice."""
    return counted(
        key.values[0] + H * T,
        f"{{count}} is {_vectors(key) + 1} vectors a step; the equations have {_vectors(key)}.",
    )


@misconception("vectors-of-one-step")
def vectors_of_one_step(case: Case, key: Key) -> Wrong | None:
    """Steps left out."""
    return counted(key.values[0].subs(T, 1), "{count} is one step; there are {T}.")


@misconception("grows-like-the-units")
def grows_like_the_units(case: Case, key: Key) -> Wrong | None:
    """Twice the units, twice the work."""
    return counted(sympy.Integer(2), "A factor of 2 holds for W, whose rows double; U doubles in rows and in columns.")


@misconception("grows-like-the-square")
def grows_like_the_square(case: Case, key: Key) -> Wrong | None:
    """Twice the units, four times the work."""
    return counted(sympy.Integer(4), "A factor of 4 holds for U; W has {I} columns before and after, so it only doubles.")


@misconception("grows-without-the-rows")
def grows_without_the_rows(case: Case, key: Key) -> Wrong | None:
    """The columns of U double, its rows and those of W do not."""
    return counted(
        key.values[0] / 2,
        "{count} widens what a gate reads from {before:with} to {after:with}; there are also twice as many rows.",
        before=I + H,
        after=I + 2 * H,
    )


@misconception("grows-with-both-widths")
def grows_with_both_widths(case: Case, key: Key) -> Wrong | None:
    """Eightfold: rows, columns and gates."""
    return counted(sympy.Integer(8), "A factor of 8 would need a third side that doubles; U has rows and columns, W only rows.")

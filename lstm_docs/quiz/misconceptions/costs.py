"""Wrong paths to the cost of a run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import sympy

from ...cells.sizes import B, H, I, L, P, T
from ..counted import gates
from ..keys.costs import alone, formula
from ..registry import Key, Wrong, misconception
from ..wrong import wrong_count

if TYPE_CHECKING:
    from ..case import Case


def unless_equal(wrong: Wrong, key: Key) -> Wrong | None:
    """The wrong path, unless it leads to the key whatever the sizes."""
    return None if sympy.expand(wrong.values[0] - key.values[0]) == 0 else wrong


@misconception("macs-without-u")
def macs_without_u(case: Case, key: Key) -> Wrong | None:
    """No product with the state."""
    left_out = gates(case) * H * H
    per_run = sympy.cancel(key.values[0] / alone(formula(case, "macs")))
    return wrong_count(
        sympy.factor(sympy.expand(key.values[0] - per_run * left_out)),
        "{count} leaves out U: every gate also multiplies $h_{t-1}$, {u:with} = {u} MACs a step.",
        u=left_out,
    )


@misconception("macs-without-w")
def macs_without_w(case: Case, key: Key) -> Wrong | None:
    """No product with the input."""
    left_out = gates(case) * H * I
    per_run = sympy.cancel(key.values[0] / alone(formula(case, "macs")))
    return wrong_count(
        sympy.factor(sympy.expand(key.values[0] - per_run * left_out)),
        "{count} leaves out W: every gate also multiplies $x_t$, {w:with} = {w} MACs a step.",
        w=left_out,
    )


@misconception("macs-with-biases")
def macs_with_biases(case: Case, key: Key) -> Wrong | None:
    """One operation for every parameter."""
    biases = alone(formula(case, "bias_additions"))
    per_run = sympy.cancel(key.values[0] / alone(formula(case, "macs")))
    return wrong_count(
        sympy.factor(sympy.expand(key.values[0] + per_run * biases)),
        "{count} counts the biases too, {biases:with} = {biases} a step; a bias is added and multiplies nothing.",
        biases=biases,
    )


@misconception("macs-of-one-gate")
def macs_of_one_gate(case: Case, key: Key) -> Wrong | None:
    """One gate's products."""
    if gates(case) == 1:
        return None
    return wrong_count(key.values[0] / gates(case), f"{{count}} is one gate's share; the cell has {gates(case)} of them.")


@misconception("macs-as-flops")
def macs_as_flops(case: Case, key: Key) -> Wrong | None:
    """A multiplication and an addition counted apart."""
    return wrong_count(
        2 * key.values[0], "{count} counts multiplications and additions apart, as FLOPs do; one MAC is one of each."
    )


@misconception("flops-as-macs")
def flops_as_macs(case: Case, key: Key) -> Wrong | None:
    """MACs given where FLOPs are asked."""
    return wrong_count(
        key.values[0] / 2, "{count} is the number of MACs; each is two operations, a multiplication and an addition."
    )


@misconception("macs-inputs-for-units")
def macs_inputs_for_units(case: Case, key: Key) -> Wrong | None:
    """I and H exchanged."""
    return wrong_count(
        key.values[0].subs({H: I, I: H}, simultaneous=True),
        "{count} takes the {I} inputs for units and the {H} units for inputs.",
    )


@misconception("macs-of-one-step")
def macs_of_one_step(case: Case, key: Key) -> Wrong | None:
    """Steps left out."""
    return wrong_count(key.values[0].subs(T, 1), "{count} is one step; the products are done again at each of the {T} steps.")


@misconception("macs-of-one-sequence")
def macs_of_one_sequence(case: Case, key: Key) -> Wrong | None:
    """Batch left out."""
    return wrong_count(
        key.values[0].subs(B, 1),
        "{count} is one sequence; the {B} share the weights, but each has products of its own.",
    )


@misconception("macs-of-one-layer")
def macs_of_one_layer(case: Case, key: Key) -> Wrong | None:
    """Only the first layer."""
    return wrong_count(key.values[0].subs(L, 1), "{count} is the first layer alone; there are {L}.")


@misconception("macs-of-equal-layers")
def macs_of_equal_layers(case: Case, key: Key) -> Wrong | None:
    """Every layer reads the input."""
    reads = "2·{H} = {width}" if case.bidirectional else "{width}"
    return wrong_count(
        L * key.values[0].subs(L, 1),
        f"{{count}} is {{L}} times the first layer; those above read {reads} numbers from below, not {{I}}.",
        width=H * (2 if case.bidirectional else 1),
    )


@misconception("macs-of-layers-that-read-one-direction")
def macs_of_layers_that_read_one_direction(case: Case, key: Key) -> Wrong | None:
    """Upper layers of width H where both directions come up."""
    if not case.bidirectional:
        return None
    return wrong_count(
        2 * formula(replace(case, bidirectional=False), "macs", "L").subs(B, 1),
        "{count} doubles the one-way stack; the layers above read both directions, {both:with} = {both} numbers, not {H}.",
        both=2 * H,
    )


@misconception("macs-of-one-direction")
def macs_of_one_direction(case: Case, key: Key) -> Wrong | None:
    """The backward direction left out."""
    if not case.bidirectional:
        return None
    return wrong_count(key.values[0] / 2, "{count} is one direction; the other computes as much.")


@misconception("macs-without-projection")
def macs_without_projection(case: Case, key: Key) -> Wrong | None:
    """The state taken to be H wide."""
    return wrong_count(
        alone(formula(case, "macs")),
        "{count} takes $h_{t-1}$ to have {H} components; behind the projection it has {P}.",
    )


@misconception("macs-without-the-projection-itself")
def macs_without_the_projection_itself(case: Case, key: Key) -> Wrong | None:
    """V left out."""
    return wrong_count(
        sympy.factor(sympy.expand(key.values[0] - P * H)),
        "{count} leaves out the projection's own product, {own:with} = {own} MACs.",
        own=P * H,
    )


@misconception("macs-of-an-unprojected-state")
def macs_of_an_unprojected_state(case: Case, key: Key) -> Wrong | None:
    """V counted, but U as wide as without it."""
    return wrong_count(
        sympy.factor(alone(formula(case, "macs")) + P * H),
        "{count} adds the projection to a full LSTM; U reads the projected state, so it has {P} columns, not {H}.",
    )


@misconception("macs-of-projected-units")
def macs_of_projected_units(case: Case, key: Key) -> Wrong | None:
    """P units instead of H."""
    return wrong_count(
        alone(formula(case, "macs")).subs(H, P),
        "{count} is an LSTM of {P} units; the gates still have {H}, only $h_t$ is narrower.",
    )

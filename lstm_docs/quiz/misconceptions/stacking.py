"""Wrong paths through stacks and directions: states handed on, parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from ... import cells, frameworks
from ...cells.sizes import B, H, I, L, T
from ..counted import biases, gates, parameters
from ..keys.stacking import directions, first_layer, upper_layer
from ..registry import Key, Wrong, misconception
from ..wrong import wrong_count

if TYPE_CHECKING:
    from ..case import Case


def _states(case: Case) -> int:
    return len(cells.build(case.cell).states)


@misconception("forgot-the-cell-state")
def forgot_the_cell_state(case: Case, key: Key) -> Wrong | None:
    """h only."""
    if _states(case) == 1:
        return None
    return wrong_count(
        key.values[0] / 2, "{count} = {count:with} is $h_t$ alone; the cell state $c_t$, as long, is handed on too."
    )


@misconception("a-cell-state-too-many")
def a_cell_state_too_many(case: Case, key: Key) -> Wrong | None:
    """c where there is none."""
    if _states(case) == 2:
        return None
    return wrong_count(2 * key.values[0], "{count} = {count:with} counts a cell state; this cell has $h_t$ only.")


@misconception("handed-on-by-one-sequence")
def handed_on_by_one_sequence(case: Case, key: Key) -> Wrong | None:
    """No batch."""
    return wrong_count(key.values[0] / B, "{count} = {count:with} is one sequence's state; each of the {B} has its own.")


@misconception("handed-on-by-one-layer")
def handed_on_by_one_layer(case: Case, key: Key) -> Wrong | None:
    """No layers."""
    return wrong_count(key.values[0] / L, "{count} = {count:with} is one layer's state; each of the {L} has its own.")


@misconception("handed-on-by-one-direction")
def handed_on_by_one_direction(case: Case, key: Key) -> Wrong | None:
    """One direction of two."""
    if not case.bidirectional:
        return None
    return wrong_count(key.values[0] / 2, "{count} is the state of one direction; the backward one has its own.")


@misconception("handed-on-at-all-steps")
def handed_on_at_all_steps(case: Case, key: Key) -> Wrong | None:
    """Every step's."""
    return wrong_count(
        key.values[0] * T, "{count} adds up the states of all {T} steps; one step hands on one state, which replaces the last."
    )


@misconception("handed-on-with-the-gates")
def handed_on_with_the_gates(case: Case, key: Key) -> Wrong | None:
    """Gates handed on."""
    states, count = _states(case), gates(case)
    return wrong_count(
        sympy.factor(key.values[0] * (states + count) / states),
        "{count} counts the gates as well; they are computed anew at each step and not handed on.",
    )


@misconception("one-direction-of-two")
def one_direction_of_two(case: Case, key: Key) -> Wrong | None:
    """The weights are shared."""
    return wrong_count(
        sympy.factor(key.values[0] / 2), "{count} = {count:with} is one direction; the backward one has weights of its own."
    )


@misconception("one-layer-of-twice-the-units")
def one_layer_of_twice_the_units(case: Case, key: Key) -> Wrong | None:
    """A layer of 2H units."""
    return wrong_count(
        sympy.factor(parameters(case).subs(H, 2 * H)),
        "{count} is one layer of {wide:with} = {wide} units; here each direction's U meets only its own {H}.",
        wide=2 * H,
    )


@misconception("backward-reads-forward")
def backward_reads_forward(case: Case, key: Key) -> Wrong | None:
    """The backward direction as a layer on top."""
    return wrong_count(
        sympy.factor(parameters(case) + parameters(case).subs(I, H)),
        "{count} lets the backward direction read the forward one's {H} outputs; it reads the {I} inputs, in reverse order.",
    )


@misconception("shared-biases")
def shared_biases(case: Case, key: Key) -> Wrong | None:
    """The biases are counted once."""
    return wrong_count(
        sympy.factor(sympy.expand(key.values[0] - biases(case))),
        "{count} counts the biases of one direction only; the backward one has {b:with} = {b} of its own.",
        b=biases(case),
    )


@misconception("directions-share-u")
def directions_share_u(case: Case, key: Key) -> Wrong | None:
    """One U for both."""
    u = gates(case) * H**2
    return wrong_count(
        sympy.factor(sympy.expand(key.values[0] - u)),
        "{count} counts U once; each direction has its own, {u:with} = {u} weights.",
        u=u,
    )


@misconception("all-layers-read-the-input")
def all_layers_read_the_input(case: Case, key: Key) -> Wrong | None:
    """L times the first."""
    return wrong_count(
        L * first_layer(case), "{count} = {count:with} takes every layer for the first; only that one reads the {I} inputs."
    )


@misconception("no-layer-reads-the-input")
def no_layer_reads_the_input(case: Case, key: Key) -> Wrong | None:
    """L times an upper one."""
    return wrong_count(
        L * upper_layer(case), "{count} = {count:with} takes the first layer for one of the others; it reads {I} inputs."
    )


@misconception("first-layer-only")
def first_layer_only(case: Case, key: Key) -> Wrong | None:
    """One layer."""
    return wrong_count(
        first_layer(case), "{count} = {count:with} is the first layer; there are {L}, each with its own weights."
    )


@misconception("upper-layers-read-one-direction")
def upper_layers_read_one_direction(case: Case, key: Key) -> Wrong | None:
    """H instead of 2H."""
    if not case.bidirectional:
        return None
    narrow = sympy.factor(2 * parameters(case).subs(I, H))
    return wrong_count(
        sympy.expand(first_layer(case) + (L - 1) * narrow),
        "{count} lets the upper layers read {H} numbers; a bidirectional layer puts out {wide:with} = {wide}.",
        wide=2 * H,
    )


@misconception("upper-layers-read-the-input-too")
def upper_layers_read_the_input_too(case: Case, key: Key) -> Wrong | None:
    """x and the layer below."""
    reads = I + directions(case) * H
    wide = sympy.factor(directions(case) * parameters(case).subs(I, reads))
    return wrong_count(
        sympy.expand(first_layer(case) + (L - 1) * wide),
        "{count} lets the upper layers read the input as well, {reads:with} = {reads} numbers; they read the layer below only.",
        reads=reads,
    )


@misconception("a-layer-too-many")
def a_layer_too_many(case: Case, key: Key) -> Wrong | None:
    """The input, or the output, as a layer."""
    return wrong_count(
        sympy.expand(key.values[0] + upper_layer(case)),
        "{count} counts {more:with} = {more} layers; the input is drawn like one but has no weights.",
        more=L + 1,
    )


@misconception("stack-of-one-direction")
def stack_of_one_direction(case: Case, key: Key) -> Wrong | None:
    """No backward direction anywhere."""
    if not case.bidirectional:
        return None
    return wrong_count(
        sympy.expand(parameters(case) + (L - 1) * parameters(case).subs(I, H)),
        "{count} is the stack in one direction; in both, the weights double and the upper layers read twice as much.",
    )


@misconception("stack-without-bias")
def stack_without_bias(case: Case, key: Key) -> Wrong | None:
    """Matrices only."""
    extra = L * directions(case) * biases(case)
    return wrong_count(
        sympy.expand(key.values[0] - extra),
        f"{{count}} leaves out the biases; {frameworks.get(case.framework).name} stores {{extra:with}} = {{extra}}.",
        extra=extra,
    )

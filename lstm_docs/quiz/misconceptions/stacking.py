"""Wrong paths through stacks and directions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from ... import cells, frameworks
from ...cells.sizes import B, H, I, L, T
from ..counted import biases, gates, parameters
from ..keys.stacking import H0, H1, directions, first_layer, layer_of, upper_layer
from ..registry import Key, Wrong, misconception
from ..wrong import wrong_count, wrong_shape

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


@misconception("second-layer-reads-x")
def second_layer_reads_x(case: Case, key: Key) -> Wrong | None:
    """W of the second layer on the network's input."""
    if case.form != "second" or case.matrix != "W":
        return None
    return wrong_shape(H1, I, "{rows}×{columns} would meet the {I} inputs; the second layer reads the {H0} units of the first.")


@misconception("the-other-layer")
def the_other_layer(case: Case, key: Key) -> Wrong | None:
    """The layers exchanged."""
    mine, other = ("second", "first") if case.form == "second" else ("first", "second")
    rows, columns = _other_layer(case)
    return wrong_shape(rows, columns, f"{{rows}}×{{columns}} belongs to the {other} layer; the {mine} was asked for.")


def _other_layer(case: Case) -> tuple[sympy.Expr, sympy.Expr]:
    reads, units = (I, H0) if case.form == "second" else (H0, H1)
    return units, {"W": reads, "U": units, "b": sympy.Integer(1)}[case.matrix]


@misconception("stacked-transposed")
def stacked_transposed(case: Case, key: Key) -> Wrong | None:
    """Columns for rows."""
    rows, columns = key.values
    return wrong_shape(
        columns, rows, "{rows}×{columns} is the transpose; vectors are columns here, so rows are this layer's units."
    )


@misconception("recurrent-shape-in-a-stack")
def recurrent_shape_in_a_stack(case: Case, key: Key) -> Wrong | None:
    """Square in this layer's units."""
    if case.matrix == "U":
        return None
    units = H1 if case.form == "second" else H0
    return wrong_shape(units, units, "{rows}×{columns} is U, which meets the layer's own state; this is not U.")


@misconception("input-shape-in-a-stack")
def input_shape_in_a_stack(case: Case, key: Key) -> Wrong | None:
    """W where another weight is asked."""
    if case.matrix == "W":
        return None
    reads, units = (H0, H1) if case.form == "second" else (I, H0)
    return wrong_shape(units, reads, "{rows}×{columns} is W, which meets what comes from below; this is not W.")


@misconception("all-gates-in-a-stack")
def all_gates_in_a_stack(case: Case, key: Key) -> Wrong | None:
    """All gates' rows."""
    rows, columns = key.values
    count = gates(case)
    return wrong_shape(
        count * rows, columns, f"{{rows}} = {{rows:with}} rows are those of all {count} gates; one was asked for."
    )


@misconception("between-the-layers")
def between_the_layers(case: Case, key: Key) -> Wrong | None:
    """A recurrence that crosses layers."""
    if case.matrix != "U":
        return None
    rows, columns = (H1, H0) if case.form == "second" else (H0, H1)
    return wrong_shape(
        rows, columns, "{rows}×{columns} joins the two layers; U joins a layer with its own state and is square."
    )


@misconception("concatenated-in-a-stack")
def concatenated_in_a_stack(case: Case, key: Key) -> Wrong | None:
    """W and U side by side."""
    reads, units = (H0, H1) if case.form == "second" else (I, H0)
    return wrong_shape(
        units, reads + units, "{rows}×{columns} is W and U side by side, {columns:with} columns; here they are apart."
    )


@misconception("a-column-in-a-stack")
def a_column_in_a_stack(case: Case, key: Key) -> Wrong | None:
    """A vector."""
    return wrong_shape(
        key.values[0],
        sympy.Integer(1),
        "{rows}×1 is a column, such as the bias; what multiplies a vector has a column for each component.",
    )


@misconception("widths-second-reads-x")
def widths_second_reads_x(case: Case, key: Key) -> Wrong | None:
    """The second layer on the network's input."""
    return wrong_count(
        sympy.expand(layer_of(case, I, H0) + layer_of(case, I, H1)),
        "{count} lets the second layer read the {I} inputs; it reads the {H0} units of the first.",
    )


@misconception("widths-second-only")
def widths_second_only(case: Case, key: Key) -> Wrong | None:
    """The second layer."""
    return wrong_count(layer_of(case, H0, H1), "{count} = {count:with} is the second layer alone.")


@misconception("widths-first-only")
def widths_first_only(case: Case, key: Key) -> Wrong | None:
    """The first layer."""
    return wrong_count(layer_of(case, I, H0), "{count} = {count:with} is the first layer alone.")


@misconception("widths-joined")
def widths_joined(case: Case, key: Key) -> Wrong | None:
    """One layer as wide as both."""
    return wrong_count(
        layer_of(case, I, H0 + H1), "{count} is one layer of {wide:with} = {wide} units, in which all read all.", wide=H0 + H1
    )


@misconception("widths-exchanged")
def widths_exchanged(case: Case, key: Key) -> Wrong | None:
    """The layers in the other order."""
    return wrong_count(
        sympy.expand(layer_of(case, I, H1) + layer_of(case, H1, H0)),
        "{count} puts the layer of {H1} units first; the one of {H0} reads the input.",
    )


@misconception("widths-without-bias")
def widths_without_bias(case: Case, key: Key) -> Wrong | None:
    """Matrices only."""
    extra = sympy.expand(biases(case).subs(H, H0) + biases(case).subs(H, H1))
    return wrong_count(
        sympy.expand(key.values[0] - extra),
        f"{{count}} leaves out the biases; {frameworks.get(case.framework).name} stores {{extra:with}} = {{extra}}.",
        extra=extra,
    )

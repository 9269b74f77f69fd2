"""Wrong paths through two layers of their own widths."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from ... import frameworks
from ...cells.sizes import H, I
from ..counted import biases, gates
from ..keys.stacking import H0, H1, layer_of
from ..registry import Key, Wrong, misconception
from ..wrong import wrong_count, wrong_shape

if TYPE_CHECKING:
    from ..case import Case


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

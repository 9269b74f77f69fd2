"""Wrong paths to a shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from ... import cells
from ...cells.sizes import H, I
from ...derive import latex_symbol
from ..registry import Key, Wrong, misconception
from ..texts import said
from ..wrong import wrong_count

if TYPE_CHECKING:
    from ..case import Case

ONE = sympy.Integer(1)


def _shape(rows: sympy.Expr, columns: sympy.Expr, text: str, **parts: sympy.Expr) -> Wrong:
    return Wrong((rows, columns), said(text, rows=rows, columns=columns, **parts))


def _gates(case: Case) -> int:
    return len(cells.build(case.cell).gates)


def _asked(case: Case) -> str:
    """What the question is about, as markup."""
    if case.gate and case.matrix:
        return f"${latex_symbol(case.symbol)}$"
    return "the packed matrix" if case.matrix else "the vector"


@misconception("transposed")
def transposed(case: Case, key: Key) -> Wrong | None:
    """Columns for rows."""
    rows, columns = key.values
    name = _asked(case)
    if columns == 1:
        return _shape(
            columns, rows, f"{{rows}}×{{columns}} is a row; the equations here use columns, so {name} is {{columns}}×{{rows}}."
        )
    keras = " A Keras kernel is stored that way round, for $x\\,W$ with rows." if case.matrix in ("W", "U") else ""
    return _shape(
        columns,
        rows,
        f"{{rows}}×{{columns}} is the transpose: it would multiply a row from the right, not a column from the left.{keras}",
    )


@misconception("square")
def square(case: Case, key: Key) -> Wrong | None:
    """Every matrix is H×H."""
    if case.matrix == "U":
        return None
    return _shape(H, H, "{rows}×{columns} is the shape of U, which meets $h_{t-1}$; this one does not.")


@misconception("square-in-inputs")
def square_in_inputs(case: Case, key: Key) -> Wrong | None:
    """Every matrix is I×I."""
    return _shape(I, I, "{rows}×{columns} would turn {I} inputs into {I} numbers, but a gate has one number per unit: {H}.")


@misconception("reads-the-input")
def reads_the_input(case: Case, key: Key) -> Wrong | None:
    """U or b shaped as if it met x."""
    if case.matrix == "W":
        return None
    return _shape(H, I, "{rows}×{columns} is the shape of W, which meets $x_t$ with its {I} components; this one does not.")


@misconception("concatenated")
def concatenated(case: Case, key: Key) -> Wrong | None:
    """The matrix on [x; h] where the split one is asked."""
    return _shape(
        H,
        I + H,
        "{rows}×{columns} is the concatenated form: one matrix on $x_t$ and $h_{t-1}$ stacked, {columns:with} components. "
        "Here W and U are apart.",
    )


@misconception("packed-for-one-gate")
def packed_for_one_gate(case: Case, key: Key) -> Wrong | None:
    """All gates' rows where one gate's are asked."""
    gates = _gates(case)
    if gates == 1:
        return None
    rows, columns = key.values
    return _shape(
        gates * rows, columns, f"{{rows}} rows are those of all {gates} gates stacked; the question asks for one gate."
    )


@misconception("one-gate-for-packed")
def one_gate_for_packed(case: Case, key: Key) -> Wrong | None:
    """One gate's block where all are asked."""
    gates = _gates(case)
    if gates == 1:
        return None
    rows, columns = (value.subs({H: H / gates}) if value.has(H) and value.coeff(H) == gates else value for value in key.values)
    return _shape(rows, columns, f"{{rows}}×{{columns}} is one gate's block; there are {gates} in the packed matrix.")


@misconception("bias-is-a-column")
def bias_is_a_column(case: Case, key: Key) -> Wrong | None:
    """A column where a matrix is asked."""
    return _shape(H, ONE, "{rows}×1 is a column, such as a bias; this one multiplies a vector, so it needs columns too.")


@misconception("concatenated-and-packed")
def concatenated_and_packed(case: Case, key: Key) -> Wrong | None:
    """All gates on [x; h], where W and U are stored apart."""
    gates = _gates(case)
    return _shape(
        gates * H,
        I + H,
        f"{{rows}}×{{columns}} holds all {gates} gates on $x_t$ and $h_{{t-1}}$ stacked; this framework keeps W and U apart.",
    )


@misconception("as-long-as-the-input")
def as_long_as_the_input(case: Case, key: Key) -> Wrong | None:
    """Inner vectors have the input's size."""
    return _shape(I, ONE, "{I} is the size of $x_t$; behind W every vector has one component per unit, and there are {H}.")


@misconception("a-vector-is-square")
def a_vector_is_square(case: Case, key: Key) -> Wrong | None:
    """A state as a matrix."""
    return _shape(H, H, "A gate is a vector with one number per unit, {H} in all; {H}×{H} is the matrix U.")


@misconception("stacked-with-the-input")
def stacked_with_the_input(case: Case, key: Key) -> Wrong | None:
    """A vector as long as [x; h]."""
    return _shape(I + H, ONE, "{rows:with} = {rows} is $x_t$ and $h_{t-1}$ stacked: what a gate reads, not what it gives.")


@misconception("all-gates-in-a-vector")
def all_gates_in_a_vector(case: Case, key: Key) -> Wrong | None:
    """The packed pre-activations where one vector is asked."""
    gates = _gates(case)
    if gates == 1:
        return None
    return _shape(gates * H, ONE, f"{{rows:with}} = {{rows}} is all {gates} gates in one column, before they are split.")


@misconception("inputs-for-units")
def inputs_for_units(case: Case, key: Key) -> Wrong | None:
    """I and H exchanged everywhere."""
    swapped = [value.subs({H: I, I: H}, simultaneous=True) for value in key.values]
    return _shape(swapped[0], swapped[1], "{rows}×{columns} takes the {I} inputs for units and the {H} units for inputs.")


@misconception("one-line-a-unit")
def one_line_a_unit(case: Case, key: Key) -> Wrong | None:
    """Each component of the state leads to its own unit only."""
    return wrong_count(H, "{count} joins each unit with itself only; each unit of a gate sees all {H} components of $h_{t-1}$.")


@misconception("lines-to-all-gates")
def lines_to_all_gates(case: Case, key: Key) -> Wrong | None:
    """All gates."""
    count = _gates(case)
    return wrong_count(count * H**2, f"{{count}} = {{count:with}} leads to all {count} gates; the question asks for one.")


@misconception("lines-from-the-input")
def lines_from_the_input(case: Case, key: Key) -> Wrong | None:
    """From x instead of h."""
    return wrong_count(H * I, "{count} = {count:with} lines come from the {I} components of $x_t$; $h_{t-1}$ has {H}.")


@misconception("no-line-to-itself")
def no_line_to_itself(case: Case, key: Key) -> Wrong | None:
    """A unit does not see its own output."""
    return wrong_count(H * (H - 1), "{count} leaves out the lines from a unit to itself; those {H} weights exist too.")


@misconception("lines-of-the-bias-too")
def lines_of_the_bias_too(case: Case, key: Key) -> Wrong | None:
    """The biases are counted as lines from the state."""
    return wrong_count(H * (H + 1), "{count} counts {H} biases as well; they come from no component of $h_{t-1}$.")


@misconception("lines-counted-once-a-pair")
def lines_counted_once_a_pair(case: Case, key: Key) -> Wrong | None:
    """Undirected pairs."""
    return wrong_count(H * (H + 1) / 2, "{count} counts each pair of units once; from a to b and from b to a are two weights.")

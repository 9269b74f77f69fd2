"""Wrong paths from one notation to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ... import frameworks
from ...cells.sizes import H, I
from ..counted import gates
from ..keys.notation import stored_tensor
from ..registry import Key, Wrong, misconception
from ..wrong import wrong_shape

if TYPE_CHECKING:
    from ..case import Case


@misconception("concatenated-transposed")
def concatenated_transposed(case: Case, key: Key) -> Wrong | None:
    """Columns for rows, of the matrix on [x; h]."""
    rows, columns = key.values
    return wrong_shape(
        columns,
        rows,
        "{rows}×{columns} would multiply a row from the right; here x and h are columns, so it is {columns}×{rows}.",
    )


@misconception("split-for-concatenated")
def split_for_concatenated(case: Case, key: Key) -> Wrong | None:
    """W alone."""
    return wrong_shape(
        H, I, "{rows}×{columns} is W alone, which meets $x_t$; this matrix meets $h_{t-1}$ too, with {H} columns more."
    )


@misconception("recurrent-for-concatenated")
def recurrent_for_concatenated(case: Case, key: Key) -> Wrong | None:
    """U alone."""
    return wrong_shape(
        H, H, "{rows}×{columns} is U alone, which meets $h_{t-1}$; this matrix meets $x_t$ too, with {I} columns more."
    )


@misconception("concatenated-square")
def concatenated_square(case: Case, key: Key) -> Wrong | None:
    """As many rows as columns."""
    return wrong_shape(
        I + H, I + H, "{rows}×{columns} would give {rows} numbers back; a gate has one per unit, {H}, and so {H} rows."
    )


@misconception("concatenated-all-gates")
def concatenated_all_gates(case: Case, key: Key) -> Wrong | None:
    """All gates' rows."""
    count = gates(case)
    return wrong_shape(count * H, I + H, f"{{rows}} = {{rows:with}} rows are those of all {count} gates; one gate has {{H}}.")


@misconception("concatenated-with-bias")
def concatenated_with_bias(case: Case, key: Key) -> Wrong | None:
    """The bias as a further column."""
    return wrong_shape(
        H,
        I + H + 1,
        "{columns} = {columns:with} columns count the bias as one; it is a vector of its own and meets no component.",
    )


@misconception("stored-transposed")
def stored_transposed(case: Case, key: Key) -> Wrong | None:
    """The gate's block the other way round."""
    rows, columns = key.values
    name, (whole_rows, whole_columns) = stored_tensor(case)
    return wrong_shape(
        columns,
        rows,
        f"{{rows}}×{{columns}} is the transpose: {frameworks.get(case.framework).name} keeps `{name}` as {{r}}×{{c}}.",
        r=whole_rows,
        c=whole_columns,
    )


@misconception("stored-whole")
def stored_whole(case: Case, key: Key) -> Wrong | None:
    """The tensor of all gates."""
    name, (rows, columns) = stored_tensor(case)
    return wrong_shape(
        rows, columns, f"{{rows}}×{{columns}} is all of `{name}`, {gates(case)} gates; the question asks for one."
    )


@misconception("stored-whole-transposed")
def stored_whole_transposed(case: Case, key: Key) -> Wrong | None:
    """The tensor of all gates, the other way round."""
    name, (columns, rows) = stored_tensor(case)
    return wrong_shape(
        rows,
        columns,
        f"{{rows}}×{{columns}} is all of `{name}` the wrong way round; the question asks for one of its {gates(case)} gates.",
    )


@misconception("stored-with-the-state")
def stored_with_the_state(case: Case, key: Key) -> Wrong | None:
    """U's rows or columns counted in where W is apart, left out where it is not."""
    rows, columns = key.values
    joined = rows.has(I) and rows.has(H)
    name = frameworks.get(case.framework).name
    if joined:
        return wrong_shape(
            I, H, f"{{rows}}×{{columns}} leaves out $h_{{t-1}}$: {name} keeps W and U in one tensor, {{H}} rows more."
        )
    text = f"{{rows}}×{{columns}} has a place for $x_t$ and $h_{{t-1}}$ stacked, but {name} keeps W and U apart."
    return wrong_shape(I + H, H, text) if columns == H else wrong_shape(H, I + H, text)


@misconception("stored-for-the-state")
def stored_for_the_state(case: Case, key: Key) -> Wrong | None:
    """The shape of U's block."""
    return wrong_shape(
        H, H, "{rows}×{columns} is the block that meets $h_{t-1}$; this one meets $x_t$ with its {I} components."
    )


@misconception("stored-concatenated-other-way")
def stored_concatenated_other_way(case: Case, key: Key) -> Wrong | None:
    """The stacked form, other way round from how the framework stores."""
    rows, _ = key.values
    stacked = (H, I + H) if rows.has(I) else (I + H, H)
    return wrong_shape(
        *stacked, "{rows}×{columns} is for $x_t$ and $h_{t-1}$ stacked, and the other way round from what is stored here."
    )

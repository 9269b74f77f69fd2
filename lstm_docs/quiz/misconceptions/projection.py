"""Wrong paths to the shapes and counts of a projected LSTM."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from ...cells.sizes import H, I, P
from ..counted import gates, parameters
from ..registry import Key, Wrong, misconception
from ..wrong import wrong_count, wrong_shape

if TYPE_CHECKING:
    from ..case import Case


@misconception("unprojected-shape")
def unprojected_shape(case: Case, key: Key) -> Wrong | None:
    """As if h had H components."""
    rows, columns = key.values
    if columns != P:
        return None
    return wrong_shape(
        rows, H, "{rows}×{columns} would meet {H} components; the projected h has {P}, and the tensor has as many columns."
    )


@misconception("projected-gates")
def projected_gates(case: Case, key: Key) -> Wrong | None:
    """Gates of P units."""
    rows, columns = key.values
    if rows == P:
        return None
    return wrong_shape(
        gates(case) * P, columns, "{rows} = {rows:with} rows would be gates of {P} units; gates keep {H}, only h is projected."
    )


@misconception("projection-tensor-transposed")
def projection_tensor_transposed(case: Case, key: Key) -> Wrong | None:
    """Columns for rows."""
    rows, columns = key.values
    return wrong_shape(
        columns,
        rows,
        "{rows}×{columns} is the transpose; PyTorch keeps a row for each number made, a column for each one read.",
    )


@misconception("projection-for-one-gate")
def projection_for_one_gate(case: Case, key: Key) -> Wrong | None:
    """One gate's rows."""
    rows, columns = key.values
    if rows == P:
        return None
    return wrong_shape(H, columns, f"{{rows}}×{{columns}} is one gate; the tensor holds {gates(case)}.")


@misconception("projection-for-every-gate")
def projection_for_every_gate(case: Case, key: Key) -> Wrong | None:
    """Four projections."""
    rows, columns = key.values
    if rows != P:
        return None
    count = gates(case)
    return wrong_shape(
        count * P,
        columns,
        f"{{rows}} = {{rows:with}} rows would be a projection for each of {count} gates; h is projected, once.",
    )


@misconception("square-projection")
def square_projection(case: Case, key: Key) -> Wrong | None:
    """P×P."""
    return wrong_shape(P, P, "{rows}×{columns} reads {P} components and makes {P}; what has {P} here is h alone.")


@misconception("square-recurrence")
def square_recurrence(case: Case, key: Key) -> Wrong | None:
    """H×H."""
    return wrong_shape(H, H, "{rows}×{columns} is one gate's U without a projection, square in the units.")


@misconception("still-reads-the-input")
def still_reads_the_input(case: Case, key: Key) -> Wrong | None:
    """x where h is read."""
    rows, columns = key.values
    if columns == I or rows == P:
        return None
    return wrong_shape(
        rows, I, "{rows}×{columns} would read the {I} inputs of the network; this tensor reads {P} components of h."
    )


@misconception("no-projection")
def no_projection(case: Case, key: Key) -> Wrong | None:
    """A plain LSTM."""
    return wrong_count(
        parameters(case), "{count} = {count:with} is the layer without a projection: its U would read {H} components, not {P}."
    )


@misconception("projection-on-top")
def projection_on_top(case: Case, key: Key) -> Wrong | None:
    """U still H×H, and the projection's matrix."""
    return wrong_count(
        sympy.expand(parameters(case) + H * P),
        "{count} adds the projection's {v:with} = {v} weights but leaves U as it was; U reads {P} components now.",
        v=H * P,
    )


@misconception("narrow-u-only")
def narrow_u_only(case: Case, key: Key) -> Wrong | None:
    """The projection's own matrix is forgotten."""
    return wrong_count(
        sympy.factor(sympy.expand(key.values[0] - H * P)),
        "{count} leaves out the matrix that projects, {v:with} = {v} weights.",
        v=H * P,
    )


@misconception("projection-with-bias")
def projection_with_bias(case: Case, key: Key) -> Wrong | None:
    """A bias on the projection."""
    return wrong_count(sympy.expand(key.values[0] + P), "{count} gives the projection {P} biases; in PyTorch it has none.")


@misconception("everything-projected")
def everything_projected(case: Case, key: Key) -> Wrong | None:
    """An LSTM of P units."""
    return wrong_count(
        parameters(case).subs(H, P), "{count} = {count:with} is an LSTM of {P} units; the gates and the cell state keep {H}."
    )


@misconception("projection-with-one-bias")
def projection_with_one_bias(case: Case, key: Key) -> Wrong | None:
    """One bias vector per gate."""
    extra = gates(case) * H
    return wrong_count(
        sympy.expand(key.values[0] - extra),
        "{count} counts one bias vector a gate; PyTorch stores two, {extra:with} = {extra} numbers more.",
        extra=extra,
    )

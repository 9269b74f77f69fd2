"""Wrong paths to the size of a gate seen as a dense layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ... import cells
from ...cells.sizes import H, I
from ..registry import Key, Wrong, misconception
from ..texts import said

if TYPE_CHECKING:
    from ..case import Case


@misconception("dense-all-gates")
def dense_all_gates(case: Case, key: Key) -> Wrong:
    """The whole layer."""
    gates = len(cells.build(case.cell).gates)
    count = gates * key.values[0]
    return Wrong((count,), said(f"{{count}} is all {gates} gates; the question asks for one.", count=count))


@misconception("dense-input-only")
def dense_input_only(case: Case, key: Key) -> Wrong:
    """A dense layer on x alone."""
    count = H * (I + 1)
    return Wrong(
        (count,), said("{count} is a dense layer on $x_t$ alone; a gate also reads the {H} numbers of $h_{t-1}$.", count=count)
    )


@misconception("dense-no-bias")
def dense_no_bias(case: Case, key: Key) -> Wrong:
    """Matrices only."""
    count = H * (I + H)
    return Wrong((count,), said("{count} leaves out the biases, one for each of the {H} outputs.", count=count))


@misconception("dense-one-bias")
def dense_one_bias(case: Case, key: Key) -> Wrong:
    """One bias for the layer."""
    count = H * (I + H) + 1
    return Wrong((count,), said("{count} has a single bias; every one of the {H} outputs has its own.", count=count))


@misconception("dense-bias-per-input")
def dense_bias_per_input(case: Case, key: Key) -> Wrong:
    """A bias for each number read."""
    count = H * (I + H) + I + H
    return Wrong((count,), said("{count} has a bias for each number read; biases belong to the {H} outputs.", count=count))


@misconception("dense-inputs-as-outputs")
def dense_inputs_as_outputs(case: Case, key: Key) -> Wrong:
    """I outputs."""
    count = I * (I + H + 1)
    return Wrong(
        (count,), said("{count} gives the layer {I} outputs, but a gate has one number for each of {H} units.", count=count)
    )

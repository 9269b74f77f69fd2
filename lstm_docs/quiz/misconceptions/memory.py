"""Wrong paths to a number of bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from ... import cells, facts, frameworks
from ...cells.sizes import B, H, I, L, T
from ..counted import gates
from ..keys.costs import formula
from ..keys.memory import width
from ..registry import Key, Wrong, misconception
from ..wrong import wrong_count

if TYPE_CHECKING:
    from ..case import Case

FLOAT32 = facts.PRECISIONS["float32"].bytes
BITS = 8


@misconception("numbers-for-bytes")
def numbers_for_bytes(case: Case, key: Key) -> Wrong | None:
    """How many numbers, not how many bytes."""
    if width(case) == 1:
        return None
    return wrong_count(
        key.values[0] / width(case),
        f"{{count}} is how many numbers there are; each {case.precision} takes {width(case)} bytes.",
    )


@misconception("bits-for-bytes")
def bits_for_bytes(case: Case, key: Key) -> Wrong | None:
    """Bits."""
    return wrong_count(BITS * key.values[0], f"{{count}} is the number of bits; a byte has {BITS}.")


@misconception("always-float32")
def always_float32(case: Case, key: Key) -> Wrong | None:
    """Four bytes a number whatever the precision."""
    if width(case) == FLOAT32:
        return None
    takes = f"{width(case)} byte{'s' * (width(case) > 1)}"
    return wrong_count(
        FLOAT32 * key.values[0] / width(case),
        f"{{count}} takes {FLOAT32} bytes a number, as float32 does; {case.precision} takes {takes}.",
    )


@misconception("twice-as-wide")
def twice_as_wide(case: Case, key: Key) -> Wrong | None:
    """The next wider format."""
    return wrong_count(
        2 * key.values[0],
        f"{{count}} takes {2 * width(case)} bytes a number; {case.precision} takes {width(case)}.",
    )


@misconception("bytes-without-biases")
def bytes_without_biases(case: Case, key: Key) -> Wrong | None:
    """Matrices only."""
    biases = formula(case, "bias_additions").subs({T: 1, B: 1})
    return wrong_count(
        sympy.factor(sympy.expand(key.values[0] - width(case) * biases)),
        f"{{count}} leaves out the biases: {{biases:with}} = {{biases}} numbers in {frameworks.get(case.framework).name}.",
        biases=biases,
    )


@misconception("bytes-of-the-other-bias-count")
def bytes_of_the_other_bias_count(case: Case, key: Key) -> Wrong | None:
    """One bias vector where there are two, or two where there is one."""
    one = gates(case) * H
    stored = formula(case, "bias_additions").subs({T: 1, B: 1}) / one
    change = one if stored == 1 else -one
    return wrong_count(
        sympy.factor(sympy.expand(key.values[0] + width(case) * change)),
        f"{{count}} takes {'two bias vectors' if stored == 1 else 'one bias vector'} for each gate; "
        f"{frameworks.get(case.framework).name} stores {'one' if stored == 1 else 'two'}.",
    )


@misconception("state-is-h-alone")
def state_is_h_alone(case: Case, key: Key) -> Wrong | None:
    """c forgotten."""
    if len(cells.build(case.cell).states) == 1:
        return None
    return wrong_count(key.values[0] / 2, "{count} keeps h alone; the cell state c is handed on too, and is as long.")


@misconception("state-has-a-c")
def state_has_a_c(case: Case, key: Key) -> Wrong | None:
    """A cell state where there is none."""
    if len(cells.build(case.cell).states) > 1:
        return None
    return wrong_count(2 * key.values[0], f"{{count}} adds a cell state c; a {cells.build(case.cell).title} has only h.")


@misconception("state-of-every-step")
def state_of_every_step(case: Case, key: Key) -> Wrong | None:
    """All steps' states."""
    return wrong_count(
        T * key.values[0], "{count} keeps the states of all {T} steps; to go on, a step needs only those of the step before."
    )


@misconception("state-is-every-vector")
def state_is_every_vector(case: Case, key: Key) -> Wrong | None:
    """Gates handed on as well."""
    cell = cells.build(case.cell)
    return wrong_count(
        key.values[0] * len(cell.equations) / len(cell.states),
        f"{{count}} hands on all {len(cell.equations)} vectors of a step; the next one reads {_named(cell)} only.",
    )


def _named(cell: cells.Cell) -> str:
    return " and ".join(map(cells.state_letter, cell.states))


@misconception("bytes-of-one-layer")
def bytes_of_one_layer(case: Case, key: Key) -> Wrong | None:
    """One layer's states."""
    return wrong_count(key.values[0].subs(L, 1), "{count} is one layer; each of the {L} has states of its own.")


@misconception("bytes-of-one-sequence")
def bytes_of_one_sequence(case: Case, key: Key) -> Wrong | None:
    """Batch left out."""
    return wrong_count(key.values[0].subs(B, 1), "{count} is for one sequence; there are {B}, each with vectors of its own.")


@misconception("activations-of-one-step")
def activations_of_one_step(case: Case, key: Key) -> Wrong | None:
    """Steps left out."""
    return wrong_count(key.values[0].subs(T, 1), "{count} is one step; training goes back through all {T} and keeps each.")


@misconception("activations-of-h-alone")
def activations_of_h_alone(case: Case, key: Key) -> Wrong | None:
    """Only the output."""
    return wrong_count(
        width(case) * B * H * T,
        f"{{count}} keeps $h_t$ alone; the way back needs all {len(cells.build(case.cell).equations)} left-hand sides.",
    )


@misconception("activations-of-the-gates")
def activations_of_the_gates(case: Case, key: Key) -> Wrong | None:
    """Only what has weights."""
    return wrong_count(
        gates(case) * width(case) * B * H * T,
        f"{{count}} keeps the {gates(case)} vectors with weights; the states are left-hand sides too.",
    )


def _vectors(case: Case) -> sympy.Expr:
    """Numbers that a step moves for each sequence."""
    return sympy.cancel(sympy.expand(formula(case, "step_bytes") / width(case) - formula(case, "parameters")) / B)


@misconception("moved-weights-alone")
def moved_weights_alone(case: Case, key: Key) -> Wrong | None:
    """No states, no inputs."""
    return wrong_count(
        width(case) * formula(case, "parameters"),
        "{count} moves the weights alone; {B} sequences also move {vectors:with} = {vectors} numbers each.",
        vectors=_vectors(case),
    )


@misconception("moved-weights-for-each-sequence")
def moved_weights_for_each_sequence(case: Case, key: Key) -> Wrong | None:
    """The weights read again for every sequence."""
    return wrong_count(
        width(case) * B * (formula(case, "parameters") + _vectors(case)),
        "{count} reads the weights {B} times; once read, they serve the whole batch.",
    )


@misconception("moved-states-once")
def moved_states_once(case: Case, key: Key) -> Wrong | None:
    """States read and not written."""
    states = sympy.expand(_vectors(case) - I) / 2
    return wrong_count(
        sympy.factor(width(case) * (formula(case, "parameters") + B * (states + I))),
        "{count} moves each state once; it is read at the start of the step and written at its end.",
    )


@misconception("moved-without-inputs")
def moved_without_inputs(case: Case, key: Key) -> Wrong | None:
    """The input not read."""
    return wrong_count(
        sympy.factor(sympy.expand(key.values[0] - width(case) * B * I)),
        "{count} leaves out the input, {I} numbers for each of the {B} sequences.",
    )

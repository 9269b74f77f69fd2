"""What people expect of time, each as pairs of points that differ in one thing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .machine import BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .machine import Machine, Row


@dataclass(frozen=True, kw_only=True)
class Belief:
    """A section's points beside the point that `plain` makes of each, by changing what the belief is about.

    A point that `plain` leaves as it is is no pair. `says` is the belief; `expected` how often the plain point's time it
    means, and `by` what that follows from.
    """

    id: str
    says: str
    section: str
    plain: Callable[[Row], Row]
    expected: Callable[[Row, Row], float] = lambda row, plain: row.macs / plain.macs
    by: str = "from the MACs"


@dataclass(frozen=True)
class Pair:
    """A point, the same without what the belief is about, and how often the plain point's time is expected."""

    row: Row
    plain: Row
    expected: float

    def ratios(self, way: str) -> tuple[float, ...]:
        """How often the plain point's time, in each pass that reached both."""
        return tuple(one / other for one, other in zip(self.row.times(way), self.plain.times(way), strict=False))


def _one_layer(row: Row) -> Row:
    return replace(row, layers=1) if row.layers == 2 else row


def _wider(row: Row) -> Row:
    """The width one, or a few, units away that is a multiple of 64."""
    width = round(row.hidden / 64) * 64
    near = 0 < abs(row.hidden - width) <= 4
    return replace(row, hidden=width, input=width) if near else row


BELIEFS = {
    belief.id: belief
    for belief in (
        Belief(id="second-layer", says="A second layer doubles the time.", section="layers", plain=_one_layer),
        Belief(
            id="second-direction",
            says="Reading in both directions doubles the time.",
            section="directions",
            plain=lambda row: replace(row, bidirectional=False),
        ),
        Belief(
            id="gru",
            says="A GRU takes three quarters of an LSTM's time.",
            section="cells",
            plain=lambda row: replace(row, kind="LSTM") if row.kind == "GRU" else row,
        ),
        Belief(
            id="rnn",
            says="A plain RNN takes a quarter of an LSTM's time.",
            section="cells",
            plain=lambda row: replace(row, kind="LSTM") if row.kind == "RNN" else row,
        ),
        Belief(
            id="projection",
            says="A projection saves time because it saves MACs.",
            section="projection",
            plain=lambda row: replace(row, projection=0),
        ),
        Belief(
            id="packing",
            says="Packing a batch of unequal sequences saves the padding's time.",
            section="lengths",
            plain=lambda row: replace(row, call="forward"),
        ),
        Belief(
            id="loop",
            says="A loop over single cells does the same work as the layer.",
            section="stepwise",
            plain=lambda row: replace(row, call="forward"),
        ),
        Belief(
            id="half",
            says="Half precision halves the time.",
            section="forward",
            plain=lambda row: replace(row, dtype="float32") if row.dtype == "float16" else row,
            expected=lambda row, plain: BYTES[row.dtype] / BYTES[plain.dtype],
            by="from the bytes of a number",
        ),
        Belief(id="widths", says="A few units more or less hardly matter.", section="widths", plain=_wider),
    )
}
"""By id."""


def point(row: Row) -> tuple[object, ...]:
    """What was called, on which sizes: the same on every machine."""
    return (
        *(row.call, row.kind, row.dtype, row.steps, row.batch),
        *(row.input, row.hidden, row.layers, row.projection, row.bidirectional),
    )


def pairs(machine: Machine, belief: Belief) -> Iterator[Pair]:
    """The pairs of a belief that a machine has run, in the order of its file."""
    rows = machine.section(belief.section)
    known = {point(row): row for row in rows}
    for row in rows:
        plain = known.get(point(belief.plain(row)))
        if plain is not None and plain is not row:
            yield Pair(row, plain, belief.expected(row, plain))

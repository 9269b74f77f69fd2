"""The picture of the cost explorer: a roofline with the run under its three ceilings, and where other batches would stand."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2, log10
from typing import TYPE_CHECKING

from ...formulas.decimals import number
from . import chart
from .chart import dot, free, grab, line, word
from .texts import fixed, significant

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from markupsafe import Markup

    from .chart import Mark
    from .explorer import Data

    Costs = Mapping[str, float]
    Place = tuple[float, float]

FROM, TO, DEEPEST = -2, 4, -5
"""Powers of ten: intensities from 0.01 to 10 000, shares of the peak from 0.001 % to all of it."""
ROOM, APART = 2.4, 0.64


CHART = chart.chart(
    "The roofline",
    (440, 352),
    (66, 412, 44, 300),
    ((FROM, TO), (DEEPEST, 0)),
    ticks=[
        [[power, fixed(10.0**power, max(0, -power)) if power < 0 else number(10**power)] for power in range(FROM, TO + 1)],
        [[power, f"{fixed(10.0 ** (power + 2), max(0, -power - 2))} %"] for power in range(DEEPEST, 1)],
    ],
    words=[[239, 344, "operations for each byte moved", "middle"]],
)


@dataclass(frozen=True)
class Run:
    """What the three ceilings leave of a machine's peak."""

    intensity: float
    balance: float
    launches: float

    @property
    def share(self) -> float:
        """The share of the peak under the lowest ceiling."""
        return min(1.0, self.intensity / self.balance, self.launches)

    @property
    def limit(self) -> str:
        """Which ceiling is the lowest."""
        memory = self.intensity / self.balance
        if self.launches < min(1.0, memory):
            return "Launches are the limit"
        return "Memory is the limit" if memory < 1 else "Arithmetic is the limit"

    @property
    def place(self) -> Place:
        """Where it stands, at the edge if that is outside the picture."""
        return _inside((log10(self.intensity), log10(self.share)))

    @property
    def outside(self) -> bool:
        """Whether the picture has no place for it."""
        return self.place != (log10(self.intensity), log10(self.share))


def run(costs: Costs) -> Run:
    """A run by its costs."""
    launches = costs["launch_seconds"]
    share = costs["arithmetic_seconds"] / launches if launches else 1.0
    return Run(costs["intensity"], costs["balance"], share)


def _inside(place: Place) -> Place:
    return min(max(place[0], FROM), TO), max(place[1], DEEPEST)


def drawn(data: Data, now: Run, then: Run, batches: Sequence[tuple[int, Run]], words: str) -> Markup:
    """The ceilings, the run and what it was, and the other batches."""
    description = f"{significant(now.intensity)} operations for a byte, {significant(100 * now.share)} % of the peak"
    across, down = chart.per_pixel(data)
    bend = _bend(now.balance)
    lowest = batches[0][1].place[1]  # the smallest batch
    marks = [*_ceilings(now, bend, lowest), *_batches(batches)]
    if now.place != then.place:
        marks += [line("lstm-then", then.place, now.place), dot("lstm-then", *then.place, 6)]
    marks.append(dot("lstm-then" if now.outside else "lstm-dot", *now.place, 7))
    if now.outside:
        x, y = now.place
        anchor, beside = ("start", 18) if x < 1 else ("end", -18)
        marks.append(word("outside the picture", (x, y), anchor, (beside, 22 if y > -1 else -34)))
    doublings = log2(10)
    launches = (TO, log10(now.launches))
    spots = [(bend, 0), (bend, DEEPEST / 2), (bend, DEEPEST)]
    marks.append(grab("bandwidth", free(spots, [now.place, launches], data), (-across * doublings, 0), 0))
    if DEEPEST < launches[1] < 0:
        marks.append(grab("launch", launches, (0, -down * doublings), 0))
    marks.append(grab("batch", now.place, (across * doublings, 0), 0))
    titled = {**data, "words": [[0, 16, words, "start"], *data["words"]]}
    return chart.drawn(titled, marks, description)


def _bend(balance: float) -> float:
    return min(max(log10(balance), FROM), TO)


def _ceilings(now: Run, bend: float, lowest: float) -> Iterator[Mark]:
    """Up with the intensity as far as the balance, then level; launches lower. Their names, where nothing else is so low."""
    ridge = log10(now.balance)
    start = max(FROM, ridge + DEEPEST)
    yield line("lstm-then", (bend, DEEPEST), (bend, 0))
    yield line("lstm-roof", *(_inside((x, min(0.0, x - ridge))) for x in (start, bend, TO)))
    launches = log10(now.launches)
    if DEEPEST < launches < 0:
        yield line("lstm-roof lstm-dashed", (max(start, min(ridge + launches, TO)), launches), (TO, launches))
        yield word("launches", (TO, launches), "end", (-30, 17))
    if lowest <= DEEPEST + 1:
        return
    if bend - FROM >= ROOM:
        yield word("memory is the limit", (bend, DEEPEST), "end", (-10, -10))
    if TO - bend >= ROOM:
        yield word("arithmetic is the limit", (bend, DEEPEST), "start", (10, -10))


def _batches(batches: Sequence[tuple[int, Run]]) -> Iterator[Mark]:
    """A dot for each batch, with its number where there is room."""
    last = FROM - APART
    for batch, at in batches:
        x, y = at.place
        yield dot("lstm-dot", x, y, 2.5)
        if x - last >= APART:
            said = f"B = {number(batch)}" if batch == 1 else number(batch)
            yield word(said, (x, y), "middle", (-12 if y < 0 else 0, -16))
            last = x

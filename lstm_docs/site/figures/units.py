"""A layer as units: each is one component of h, and one of them is opened to its gates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...formulas.mathml import symbol_class
from ...formulas.numbers import counted, in_text
from .strokes import crossed, dot, fan, frame, line, note, ring, shown_places, steps_between, strong
from .svg import block, label, picture, symbol, tag

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

    from .strokes import Point

TOP, TALL, MOST_INPUTS, MOST_UNITS = 40, 356, 84, 16
SOURCES, UNITS, BOX = 96, 168, 216


@dataclass(frozen=True)
class Opened:
    """What the figure counts: I and H, per gate the numbers that its row of weights has, and all parameters."""

    inputs: int
    units: int
    gates: Mapping[str, tuple[int, ...]]
    parameters: int
    unit: int

    @property
    def wide(self) -> float:
        """How wide the opened unit is."""
        return max(
            184.0, 86 + max(7.2 * len(_added(counts)) + 7.2 * len(in_text(sum(counts))) for counts in self.gates.values())
        )

    @property
    def vector(self) -> float:
        """Where h_t stands."""
        return BOX + self.wide + 32


def network(it: Opened) -> Markup:
    """Inputs and old state at the left, the units, the opened one, and h at the right."""
    places = shown_places(it.units, MOST_UNITS)
    ys = dict(zip(places, _spread(TOP, TALL, len(places), 26), strict=True))
    own = (UNITS, ys[it.unit])
    parts = (
        _sources(it, own),
        *_units(it, ys),
        _opened(it, own[1]),
        _vector(it.vector, ys, it.unit),
    )
    each = sum(map(sum, it.gates.values()))
    description = (
        f"{counted(it.inputs, 'input')} and the {counted(it.units, 'component')} of the state before go to each unit. "
        f"Unit {it.unit} is opened: its gates {', '.join(it.gates)} have {', '.join(_added(row) for row in it.gates.values())} "
        f"weights, together {each}, and it gives component {it.unit} of h_t. "
        f"All units together have {it.parameters} parameters."
    )
    title = f"A layer of {counted(it.units, 'unit')}, one of them opened"
    return picture(it.vector + 46, TOP + TALL + 8, title, description, *parts, kind="lstm-network")


def _spread(start: float, size: float, count: int, most: float) -> list[float]:
    """Places for so many, around the middle of a span."""
    pitch = min(size / count, most)
    first = start + (size - pitch * (count - 1)) / 2
    return [first + pitch * number for number in range(count)]


def _sources(it: Opened, own: Point) -> Markup:
    share = max(0.3, min(0.64, it.inputs / (it.inputs + it.units)))
    inputs = _column(it.inputs, MOST_INPUTS, TOP, TALL * share - 20)
    state = _column(it.units, 24, TOP + TALL * share + 20, TALL * (1 - share) - 20)
    return tag(
        "g",
        _source("x_t", it.inputs, "input", inputs, own),
        tag("g", _source("h_t-1", it.units, "number", state, own), class_="lstm-h"),
    )


def _column(count: int, most: int, start: float, size: float) -> list[float]:
    """Where the dots of a vector stand; where too many are left out, a gap before the last."""
    places = shown_places(count, most)
    return [y for place, y in zip(places, _spread(start, size, len(places), 14), strict=True) if place]


def _source(name: str, count: int, word: str, ys: list[float], own: Point) -> Markup:
    middle, size = (ys[0] + ys[-1]) / 2, min(2.4, (ys[1] - ys[0]) * 0.38) if len(ys) > 1 else 2.4
    return tag(
        "g",
        fan([(SOURCES, y) for y in ys], (own[0] - 10, own[1])),
        *(dot(SOURCES, y, size) for y in ys),
        symbol(SOURCES - 12, middle - 2, name, "end"),
        label(SOURCES - 12, middle + 18, counted(count, word), anchor="end"),
    )


def _units(it: Opened, ys: Mapping[int, float]) -> list[Markup]:
    own, words = it.unit, counted(it.units, "unit")
    drawn = [
        ring(UNITS, y, 9, filled=place == own) if place else label(UNITS, y + 5, "⋮", kind="lstm-sign")
        for place, y in ys.items()
    ]
    return [tag("g", *drawn, strong(UNITS, TOP - 16, words, "middle"), class_="lstm-h")]


def _opened(it: Opened, y: float) -> Markup:
    """The box of one unit: a row for each gate with what its weights count."""
    row, head = 38, 40
    high = head + row * len(it.gates) + 46
    top = min(max(TOP, y - high / 2), TOP + TALL - high - 30)
    rows = [_gate(it, top + head + row * number, gate) for number, gate in enumerate(it.gates)]
    each = sum(map(sum, it.gates.values()))
    end = top + head + row * len(it.gates)
    return tag(
        "g",
        tag(
            "path",
            d=f"M{UNITS + 9} {y:.1f} L{BOX} {top:.1f} M{UNITS + 9} {y:.1f} L{BOX} {top + high:.1f}",
            stroke="currentColor",
            stroke_opacity="0.35",
        ),
        frame(BOX, top, it.wide, high),
        strong(BOX + 14, top + 24, f"unit {it.unit}"),
        *rows,
        line((BOX + 14, end + 4), (BOX + it.wide - 14, end + 4), tip=False, faint=True, width=1),
        label(BOX + it.wide - 14, end + 28, in_text(each), anchor="end", kind="lstm-strong"),
        note(BOX + 14, end + 28, "weights and biases", "start"),
        label(
            BOX + it.wide / 2, top + high + 28, f"{in_text(it.units)} × {in_text(each)} = {in_text(it.parameters)} parameters"
        ),
        tag("g", line((BOX + it.wide, y), (it.vector - 2, y)), class_="lstm-h"),
    )


def _gate(it: Opened, y: float, gate: str) -> Markup:
    counts = it.gates[gate]
    return tag(
        "g",
        block(BOX + 14, y, 28, 28),
        label(BOX + 28, y + 19, gate, kind="lstm-letter-label"),
        tag("text", _added(counts), x=BOX + 56, y=y + 19, fill="currentColor"),
        label(BOX + it.wide - 14, y + 19, in_text(sum(counts)), anchor="end"),
        class_=symbol_class(f"W_{gate}"),
    )


def _added(counts: tuple[int, ...]) -> str:
    return " + ".join(map(in_text, counts))


def _vector(x: float, ys: Mapping[int, float], own: int) -> Markup:
    """h_t as a column of cells, the opened unit's own one filled."""
    values = list(ys.values())
    high = values[1] - values[0] if len(values) > 1 else 20
    edges = steps_between(values[0] - high / 2, high, len(values))
    gaps = [label(x + 10, y + 5, "⋮", kind="lstm-sign") for place, y in ys.items() if not place]
    return tag(
        "g",
        crossed([x, x + 20], edges),
        tag("rect", x=x, y=edges[0], width=20, height=edges[-1] - edges[0], class_="lstm-cell"),
        block(x, ys[own] - high / 2, 20, high),
        *gaps,
        symbol(x + 10, TOP - 14, "h_t"),
        label(x + 26, ys[own] + 4, str(own), anchor="start"),
        class_="lstm-h",
    )

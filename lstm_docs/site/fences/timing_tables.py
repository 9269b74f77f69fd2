"""What machines did with recurrent layers, as tables."""

from __future__ import annotations

from math import floor, log10
from typing import TYPE_CHECKING

from markupsafe import Markup

from ... import timings
from ...formulas.numbers import decimal, in_text
from ...network import Network
from ..plots.timings import FACTOR, FILTERS, WAYS, beside, deep, energy, expected_bytes, filtered, machines, point, short
from . import options as given
from .shown_file import KEY, read
from .tables import Row, Table, plain_row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ...ground.located import Located
    from ...timings import Machine
    from .context import Context

ABOUT = ("date", "torch", "cuda", "cudnn", "driver")
SIZES = ("steps", "batch", "input", "hidden")
NONE = "–"
BOUNDS_MS = tuple(f"{name}, ms" for name in timings.BOUNDS)
RANGE = "a tenth lie below / median / a tenth lie above"
MEASURED = ("expected, ms", "measured, ms", "measured to expected")


def table(options: Located, context: Context) -> Table:
    """`lstm-timings`: the table that `show` names. Raises `LstmDocsError` at the line of an option that is refused."""
    given.require(options, ("show", "machines", KEY, "belief", *FILTERS, "steps", "input"), "show")
    own = [read(options[KEY], context, timings.read)] if KEY in options.value else []
    return table_of(options, [*machines(options), *own])


def table_of(options: Located, shown: Sequence[Machine]) -> Table:
    """The table that `show` names, of some machines. Raises `LstmDocsError`."""
    return TABLES[given.choice(options, "show", TABLES, "machines")](options, shown)


def _machines(_: Located, shown: Sequence[Machine]) -> Table:
    """What was measured on, and how far two passes lie apart."""
    rows = [
        Row(Markup("{}").format(it.device), [*(str(it.about.get(key, NONE)) for key in ABOUT), *(_spread(it, w) for w in WAYS)])
        for it in shown
    ]
    apart = [f"second pass to first, {words}" for words in WAYS.values()]
    return Table("Measured on", [*ABOUT, *apart], rows)


def _spread(machine: Machine, way: str) -> str:
    if not any(row.times(way) for row in machine.rows):
        return NONE
    low, middle, high = timings.spread(machine, way)
    return f"{decimal(low, 2)} to {decimal(high, 2)}, median {decimal(middle, 2)}"


def _ceilings(_: Located, shown: Sequence[Machine]) -> Table:
    """The best that each machine did."""
    rows = [("copying, TB/s", [_two_digits(it.ceilings.bytes / 1e12) for it in shown])]
    for dtype in timings.BYTES:
        speeds = [it.ceilings.flops.get(dtype) for it in shown]
        rows.append((f"product, {dtype}, TFLOP/s", [_two_digits(speed / 1e12) if speed else NONE for speed in speeds]))
    rows.append(("launch from Python, µs", [decimal(1e6 * it.ceilings.launch, 1) for it in shown]))
    launches = [it.ceilings.launch_in_graph for it in shown]
    rows.append(("launch in a graph, µs", [decimal(1e6 * each, 2) if each else NONE for each in launches]))
    watts = [it.ceilings.idle_watts for it in shown]
    rows.append(("idle power, W", [decimal(each, 0) if each else NONE for each in watts]))
    return Table("Ceilings", [short(it) for it in shown], [plain_row(words, cells) for words, cells in rows])


def _belief(options: Located, shown: Sequence[Machine]) -> Table:
    """The points of a belief: how often the plain point's time, in both passes."""
    rows = [
        plain_row(
            point(sample.row),
            [_times([sample.expected]), *(_times(p.ratios(way)) if p else NONE for p in each for way in WAYS)],
        )
        for sample, each in beside(options, shown)
    ]
    ways = [f"{short(machine)}, {words}" for machine in shown for words in WAYS.values()]
    return Table("Times as long", ["expected", *ways], rows)


def _within(_: Located, shown: Sequence[Machine]) -> Table:
    """How many forward points took what was expected of them, and how many took less."""
    rows = []
    for machine in shown:
        for way, words in WAYS.items():
            near, count = timings.share_within(machine, way, FACTOR)
            if not count:
                continue
            below = timings.share_below(machine, way, FACTOR)
            rows.append(
                plain_row(f"{short(machine)}, {words}", [f"{near} of {count}", in_text(below), in_text(count - near - below)])
            )
    return Table("Within a factor of two", [f"within a factor of {FACTOR}", "faster", "slower"], rows)


def _near(options: Located, shown: Sequence[Machine]) -> Table:
    """What is expected for the reader's sizes, and the measured points nearest to them."""
    steps, batch, inputs, hidden = (
        given.size(options, key, default) or 1 for key, default in zip(SIZES, (100, 1, 80, 12), strict=True)
    )
    dtype = given.choice(options, "dtype", timings.BYTES, "float32")
    rows = []
    for machine in (it for it in shown if dtype in it.ceilings.flops):
        way = "graph" if machine.ceilings.launch_in_graph else "eager"
        own = timings.predicted(machine, Network(input=inputs, hidden=hidden), steps, batch, dtype, way)
        words = f"{short(machine)}, {WAYS[way]}, expected: {_sizes(steps, batch, inputs, hidden)}"
        rows.append(plain_row(words, [*_bounds(own), _milliseconds([own.total]), NONE, NONE]))
        forward = (row for row in machine.section("forward") if row.dtype == dtype and row.times(way))
        rows += [_neighbour(machine, near.row, way) for near in timings.nearest(forward, steps, batch, inputs, hidden)]
    return Table("Near your sizes", [*BOUNDS_MS, *MEASURED], rows)


def _bounds(guess: timings.Prediction) -> list[str]:
    """The milliseconds by each bound."""
    return [_milliseconds([guess.seconds[name]]) for name in timings.BOUNDS]


def _neighbour(machine: Machine, row: timings.Row, way: str) -> Row:
    guess = timings.expected(machine, row, way)
    sizes = _sizes(row.steps, row.batch, row.input, row.hidden)
    measured = [_milliseconds(row.times(way)), _times([row.mean(way) / guess.total])]
    return plain_row(sizes, [*_bounds(guess), _milliseconds([guess.total]), *measured])


def _sizes(steps: int, batch: int, inputs: int, hidden: int) -> str:
    """T × B, I → H, which does not break within its halves."""
    return f"{in_text(steps)}\u00a0×\u00a0{in_text(batch)}, {in_text(inputs)}\u00a0→\u00a0{in_text(hidden)}"


def _points(options: Located, shown: Sequence[Machine]) -> Table:
    """Every forward point that the options let through, replayed as a graph where it could be."""
    rows = []
    for machine in shown:
        way = "graph" if machine.ceilings.launch_in_graph else "eager"
        for row in filtered(options, machine.section("forward")):
            if row.times(way) and row.dtype in machine.ceilings.flops:
                named = f"{short(machine)}: " if len(shown) > 1 else ""
                known = _neighbour(machine, row, way)
                rows.append(Row(Markup("{}{}").format(named, known.label), known.cells))
    if not rows:
        raise options.error(f"no point is left: {', '.join(FILTERS)} are too narrow")
    return Table("T × B, I → H", [*BOUNDS_MS, *MEASURED], rows)


def _errors(options: Located, shown: Sequence[Machine]) -> Table:
    """How far the forward points lie from what was expected of them, by precision and by what should decide."""
    rows = []
    for machine in shown:
        way = "graph" if machine.ceilings.launch_in_graph else "eager"
        by_kind: dict[tuple[str, str], list[tuple[float, bool]]] = {}
        for row in filtered(options, machine.section("forward")):
            if row.times(way) and row.dtype in machine.ceilings.flops:
                guess = timings.expected(machine, row, way)
                by_kind.setdefault((row.dtype, guess.bound), []).append((row.mean(way) / guess.total, guess.clear))
        for (dtype, bound), ratios in by_kind.items():
            groups = [ratio for ratio, _ in ratios], [ratio for ratio, clear in ratios if clear]
            cells = [cell for group in groups for cell in (in_text(len(group)), _spread_of(group))]
            rows.append(plain_row(f"{short(machine)}, {dtype}, {bound} should decide", cells))
    return Table("Measured to expected", ["points", RANGE, "clear cases", RANGE], rows)


def _spread_of(ratios: Sequence[float]) -> str:
    """What a tenth is below, the median, and what a tenth is above."""
    if not ratios:
        return NONE
    tenth, listed = len(ratios) // 10, sorted(ratios)
    return " / ".join(decimal(listed[place], 2) for place in (tenth, len(listed) // 2, len(listed) - 1 - tenth))


def _energy(options: Located, shown: Sequence[Machine]) -> Table:
    """Picojoules for each MAC, with and without the idle power."""
    rows = []
    for machine in shown:
        idle = machine.ceilings.idle_watts
        for row in filtered(options, machine.section("energy")) if idle else ():
            whole, above = energy(row, idle or 0.0)
            words = f"{short(machine)}, " + ("product of matrices, " + row.dtype if row.kind == "matmul" else point(row))
            rows.append(
                plain_row(words, [_rounded(whole), _rounded(above) if len(above) == len(whole) else "within the noise"])
            )
    return Table("Energy of a MAC, pJ", ["all power", "without idle power"], rows)


def _memory(options: Located, shown: Sequence[Machine]) -> Table:
    """Bytes that training keeps, beside the vectors of every step."""
    rows = []
    for machine in shown:
        named = f"{short(machine)}: " if len(shown) > 1 else ""
        for row in (it for it in filtered(options, machine.section("memory")) if it.saved_bytes):
            ratio = decimal(row.saved_bytes[0] / expected_bytes(row), 3)
            rows.append(plain_row(named + deep(row), [in_text(expected_bytes(row)), in_text(row.saved_bytes[0]), ratio]))
    return Table("Bytes kept for training", ["activation_bytes", "measured", "times"], rows)


TABLES: Mapping[str, Callable[[Located, Sequence[Machine]], Table]] = {
    "machines": _machines,
    "ceilings": _ceilings,
    "belief": _belief,
    "within": _within,
    "near": _near,
    "points": _points,
    "errors": _errors,
    "energy": _energy,
    "memory": _memory,
}


def _times(values: Iterable[float]) -> str:
    return " and ".join(dict.fromkeys(decimal(value, 2) for value in values)) or NONE


def _two_digits(value: float) -> str:
    """Two digits at least: no decimals from 10 on, one from 1 on, more below."""
    return decimal(value, max(0, 1 - floor(log10(value))))


def _milliseconds(values: Iterable[float]) -> str:
    """Three decimals, or more where two digits need them."""
    shown = (decimal(1000 * value, max(3, 1 - floor(log10(1000 * value)))) for value in values)
    return " and ".join(dict.fromkeys(shown))


def _rounded(values: Iterable[float]) -> str:
    return " and ".join(dict.fromkeys(in_text(round(value)) if value >= 100 else decimal(value, 1) for value in values))

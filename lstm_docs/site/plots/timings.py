"""What machines did with recurrent layers, drawn beside what was to be expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ... import facts, timings
from ...formulas.numbers import in_text
from .. import figures
from ..fences import options as given
from ..figures.dots import DotRow, Series
from ..figures.measured_expected import Cloud, within
from .plot import Plot

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markupsafe import Markup

    from ...ground.located import Located
    from ...timings import Machine, Pair, Row

WAYS = {"graph": "replayed as a graph", "eager": "called from Python"}
FACTOR = 2
FILTERS = {"dtype": "dtype", "hidden": "hidden", "batch": "batch", "kind": "kind"}
"""What a figure or a table may be narrowed to, with the row's own name for it."""


def machines(options: Located) -> list[Machine]:
    """The machines that the options name, all of the package if none. Raises `LstmDocsError` at an unknown name."""
    return [timings.stored(name) for name in given.choices(options, "machines", timings.names(), timings.names())]


def filtered(options: Located, rows: Iterable[Row]) -> Iterator[Row]:
    """The rows that the options let through."""
    wanted = {name: [entry.plain() for entry in _listed(options[key])] for key, name in FILTERS.items() if key in options.value}
    return (row for row in rows if all(getattr(row, name) in values for name, values in wanted.items()))


def _listed(item: Located) -> list[Located]:
    return item.sequence() if isinstance(item.value, list) else [item]


def beside(options: Located, shown: Sequence[Machine]) -> list[tuple[Pair, list[Pair | None]]]:
    """The points of the belief that the options name, in rows that they let through: any pair of each, and every machine's.

    Raises `LstmDocsError` if none is left.
    """
    belief = given.entry(options, "belief", timings.BELIEFS)
    by_machine: list[dict[object, Pair]] = []
    for machine in shown:
        rows = {id(row) for row in filtered(options, machine.section(belief.section))}
        by_machine.append({timings.point(pair.row): pair for pair in timings.pairs(machine, belief) if id(pair.row) in rows})
    points = {key: pair for of in reversed(by_machine) for key, pair in of.items()}
    if not points:
        raise options.error(f"no point of {belief.section} is left: {', '.join(FILTERS)} are too narrow")
    return [(pair, [of.get(key) for of in by_machine]) for key, pair in points.items()]


def point(row: Row) -> str:
    """`H = 512, B = 32, float16`: what tells a point from the others of its belief."""
    sizes = f"H = {in_text(row.hidden)}, B = {in_text(row.batch)}"
    return f"{sizes}, P = {in_text(row.projection)}, {row.dtype}" if row.projection else f"{sizes}, {row.dtype}"


def short(machine: Machine) -> str:
    """`H100` for `NVIDIA H100 80GB HBM3`."""
    return machine.device.removeprefix("NVIDIA ").split(" ")[0] if machine.device.startswith("NVIDIA ") else machine.device


def _ratios(options: Located) -> Markup:
    shown = machines(options)
    series = [
        Series(f"{short(machine)}, {words}", round=n % 2 == 0, filled=way == "graph")
        for n, machine in enumerate(shown)
        for way, words in WAYS.items()
    ]
    rows = [
        DotRow(point(sample.row), tuple(pair.ratios(way) if pair else () for pair in each for way in WAYS), sample.expected)
        for sample, each in beside(options, shown)
    ]
    belief = timings.BELIEFS[given.text(options, "belief", "")]
    return figures.dots(rows, series, belief.says, axis="times as long", expected=f"expected {belief.by}", shown=_times)


def _times(value: float) -> str:
    return f"{value:g}" if value >= 1 else f"1/{1 / value:g}"


def _expected(options: Located) -> Markup:
    machine = _one(options)
    rows = [row for row in machine.section("forward") if row.eager and row.graph]
    clouds = []
    for way, words in WAYS.items():
        points = tuple((timings.expected(machine, row, way).total * 1000, row.mean(way) * 1000) for row in rows)
        cloud = Cloud(words, points, filled=way == "graph")
        legend = f"{words}: {within(cloud, FACTOR)} of {len(points)} within a factor of {FACTOR}"
        clouds.append(Cloud(legend, points, cloud.filled))
    return figures.against(
        clouds,
        f"Milliseconds on the {short(machine)}",
        x_axis="milliseconds expected, step by step",
        y_axis="milliseconds measured",
        factor=FACTOR,
    )


def _one(options: Located) -> Machine:
    return timings.stored(given.choice(options, "machine", timings.names(), timings.names()[0]))


def _energy(options: Located) -> Markup:
    machine = _one(options)
    idle = machine.ceilings.idle_watts
    if idle is None:
        raise options.error(f"the power of {machine.device} was not read")
    series = [Series("all power"), Series("without what it uses when idle", filled=False)]
    rows = [
        DotRow(
            ("a product of matrices, " + row.dtype) if row.kind == "matmul" else point(row),
            energy(row, idle),
            float(facts.PRECISIONS[row.dtype].mac),
        )
        for row in filtered(options, machine.section("energy"))
    ]
    return figures.dots(
        rows,
        series,
        f"Energy of a MAC on the {short(machine)}",
        axis="picojoules for each multiply-accumulate",
        expected="the arithmetic alone at 45 nm (Horowitz)",
        shown=lambda value: in_text(round(value)) if value >= 1 else f"{value:g}",
    )


def energy(row: Row, idle: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Picojoules for each MAC as a graph is replayed, in every pass: all of them, and those above the idle power, if any."""
    joules, watts = row.joules["graph"], row.watts["graph"]
    whole = tuple(1e12 * each / row.macs for each in joules)
    above = (each * (1 - idle / power) for each, power in zip(whole, watts, strict=True))
    return whole, tuple(each for each in above if each > 0)


def _memory(options: Located) -> Markup:
    rows = [row for row in filtered(options, _one(options).section("memory")) if row.saved_bytes]
    return figures.dots(
        [DotRow(deep(row), (tuple(one / expected_bytes(row) for one in row.saved_bytes),), 1.0) for row in rows],
        [Series("bytes kept, to the bytes of activation_bytes")],
        "What training keeps for the backward pass",
        axis="times what the fact says",
        expected="as the fact says",
        shown=_times,
    )


def expected_bytes(row: Row) -> int:
    """The vectors of every step, in the precision of the row, as `activation_bytes` counts them."""
    counted = facts.of(row.network, steps=row.steps, batch=row.batch, dtype=row.dtype)
    return int(counted["activation_bytes"].value)


def deep(row: Row) -> str:
    """`LSTM, T = 100, B = 32, H = 256, 2 layers, float16`."""
    more = [f"{row.layers} layers"] if row.layers > 1 else ["both directions"] if row.bidirectional else []
    sizes = f"{row.kind}, T = {in_text(row.steps)}, B = {in_text(row.batch)}, H = {in_text(row.hidden)}"
    return ", ".join([sizes, *more, row.dtype])


PLOTS = {
    "timings-ratios": Plot(_ratios, ("machines", *FILTERS), ("belief",)),
    "timings-expected": Plot(_expected, ("machine",)),
    "timings-energy": Plot(_energy, ("machine", *FILTERS)),
    "timings-memory": Plot(_memory, ("machine", *FILTERS)),
}

"""`lstm-family`: a member told in full, and the family side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import sympy
from markupsafe import Markup

from ... import cells, derive, facts, family, timings
from ...cells.algebra import difference
from ...cells.sizes import T, size
from ...formulas.mathml import inline_html, mathml
from ...formulas.numbers import decimal, in_text
from . import options as given
from .tables import Row, Table, plain_row

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ...family import Score
    from ...ground.located import Located

HOW = {"runs": "run here, and compared with our equations", "read": "found in its source"}
OVER = "steps"
LENGTHS = (8, 100, 1000, 10_000)
ONES = (3, 10, 101, 500)
ODD = {True: "odd", False: "even"}
MACHINE, STEPS = "h200", 400


@dataclass(frozen=True)
class Told:
    """A member: its paper and what it does, its counts, and what it changes, costs and is mistaken for."""

    name: str
    source: str
    summary: str
    counts: Markup
    changes: Markup
    costs: Markup
    wrong: Markup


def member(options: Located) -> Told:
    """The member that `cell` names, at the sizes I and H. Raises `LstmDocsError` at the option for one that is none."""
    given.require(options, ("cell",), "cell")
    names = [one.cell for one in family.members() if one.today]
    one = family.member(given.cell_name(options, names, names[0]))
    text = cells.CELLS[one.cell].text
    return Told(one.name, text.source, text.summary, _counts(one.cell), *map(inline_html, (one.changes, one.costs, one.wrong)))


def _counts(cell: str) -> Markup:
    known = family.quantities(cell)
    step = derive.operations(cells.build(cell)).macs
    waiting = derive.waiting_macs(cells.build(cell))
    said = [(known.parameters, "parameters"), (step, "MACs a step"), (waiting, "of which wait for the step before")]
    state = facts.state_size(family.network(cell, 1, 1))
    return Markup(", ").join(Markup("{} {}").format(_formula(it), words) for it, words in [*said, (state, "numbers of state")])


def _formula(formula: sympy.Expr) -> Markup:
    return mathml(derive.latex_size(formula))


def table(options: Located) -> Table:
    """The table that `show` names. Raises `LstmDocsError` at the line of an option that is refused."""
    given.require(options, ("show",), "show")
    return TABLES[given.choice(options, "show", TABLES, "compared")]()


def _compared() -> Table:
    """Formulas of every member of today, with the LSTM, the GRU and what stands beside them."""
    named = {one.cell: one.name for one in family.members() if one.today or one.cell in ("lstm", "gru-reset-after")}
    rows = [Row(Markup("{}").format(name), [*_four(cell), _over_steps(cell)]) for cell, name in named.items()]
    beside = {name: called for name, (called, _) in family.BESIDE.items()}
    ways = {"transformer": "parallel", "state-space": "scan"}
    rows += [Row(Markup("{}").format(called), [*_four(name), ways[name]]) for name, called in beside.items()]
    columns = ["parameters", "MACs of step t", "of which wait", "bytes held after it", OVER]
    return Table("The family, side by side", columns, rows)


def _four(name: str) -> list[str]:
    """Parameters, the MACs of step t, those that wait, and the bytes held after it."""
    known, at = family.quantities(name), size("t")
    macs, waiting = (difference(it.subs(T, at), it.subs(T, at - 1)) for it in (known.macs, known.waiting_macs))
    return [
        _formula(it)
        for it in (known.parameters, sympy.expand(macs) if macs.has(at) else macs, waiting, known.state_bytes.subs(T, at))
    ]


def _over_steps(name: str) -> str:
    cell = cells.build(name)
    if derive.scans(cell):
        return "scan"
    if name == "mlstm":  # its parallel form stands in tests/family/test_forms.py
        return "parallel"
    return "wait" if derive.waiting_macs(cell) else "no matrix"


def _programs() -> Table:
    """Which programs have a member, and how that is known."""
    rows = [
        Row(inline_html(f"{one.name}: {program}"), [HOW[how]])
        for one in family.members()
        if one.today
        for program, how in one.programs.items()
    ]
    return Table("Where they are found", ["how it is known"], rows)


def _scan() -> Table:
    """Compositions and rounds of the loop and the scans, counted while they run on sequences of several lengths."""
    rng = np.random.default_rng(1)
    rows = []
    for length in LENGTHS:
        a, b = rng.uniform(0, 1, (length, 1)), rng.normal(size=(length, 1))
        done = [scan(a, b, np.zeros(1)) for scan in (family.loop, family.strides, family.halves)]
        rows.append(plain_row(f"T = {in_text(length)}", [in_text(n) for it in done for n in (it.work, it.depth)]))
    columns = [f"{name}: {what}" for name in ("loop", "strides", "halves") for what in ("work", "rounds")]
    return Table("Work and depth of a scan", columns, rows)


def _tasks() -> Table:
    """Median, best and worst of the seeds for each cell on each task."""
    by_cell: dict[str, list[Score]] = {}
    for score in family.scores():
        by_cell.setdefault(score.cell, []).append(score)
    tasks = family.about()["tasks"]
    columns = [f"{name}: {what}" for name in tasks for what in ("units", tasks[name]["metric"])]
    rows = [
        plain_row(family.member(cell).name, [text for score in scores for text in (in_text(score.units), _spread(score))])
        for cell, scores in by_cell.items()
    ]
    return Table("Two small tasks", columns, rows)


def _spread(score: Score) -> str:
    places = 4 if score.task == "adding" else 3
    return f"{decimal(score.median, places)} ({decimal(score.lowest, places)} to {decimal(score.highest, places)})"


def _parity() -> Table:
    """What cells with weights set by hand say after so many ones, and how far the last one still moves a stack of minGRU."""
    said = {cell: family.parity.odd(cell, [1] * ONES[-1]) for cell in family.parity.BY_HAND}
    moved = [family.parity.unrest(layers, ONES) for layers in (1, 2)]
    rows = [
        plain_row(
            f"{ones} ones",
            [*(ODD[it[ones - 1]] for it in said.values()), *(decimal(it[n], 6) for it in moved)],
        )
        for n, ones in enumerate(ONES)
    ]
    columns = ["RNN of two units says", "LSTM of one unit says", "the last one moves minGRU by", "two layers of it by"]
    return Table("Odd or even?", columns, rows)


def _time() -> Table:
    """How long an LSTM took, how long its products alone take, and so the most that not waiting could gain."""
    machine = timings.stored(MACHINE)
    rows = [plain_row(*_waited(machine, row)) for row in machine.rows if _asked(row)]
    columns = ["measured, ms", "its products at the speed of a large one, ms", "at most so many times as fast"]
    return Table(f"How much of the time of an LSTM is waiting ({machine.device}, float32, as a graph)", columns, rows)


def _asked(row: timings.Row) -> bool:
    wanted = (row.section, row.kind, row.dtype, row.steps) == ("forward", "LSTM", "float32", STEPS)
    return wanted and row.input == row.hidden and bool(row.graph)


def _waited(machine: timings.Machine, row: timings.Row) -> tuple[str, list[str]]:
    took = row.mean("graph")
    products = 2 * row.macs / machine.ceilings.flops[row.dtype]
    name = f"{in_text(row.hidden)} units, {row.batch} {'sequence' if row.batch == 1 else 'sequences'} of {row.steps} steps"
    return name, [
        decimal(1000 * took, 2),
        decimal(1000 * products, 3),
        decimal(took / products, 1 if took < 100 * products else 0),
    ]


TABLES: Mapping[str, Callable[[], Table]] = {
    "compared": _compared,
    "parity": _parity,
    "programs": _programs,
    "scan": _scan,
    "tasks": _tasks,
    "time": _time,
}

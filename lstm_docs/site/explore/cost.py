"""The explorer of what a run costs: work, traffic, intensity under three ceilings, time and energy."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import TYPE_CHECKING

from markupsafe import Markup

from ... import cells, facts
from ...formulas.decimals import number
from ...formulas.grammar import evaluate
from ...formulas.texts import expression as plain
from ...network import Network
from .controls import Choice, Number
from .cost_drawn import CHART, Run, drawn, run
from .explorer import BESIDE, Explorer, Setup
from .texts import change, compared, expression, significant

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...ground.located import Located
    from .controls import State
    from .explorer import Data, Parts

    Sizes = Mapping[str, float]

BATCHES = (1, 4, 16, 64, 256, 1024, 4096)
GIGA, MICRO, PICO = 10**9, 10**6, 10**12
ENERGIES, TIMES = ("pJ", "nJ", "µJ", "mJ", "J", "kJ"), ("ps", "ns", "µs", "ms", "s")
ROWS = (
    ("macs", "MACs of the run", ""),
    ("step_bytes", "bytes moved in a step", ""),
    ("intensity", "intensity of the run", "operations for a byte"),
    ("balance", "balance of the machine", "operations for a byte"),
    ("arithmetic_seconds", "time of the MACs", ""),
    ("memory_seconds", "time of the bytes", ""),
    ("launch_seconds", "time of the launches", ""),
    ("arithmetic_energy", "energy of the MACs", ""),
    ("memory_energy", "energy of the bytes", ""),
)

LAYER, MACHINE = "The layer", "The machine, assumed: put in yours"
LETTERS = {"macs": "M=", "step_bytes": "Y="}
NOTE = Markup(
    "<p>The energies first assumed are those of a 45 nm process (Horowitz, 2014): a MAC in this precision, a byte from DRAM."
    " They, the speeds and the launches are yours to change.</p>"
)


def _setup(_: Located) -> Setup:
    precisions = {name: f"{name}, N = {it.bytes}" for name, it in facts.PRECISIONS.items()}
    titles = {name: recipe.title for name, recipe in cells.COMMON.items()}
    first = facts.PRECISIONS["float32"]
    controls = (
        Number("input", "I", "inputs", 1, 8192, 128),
        Number("hidden", "H", "units", 1, 8192, 256),
        Number("layers", "L", "layers", 1, 64, 1),
        Number("steps", "T", "time steps", 1, 10000, 100),
        Number("batch", "B", "sequences", 1, 4096, 1),
        Choice("dtype", "precision", precisions, "float32", group=LAYER),
        Choice("bidirectional", "directions", {"no": "one", "yes": "two"}, "no", group=LAYER),
        Choice("cell", "cell", titles, "lstm", group=LAYER, named=cells.named),
        Number("peak", "F", "peak, 10⁹ MACs a second", 1, 10**7, 100, group=MACHINE),
        Number("bandwidth", "S", "memory, 10⁹ bytes a second", 1, 10**6, 20, group=MACHINE),
        Number("launch", "A", "µs to start a step of a layer", 0, 1000, 15.0, 1, group=MACHINE),
        Number("mac_energy", "E", "pJ a MAC", 0.01, 1000, float(first.mac), 2, group=MACHINE),
        Number("byte_energy", "Q", "pJ a byte", 0.01, 10000, float(first.dram_byte), 2, group=MACHINE),
    )
    presets = {name: {"mac_energy": float(it.mac), "byte_energy": float(it.dram_byte)} for name, it in facts.PRECISIONS.items()}
    return Setup(controls, {**_data(), "presets": {"dtype": presets}, "chart": CHART}, numbers=25.5)


@cache
def _data() -> Data:
    """The formulas, and the bytes of each precision."""
    flags = (False, True)
    work = {
        f"{cell},{'01'[both]},{'01'[deep]}": {
            name: plain(formula)
            for name, formula in facts.work(
                Network(cell=cell, input=1, hidden=1, bidirectional=both, layers=2 if deep else 1)
            ).items()
        }
        for cell, both, deep in product(cells.COMMON, flags, flags)
    }
    machine = {name: plain(formula) for name, formula in facts.MACHINE.items()}
    return {"work": work, "machine": machine, "bytes": {name: it.bytes for name, it in facts.PRECISIONS.items()}}


def _formulas(data: Data, state: State) -> dict[str, str]:
    key = f"{state['cell']},{'01'[state['bidirectional'] == 'yes']},{'01'[state['layers'] != 1]}"
    return {**data["work"][key], **data["machine"]}


def _found(data: Data, state: State) -> dict[str, float]:
    """Every quantity by name."""
    formulas, sizes = _formulas(data, state), _sizes(data, state)
    sizes |= {"M": evaluate(formulas["macs"], sizes), "Y": evaluate(formulas["step_bytes"], sizes)}
    return {name: evaluate(formulas[name], sizes) for name, *_ in ROWS}


def _sizes(data: Data, state: State) -> dict[str, float]:
    letters = {
        "I": "input",
        "H": "hidden",
        "L": "layers",
        "T": "steps",
        "B": "batch",
        "E": "mac_energy",
        "Q": "byte_energy",
    }
    sizes = {letter: float(state[name] or 0) if letter in "EQ" else int(state[name] or 0) for letter, name in letters.items()}
    speeds: dict[str, float] = {"F": int(state["peak"] or 0) * GIGA, "S": int(state["bandwidth"] or 0) * GIGA}
    speeds["A"] = float(state["launch"] or 0) / MICRO
    return {**sizes, **speeds, "N": data["bytes"][state["dtype"]]}


def _parts(data: Data, state: State, before: State) -> Parts:
    costs, earlier = _found(data, state), _found(data, before)
    batches = [(batch, run(_found(data, state | {"batch": batch}))) for batch in BATCHES]
    title = f"share of the peak, {number(int(state['peak'] or 0))} · 10⁹ MACs a second"
    return {
        "picture": drawn(data["chart"], run(costs), run(earlier), batches, title),
        "said": _said(change(data["names"], before, state), costs, earlier),
        "numbers": _numbers(_formulas(data, state), costs),
    }


def _said(done: str, costs: Mapping[str, float], earlier: Mapping[str, float]) -> Markup:
    now, then = (it["arithmetic_energy"] + it["memory_energy"] for it in (costs, earlier))
    at: Run = run(costs)
    speed = f"{at.limit}: {significant(100 * at.share)} % of the peak."
    if not done:
        return Markup("{}").format(f"{speed} The run takes {_scaled(now, ENERGIES)}.")
    comparison = compared(done, then, now, "for the run", shown=(_scaled(then, ENERGIES), _scaled(now, ENERGIES)))
    return Markup("{}").format(f"{comparison} {speed}")


def _numbers(formulas: Mapping[str, str], costs: Mapping[str, float]) -> Markup:
    row = Markup('<tr><th scope="row">{}</th><td>{}</td><td class="lstm-number">= {}</td></tr>')
    rows = [
        row.format(words, expression(LETTERS.get(name, "") + formulas[name]), _value(name, costs[name], unit))
        for name, words, unit in ROWS
    ]
    return Markup('<table class="lstm-table"><tbody>{}</tbody></table>{}').format(Markup("").join(rows), NOTE)


def _value(name: str, value: float, unit: str) -> str:
    if name.endswith("energy"):
        return _scaled(value, ENERGIES)
    if name.endswith("seconds"):
        return _scaled(value * PICO, TIMES)
    return f"{significant(value)} {unit}" if unit else number(value)


def _scaled(value: float, units: Sequence[str]) -> str:
    """Three digits with the unit that makes them easy to read."""
    place = 0
    while value >= 1000 and place < len(units) - 1:
        value, place = value / 1000, place + 1
    return f"{significant(value)} {units[place]}"


EXPLORER = Explorer("cost", "What a run costs, on a roofline", _setup, _parts, BESIDE, letters="ABEFHILMNQSTY")

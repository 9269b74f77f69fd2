"""The explorer of the family: each cell beside the LSTM, a transformer block and a state-space layer, over H or over T."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from ... import cells, family
from ...formulas.decimals import number
from ...formulas.grammar import evaluate
from ...formulas.texts import expression as plain
from . import family_drawn
from .controls import Choice, Number
from .explorer import BESIDE, Explorer, Setup
from .texts import change, expression, significant

if TYPE_CHECKING:
    from ...ground.located import Located
    from .controls import State
    from .explorer import Data, Parts

QUANTITIES = {
    "macs": "MACs of T steps",
    "waiting_macs": "MACs of T steps that wait",
    "state_bytes": "bytes held after T steps",
    "parameters": "parameters",
}
OVER = {"hidden": "units H", "steps": "steps T"}
FIRST = ("rnn-tanh", "lstm", "gru-reset-after")


def _setup(_: Located) -> Setup:
    rows = {**{one.cell: one.name for one in family.members() if one.today or one.cell in FIRST}}
    beside = {name: called for name, (called, _) in family.BESIDE.items()}
    chosen = {name: called for name, called in rows.items() if name != "lstm"}
    controls = (
        Number("input", "I", "inputs", 1, 8192, 128),
        Number("hidden", "H", "units", 1, 8192, 256),
        Number("steps", "T", "time steps", 1, 100_000, 1000),
        Choice("cell", "cell", chosen, "mingru", named=cells.named),
        Choice("quantity", "what", QUANTITIES, "macs"),
        Choice("over", "drawn over", OVER, "steps"),
    )
    data = {"rows": {**rows, **beside}, "formulas": _formulas(tuple({**rows, **beside})), "chart": family_drawn.CHART}
    return Setup(controls, data, numbers=40)


@cache
def _formulas(names: tuple[str, ...]) -> dict[str, dict[str, str]]:
    return {name: {it: plain(getattr(family.quantities(name), it)) for it in QUANTITIES} for name in names}


def _sizes(state: State) -> dict[str, float]:
    return {"I": int(state["input"] or 0), "H": int(state["hidden"] or 0), "T": int(state["steps"] or 0)}


def _parts(data: Data, state: State, before: State) -> Parts:
    sizes, quantity = _sizes(state), str(state["quantity"])
    formulas = {name: it[quantity] for name, it in data["formulas"].items()}
    drawn = [str(state["cell"]), "lstm", *family.BESIDE]
    return {
        "picture": family_drawn.drawn(
            data["chart"],
            quantity,
            str(state["over"]),
            [(data["rows"][name], formulas[name]) for name in drawn],
            sizes,
            f"{QUANTITIES[quantity]}, over {OVER[str(state['over'])]}",
        ),
        "said": _said(data, state, before, {name: evaluate(formulas[name], sizes) for name in drawn}),
        "numbers": _numbers(data["rows"], formulas, sizes, str(state["cell"])),
    }


def _said(data: Data, state: State, before: State, values: dict[str, float]) -> Markup:
    done = change(data["names"], before, state)
    now, beside = values[str(state["cell"])], values["lstm"]
    times = (
        f", {significant(now / beside)} times the LSTM's {number(beside)}" if now and beside else f"; the LSTM {number(beside)}"
    )
    lead = f"{done}. " if done else ""
    return Markup("{}").format(f"{lead}{data['rows'][state['cell']]}: {number(now)}{times}.")


def _numbers(names: dict[str, str], formulas: dict[str, str], sizes: dict[str, float], chosen: str) -> Markup:
    row = Markup('<tr{}{}><th scope="row">{}</th><td>{}</td><td class="lstm-number">= {}</td></tr>')
    marked = Markup(' class="lstm-now"')
    rows = [
        row.format(
            marked if name == chosen else "",
            "" if name in ("lstm", *family.BESIDE) else Markup(' data-set="cell={}"').format(name),
            names[name],
            expression(formula),
            number(evaluate(formula, sizes)),
        )
        for name, formula in formulas.items()
    ]
    return Markup('<table class="lstm-table"><tbody>{}</tbody></table>').format(Markup("").join(rows))


EXPLORER = Explorer("family", "The family beside a transformer block", _setup, _parts, BESIDE, letters="HIT")

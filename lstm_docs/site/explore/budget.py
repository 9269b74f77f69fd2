"""The explorer of budgets: the units that a number of parameters buys under each convention, and the other way."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from ... import cells, derive, frameworks
from ...cells.sizes import LARGEST_SIZE
from ...facts import largest_within
from ...formulas.decimals import number
from ...formulas.grammar import evaluate
from ...formulas.texts import expression as plain
from ...network import Network
from .budget_drawn import CHART, Curve, drawn
from .controls import Choice, Number
from .explorer import BESIDE, Explorer, Setup
from .texts import change, compared, expression

if TYPE_CHECKING:
    from ...ground.located import Located
    from .controls import State
    from .explorer import Data, Parts

LARGEST_BUDGET, MOST_LAYERS, NAMED = 10**12, 64, 3
EQUATIONS, LAYER = "the equations", "The layer"


def _setup(options: Located) -> Setup:
    titles = {name: recipe.title for name, recipe in cells.COMMON.items()}
    units_given = "hidden" in options.value and "budget" not in options.value
    controls = (
        Choice("given", "given", {"budget": "a budget", "hidden": "units"}, "hidden" if units_given else "budget"),
        Number("budget", "budget", "of parameters", 1, LARGEST_BUDGET, 10000),
        Number("hidden", "H", "units", 1, LARGEST_SIZE, 12),
        Number("input", "I", "inputs", 1, LARGEST_SIZE, 80),
        Number("layers", "L", "layers", 1, MOST_LAYERS, 1),
        Choice("bidirectional", "directions", {"no": "one", "yes": "two"}, "no", group=LAYER),
        Choice("bias", "biases", {"yes": "with", "no": "without"}, "yes", group=LAYER),
        Choice("cell", "cell", titles, "lstm", group=LAYER, named=cells.named),
    )
    return Setup(controls, {"rows": _rows(), "chart": CHART}, numbers=9.6)


@cache
def _rows() -> dict[str, list[list[Any]]]:
    """For each kind of network the formulas that count it, each with those who count so; the equations' own first."""
    flags = (False, True)
    return {
        f"{cell},{'01'[bias]},{'01'[both]},{'01'[deep]}": _counted(
            Network(cell=cell, input=3, hidden=2, bias=bias, bidirectional=both, layers=2 if deep else 1)
        )
        for cell, bias, both, deep in product(cells.COMMON, flags, flags, flags)
    }


def _counted(network: Network) -> list[list[Any]]:
    formulas = {plain(derive.over_layers(derive.parameters(network.equations), network)): [EQUATIONS]}
    for name in frameworks.FRAMEWORKS:
        if not frameworks.refusal(name, network):
            formulas.setdefault(plain(frameworks.parameters(name, network)), []).append(frameworks.get(name).name)
    return [[_together(names), formula] for formula, names in formulas.items()]


def _together(names: list[str]) -> str:
    if len(names) <= NAMED + 1:
        return ", ".join(names)
    return f"{', '.join(names[:NAMED])} and {len(names) - NAMED} more"


def _formulas(data: Data, state: State) -> list[tuple[str, str]]:
    flags = (state["bias"] == "yes", state["bidirectional"] == "yes", state["layers"] != 1)
    rows: list[tuple[str, str]] = data["rows"][",".join([str(state["cell"]), *("01"[flag] for flag in flags)])]
    return rows


def _count(formula: str, state: State, units: float) -> float:
    count: float = evaluate(formula, {"I": state["input"], "L": state["layers"], "H": units})
    return count


def _units(formula: str, state: State, budget: float) -> int:
    """The most units that a budget holds; 0 if it does not hold one."""
    return largest_within(int(budget), lambda units: _count(formula, state, units))


def _answer(data: Data, state: State) -> tuple[int, float]:
    """Units and parameters by the equations."""
    formula = _formulas(data, state)[0][1]
    units = int(state["hidden"] or 0) if state["given"] == "hidden" else _units(formula, state, int(state["budget"] or 0))
    return units, _count(formula, state, units) if units else 0


def _parts(data: Data, state: State, before: State) -> Parts:
    formulas, given = _formulas(data, state), str(state["given"])
    now, then = _curve(formulas[0][1], state), _curve(_formulas(data, before)[0][1], before)
    others = [key for key in ("cell", "input", "layers", "bidirectional", "bias") if state[key] != before[key]]
    amounts = (_level(data, state), _level(data, before))
    return {
        "picture": drawn(data["chart"], now, then if others else None, amounts, given),
        "said": _said(data, state, before),
        "numbers": _numbers(formulas, state),
    }


def _curve(formula: str, state: State) -> Curve:
    return Curve(lambda units: _count(formula, state, units), lambda amount: _units(formula, state, amount))


def _level(data: Data, state: State) -> int:
    """The parameters that are given, or that the units take."""
    return int(_answer(data, state)[1]) if state["given"] == "hidden" else int(state["budget"] or 0)


def _said(data: Data, state: State, before: State) -> Markup:
    (units, count), (earlier, counted) = _answer(data, state), _answer(data, before)
    formula = _formulas(data, state)[0][1]
    if not units:
        return Markup("{}").format(f"Too few: by the equations one unit takes {number(_count(formula, state, 1))} parameters.")
    done = change(data["names"], before, state)
    turned = state["given"] != before["given"] or not done or not earlier
    if state["given"] == "hidden":
        sentence = f"{number(units)} units take {number(count)} parameters by the equations."
        return Markup("{}").format(sentence if turned else compared(done, counted, count, "parameters by the equations"))
    sentence = f"{number(int(state['budget'] or 0))} parameters hold {number(units)} units by the equations."
    return Markup("{}").format(sentence if turned else compared(done, earlier, units, "units by the equations"))


def _numbers(formulas: list[tuple[str, str]], state: State) -> Markup:
    heads = ("counted by", "parameters", "H", "they take", "left over" if state["given"] == "budget" else "")
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(words) for words in heads if words)
    rows = Markup("").join(_row(words, formula, state) for words, formula in formulas)
    return Markup('<table class="lstm-table"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(head, rows)


def _row(words: str, formula: str, state: State) -> Markup:
    given = int(state["budget"] or 0)
    units = int(state["hidden"] or 0) if state["given"] == "hidden" else _units(formula, state, given)
    count = _count(formula, state, units) if units else 0
    numbers = [units, count, given - count] if state["given"] == "budget" else [units, count]
    shown = Markup("").join(Markup('<td class="lstm-number">{}</td>').format(number(value)) for value in numbers)
    return Markup('<tr><th scope="row">{}</th><td>{}</td>{}</tr>').format(words, expression(formula), shown)


EXPLORER = Explorer("budget", "Units for a budget of parameters", _setup, _parts, BESIDE, letters="HIL")

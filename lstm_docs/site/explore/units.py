"""The explorer of rules of thumb: the units that each asks for, and what an LSTM of so many units takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from ... import facts
from ...cells.sizes import H, size
from ...facts.rules import ALPHAS, BY_SAMPLES
from ...formulas.decimals import number
from ...formulas.grammar import evaluate
from ...formulas.texts import expression as plain
from ...network import Network
from .controls import Number
from .explorer import BESIDE, Explorer, Setup
from .texts import change, expression, significant
from .units_drawn import Rule, drawn, framed

if TYPE_CHECKING:
    from ...ground.located import Located
    from .controls import State
    from .explorer import Data, Parts

MOST, MOST_SAMPLES = 100_000, 1_000_000
LETTERS = {"I": "input", "K": "output", "S": "samples", "A": "alpha", "T": "steps"}
HEADS = ("rule", "units", "formula", "parameters", "per sample", "MACs")


def _setup(_: Located) -> Setup:
    controls = (
        Number("input", "I", "inputs", 1, MOST, 26),
        Number("output", "K", "outputs", 1, MOST, 2),
        Number("samples", "S", "training sequences", 1, MOST_SAMPLES, 5000),
        Number("steps", "T", "steps", 1, MOST, 11),
        Number("alpha", "α", "of the first rule", ALPHAS[0], ALPHAS[-1], 5),
    )
    rules = _rules()
    drawn_on = framed([words for words, _, _ in rules])
    return Setup(controls, {"rules": rules, "alphas": [ALPHAS[0], ALPHAS[-1]], **_costs(), "chart": drawn_on}, numbers=15)


DRAGGED = "IKT"
"""What a rule's dot drags: of these the first in the formula."""


def _rules() -> list[list[str]]:
    """The rules of the facts as words, formulas and the letter that is dragged; that by samples once, its factor open."""
    others = [[rule.name, rule.text] for rule in facts.rules(1, 1, 1, 1) if "S" not in rule.text]
    dragged = [next(letter for letter in DRAGGED if letter in text) for _, text in others]
    return [["samples", plain(BY_SAMPLES), "A"], *([*it, letter] for it, letter in zip(others, dragged, strict=True))]


def _costs() -> dict[str, str]:
    """Parameters and MACs of one LSTM layer and a dense head on its last state."""
    known = facts.of(Network(input=3, hidden=2), steps=4)
    head = size("K")
    macs = known["macs"].formula.subs(size("B"), 1)
    return {"parameters": plain(known["parameters"].formula + head * (H + 1)), "macs": plain(macs + head * H)}


def _sizes(state: State) -> dict[str, int]:
    return {letter: int(state[name] or 0) for letter, name in LETTERS.items()}


def _units(formula: str, sizes: dict[str, int]) -> int:
    """A rule's units, rounded to a whole number and at least 1."""
    return max(1, int(evaluate(formula, sizes) + 0.5))


def _asked(data: Data, state: State) -> list[Rule]:
    """What each rule asks for, and the range of the one that leaves a factor open."""
    sizes = _sizes(state)
    asked = []
    for words, formula, letter in data["rules"]:
        ends = [_units(formula, {**sizes, "A": alpha}) for alpha in data["alphas"]]
        sign = -1 if letter == "A" else 1
        rest = 0.0 if letter == "A" else _rest(formula, sizes, letter)
        asked.append(Rule(words, _units(formula, sizes), min(ends), max(ends), LETTERS[letter], sign, rest))
    return asked


def _rest(formula: str, sizes: dict[str, int], letter: str) -> float:
    """What has to be added to a size so that a formula is a multiple of both together."""
    none, one = (evaluate(formula, {**sizes, letter: value}) for value in (0, 1))
    rest: float = none / (one - none)
    return rest


def _parts(data: Data, state: State, before: State) -> Parts:
    rules = _asked(data, state)
    return {
        "picture": drawn(data["chart"], rules, _asked(data, before)),
        "said": _said(change(data["names"], before, state), rules),
        "numbers": _numbers(data, state, rules),
    }


def _said(done: str, rules: list[Rule]) -> Markup:
    low, high = min(it.low for it in rules), max(it.high for it in rules)
    lead = f"{done}: the rules ask" if done else "The rules ask"
    alone = f"The first alone asks for {number(rules[0].low)} to {number(rules[0].high)}, by its α."
    return Markup("{}").format(f"{lead} for {number(low)} to {number(high)} units. {alone}")


def _numbers(data: Data, state: State, rules: list[Rule]) -> Markup:
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(words) for words in HEADS)
    rows = Markup("").join(_row(data, state, formula, rule) for (_, formula, _), rule in zip(data["rules"], rules, strict=True))
    return Markup('<table class="lstm-table"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(head, rows)


def _row(data: Data, state: State, formula: str, rule: Rule) -> Markup:
    sizes = {**_sizes(state), "H": rule.units}
    parameters, macs = (evaluate(data[name], sizes) for name in ("parameters", "macs"))
    worked_out = expression(formula.replace("A", str(state["alpha"])))
    costs = (number(parameters), significant(parameters / sizes["S"]), number(macs))
    cell = Markup('<td class="lstm-number">{}</td>')
    cells = [cell.format(number(rule.units)), Markup("<td>{}</td>").format(worked_out), *map(cell.format, costs)]
    return Markup('<tr><th scope="row">{}</th>{}</tr>').format(rule.words, Markup("").join(cells))


EXPLORER = Explorer("units", "Units by rules of thumb", _setup, _parts, BESIDE, letters="IKST")

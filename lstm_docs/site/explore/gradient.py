"""The explorer of gradients: what is left of one after some steps, along the cell state and through a simple RNN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from ...formulas.decimals import number
from ...formulas.grammar import evaluate
from ..plots.functions import FUNCTIONS
from .controls import Number
from .explorer import BESIDE, Explorer, Setup
from .gradient_drawn import CHART, Way, drawn
from .texts import change, fixed, significant

if TYPE_CHECKING:
    from ...ground.located import Located
    from .controls import State
    from .explorer import Data, Parts

LARGEST, PLAIN_UP_TO, PLAIN_FROM = 10**12, 10**6, 0.001
"""What is left is counted up to the first, and written without a power of ten between the others."""

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def _setup(_: Located) -> Setup:
    controls = (
        Number("gate", "f", "forget gate", 0.01, 1, 0.9, 3),
        Number("steps", "k", "steps back", 1, 100, 20),
        Number("slope", "s", "slope of the RNN", 0.05, 1, 0.7, 2),
        Number("radius", "ρ", "spectral radius of U", 0.1, 2, 1.0, 2),
    )
    steepest = [_steepest(name, sign) for name, sign in (("tanh", "tanh"), ("sigmoid", "σ"))]
    return Setup(controls, {"ways": [*_WAYS, *steepest], "chart": CHART}, numbers=9.5)


_WAYS = (
    {"words": "along the cell state", "kind": "lstm-f", "field": "gate", "step": "P*F", "formula": "<mi>f</mi>", "spoken": "f"},
    {
        "words": "through the RNN",
        "kind": "lstm-h lstm-dashed",
        "field": "radius",
        "step": "P*S*R",
        "formula": '<mo stretchy="false">(</mo><mi>s</mi><mi>ρ</mi><mo stretchy="false">)</mo>',
        "spoken": "open paren s times ρ close paren",
    },
)
"""One step back as a formula, P being what is left so far; what all steps are a power of; and the field that its line drags."""


def _steepest(function: str, sign: str) -> dict[str, str]:
    """An RNN with the steepest slope of its function, that at 0, at every step."""
    parts = round(1 / FUNCTIONS[function].slope(0))
    over = f'<mo stretchy="false">(</mo><mi>ρ</mi><mo>/</mo><mn>{parts}</mn><mo stretchy="false">)</mo>'
    formula, spoken = (over, f"open paren ρ over {parts} close paren") if parts > 1 else ("<mi>ρ</mi>", "ρ")
    return {"words": f"{sign} at its steepest", "step": f"P*R/{parts}", "formula": formula, "spoken": spoken}


def _step(way: Data, state: State, left: float) -> float:
    left_over: float = evaluate(way["step"], {"P": left, "F": state["gate"], "S": state["slope"], "R": state["radius"]})
    return left_over


def _after(way: Data, state: State) -> float:
    """What is left after all steps; once it is above what is counted, that."""
    left: float = 1
    for _ in range(int(state["steps"] or 1)):
        left = _step(way, state, left)
        if left > LARGEST:
            break
    return left


def _halved(way: Data, state: State) -> str:
    """After how many steps half or less is left."""
    if (left := _step(way, state, 1)) >= 1:
        return "never less" if left == 1 else "it grows"
    steps = 1
    while left > 0.5:
        left, steps = _step(way, state, left), steps + 1
    return f"half of it at k = {number(steps)}"


def _parts(data: Data, state: State, before: State) -> Parts:
    shown = [
        Way(_step(way, state, 1), _step(way, before, 1), _share(_after(way, state)), way["words"], way["kind"], way["field"])
        for way in data["ways"][:2]
    ]
    return {
        "picture": drawn(data["chart"], shown, int(state["steps"] or 1)),
        "said": _said(change(data["names"], before, state), data, state, before),
        "numbers": _numbers(data, state),
    }


def _said(done: str, data: Data, state: State, before: State) -> Markup:
    """What is left on either way, and what it was."""
    cell, rnn = (_moved(_after(way, before), _after(way, state)) for way in data["ways"][:2])
    steps = int(state["steps"] or 1)
    lead = f"{done}: after" if done else "After"
    count = "1 step" if steps == 1 else f"{number(steps)} steps"
    return Markup("{}").format(f"{lead} {count} {cell} of a gradient is left along the cell state, {rnn} through the RNN.")


def _moved(then: float, now: float) -> str:
    first, last = _share(then), _share(now)
    return last if first == last else f"{first} → {last}"


def _share(value: float) -> str:
    """A positive number to three digits that count, with a power of ten where zeros would have to be counted."""
    if value > LARGEST:
        return "more than 10¹²"
    if PLAIN_FROM <= value < PLAIN_UP_TO:
        return significant(value)
    power = 0
    while value >= 9.995:
        value, power = value / 10, power + 1
    while value < 0.9995:  # that is 1.00 with two decimals
        value, power = value * 10, power - 1
    return f"{fixed(value, 2)} · 10{str(power).translate(SUPERSCRIPTS)}"


def _numbers(data: Data, state: State) -> Markup:
    row = Markup(
        '<tr><th scope="row">{}</th><td><math aria-label="{} to the k"><msup><mrow>{}</mrow><mi>k</mi></msup></math></td>'
        '<td class="lstm-number">= {}</td><td>{}</td></tr>'
    )
    rows = [
        row.format(way["words"], way["spoken"], Markup(way["formula"]), _share(_after(way, state)), _halved(way, state))  # noqa: S704 - ours
        for way in data["ways"]
    ]
    return Markup('<table class="lstm-table"><tbody>{}</tbody></table>').format(Markup("").join(rows))


EXPLORER = Explorer("gradient", "What is left of a gradient", _setup, _parts, BESIDE, letters="fksρ")

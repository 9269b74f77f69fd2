"""One step in numbers: c_t and h_t from the values of the gates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import sympy

from ...cells.sizes import size
from .. import probes
from ..registry import Item, Key, Listed, answer
from ..texts import Said, said
from .activations import exact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..case import Case

F, J, G, O, C = map(size, "FJGOC")  # noqa: E741 - the output gate; all in hundredths
SIGNS = {"positive": 1, "negative": -1}
HUNDREDTHS = 100


def sign(case: Case) -> int:
    """Whether the candidate is stated with a minus before it."""
    return SIGNS[case.form]


@answer("cell-state-step")
def cell_state_step(case: Case) -> Key:
    """c = f c_prev + i g, all but the sign of g drawn in hundredths; measured: one step of a unit with those gates."""
    kept, written = F * C / HUNDREDTHS**2, sign(case) * J * G / HUNDREDTHS**2
    value = kept + written
    solution = (
        said("Kept of the old state: $f_t \\, c_{t-1}$ = {F} · {C} = {kept}.", kept=kept),
        said(f"Written: $i_t \\, g_t$ = {{J}} · {minus(case)}{{G}} = {{written}}.", written=written),
        said("Together $c_t$ = {value}.", value=value),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[float, ...]:
        f, i, g, c = (sizes[letter] / HUNDREDTHS for letter in "FJGC")
        return (probes.stepped("lstm", {"f": f, "i": i, "g": sign(case) * g, "o": 0.5}, c=c)["c_t"],)

    return Key((value,), solution, measured, (("minus", minus(case)),))


def minus(case: Case) -> str:
    """What stands before the candidate's number."""
    return "−" if sign(case) < 0 else ""


@answer("hidden-state-step")
def hidden_state_step(case: Case) -> Key:
    """h = o tanh(c) for the c of the case; measured: a unit that keeps c and opens its output gate so far."""
    c = sympy.Rational(case.argument)
    squashed = exact(sympy.tanh(c))
    value = O * squashed / HUNDREDTHS
    solution = (
        said(f"The cell state is squashed first: tanh({case.argument}) = {{squashed}}.", squashed=squashed),
        said("Then the output gate lets a share through: $h_t$ = {O} · {squashed} = {value}.", squashed=squashed, value=value),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[float, ...]:
        gates = {"f": 1.0, "i": 0.0, "g": 0.0, "o": sizes["O"] / HUNDREDTHS}
        return (probes.stepped("lstm", gates, c=float(c))["h_t"],)

    return Key((value,), solution, measured, (("table", _table()),))


def _table() -> str:
    """tanh at the arguments a question may need, to four decimals, as on a sheet of formulas."""
    return ", ".join(f"tanh({a}) = {float(sympy.tanh(sympy.Rational(a))):.4f}" for a in ("0.5", "1", "1.5", "2", "3"))


OPENINGS: dict[str, tuple[float, float, str]] = {
    "keep": (1, 0, "$c_{t-1}$, unchanged"),
    "replace": (0, 1, "$g_t$, the candidate"),
    "add": (1, 1, "$c_{t-1} + g_t$"),
    "erase": (0, 0, "0"),
}
"""What a step does -> forget gate, input gate, the new cell state."""

MORE = ("$h_{t-1}$, the old hidden state", "$\\tanh(c_{t-1})$")


@answer("gates-predict")
def gates_predict(case: Case) -> Listed:
    """c_t of a unit whose gates are all the way open or shut; measured: against what every option would give."""
    f, i, right = OPENINGS[case.form]
    texts = [*(text for _, _, text in OPENINGS.values()), *MORE]
    rule = said("$c_t = f_t \\odot c_{t-1} + i_t \\odot g_t$; a gate at 0 removes its term, a gate at 1 leaves it whole.")
    result = said(f"With $f_t$ near {f} and $i_t$ near {i} what is left is {right}.")
    items = tuple(Item(Said(text), text == right, said=result, misconception="gates-misread") for text in texts)
    stated = (("opening", f"{_opening('forget', f)} and {_opening('input', i)}"),)
    return Listed(items, (rule, result), lambda _: _predictions(f, i), stated)


def _opening(gate: str, value: float) -> str:
    return f"the {gate} gate is almost {'fully open (1)' if value else 'shut (0)'}"


def _predictions(f: float, i: float) -> tuple[bool, ...]:
    c, g, h = 0.7, -0.4, 0.2
    found = probes.stepped("lstm", {"f": f, "i": i, "g": g, "o": 0.5}, c=c, h=h)["c_t"]
    options = (c, g, c + g, 0.0, h, float(np.tanh(c)))
    return tuple(bool(np.isclose(found, option, rtol=0, atol=1e-9)) for option in options)

"""Numbers, formulas and sentences as explorers show them; `assets/explore-parts.js` writes the same, letter for letter."""

from __future__ import annotations

import re
from math import floor, isfinite
from typing import TYPE_CHECKING

from markupsafe import Markup

from ...formulas.decimals import decimal, infinite, number
from ...formulas.spoken import SIGNS, raised

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .controls import State, Value

_SPOKEN = SIGNS | {"*": "times"}
_TOKEN = re.compile(r"\d+(?:\.\d+)?|[A-Z]|\^\d|[-+*/()=]")


def px(value: float) -> float:
    """A place on the picture, to a tenth of a pixel, halves up."""
    return floor(value * 10 + 0.5) / 10


def fixed(value: float, decimals: int) -> str:
    """A number with so many decimals, halves away from zero, and no minus before zero; or that it is infinite or none."""
    if not isfinite(value):
        return infinite(value)
    scaled = floor(abs(value) * 10**decimals + 0.5)
    return decimal(-scaled if value < 0 else scaled, decimals)


def rounded(value: float, decimals: int) -> float:
    """The number that `fixed` writes."""
    unit = 10.0**decimals
    scaled = floor(abs(value) * unit + 0.5) / unit
    return -scaled if value < 0 else scaled


def tenth(value: float) -> float:
    """A number to one decimal, halves away from zero."""
    return rounded(value, 1) or 0.0


def significant(value: float) -> str:
    """A positive number to three digits that count."""
    decimals, bound = 2, 10.0
    while decimals and value >= bound:
        decimals, bound = decimals - 1, bound * 10
    while value and value * 10 ** (decimals - 2) < 1 and decimals < 9:
        decimals += 1
    return fixed(value, decimals)


def expression(formula: str) -> Markup:
    """A formula of the answer grammar as MathML."""
    pieces: list[str] = []
    tokens = _TOKEN.findall(formula)
    for token, after in zip(tokens, [*tokens[1:], ""], strict=True):
        if token[0] == "^":
            pieces[-1] = f"<msup>{pieces[-1]}<mn>{token[1]}</mn></msup>"
        elif token != "*":
            pieces.append(_element(token))
        elif after[0].isdigit():
            pieces.append("<mo>·</mo>")
    words = " ".join(raised(token[1], token[1]) if token[0] == "^" else _SPOKEN.get(token[0], token) for token in tokens)
    return Markup(f'<math aria-label="{words}">{"".join(pieces)}</math>')  # noqa: S704 - made of tokens


def _element(token: str) -> str:
    if token[0].isdigit():
        return f"<mn>{token}</mn>"
    if token.isalpha():
        return f"<mi>{token}</mi>"
    sign = "−" if token == "-" else token
    return f'<mo stretchy="false">{sign}</mo>' if token in "()" else f"<mo>{sign}</mo>"


def change(names: Mapping[str, Sequence[object]], before: State, after: State) -> str:
    """What was done, in words: `Doubling H`, `H from 12 to 13`, `Framework: PyTorch → Keras`; empty if nothing was."""
    name = next((key for key in after if after[key] != before[key]), None)
    return "" if name is None else _done(names[name], before[name], after[name])


def _done(named: Sequence[object], before: Value, after: Value) -> str:
    label, *words = str(named[0]), *named[1:]
    word = len(label) > 2  # and not a symbol
    lead = label[0].upper() + label[1:] if word else label
    if words:
        chosen: Mapping[Value, str] = words[0]  # type: ignore[assignment]
        return f"{lead}: {chosen[before]} → {chosen[after]}"
    if isinstance(before, str) or isinstance(after, str):
        return f"{lead}: {before} → {after}"
    if before and after and (after == 2 * before or before == 2 * after):
        return f"{'Doubling' if after == 2 * before else 'Halving'} {'the ' if word else ''}{label}"
    return f"{lead} from {_blank(before)} to {_blank(after)}"


def _blank(value: float | None) -> str:
    return "nothing" if value is None else number(value)


def refused_after(done: str, reason: str) -> str:
    """`Doubling H, but Keras has no projection.`"""
    return f"{done}, but {reason}." if done else f"{reason}."


def compared(done: str, before: float, after: float, unit: str, *, shown: tuple[str, str] | None = None) -> str:
    """`Doubling H: 4 464 → 10 080 parameters, × 2.26.`"""
    first, last = shown or (number(before), number(after))
    if before == after:
        return f"{done}: still {last} {unit}."
    return f"{done}: {first} → {last} {unit}, × {significant(after / before)}."

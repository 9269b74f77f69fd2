"""What a layer returns: the two settings of Keras, and which of its states come out."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from ...formulas.mathml import symbol_class
from ...formulas.numbers import counted
from .strokes import line, note, shown_places
from .svg import FITS, label, picture, symbol, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

HIGH, HIGH_CELL, HEAD, APART, LEAST, MOST = 184, 34, 48, 6, 24.0, 44.0
EACH = "states, each"
MONO, WORD = 7.9, 6.4
"""Room for a letter of code, and for one of words; `LEAST` and `MOST` are between panels."""


@dataclass(frozen=True)
class Returned:
    """One combination: the settings, and the shape of each array that comes out, the output first."""

    sequences: bool
    state: bool
    shapes: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Layout:
    """Which of the states are drawn, how large a vector is, where in a panel the kept ones begin, how wide a panel is."""

    places: Sequence[int]
    cell: float
    states_x: float
    wide: float

    @property
    def columns(self) -> int:
        """How many panels stand in a row, so that a phone has room for them."""
        return 2 if 2 * self.wide + LEAST <= FITS else 1

    @property
    def step(self) -> float:
        """From one panel of a row to the next."""
        return self.wide + min(MOST, FITS - 2 * self.wide)


def return_sequences(steps: int, states: Sequence[str], variants: Sequence[Returned]) -> Markup:
    """A panel for each combination, two in a row if they fit: then with `return_state` across, `return_sequences` down."""
    at = next((at for at in (_layout(most, steps, states, variants) for most in (4, 3)) if at.columns > 1), None)
    at = at or _layout(4, steps, states, variants)
    ordered = sorted(variants, key=lambda it: (it.sequences, it.state))
    parts = [
        _panel(at.step * (n % at.columns), HIGH * (n // at.columns), steps, states, it=it, at=at)
        for n, it in enumerate(ordered)
    ]
    description = "; ".join(
        f"return_sequences={it.sequences}, return_state={it.state}: {' and '.join(map(str, it.shapes))}" for it in variants
    )
    title = f"What a layer returns after {counted(steps, 'step')}"
    height = HIGH * ceil(len(variants) / at.columns)
    return picture(at.wide + at.step * (at.columns - 1), height, title, description, *parts, kind="lstm-returns")


def _layout(most: int, steps: int, states: Sequence[str], variants: Sequence[Returned]) -> Layout:
    places = shown_places(steps, most)
    cell = max(32.0, 20 + 7.0 * len(str(steps)))
    first = max(len(str(it.shapes[0])) for it in variants)
    last = max(len(str(it.shapes[-1])) for it in variants if it.state)
    states_x = 12 + max((cell + APART) * len(places), MONO * first)
    right = max((cell + APART) * len(states), MONO * last, WORD * len(EACH))
    return Layout(places, cell, states_x, max(states_x + right, MONO * len("return_sequences=False")))


def _head(x: float, y: float, words: str) -> Markup:
    return tag("text", words, x=x, y=y, class_="lstm-code")


def _panel(x: float, y: float, steps: int, states: Sequence[str], *, it: Returned, at: Layout) -> Markup:
    named = [(f"h_{place}" if place else "", it.sequences or place == steps) for place in at.places]
    floor, right, step = y + HEAD + 30, x + at.states_x, at.cell + APART
    return tag(
        "g",
        _head(x, y + 14, f"return_sequences={it.sequences}"),
        _head(x, y + 32, f"return_state={it.state}"),
        *(_cell(x + step * n, floor, at.cell, *vector) for n, vector in enumerate(named)),
        *(_cell(right + step * n, floor, at.cell, f"{name}_{steps}", it.state) for n, name in enumerate(states)),
        *_shapes(x, right, floor + 64, it),
    )


def _cell(x: float, y: float, wide: float, name: str, comes_out: bool) -> Markup:
    """A vector; one that comes out is filled and has an arrow, one that stays is an outline."""
    middle = x + wide / 2
    if not name:
        return label(middle, y + HIGH_CELL / 2 + 5, "···")
    box = {"x": x, "y": y, "width": wide, "height": HIGH_CELL}
    if comes_out:
        drawn = line((middle, y), (middle, y - 22)) + tag("rect", **box, class_="lstm-block")
    else:
        drawn = tag("rect", **box, class_="lstm-cell", stroke_dasharray="3 3", opacity="0.5")
    return tag("g", drawn, symbol(middle, y + 22, name), class_=symbol_class(name))


def _shapes(x: float, right: float, y: float, it: Returned) -> list[Markup]:
    """Under the output its shape, under the states theirs."""
    first, *others = it.shapes
    words = [note(x, y - 6, "output", "start"), _head(x, y + 14, str(first))]
    if others:
        named = EACH if len(others) > 1 else "state"
        words += [note(right, y - 6, named, "start"), _head(right, y + 14, str(others[0]))]
    return [tag("g", *words)]

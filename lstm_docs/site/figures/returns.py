"""What a layer returns: the two settings of Keras, and which of its states come out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...formulas.mathml import symbol_class
from ...formulas.numbers import counted
from .strokes import line, note, shown_places
from .svg import label, picture, symbol, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

HIGH, HIGH_CELL, LEFT, HEAD = 152, 34, 96, 36
EACH = "states, each"


@dataclass(frozen=True)
class Returned:
    """One combination: the settings, and the shape of each array that comes out, the output first."""

    sequences: bool
    state: bool
    shapes: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Layout:
    """How large a vector is drawn, where in a panel the states begin, and how wide a panel is."""

    cell: float
    states: float
    wide: float


def return_sequences(steps: int, states: Sequence[str], found: Sequence[Returned]) -> Markup:
    """Two by two: with `return_sequences` downwards, with `return_state` across."""
    at = _layout(steps, states, found)
    parts = [
        *(_head(LEFT + at.wide * column + 8, 16, f"return_state={value}") for column, value in enumerate((False, True))),
        *(_side(HEAD + HIGH * row + 52, value) for row, value in enumerate((False, True))),
        *(_panel(LEFT + at.wide * it.state, HEAD + HIGH * it.sequences, steps, states, it=it, at=at) for it in found),
    ]
    told = "; ".join(
        f"return_sequences={it.sequences}, return_state={it.state}: {' and '.join(map(str, it.shapes))}" for it in found
    )
    title = f"What a layer returns after {counted(steps, 'step')}"
    return picture(LEFT + 2 * at.wide, HEAD + 2 * HIGH, title, told, *parts, kind="lstm-returns")


def _layout(steps: int, states: Sequence[str], found: Sequence[Returned]) -> Layout:
    cell = max(34.0, 20 + 7.0 * len(str(steps)))
    shapes = max(len(str(it.shapes[0])) for it in found), max(len(str(it.shapes[-1])) for it in found if it.state)
    right = 22 + max((cell + 8) * len(shown_places(steps, 4)), 8.0 * shapes[0])
    return Layout(cell, right, right + max((cell + 8) * len(states), 8.0 * shapes[1], 7.0 * len(EACH)) + 8)


def _head(x: float, y: float, words: str) -> Markup:
    return tag("text", words, x=x, y=y, class_="lstm-code")


def _side(y: float, value: bool) -> Markup:
    return tag("g", _head(0, y, "return_"), _head(0, y + 16, "sequences"), _head(0, y + 32, f"={value}"))


def _panel(x: float, y: float, steps: int, states: Sequence[str], *, it: Returned, at: Layout) -> Markup:
    places = shown_places(steps, 4)
    named = [(f"h_{place}" if place else "", it.sequences or place == steps) for place in places]
    out = [_cell(x + 8 + (at.cell + 8) * n, y + 40, at.cell, *vector) for n, vector in enumerate(named)]
    right = x + at.states
    kept = [_cell(right + (at.cell + 8) * n, y + 40, at.cell, f"{s}_{steps}", it.state) for n, s in enumerate(states)]
    return tag(
        "g",
        tag("path", d=f"M{x:.1f} {y:.1f} h{at.wide - 10:.1f}", stroke="currentColor", stroke_opacity="0.3"),
        *out,
        *kept,
        *_shapes(x + 8, right, y + 104, it),
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

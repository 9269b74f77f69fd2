"""What a layer returns: the two settings of Keras, and which of its states come out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .strokes import line, note, shown_places
from .svg import label, picture, symbol, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

WIDE, HIGH, CELL, LEFT, HEAD = 292, 152, 34, 96, 36


@dataclass(frozen=True)
class Returned:
    """One combination: the settings, and the shape of each array that comes out, the output first."""

    sequences: bool
    state: bool
    shapes: tuple[tuple[int, ...], ...]


def return_sequences(steps: int, states: Sequence[str], found: Sequence[Returned]) -> Markup:
    """Two by two: with `return_sequences` downwards, with `return_state` across."""
    parts = [
        *(_head(LEFT + WIDE * column + 8, 16, f"return_state={value}") for column, value in enumerate((False, True))),
        *(_side(HEAD + HIGH * row + 52, value) for row, value in enumerate((False, True))),
        *(_panel(LEFT + WIDE * it.state, HEAD + HIGH * it.sequences, steps, states, it) for it in found),
    ]
    told = "; ".join(
        f"return_sequences={it.sequences}, return_state={it.state}: {' and '.join(map(str, it.shapes))}" for it in found
    )
    return picture(
        LEFT + 2 * WIDE, HEAD + 2 * HIGH, f"What a layer returns after {steps} steps", told, *parts, kind="lstm-returns"
    )


def _head(x: float, y: float, words: str) -> Markup:
    return tag("text", words, x=x, y=y, class_="lstm-code")


def _side(y: float, value: bool) -> Markup:
    return tag("g", _head(0, y, "return_"), _head(0, y + 16, "sequences"), _head(0, y + 32, f"={value}"))


def _panel(x: float, y: float, steps: int, states: Sequence[str], it: Returned) -> Markup:
    places = shown_places(steps, 4)
    out = [
        _cell(x + 8 + (CELL + 8) * n, y + 40, f"h_{place}" if place else "", it.sequences or place == steps)
        for n, place in enumerate(places)
    ]
    right = x + 8 + (CELL + 8) * len(places) + 14
    kept = [_cell(right + (CELL + 8) * n, y + 40, f"{state}_{steps}", it.state) for n, state in enumerate(states)]
    return tag(
        "g",
        tag("path", d=f"M{x:.1f} {y:.1f} h{WIDE - 10}", stroke="currentColor", stroke_opacity="0.3"),
        *out,
        *kept,
        *_shapes(x + 8, right, y + 104, it),
    )


def _cell(x: float, y: float, name: str, comes_out: bool) -> Markup:
    """A vector; one that comes out is filled and has an arrow, one that stays is an outline."""
    if not name:
        return label(x + CELL / 2, y + CELL / 2 + 5, "···")
    kind = f"lstm-{name[0]}"
    if comes_out:
        arrow = line((x + CELL / 2, y), (x + CELL / 2, y - 22))
        return tag(
            "g",
            arrow,
            tag("rect", x=x, y=y, width=CELL, height=CELL, class_="lstm-block"),
            symbol(x + CELL / 2, y + 22, name),
            class_=kind,
        )
    box = tag("rect", x=x, y=y, width=CELL, height=CELL, class_="lstm-cell", stroke_dasharray="3 3", opacity="0.5")
    return tag("g", box, tag("g", symbol(x + CELL / 2, y + 22, name), opacity="0.75"), class_=kind)


def _shapes(x: float, right: float, y: float, it: Returned) -> list[Markup]:
    """Under the output its shape, under the states theirs."""
    first, *others = it.shapes
    words = [note(x, y - 6, "output", "start"), _head(x, y + 14, str(first))]
    if others:
        each = " each" if len(others) > 1 else ""
        words += [note(right, y - 6, "and states" + each, "start"), _head(right, y + 14, str(others[0]))]
    return [tag("g", *words)]

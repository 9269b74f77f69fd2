"""A name as a matrix of ones and zeros: a row for each letter, a column for each sign of the alphabet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .strokes import crossed, note, steps_between
from .svg import block, label, picture, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

CELL, LEFT, TOP = 12, 26, 44


def one_hot(signs: Sequence[str], alphabet: Sequence[str]) -> Markup:
    """`signs` in rows over `alphabet` in columns; raises ValueError for a sign that is not in it."""
    places = [alphabet.index(sign) for sign in signs]
    wide, high = CELL * len(alphabet), CELL * 1.5 * len(signs)
    row = CELL * 1.5
    marked = set(places)
    heads = [
        label(LEFT + CELL * (n + 0.5), TOP - 8, sign, kind="lstm-slice lstm-strong")
        if n in marked
        else tag("text", sign, x=LEFT + CELL * (n + 0.5), y=TOP - 8, text_anchor="middle", class_="lstm-slice", opacity="0.75")
        for n, sign in enumerate(alphabet)
    ]
    cells = [block(LEFT + CELL * place, TOP + row * n, CELL, row) for n, place in enumerate(places)]
    parts = (
        note(LEFT + wide / 2, 14, f"{len(alphabet)} columns"),
        *heads,
        *(label(LEFT - 10, TOP + row * (n + 0.72), sign) for n, sign in enumerate(signs)),
        crossed(steps_between(LEFT, CELL, len(alphabet)), steps_between(TOP, row, len(signs))),
        *cells,
        *(label(LEFT + CELL * (place + 0.5), TOP + row * (n + 0.72), "1", kind="lstm-slice") for n, place in enumerate(places)),
        label(
            LEFT,
            TOP + high + 24,
            f"{len(signs)} × {len(alphabet)}: {len(signs)} ones, {len(signs) * (len(alphabet) - 1)} zeros",
            anchor="start",
        ),
    )
    description = "; ".join(
        f"row {n}: {sign}, a one in column {place + 1}" for n, (sign, place) in enumerate(zip(signs, places, strict=True), 1)
    )
    word = "".join(signs)
    return picture(
        LEFT + wide + 2,
        TOP + high + 32,
        f"{word} as a one-hot matrix of {len(signs)} × {len(alphabet)}",
        description,
        *parts,
        kind="lstm-one-hot",
    )

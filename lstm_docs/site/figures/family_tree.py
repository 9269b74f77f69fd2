"""The recurrent cells by year, which came from which, and what each costs at one size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from ...formulas.mathml import symbol_class
from ...formulas.numbers import in_text
from .strokes import BEND, dot, note, strong
from .svg import label, picture, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

ROW, HEAD, LANE, NAMES, LETTER = 44, 62, 12, 114, 17
GATES_X, EQUATIONS, PARAMETERS, WIDTH = 264, 386, 478, 480


@dataclass(frozen=True)
class Member:
    """A cell: its year, what was new, the row of the one it came from, what has weights, equations and parameters."""

    year: int
    name: str
    news: str
    parent: int | None
    gates: str
    equations: int
    parameters: int


def family_tree(members: Sequence[Member], size: str) -> Markup:
    """A row for each member, first things first; `size` says for which network the parameters are."""
    lanes = lanes_of([it.parent for it in members])
    parts = [
        tag(
            "g", *(_branch(members, lanes, n) for n in range(len(members))), opacity="0.5"
        ),  # where branches meet, none is darker
        _head(size),
        *(_row(it, lanes[n], n) for n, it in enumerate(members)),
    ]
    description = "; ".join(
        f"{it.year} {it.name}"
        + (f" from {members[it.parent].name}" if it.parent is not None else "")
        + f": weights of {', '.join(it.gates)}, "
        f"{it.equations} {'equation' if it.equations == 1 else 'equations'}, {it.parameters} parameters"
        for it in members
    )
    return picture(
        WIDTH, HEAD + ROW * len(members), f"The family of recurrent cells, {size}", description, *parts, kind="lstm-family"
    )


def _y(row: int) -> float:
    return HEAD + ROW * row + 20


def _x(lane: int) -> float:
    return 46 + LANE * lane


def lanes_of(parents: Sequence[int | None]) -> list[int]:
    """The column of each row, so that on a line down from a dot there is nobody but the last who was made from it.

    That one stands below its parent; the others take the first column to its right that is free from their row on.
    """
    last = [max((n for n, parent in enumerate(parents) if parent == row), default=row) for row in range(len(parents))]
    lanes: list[int] = []
    taken: list[int] = []
    for row, parent in enumerate(parents):
        if parent is not None and last[parent] == row:
            lane = lanes[parent]
        else:
            right = 0 if parent is None else lanes[parent] + 1
            lane = next((n for n, until in enumerate(taken) if n >= right and until < row), len(taken))
        taken[lane : lane + 1] = [last[row]]
        lanes.append(lane)
    return lanes


def _head(size: str) -> Markup:
    y = 34
    rule = tag("path", d=f"M0 {HEAD - 18}.5 H{WIDTH}", stroke="currentColor")
    return tag(
        "g",
        note(0, y, "year", "start"),
        note(GATES_X, y, "weights of", "start"),
        note(EQUATIONS, y, "equations", "end"),
        note(PARAMETERS, y, "parameters", "end"),
        note(PARAMETERS, y - 18, size, "end"),
        rule,
    )


def _branch(members: Sequence[Member], lanes: Sequence[int], row: int) -> Markup:
    """From the parent's dot straight down and over to its own."""
    it = members[row]
    if it.parent is None:
        return Markup()
    x1, y1, x2, y2 = _x(lanes[it.parent]), _y(it.parent), _x(lanes[row]), _y(row)
    bend = min(BEND, abs(x2 - x1)) * (1 if x2 > x1 else -1)
    d = (
        f"M{x1:.1f} {y1:.1f} V{y2:.1f}"
        if x1 == x2
        else f"M{x1:.1f} {y1:.1f} V{y2 - bend:.1f} Q{x1:.1f} {y2:.1f} {x1 + bend:.1f} {y2:.1f} H{x2:.1f}"
    )
    return tag("path", d=d, fill="none", stroke="currentColor", stroke_width="1.4")


def _row(it: Member, lane: int, row: int) -> Markup:
    y = _y(row)
    letters = [
        tag("g", label(GATES_X + 8 + LETTER * n, y + 6, letter, kind="lstm-letter-label"), class_=symbol_class(f"W_{letter}"))
        for n, letter in enumerate(it.gates)
    ]
    return tag(
        "g",
        note(0, y + 5, str(it.year), "start"),
        dot(_x(lane), y, 4.5),
        strong(NAMES, y - 2, it.name),
        note(NAMES, y + 15, it.news, "start"),
        *letters,
        label(EQUATIONS, y + 5, in_text(it.equations), anchor="end"),
        label(PARAMETERS, y + 5, in_text(it.parameters), anchor="end"),
    )

"""A cell's text, line by line: what is said of it, what is declared, and its equations as they are written.

# Title. Source
# Further lines of comment are the summary.
states: c, n
C: H x H
f = sigmoid(W_f x + U_f h + b_f)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches

import sympy

from ..ground.errors import LstmDocsError
from . import expressions
from .expressions import Written, is_called
from .sizes import LARGEST_SIZE, H, I
from .tokens import BEFORE, INDEX, NAME, tokens

MOST_LINES, MOST_LETTERS = 200, 500
SIZES = {"I": I, "H": H}
_DECLARED = re.compile(rf"\s*(?P<name>{NAME}(?:_\{{?{INDEX}\}}?)?)\s*:\s*(?P<said>.*)")


@dataclass(frozen=True)
class Line:
    """One equation: the name on its left, and what stands on its right. `number` is its line in the text."""

    number: int
    name: str
    right: Written


@dataclass(frozen=True)
class Text:
    """What a text says. `declared` holds (rows, columns) by name; `states` what it declares to be handed on."""

    title: str
    source: str
    summary: str
    declared: dict[str, tuple[sympy.Expr, sympy.Expr]]
    states: tuple[str, ...]
    lines: tuple[Line, ...]


def read(text: str, where: str, first: int = 1) -> Text:
    """The parts of a text whose first line is line `first` of `where`.

    Raises `LstmDocsError` at `where:line`, with the column, for what is not understood.
    """
    rows = text.splitlines()
    if len(rows) > MOST_LINES:
        raise LstmDocsError(f"a cell has at most {MOST_LINES} lines, and this text has {len(rows)}", where=where)
    comments: list[str] = []
    declared: dict[str, tuple[sympy.Expr, sympy.Expr]] = {}
    states: tuple[str, ...] = ()
    lines: list[Line] = []
    for number, row in enumerate(rows, first):
        written, _, comment = row.partition("#")
        try:
            if len(row) > MOST_LETTERS:
                raise LstmDocsError(f"a line has at most {MOST_LETTERS} letters, and this one has {len(row)}")
            if not written.strip():
                comments += [comment.strip()] * (bool(comment.strip()) and not lines)
            elif match := _DECLARED.fullmatch(written):
                if match["said"].startswith("="):
                    raise LstmDocsError(f"write {match['name']} = …, without the colon")
                if match["name"] == "states":
                    states = _states(match["said"])
                else:
                    declared[_plain(match["name"])] = _shape(match["name"], match["said"])
            else:
                lines.append(_equation(written, number, lines))
        except LstmDocsError as error:
            raise error.at(f"{where}:{number}") from None
    _whole(lines, where)
    title, _, source = (comments or [""])[0].partition(". ")
    return Text(title, source, " ".join(comments[1:]), declared, states, tuple(lines))


def _equation(written: str, number: int, lines: list[Line]) -> Line:
    left, sign, right = written.partition("=")
    if not sign:
        if ":" in written:
            tokens(written.partition(":")[0])
        raise LstmDocsError(f"expected an equation, name = …, or a declaration, name: …; not {written.strip()[:40]!r}")
    name, *others = tokens(left)
    if name.kind != "name" or others[0].kind != "end" or name.time == BEFORE:
        raise LstmDocsError(f"column {name.column}: one name stands on the left of =, for this step's value")
    if is_called(name.text) or "_" in name.text or name.text == "x":
        raise LstmDocsError(f"column {name.column}: {name.text!r} is {_taken(name.text)}, and cannot be computed")
    if earlier := [line.number for line in lines if line.name == name.text]:
        raise LstmDocsError(f"column {name.column}: {name.text} has an equation already, in line {earlier[0]}")
    return Line(number, name.text, expressions.parse(tokens(right, len(left) + 2)))


def _taken(name: str) -> str:
    return "a function" if is_called(name) else "the input" if name == "x" else "a weight's name, having an underscore"


def _plain(name: str) -> str:
    return name.replace("{", "").replace("}", "").removesuffix("_t")


def _states(said: str) -> tuple[str, ...]:
    names = tuple(name for name in re.split(r"[,\s]+", said.strip()) if name)
    for name in names:
        if not re.fullmatch(NAME, name):
            raise LstmDocsError(f"states: {name[:20]!r} is no name of a state")
    return names


def _shape(name: str, said: str) -> tuple[sympy.Expr, sympy.Expr]:
    sides = [side.strip() for side in re.split(r"\s+[xX]\s+|×", said)]
    if len(sides) > 2 or not all(sides):
        raise LstmDocsError(f"{name}: expected one size or two, such as H or H x H, not {said.strip()[:30]!r}")
    sizes = [_size(name, side) for side in sides]
    return sizes[0], sizes[1] if len(sizes) == 2 else sympy.Integer(1)


def _size(name: str, side: str) -> sympy.Expr:
    if side.isdecimal() and side.isascii() and 1 <= int(side[:9]) <= LARGEST_SIZE and len(side) < 9:
        return sympy.Integer(int(side))
    if side not in SIZES:
        raise LstmDocsError(f"{name}: a size is {', '.join(SIZES)} or a whole number, not {side[:20]!r}")
    return SIZES[side]


def _whole(lines: list[Line], where: str) -> None:
    names = [line.name for line in lines]
    if "h" not in names:
        raise LstmDocsError("no line computes h, which is what a cell gives out", where=where)


def nearest(name: str, known: list[str]) -> str:
    """A hint to the name that was probably meant; empty if there is none."""
    near = get_close_matches(name, known, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""

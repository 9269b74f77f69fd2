"""The signs of a cell's text: names with their time, numbers, operators, each at its place.

What people paste is read as what it stands for: `h_t`, `h_{t-1}`, `h[t-1]` and `h(t-1)` are times, `σ`, `⊙`, `∘`, `·`,
`\\sigma` and `\\odot` operators. Nothing else of LaTeX is. A Greek letter is a name, but for σ, and may stand in an index.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from ..ground.errors import LstmDocsError

LONGEST_NUMBER = 25
NAME = r"(?:[A-Za-z][A-Za-z0-9]*|[α-ρτ-ωΓΔΘΛΞΠΦΨΩ][0-9]*)"
INDEX = r"[A-Za-zα-ωΓΔΘΛΞΠΦΨΩ0-9]+"
BEFORE, NOW, UNSAID = "t-1", "t", ""
SAME = {
    "σ": "sigmoid",
    "\\sigma": "sigmoid",
    "\\tanh": "tanh",
    "⊙": "*",
    "∘": "*",
    "·": "*",
    "×": "*",
    "\\odot": "*",
    "\\circ": "*",
    "\\cdot": "*",
    "−": "-",
    "–": "-",
}
_TOKEN = re.compile(
    rf"""[ \t]*(?:
    (?P<name>{NAME})
    (?:_\{{(?P<braced>{INDEX}(?:\ ?-\ ?1)?)\}}|_(?P<index>{INDEX}))?
    (?:\[(?P<time>[^\]]*)\])?
    |(?P<number>\d+(?:\.\d+)?(?:e-?\d{{1,2}}(?!\d))?|\.\d+)
    |(?P<transposed>\^\{{?(?:T|\\top)\b\}}?|⊤|ᵀ)
    |(?P<sign>\\(?:sigma|tanh|odot|circ|cdot)\b|[-+*/@(),σ⊙∘·×−–])
    )""",
    re.VERBOSE,
)
_CALLED = re.compile(r"(?<=[\w}])\((t( ?[-+] ?\d+)?)\)", re.ASCII)
"""A time as programs write it: `h(t-1)`."""
_TIMES = {"t": NOW, "t-1": BEFORE}
WAYS_OUT = {
    "[": "write W_f x + U_f h",
    "^": "write a * a, or A^T",
    "_": "write W_f, h_t or h_{t-1}",
    "'": "write h[t-1] and h",
    **dict.fromkeys("$&;", "leave it out"),
}
"""What people paste that begins no sign, and what to write instead."""


@dataclass(frozen=True)
class Token:
    """A sign of one line, with the column it begins at, counted from 1.

    `kind` is name, number, sign or end; a name without its index of time, which is `time`.
    """

    kind: str
    text: str
    column: int
    time: str = UNSAID


def tokens(line: str, first: int = 1) -> list[Token]:
    """The signs of a line whose first letter stands in column `first`; the last is the end. Raises `LstmDocsError`."""
    listed: list[Token] = []
    place, line = 0, _CALLED.sub(r"[\1]", line.rstrip())
    while place < len(line):
        match = _TOKEN.match(line, place)
        start = first + len(line) - len(line[place:].lstrip())
        if match is None:
            raise LstmDocsError(f"column {start}: {_strange(line[place:].lstrip())}")
        listed.append(_token(match, start))
        place = match.end()
    return [*listed, Token("end", "the end of the line", first + len(line))]


def _strange(rest: str) -> str:
    """Why no sign begins here, and what to write."""
    if rest[0] == "\\":
        word = re.match(r"\\[A-Za-z]*", rest)[0]  # type: ignore[index]
        meant = "write its meaning in plain letters, such as tanh, htilde or *, and leave out what is only layout"
        return f"{word} is not understood; {meant}"
    if unicodedata.category(rest[0])[0] in "LM":
        return f"{rest[0]!r} cannot stand in a name; write plain letters, such as htilde"
    way = WAYS_OUT.get(rest[0])
    return f"{rest[0]!r} is not understood" + (f"; {way}" if way else "")


def _token(match: re.Match[str], column: int) -> Token:
    if match["number"]:
        if len(match["number"]) > LONGEST_NUMBER:
            raise LstmDocsError(f"column {column}: a number has at most {LONGEST_NUMBER} signs")
        return Token("number", match["number"], column)
    if match["transposed"]:
        return Token("sign", "^T", column)
    if match["sign"]:
        text = SAME.get(match["sign"], match["sign"])
        return Token("name" if text.isalpha() else "sign", text, column)
    name, time = match["name"], UNSAID
    index = (match["braced"] or match["index"] or "").replace(" ", "")
    if index in _TIMES:
        time = _TIMES[index]
    elif index:
        name = f"{name}_{index}"
    if match["time"] is not None:
        said = match["time"].replace(" ", "")
        if said not in _TIMES or time:
            raise LstmDocsError(f"column {column}: a time is [t] or [t-1], not [{match['time'][:20]}]")
        time = _TIMES[said]
    return Token("name", name, column, time)

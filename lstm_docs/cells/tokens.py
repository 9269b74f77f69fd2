"""The signs of a cell's text: names with their time, numbers, operators, each at its place.

What people paste is read as what it stands for: `h_t`, `h_{t-1}` and `h[t-1]` are times, `σ`, `⊙`, `∘`, `·`, `\\sigma` and
`\\odot` operators. Nothing else of LaTeX is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..ground.errors import LstmDocsError

LONGEST_NUMBER = 25
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
    r"""[ \t]*(?:
    (?P<name>[A-Za-z][A-Za-z0-9]*|[α-ρτ-ω][0-9]*)
    (?:_\{(?P<braced>[A-Za-z0-9]+(?:\ ?-\ ?1)?)\}|_(?P<index>[A-Za-z0-9]+))?
    (?:\[(?P<time>[^\]]*)\])?
    |(?P<number>\d+(?:\.\d+)?(?:e-?\d{1,2}(?!\d))?|\.\d+)
    |(?P<transposed>\^\{?(?:T|\\top)\b\}?|⊤|ᵀ)
    |(?P<sign>\\(?:sigma|tanh|odot|circ|cdot)\b|[-+*/@(),σ⊙∘·×−–])
    )""",
    re.VERBOSE,
)
_TIMES = {"t": NOW, "t-1": BEFORE}


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
    place, line = 0, line.rstrip()
    while place < len(line):
        match = _TOKEN.match(line, place)
        start = first + len(line) - len(line[place:].lstrip())
        if match is None:
            raise LstmDocsError(f"column {start}: {line[place:].lstrip()[:1]!r} is not understood")
        listed.append(_token(match, start))
        place = match.end()
    return [*listed, Token("end", "the end of the line", first + len(line))]


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

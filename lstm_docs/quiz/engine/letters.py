"""Chosen options from what somebody wrote: `B`, `(b)`, `A and C`, `CABD`, `A > C > B`, `1-A 2-C 3-B`, `yes`.

Only a person reads these: in the browser options are clicked.
"""

from __future__ import annotations

import re

from ...formulas.digits import SPACE, SPACES, AnswerError
from .kinds import KINDS
from .typed import QUOTES, plain

LETTERS = "ABCDEFGHIJKLMNOP"
SAID = dict.fromkeys(("TRUE", "T", "YES", "Y", "CORRECT", "RIGHT"), "A") | dict.fromkeys(
    ("FALSE", "F", "NO", "N", "INCORRECT", "WRONG"), "B"
)
"""What stands for the options of true or false."""

EXAMPLES = {"several": "A, C", "order": "CABD", "match": "BAAC"}
LONGEST = 200

_WORDS = re.compile(r"\b(?:OPTIONS?|ANSWERS?|AND)\b", re.ASCII)
_BETWEEN = f"{SPACES}{QUOTES},;:.()[]{{}}"
_DASHES = "-–—"
_ARROW = f"[{_DASHES}=]*[>→⇒]"
_JOIN = rf"[ \t]*(?:{_ARROW}|[{_DASHES}=:])[ \t]*"
_STEPS = re.compile(rf"{_ARROW}|[{_DASHES}]")
_NUMBERED = re.compile(rf"(?<!\d)(\d{{1,2}})(?:{_JOIN}|[.)]?[ \t]*)([A-P])(?![A-P])", re.ASCII)
_PAIRED = re.compile(rf"(?<![A-P])([A-P]){_JOIN}([A-P])(?![A-P])", re.ASCII)
_MARKED = rf"[{SPACES}{QUOTES}]*[.:,;=)\]}}{QUOTES}][{SPACES}{QUOTES}.:,;=)\]}}]*"
_SPACED = rf"{SPACE}+(?:[{_DASHES}]{SPACE}+)?(?=[A-WYZ\d.(\[])"
_LETTERED = re.compile(rf"[{re.escape(_BETWEEN)}]*([A-P])(?:(?:{_MARKED}|{_SPACED})(.*))?", re.ASCII | re.DOTALL)


def chosen(kind: str, lines: int, partners: int, typed: str) -> tuple[int, ...]:
    """The places of the letters written for `lines` options: one, all right ones, an order, or a partner for each.

    Raises `AnswerError` if anything else stands there, or a letter too many, too few or twice.
    """
    places = _places(kind, lines, typed) if len(typed) <= LONGEST else ()
    wanted = {"several": len(places), "order": lines, "match": lines}.get(kind, 1)
    twice = kind != "match" and len(set(places)) < len(places)
    if not places or len(places) != wanted or twice or not all(0 <= place < (partners or lines) for place in places):
        example = f", such as {EXAMPLES[kind]}" if kind in EXAMPLES else ""
        raise AnswerError(f"expected {KINDS[kind].expects}{example}")
    return tuple(sorted(places)) if kind == "several" else places


def lettered(typed: str, options: int) -> tuple[int, str]:
    """The place of the option whose letter stands first, and what is written after it: `b) 25x45` is 1 and `25X45`.

    The place is -1, and the text as it was typed, if no letter of an option stands alone there.
    """
    match = _LETTERED.fullmatch(_capitals(typed)) if len(typed) <= LONGEST else None
    place = LETTERS.find(match[1]) if match else -1
    return (place, match[2] or "") if match and place < options else (-1, typed)


def _capitals(typed: str) -> str:
    return _WORDS.sub(" ", plain(typed).upper())


def _places(kind: str, lines: int, typed: str) -> tuple[int, ...]:
    """The places of the letters as they follow each other, -1 for what is none."""
    text = _capitals(typed)
    if kind == "truefalse":
        text = SAID.get(text.strip(_BETWEEN), text)
    if kind == "several":
        text = re.sub("[&+]", " ", text)
    if kind == "order":
        text = _by_line(_NUMBERED, text, lines) or _STEPS.sub(" ", text)
    if kind == "match":
        text = _by_line(_NUMBERED, text, lines) or _by_line(_PAIRED, text, lines) or text
    return tuple(LETTERS.find(letter) for letter in text if letter not in _BETWEEN)


def _by_line(pair: re.Pattern[str], text: str, lines: int) -> str:
    """The letters of pairs such as `1-A` or `A-C`, in the order of what stands first; empty unless each line has one."""
    if pair.sub("", text).strip(_BETWEEN):
        return ""
    pairs = sorted((int(line) - 1 if line.isdigit() else LETTERS.find(line), letter) for line, letter in pair.findall(text))
    return "".join(letter for _, letter in pairs) if [line for line, _ in pairs] == list(range(lines)) else ""

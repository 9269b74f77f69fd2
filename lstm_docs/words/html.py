"""The words of HTML, unit by unit: what a reader sees of an element, its parts as signs, and what is said of it aloud."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape, unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .saying import Sayer

SPOKEN = ("aria-label", "aria-valuetext", "aria-description", "placeholder", "title", "alt", "label")
"""Attributes whose value is read by people."""
OPAQUE = {"code", "math", "pre", "script", "style", "template", "textarea"}
"""Elements whose text is no sentence of ours."""
EMPTY = {"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
BLANKS = " \t\r\n\xa0"
FIRST = 0xE000
"""The sign of an element's first part; signs of this range stand for nothing else."""

_TOKEN = re.compile(r"""<!--.*?-->|<(?:[^>"']|"[^"]*"|'[^']*')*>|[^<]+""", re.DOTALL)
_NAME = re.compile(r"</?([\w-]+)")
_SPOKEN = re.compile(rf'(?<=\s)({"|".join(SPOKEN)})="([^"]*)"')
_LETTER = re.compile("[A-Za-z]")
_BLANK = re.compile(r"[ \t\r\n\xa0]+")


@dataclass
class _Element:
    start: str = ""
    name: str = ""
    end: str = ""
    parts: list[str | _Element] = field(default_factory=list)


def translated(html: str, say: Sayer) -> str:
    """The HTML with each text of a reader put through `say`: an element's texts as one, its elements signs from `FIRST` on.

    What has a language of its own, by an attribute `lang`, keeps its texts; its controls are ours.
    """
    return "".join(_written(_tree(html), say))


def _tree(html: str) -> _Element:
    open_ = [_Element()]
    for token in _TOKEN.findall(html):
        name = _NAME.match(token)
        if token.startswith("</") and name and name[1] == open_[-1].name:
            open_.pop().end = token
        elif name and not token.startswith("</"):
            element = _Element(token, name[1])
            open_[-1].parts.append(element)
            if name[1].lower() not in EMPTY and not token.endswith("/>"):
                open_.append(element)
        else:
            open_[-1].parts.append(_Element(token) if token.startswith("<") else token)
    return open_[0]


def _written(element: _Element, say: Sayer, *, foreign: bool = False, kept: bool = False) -> Iterator[str]:
    foreign = foreign or " lang=" in element.start
    kept = kept or foreign or element.name in OPAQUE
    formula = element.name == "math"
    yield element.start if foreign and formula else _start(element, say.spoken if formula else say)
    for part in element.parts if kept else _placed(element.parts, say):
        if isinstance(part, str):
            yield part
        else:
            yield from _written(part, say, foreign=foreign, kept=kept)
    yield element.end


def _start(element: _Element, say: Callable[[str], str]) -> str:
    """The element's tag with what is read aloud of it in other words."""
    return _SPOKEN.sub(lambda found: f'{found[1]}="{escape(_said(unescape(found[2]), say))}"', element.start)


def _placed(parts: list[str | _Element], say: Sayer) -> Iterator[str | _Element]:
    """The parts of an element, its texts said as one."""
    inside = [part for part in parts if isinstance(part, _Element)]
    signs = map(chr, range(FIRST, FIRST + len(inside)))
    text = "".join(unescape(part) if isinstance(part, str) else next(signs) for part in parts)
    said = _said(text, say)
    if said == text:
        yield from parts
        return
    for piece in re.split(f"([{chr(FIRST)}-{chr(FIRST + len(inside))}])", said):
        if piece:
            yield inside[ord(piece) - FIRST] if FIRST <= ord(piece[0]) <= FIRST + len(inside) else escape(piece, quote=False)


def _said(text: str, say: Callable[[str], str]) -> str:
    """The text in other words, with the blanks around it."""
    inside = _BLANK.sub(" ", text).strip(" ")
    said = say(inside) if _LETTER.search(inside) else inside
    if said == inside:
        return text
    start = len(text) - len(text.lstrip(BLANKS))
    return text[:start] + said + text[len(text.rstrip(BLANKS)) :]

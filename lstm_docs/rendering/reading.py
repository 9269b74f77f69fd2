"""The HTML of a fence read as a document: by what HTML means, whatever fence it came from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .document import Formula, Items, Link, Listing, Paragraph, Picture, Table, Terms, Words
from .elements import tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from xml.etree.ElementTree import Element

    from .document import Block, Inline

UNSEEN = {"script", "style", "link", "template", "noscript", "datalist", "meta"}
STYLES = {
    "code": "code",
    "b": "strong",
    "strong": "strong",
    "summary": "strong",
    "th": "strong",
    "em": "emphasis",
    "i": "emphasis",
}
FLOWING = {
    "a",
    "b",
    "button",
    "code",
    "em",
    "i",
    "input",
    "label",
    "math",
    "select",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "svg",
}
"""Elements that stand in a line; all others begin and end one."""
APART = {"label", "button"}
"""Of these, the ones with a blank around them; `_trimmed` leaves one of two."""
POINTLESS = {"lstm-quiz-keys", "lstm-quiz-typed"}
"""What says how to answer on a page."""
SETTING = {"number", "range", "text"}
"""Inputs whose value is something shown."""


def document(html: str) -> tuple[Block, ...]:
    """The blocks that a reader of `html` sees, controls as their settings."""
    return tuple(_blocks(tree(html)))


def _blocks(parent: Element, style: str = "") -> Iterator[Block]:
    line: list[Inline] = []
    for child in _parts(parent):
        if isinstance(child, str):
            line += _words(child, style)
        elif _flows(child):
            line += _inlines(child, style)
        else:
            yield from _ended(line)
            yield from _block(child)
    yield from _ended(line)


def _block(element: Element) -> Iterator[Block]:
    match element.tag:
        case "ul" | "ol":
            items = tuple(tuple(_blocks(item)) for item in element if not _unseen(item))
            if any(items):
                yield Items(items, numbered=element.tag == "ol" and element.get("role") != "list")
        case "dl":
            yield Terms(tuple(_pairs(element)))
        case "table":
            yield _table(element)
        case "math":
            yield Paragraph((Formula(element, display=True),))
        case "pre":
            yield Listing("".join(element.itertext()).strip("\n"))
        case _:
            yield from _blocks(element, STYLES.get(element.tag, ""))


def _pairs(element: Element) -> Iterator[tuple[tuple[Inline, ...], tuple[Block, ...]]]:
    term: tuple[Inline, ...] = ()
    for child in element.iter():
        if child.tag == "dt":
            term = _line(child)
        elif child.tag == "dd":
            yield term, tuple(_blocks(child))
            term = ()


def _table(element: Element) -> Table:
    rows = [row for row in element.iter("tr") if not _unseen(row)]
    heads = sum(all(cell.tag == "th" for cell in row) for row in rows[:1])
    captions = [_line(caption) for caption in element.iter("caption")]
    cells = [tuple(cell for one in row if not _unseen(one) for cell in _spanned(one)) for row in rows]
    width = max(map(len, cells), default=0)
    return Table(tuple((*row, *(((),) * (width - len(row)))) for row in cells), heads, captions[0] if captions else ())


def _spanned(cell: Element) -> Iterator[tuple[Inline, ...]]:
    """A cell, and the empty ones that it covers to its right."""
    yield _line(cell)
    yield from [()] * (int(cell.get("colspan", "1")) - 1)


def _line(element: Element) -> tuple[Inline, ...]:
    """All that an element holds, on one line."""
    return tuple(_trimmed(list(_inlines_in(element, ""))))


def _inlines_in(parent: Element, style: str) -> Iterator[Inline]:
    for child in _parts(parent):
        yield from _words(child, style) if isinstance(child, str) else _inlines(child, style)


def _inlines(element: Element, style: str) -> Iterator[Inline]:
    match element.tag:
        case "math":
            yield Formula(element, display=element.get("display") == "block")
        case "svg":
            yield _picture(element)
        case "a":
            yield Link(tuple(_inlines_in(element, style)), element.get("href", ""))
        case "select":
            yield Words(_chosen(element), style)
        case "input":
            yield from _setting(element)
        case _:
            apart = " " if element.tag not in FLOWING or element.tag in APART or element.get("class") == "lstm-more" else ""
            yield from _words(apart, "")
            yield from _inlines_in(element, STYLES.get(element.tag, style))
            yield from _words(apart, "")


def _picture(element: Element) -> Picture:
    def told(tag: str) -> str:
        return " ".join("".join(one.itertext()) for one in element.iter(tag))

    drawn = tuple(words for one in element.iter("text") if (words := _letters("".join(_lowered(one))).strip()))
    return Picture(told("title"), told("desc"), drawn, element.get("source", ""))


def _lowered(text: Element) -> Iterator[str]:
    """The parts of a drawn text, an index behind an underscore."""
    for part in text.iter():
        yield ("_" if "lstm-index" in part.get("class", "") else "") + (part.text or "")
        yield (part.tail or "") if part is not text else ""


def _chosen(select: Element) -> str:
    """What is chosen, then what else there is."""
    options = list(select.iter("option"))
    names = ["".join(option.itertext()).strip() for option in options]
    first = next((place for place, option in enumerate(options) if "selected" in option.attrib), 0)
    others = [name for place, name in enumerate(names) if place != first and name]
    return " " + " ".join(filter(None, (names[first] if names else "", f"(or {', '.join(others)})" if others else ""))) + " "


def _setting(element: Element) -> Iterator[Inline]:
    kind = element.get("type", "text")
    if kind in ("checkbox", "radio"):
        yield Words("[x] " if "checked" in element.attrib else "[ ] ")
    elif kind in SETTING and element.get("value"):
        name = element.get("aria-label", "")
        yield Words(f" {name}: {element.get('value')} " if name else f" {element.get('value')} ")


def _parts(parent: Element) -> Iterator[str | Element]:
    """Texts and elements in order; what readers do not see is left out."""
    if parent.text:
        yield parent.text
    for child in parent:
        if not _unseen(child) and not _tool(child, parent):
            yield child
        if child.tail:
            yield child.tail


def _unseen(element: Element) -> bool:
    hidden = element.tag in UNSEEN or "hidden" in element.attrib or element.get("aria-hidden") == "true"
    return hidden or element.get("class") in POINTLESS


def _tool(element: Element, parent: Element) -> bool:
    """A button that does something on a page, where one of a list is a choice."""
    return element.tag == "button" and parent.tag != "li"


def _flows(element: Element) -> bool:
    return element.tag in FLOWING and element.get("display") != "block"


def _words(text: str, style: str) -> Iterator[Words]:
    if text:
        yield Words(text if style == "code" else _letters(re.sub(r"[ \t\r\n]+", " ", text)), style)


def _letters(text: str) -> str:
    """Letters that drawings lean by another sign, as plain ones."""
    return "".join(_PLAIN.get(sign, sign) for sign in text)


_PLAIN = {
    **{chr(0x1D434 + place): chr(65 + place) for place in range(26)},
    **{chr(0x1D44E + place): chr(97 + place) for place in range(26)},
    "ℎ": "h",
    "\u2060": "",
    "\u2061": "",
}


def _ended(line: list[Inline]) -> Iterator[Block]:
    """The line as a paragraph, and a new one begun."""
    if inside := _trimmed(line):
        yield Paragraph(tuple(inside))
    line.clear()


def _trimmed(line: Iterable[Inline]) -> list[Inline]:
    """Without blanks at its ends and two in a row."""
    done: list[Inline] = []
    for one in line:
        last = done[-1] if done else Words(" ")
        if isinstance(one, Words) and isinstance(last, Words) and last.text.endswith(" "):
            done.append(Words(one.text.lstrip(" "), one.style))
        elif isinstance(one, Words) and one.style == "code" and isinstance(last, Formula):
            done += [Words(" "), one]
        else:
            done.append(one)
        if isinstance(done[-1], Words) and not done[-1].text:
            done.pop()
    while done and isinstance(done[-1], Words) and not done[-1].text.rstrip(" "):
        done.pop()
    if done and isinstance(done[-1], Words):
        done[-1] = Words(done[-1].text.rstrip(" "), done[-1].style)
    return done

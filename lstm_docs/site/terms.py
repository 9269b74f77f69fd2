"""Words of the glossary, made links to it the first time each stands on a page, with the meaning at hand."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from ..syllabus import glossary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..syllabus import Term

PARTS = {"p", "li", "dd", "td"}
INLINE = {"em", "strong", "span", "div", "ul", "ol", "dl", "blockquote", "table", "thead", "tbody", "tr", "section", *PARTS}
CLASS = "lstm-term"


def link_terms(root: Element, page: str) -> None:
    """Link the first place of each term in the text of `root` to `page#id`. Headings, links and code are left alone."""
    seen: set[str] = set()
    for parent in list(_parents(root, inside=False)):
        _link(parent, page, seen)


def _parents(element: Element, *, inside: bool) -> Iterator[Element]:
    """The elements whose own text is prose, in the order of the page."""
    inside = inside or element.tag in PARTS
    if inside:
        yield element
    for child in element:
        if child.tag in INLINE:
            yield from _parents(child, inside=inside)


def _link(parent: Element, page: str, seen: set[str]) -> None:
    parent.text, found = _split(parent.text, page, seen)
    for link in reversed(found):
        parent.insert(0, link)
    for child in [child for child in parent if child not in found]:
        child.tail, found = _split(child.tail, page, seen)
        place = list(parent).index(child) + 1
        for link in reversed(found):
            parent.insert(place, link)


def _split(text: str | None, page: str, seen: set[str]) -> tuple[str | None, list[Element]]:
    """The text before the first new term, and a link for each term with the text after it."""
    links: list[Element] = []
    before, rest = "", text or ""
    while match := _next(rest, seen):
        term = _terms()[match[0].casefold()]
        seen.add(term.id)
        link = Element("a", {"class": CLASS, "href": f"{page}#{term.id}", "data-meaning": term.meaning})
        link.text = match[0]
        head, rest = rest[: match.start()], rest[match.end() :]
        if links:
            links[-1].tail = head
        else:
            before = head
        links.append(link)
    if not links:
        return text, links
    links[-1].tail = rest
    return before, links


def _next(text: str, seen: set[str]) -> re.Match[str] | None:
    return next((m for m in _pattern().finditer(text) if _terms()[m[0].casefold()].id not in seen), None)


@cache
def _terms() -> dict[str, Term]:
    return {form.casefold(): term for term in glossary() for form in (term.term, *term.forms)}


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_terms(), key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, longest_first)) + r")(?![\w-])", re.IGNORECASE)

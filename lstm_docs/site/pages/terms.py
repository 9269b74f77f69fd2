"""Words of the glossary, made links to it the first time each stands on a page, with the meaning at hand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from ..build.build_cache import rows, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..build.build_cache import BuildCache

PARTS = {"p", "li", "dd", "td"}
INLINE = {"em", "strong", "span", "div", "ul", "ol", "dl", "blockquote", "table", "thead", "tbody", "tr", "section", *PARTS}
CLASS = "lstm-term"


def link_terms(root: Element, page: str, cache: BuildCache) -> bool:
    """Link the first place of each term in the text of `root` to `page#id`; whether there is any.

    Headings, links and code are left alone.
    """
    words = _words(tuple(map(tuple, cache.of("glossary", (), _forms, rows(texts(3))))))
    linking = _Linking(page, words, set())
    for parent in list(_parents(root, inside=False)):
        linking.link(parent)
    return bool(linking.seen)


def _parents(element: Element, *, inside: bool) -> Iterator[Element]:
    """The elements whose own text is prose, in the order of the page."""
    inside = inside or element.tag in PARTS
    if inside:
        yield element
    for child in element:
        if child.tag in INLINE:
            yield from _parents(child, inside=inside)


@dataclass(frozen=True)
class _Words:
    """What is looked for, and the id and meaning of each form."""

    pattern: re.Pattern[str]
    terms: dict[str, tuple[str, str]]


@dataclass(frozen=True)
class _Linking:
    """One page: the glossary's URL, its words, and the terms already linked."""

    page: str
    words: _Words
    seen: set[str]

    def link(self, parent: Element) -> None:
        """Link the new terms in the text of an element, and in what follows its children."""
        parent.text, links = self._split(parent.text)
        for link in reversed(links):
            parent.insert(0, link)
        for child in [child for child in parent if child not in links]:
            child.tail, links = self._split(child.tail)
            place = list(parent).index(child) + 1
            for link in reversed(links):
                parent.insert(place, link)

    def _split(self, text: str | None) -> tuple[str | None, list[Element]]:
        """The text before the first new term, and a link for each term with the text after it."""
        links: list[Element] = []
        before, rest = "", text or ""
        while match := self._next(rest):
            term, meaning = self.words.terms[match[0].casefold()]
            self.seen.add(term)
            link = Element("a", {"class": CLASS, "href": f"{self.page}#{term}", "data-meaning": meaning})
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

    def _next(self, text: str) -> re.Match[str] | None:
        matches = self.words.pattern.finditer(text)
        return next((match for match in matches if self.words.terms[match[0].casefold()][0] not in self.seen), None)


def _forms() -> list[list[str]]:
    """Every form of every term, with the term's id and meaning."""
    from ...syllabus import glossary

    return [[form.casefold(), term.id, term.meaning] for term in glossary() for form in (term.term, *term.forms)]


@lru_cache(maxsize=2)
def _words(forms: tuple[tuple[str, ...], ...]) -> _Words:
    longest_first = sorted((form for form, _, _ in forms), key=len, reverse=True)
    pattern = re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, longest_first)) + r")(?![\w-])", re.IGNORECASE)
    return _Words(pattern, {form: (term, meaning) for form, term, meaning in forms})

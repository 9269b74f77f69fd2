"""A text in other words, found by what it looks like in English; `assets/words.js` does the same to what scripts write."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

PLACE = r"\{(\w+)\}"
NUMBER = r"[nmk]\d*"
"""Names of places that hold no letters."""
PARTS = (
    r"((?<=[.?!;]) (?=\S)| · (?=[A-Za-z])|(?<=[\ue000-\uf8ff]) (?=[A-Z]))",
    r"( – | = | · | → |(?<=[:,]) )",
    r"((?<=[\ue000-\uf8ff]) | (?=[\ue000-\uf8ff]))",
)
"""Where a text falls into sentences; where one falls apart that was not found; and that part, beside the sign of an element."""
STOPS = ".;:,"


class Sayer:
    """Says a text by pairs of an English text, with places in braces, and what is said instead."""

    def __init__(self, texts: Iterable[tuple[str, str]], signs: Iterable[tuple[str, str]] = ()) -> None:
        pairs = dict(texts)
        self.plain = {text: other for text, other in pairs.items() if not re.search(PLACE, text)}
        held = sorted(pairs.keys() - self.plain.keys(), key=lambda text: (-len(re.sub(PLACE, "", text)), text))
        self.patterns = [(re.compile(_pattern(text), re.DOTALL), pairs[text]) for text in held]
        self.signs = dict(signs)
        known = "|".join(map(re.escape, sorted(self.signs, key=lambda sign: (-len(sign), sign))))
        self.sign = re.compile(rf"(?<![^ ])(?:{known or '(?!)'})(?![^ ,;])")

    def __call__(self, text: str) -> str:
        """The text, or its parts, as they are said; what no pair knows stays as it is."""
        return self.plain.get(text) or self._by_parts(text, 0)

    def spoken(self, formula: str) -> str:
        """What is read aloud of a formula, which may be a text or signs."""
        said = self(formula)
        return self.sign.sub(lambda found: self.signs[found[0]], formula) if said == formula else said

    def _by_parts(self, text: str, level: int) -> str:
        parts = re.split(PARTS[level], text)
        return "".join(part if place % 2 else self._part(part, level + 1) for place, part in enumerate(parts))

    def _part(self, text: str, level: int) -> str:
        return self._found(text) or (self._by_parts(text, level) if level < len(PARTS) else text)

    def _found(self, text: str) -> str:
        """What is said instead, with the same capital and the same stop; empty if no pair knows it."""
        inside = text.rstrip(STOPS)
        end = text[len(inside) :]
        small = inside[:1].lower() + inside[1:]
        if said := self._known(inside):
            return said + end
        return said[0].upper() + said[1:] + end if small != inside and (said := self._known(small)) else ""

    def _known(self, text: str) -> str:
        if text in self.plain:
            return self.plain[text]
        for pattern, other in self.patterns:
            if found := pattern.fullmatch(text):
                return re.sub(PLACE, lambda place, found=found: self(found[place[1]]), other)  # type: ignore[misc]
        return ""


def _pattern(text: str) -> str:
    parts = re.split(PLACE, text)
    return "".join(re.escape(part) if place % 2 == 0 else _place(part) for place, part in enumerate(parts))


def _place(name: str) -> str:
    return f"(?P<{name}>{'[^A-Za-z]+?' if re.fullmatch(NUMBER, name) else '.+?'})"

"""The table of texts: ours in English by short ids, and another that says the same in another language."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from ..ground.errors import LstmDocsError, one_of, reason
from ..ground.located import load
from .html import translated
from .saying import PLACE, Sayer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..ground.located import Located

SPOKEN = "formula."
"""Begins the ids of what is read aloud of formulas, sign by sign."""
MADE = ("made.", "arithmetic.", "table.")
"""Begin the ids of what no script writes: only the making of a page needs them."""

_FOLDER = resources.files("lstm_docs.words")
LANGUAGES = tuple(sorted(item.name.removesuffix(".yml") for item in _FOLDER.iterdir() if item.name.endswith(".yml")))


@dataclass(frozen=True)
class Words:
    """Texts in one language: pairs of an English text and what is said instead. `told` says what is missing, if anything.

    Scripts have `texts` and `signs`; what is `made` with the page they never write.
    """

    texts: tuple[tuple[str, str], ...] = ()
    signs: tuple[tuple[str, str], ...] = ()
    made: tuple[tuple[str, str], ...] = ()
    told: str = ""
    seen: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def __bool__(self) -> bool:
        return bool(self.texts or self.signs or self.made)

    @cached_property
    def sayer(self) -> Sayer:
        """What finds the pair of a text."""
        return Sayer((*self.texts, *self.made), self.signs)

    def html(self, html: str) -> str:
        """A piece of our HTML in these words."""
        if self and html not in self.seen:
            self.seen[html] = translated(html, self.sayer)
        return self.seen[html] if self else html

    @property
    def data(self) -> str:
        """The pairs that scripts need, as the browser reads them."""
        return json.dumps({"texts": self.texts, "signs": self.signs}, ensure_ascii=False, separators=(",", ":"))


def table_of(language: str) -> str:
    """The table of a language that ships, as YAML."""
    return (_FOLDER / f"{language}.yml").read_text(encoding="utf-8")


@cache
def english() -> dict[str, str]:
    """Our texts by their ids; `{n}`, `{m}` and `{k}` stand for numbers, other names for anything."""
    return _texts(_read(table_of("en"), "en.yml"))


def words(named: str) -> Words:
    """The words called `de`, or those of a file `my.yml`; of neither, English.

    Raises `LstmDocsError`, at its line, for a text that is not one of ours or leaves out what stands in it.
    """
    if named in ("", "en"):
        return Words()
    if not named.endswith((".yml", ".yaml")):
        return _shipped(one_of(named, LANGUAGES, "language"))
    try:
        return _words(_read(Path(named).read_text(encoding="utf-8"), named))
    except OSError as error:
        raise LstmDocsError(f"the table of words cannot be read: {reason(error)}", where=named) from None


@cache
def _shipped(name: str) -> Words:
    return _words(_read(table_of(name), f"{name}.yml"))


def _read(text: str, source: str) -> dict[str, Located]:
    return dict(load(text, source, 1).items())


def _texts(read: Mapping[str, Located]) -> dict[str, str]:
    return {name: text.text() for name, text in read.items() if name != "language"}


def _words(read: dict[str, Located]) -> Words:
    ours = english()
    for name, node in read.items():
        if name != "language":
            _checked(name, node, ours)
    own = _texts(read)
    pairs = [(name, text, own[name]) for name, text in ours.items() if name in own]
    missing = [name for name in ours if name not in own]
    english_too = "language" in read and read["language"].text() == "en"
    told = f"{len(missing)} of {len(ours)} texts are missing and stay English, the first is {missing[0]}" if missing else ""
    return Words(
        texts=tuple((text, other) for name, text, other in pairs if not name.startswith((SPOKEN, *MADE))),
        signs=tuple((text, other) for name, text, other in pairs if name.startswith(SPOKEN)),
        made=tuple((text, other) for name, text, other in pairs if name.startswith(MADE)),
        told="" if english_too else told,
    )


def _checked(name: str, node: Located, ours: Mapping[str, str]) -> None:
    """Refuse a text that is not one of ours, or has other places than it."""
    try:
        one_of(name, ours, "text")
    except LstmDocsError as error:
        raise error.at(node.where) from None
    wanted, found = sorted(re.findall(PLACE, ours[name])), sorted(re.findall(PLACE, node.text()))
    if wanted != found:
        stands = " and ".join(f"{{{place}}}" for place in wanted) or "no place in braces"
        raise node.error(f"{name} must hold {stands}, each once, as in: {ours[name]}")

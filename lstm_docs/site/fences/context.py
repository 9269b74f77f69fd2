"""What a fence must know of the page it stands on."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from itertools import count as count_from
from typing import TYPE_CHECKING

from markupsafe import Markup

from ...words import Words
from ..build.build_cache import BuildCache

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from ...ground.errors import LstmDocsError
    from .places import Places

STYLE = "lstm-docs.css"
SHEETS: dict[str, tuple[str, ...]] = {
    name: (name,)
    for name in (
        "cell.css",
        "explain.css",
        "explore-small.css",
        "flat-math.css",
        "live.css",
        "model.css",
        "test.css",
        "words.css",
    )
}
SHEETS["explore.css"] = ("explore-small.css", "explore-whole.css")
"""Style sheets that only some pages load, and the files that each is made of."""

# Only loggers below this name count as warnings in a strict build of MkDocs.
LOG = logging.getLogger("mkdocs.plugins.lstm_docs")


def warn(mistake: str) -> None:
    """Tell a mistake in the log."""
    LOG.warning("%s", mistake)


@dataclass
class Context:
    """One page while it is rendered.

    `source` and `first_line` place its errors; `places` finds them where a page is put together from files. `assets` is
    the URL of the folder with our scripts and styles, seen from the page and ending in a slash; if empty, they are
    written into the page itself. `bank` is the folder of question families, None for the built-in one. `formulas` says
    whether `$x$` is one. `glossary` is the URL of the site's glossary, seen from the page; if empty, no words are linked.
    `folder` is where a path on the page begins, and `root` the folder outside which no file is read; None where no files are.
    `tell` is told each mistake on the page. `used` holds what the page has already linked. `cache` holds what was made
    before, and `questions` is the fingerprint of the bank; if empty, quizzes are made anew each time. `shown` becomes
    true with the first thing of ours on the page. `words` are those that its readers see.
    """

    source: str = "page"
    first_line: int = 1
    places: Places | None = None
    assets: str = ""
    bank: Path | None = None
    formulas: bool = False
    glossary: str = ""
    folder: Path | None = None
    root: Path | None = None
    tell: Callable[[str], None] = warn
    used: set[str] = field(default_factory=set)
    cache: BuildCache = field(default_factory=BuildCache)
    questions: str = ""
    shown: bool = False
    words: Words = field(default_factory=Words)

    def where(self, line: int) -> str:
        """`file:line` of a line of the text, counted from 1."""
        return f"{self.source}:{self.first_line + line - 1}"

    def found(self, error: LstmDocsError, line: int, lines: Sequence[str]) -> LstmDocsError:
        """An error in `lines`, which begin at `line` of the text, at its place in the file that they come from."""
        error = error.at(self.where(line))
        source, _, number = str(error.where).rpartition(":")
        if self.places is None or source != self.source or not number.isdecimal():
            return error
        place = self.places.of(lines)
        after = int(number) - self.first_line - line + 1
        where = f"{place[0]}:{place[1] + after}" if place else f"{self.source}, in what it includes"
        return type(error)(error.message, where=where)

    def style(self) -> Markup:
        """Our style sheet, once, if the page shows anything of ours."""
        if not (self.shown and self._first(STYLE)):
            return Markup()
        if self.assets:
            return Markup('<link rel="stylesheet" href="{}{}">').format(self.assets, STYLE)
        return Markup("<style>{}</style>").format(Markup(style_sheet()))  # noqa: S704 - our own files

    def script(self, name: str) -> Markup:
        """A module script, the first time the page asks for it. One written into a page may import nothing."""
        if not self._first(name):
            return Markup()
        if self.assets:
            return Markup('<script type="module" src="{}{}"></script>').format(self.assets, name)
        return Markup('<script type="module">{}</script>').format(Markup(asset(name)))  # noqa: S704 - our own file

    def module(self, name: str) -> Markup:
        """A module script that imports others, the first time the page asks for it; nothing where no assets are served."""
        return self.script(name) if self.assets else Markup()

    def sheet(self, name: str) -> Markup:
        """A style sheet that not every page needs, the first time the page asks for it."""
        if not self._first(name):
            return Markup()
        if self.assets:
            return Markup('<link rel="stylesheet" href="{}{}">').format(self.assets, name)
        return Markup("<style>{}</style>").format(Markup(sheets()[name]))  # noqa: S704 - our own file

    def said(self, html: Markup) -> Markup:
        """What a fence gives in the page's words, with the script that turns what scripts write later."""
        if not self.words:
            return html
        return self.sheet("words.css") + Markup(self.words.html(html)) + self.module("words.js")  # noqa: S704 - our own HTML

    def unique(self, name: str) -> str:
        """A name for an element; numbered from the second on."""
        count = next(n for n in count_from(1) if f"#{name}-{n}" not in self.used)
        self.used.add(f"#{name}-{count}")
        return name if count == 1 else f"{name}-{count}"

    def _first(self, name: str) -> bool:
        first = name not in self.used
        self.used.add(name)
        return first


@cache
def asset(name: str) -> str:
    """The text of one of our scripts or style sheets."""
    return (resources.files("lstm_docs.site") / "assets" / name).read_text(encoding="utf-8")


@cache
def style_sheet() -> str:
    """The style sheets that every page gets, as one."""
    parts = {name for names in SHEETS.values() for name in names}
    return "\n".join(asset(name) for name in _names(".css") if name not in parts)


def sheets() -> dict[str, str]:
    """The style sheets that only some pages load, by file name."""
    return {name: "\n".join(map(asset, parts)) for name, parts in SHEETS.items()}


def scripts() -> dict[str, str]:
    """All our scripts, by file name; in an installed wheel they are minified."""
    return {name: asset(name) for name in _names(".js")}


def _names(ending: str) -> list[str]:
    folder = resources.files("lstm_docs.site") / "assets"
    return sorted(item.name for item in folder.iterdir() if item.name.endswith(ending))

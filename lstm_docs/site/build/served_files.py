"""What a site must serve beside its pages: our style sheet, scripts, the quiz's data, and the math font."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING

from ...formulas import mathfont as font
from ..fences.context import STYLE, scripts, sheets, style_sheet
from ..pages.generated import GeneratedFile
from . import inlined
from .build_cache import BuildCache, text, texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from ...words import Words

FOLDER = "assets/lstm-docs/"
WORKER, RULES = "model-worker.js", "models.json"
FIELD = "cell-field.js"
NETWORKS = ("letters.json", "letters-opens.json")
FONT = FOLDER + font.FILE
COURSE = f"{FOLDER}quiz/_course.json"

_FACE = f'@font-face {{ font-family: "{font.FAMILY}"; src: url({font.FILE}) format("woff2"); font-display: swap; }}\n'


def assets() -> tuple[GeneratedFile, ...]:
    """The style sheets, the scripts, and the rules by which a page reads model files."""
    return (*styles(), *code(), *model_rules(BuildCache()), *networks())


def styles() -> tuple[GeneratedFile, ...]:
    """The style sheets."""
    return _files({STYLE: _FACE + style_sheet(), **sheets()})


def code() -> tuple[GeneratedFile, ...]:
    """The scripts; that of the worker has in it all that it imports, since it is loaded alone.

    The field for equations has in it what no other script imports.
    """
    ours = scripts()
    field = inlined.own_of(FIELD, ours)
    inside = {*inlined.modules_of(WORKER), *field}
    outside = {name: script for name, script in ours.items() if name not in inside}
    return _files(outside | {WORKER: inlined.alone(WORKER), FIELD: inlined.joined(FIELD, field)})


def model_rules(cache: BuildCache) -> tuple[GeneratedFile, ...]:
    """The rules by which a page reads model files, as Python has them."""

    def made() -> str:
        from ...models.rules import rules

        return json.dumps(rules(), ensure_ascii=False, separators=(",", ":"))

    return _files({RULES: cache.of("model rules", (), made, text)})


def words(said: Words) -> tuple[GeneratedFile, ...]:
    """The words of a site in another language, for its scripts."""
    return _files({"words.json": said.data}) if said else ()


def networks() -> tuple[GeneratedFile, ...]:
    """The trained networks that a page reads names with, and how far their gates open."""
    data = resources.files("lstm_docs") / "live" / "data"  # not of the package below, which loads NumPy
    return _files({name: (data / name).read_text(encoding="utf-8") for name in NETWORKS})


def _files(texts: Mapping[str, str]) -> tuple[GeneratedFile, ...]:
    return tuple(GeneratedFile(FOLDER + name, content) for name, content in texts.items())


def quiz_data(
    asked: Sequence[str],
    bank: Path | None = None,
    cache: BuildCache | None = None,
    questions: str = "",
    pages: Mapping[str, str] | None = None,
) -> tuple[GeneratedFile, ...]:
    """What the quiz asks, one file for each family asked, and the course; `questions` is the bank's fingerprint, if known.

    `pages` are the addresses of the pages to read, by name, seen from `COURSE`. Raises `LstmDocsError` for a fault in the
    bank.
    """
    cache = cache or BuildCache()
    known = pages or {}

    def read_bank() -> list[str]:
        from ...quiz.engine.bank import load_bank
        from ..fences.quiz_data import course, data

        read = load_bank(bank)
        return [*data(read, cache, asked), course(read, asked, known)]

    inputs = (questions, tuple(asked), sorted(known.items()))
    texts_read = cache.of("bank data", inputs, read_bank, texts(len(asked) + 1)) if questions else read_bank()
    files = (*(f"{FOLDER}quiz/{name}.json" for name in asked), COURSE)
    return tuple(GeneratedFile(path, text) for path, text in zip(files, texts_read, strict=True) if text)


def math_font(shown: Iterable[str], cache: Path | None = None) -> GeneratedFile:
    """The font with the characters of `shown`, pieces of HTML or of our data."""
    used = frozenset[str]().union(*map(font.characters, shown))
    return GeneratedFile(FONT, font.woff2(used, cache))


def preload(folder: str) -> str:
    """The element that has a browser fetch the font before it meets a formula; `folder` ends in a slash."""
    return f'<link rel="preload" href="{folder}{font.FILE}" as="font" type="font/woff2" crossorigin>'

"""What a site must serve beside its pages: our style sheet, scripts, the quiz's data, and the math font."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import mathfont as font
from .context import STYLE, scripts, sheets, style_sheet
from .generated import GeneratedFile
from .kept import Kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

FOLDER = "assets/lstm-docs/"
FONT = FOLDER + font.FILE

_FACE = f'@font-face {{ font-family: "{font.FAMILY}"; src: url({font.FILE}) format("woff2"); font-display: swap; }}\n'


def assets(kept: Kept | None = None) -> tuple[GeneratedFile, ...]:
    """The style sheets and the scripts."""

    def made() -> list[list[str]]:
        return [[STYLE, _FACE + style_sheet()], *map(list, sheets().items()), *map(list, scripts().items())]

    return tuple(GeneratedFile(FOLDER + name, text) for name, text in (kept or Kept()).of("assets", (), made))


def quiz_data(
    asked: Sequence[str], bank: Path | None = None, kept: Kept | None = None, questions: str = ""
) -> tuple[GeneratedFile, ...]:
    """What the quiz asks, one file for each family asked; `questions` is the bank's fingerprint, if it is known.

    Raises `LstmDocsError` for a fault in the bank.
    """
    kept = kept or Kept()

    def made() -> list[list[str]]:
        from ..quiz.bank import load_bank
        from . import quiz_block

        return [list(file) for file in quiz_block.data_files(load_bank(bank), kept, asked).items()]

    data = kept.of("bank data", (questions, tuple(asked)), made) if questions else made()
    return tuple(GeneratedFile(f"{FOLDER}quiz/{name}", text) for name, text in data)


def math_font(shown: Iterable[str], cache: Path | None = None) -> GeneratedFile:
    """The font with the characters of `shown`, pieces of HTML or of our data."""
    used = frozenset[str]().union(*map(font.characters, shown))
    return GeneratedFile(FONT, font.woff2(used, cache))


def preload(folder: str) -> str:
    """The element that has a browser fetch the font before it meets a formula; `folder` ends in a slash."""
    return f'<link rel="preload" href="{folder}{font.FILE}" as="font" type="font/woff2" crossorigin>'

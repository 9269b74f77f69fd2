"""What a site must serve beside its pages: our style sheet, scripts, the quiz's data, and the math font."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import mathfont as font
from ..quiz.bank import load_bank
from . import quiz_block
from .context import STYLE, scripts, sheets, style_sheet
from .pages import GeneratedFile

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FOLDER = "assets/lstm-docs/"
FONT = FOLDER + font.FILE

_FACE = f'@font-face {{ font-family: "{font.FAMILY}"; src: url({font.FILE}) format("woff2"); font-display: swap; }}\n'


def assets() -> tuple[GeneratedFile, ...]:
    """The style sheets and the scripts."""
    files = {STYLE: _FACE + style_sheet(), **sheets(), **scripts()}
    return tuple(GeneratedFile(FOLDER + name, text) for name, text in files.items())


def quiz_data(bank: Path | None = None) -> tuple[GeneratedFile, ...]:
    """What the quiz asks, one file for each family. Raises `LstmDocsError` for a fault in the bank."""
    data = quiz_block.data_files(load_bank(bank))
    return tuple(GeneratedFile(f"{FOLDER}quiz/{name}", text) for name, text in data.items())


def math_font(shown: Iterable[str], cache: Path | None = None) -> GeneratedFile:
    """The font with the characters of `shown`, pieces of HTML or of our data."""
    used = frozenset[str]().union(*map(font.characters, shown))
    return GeneratedFile(FONT, font.woff2(used, cache))

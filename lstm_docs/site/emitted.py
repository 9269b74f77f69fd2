"""What a site must serve beside its pages: our style sheet, scripts, the quiz's data, and the math font."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..quiz.bank import load_bank
from . import font, quiz_block
from .context import STYLE, scripts, style_sheet
from .pages import GeneratedFile

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FOLDER = "assets/lstm-docs/"
FONT = FOLDER + font.FILE

_FACE = f'@font-face {{ font-family: "{font.FAMILY}"; src: url({font.FILE}) format("woff2"); font-display: swap; }}\n'


def assets(bank: Path | None = None) -> tuple[GeneratedFile, ...]:
    """Everything but the font, below `FOLDER`. Raises `LstmDocsError` for a fault in the bank."""
    files = {STYLE: _FACE + style_sheet(), **scripts()}
    files |= {f"quiz/{name}": text for name, text in quiz_block.data_files(load_bank(bank)).items()}
    return tuple(GeneratedFile(FOLDER + name, text) for name, text in files.items())


def math_font(shown: Iterable[str], cache: Path | None = None) -> GeneratedFile:
    """The font with the characters of `shown`, pieces of HTML or of our data."""
    used = frozenset[str]().union(*map(font.characters, shown))
    return GeneratedFile(FONT, font.woff2(used, cache))

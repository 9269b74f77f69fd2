"""Fonts of the system, for characters that no font of Typst's has, such as those of Chinese names.

Which font has a character is settled by the fonts alone: the first by name that has it. Typst gets no other.
"""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..ground.errors import LstmDocsError, reason

if TYPE_CHECKING:
    from collections.abc import Iterable

# Fonts whose every character is a box, or nothing.
_EMPTY = re.compile(r"last ?resort|blank|^\.", re.IGNORECASE)


@dataclass(frozen=True, order=True)
class Font:
    """A font in a file, which may hold several."""

    family: str
    path: str
    index: int


def fonts_for(characters: Iterable[str]) -> tuple[Font, ...]:
    """The fonts of this system that have these characters, in the order of their names; not all may be found."""
    return tuple(sorted({font for character in characters if (font := font_of(character))}))


@lru_cache(maxsize=65536)
def font_of(character: str) -> Font | None:
    """The first font of this system, by name, that has a character."""
    return next((font for font in _installed() if ord(character) in _characters(font)), None)


def folder_of(fonts: tuple[Font, ...]) -> Path | None:
    """A folder that holds these fonts and nothing else, until the program ends; None for no fonts.

    Raises `LstmDocsError` if it cannot be written.
    """
    return _copied(tuple(dict.fromkeys(font.path for font in fonts))) if fonts else None


@cache
def _copied(paths: tuple[str, ...]) -> Path:
    try:
        folder = Path(tempfile.mkdtemp(prefix="lstm-docs-fonts-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        for n, path in enumerate(paths):
            shutil.copyfile(path, folder / f"{n}{Path(path).suffix}")
    except OSError as error:
        raise LstmDocsError(f"cannot copy the font {error.filename or paths[0]}: {reason(error)}") from None
    return folder


@cache
def _installed() -> tuple[Font, ...]:
    """The upright fonts that Typst finds on this system, of each family those of the weight that is next to regular."""
    import typst

    fonts = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False).fonts()
    upright = [font for font in fonts if font.path and font.style == "normal" and not _EMPTY.search(font.family)]
    nearest: dict[str, int] = {}
    for font in upright:
        nearest[font.family] = min(nearest.get(font.family, 1000), abs(font.weight - 400))
    regular = [font for font in upright if abs(font.weight - 400) == nearest[font.family]]
    return tuple(sorted(Font(font.family, str(font.path), font.index) for font in regular))


@cache
def _characters(font: Font) -> frozenset[int]:
    """The code points that a font has; none, if its file cannot be read."""
    from fontTools.ttLib import TTFont  # of the extra pdf

    try:
        with TTFont(font.path, fontNumber=font.index, lazy=True) as opened:
            return frozenset(opened.getBestCmap() or ())
    except Exception:  # a font is anybody's file, and fails in any way
        return frozenset()

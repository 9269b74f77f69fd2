"""PDF by Typst: tagged, with the fonts that Typst holds, and byte for byte the same whenever it is made.

The one file that knows the package typst, which the extra `pdf` installs.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from ..colours import COLOURS
from ..errors import LstmDocsError
from .templating import fill

if TYPE_CHECKING:
    from collections.abc import Sequence

    import typst

    from ..quiz.paper import Paper
    from .format import Style

TEMPLATES = Path(__file__).parent / "templates"
STANDARD: Final = "ua-1"
PAGES = {"a4": "a4", "letter": "us-letter"}
MISSING = "□"
NO_GLYPH = "could not be displayed"
# Letters and marks that may have a glyph alone and none beside others: all scripts after Cyrillic, but not math.
_SCRIPTS = re.compile("[\u0300-\u036f\u0530-\u1dff\u2de0-\ud7ff\ue000-\U0001d3ff\U0001d800-\U0010ffff]")
NO_TYPST = "a PDF needs the package typst, which comes with the extra pdf: pip install 'lstm-docs[pdf]'"
LACKS = (
    f"its fonts lack some characters of a name or a text, where {MISSING} stands; a font file that has them is used "
    "if it lies in the folder of --templates"
)


def pdf_paper(paper: Paper, style: Style) -> bytes:
    """What the candidate gets. Raises as `pdf`."""
    return _page("paper.typ.j2", paper, style)


def pdf_sheet(paper: Paper, style: Style) -> bytes:
    """What the interviewer keeps. Raises as `pdf`."""
    return _page("sheet.typ.j2", paper, style)


def pdf_lost(paper: Paper) -> Sequence[str]:
    """Whether the fonts have all characters of the paper."""
    texts = [text for asked in paper.questions for text in (asked.ask, *(option.text for option in asked.options))]
    return (LACKS,) if _missing("".join([paper.title, paper.candidate, *texts]), None) else ()


def pdf(source: str, name: str, templates: Path | None = None) -> bytes:
    """A PDF/UA-1 file of Typst source, which was filled from the template `name`.

    Images and fonts of the source may lie in the folder `templates`; fonts of the system are not looked at. Raises
    `LstmDocsError` if typst is not installed, or refuses the source.
    """
    shown = source.translate(dict.fromkeys(_missing(source, templates), MISSING))
    try:
        return _with_glyphs(shown, templates)
    except RuntimeError as error:  # a TypstError
        hints = "".join(f"; {hint}" for hint in getattr(error, "hints", ()))
        raise LstmDocsError(f"template: Typst says: {error}{hints}", where=name) from None


def _with_glyphs(source: str, templates: Path | None) -> bytes:
    try:
        return _compile(source, templates)
    except RuntimeError as error:
        if NO_GLYPH not in str(error):
            raise
        return _compile(_SCRIPTS.sub(MISSING, source), templates)


def _page(template: str, paper: Paper, style: Style) -> bytes:
    source = fill(template, style, paper=paper, page=PAGES[style.page], colours=COLOURS)
    return pdf(source, template, style.templates)


def _compile(source: str, templates: Path | None) -> bytes:
    """The same time in every file, or no two would be alike."""
    made = _compiler(templates).compile(source.encode(), format="pdf", pdf_standards=STANDARD, timestamp=0)
    return cast("bytes", made)


@lru_cache(maxsize=2)
def _compiler(templates: Path | None) -> typst.Compiler:
    """Fonts are read once. Files outside the folder of templates cannot be read by a template."""
    try:
        import typst
    except ImportError:
        raise LstmDocsError(NO_TYPST) from None
    if templates and not templates.is_dir():
        raise LstmDocsError(f"{templates} is no folder: templates of your own lie in one")
    fonts = [templates] if templates else []
    return typst.Compiler(root=templates or TEMPLATES, font_paths=fonts, ignore_system_fonts=True)


def _missing(text: str, templates: Path | None) -> list[int]:
    """The characters that no font has: a file with one of them would not be PDF/UA."""
    return [ord(c) for c in sorted(set(text)) if not c.isascii() and not _has(c, templates)]


@lru_cache(maxsize=65536)
def _has(character: str, templates: Path | None) -> bool:
    try:
        _compile(f'#set document(title: "a")\n#text(font: "New Computer Modern", "a{character}a")', templates)
    except RuntimeError:
        return False
    return True

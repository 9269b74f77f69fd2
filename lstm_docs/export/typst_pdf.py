"""PDF by Typst: tagged, and byte for byte the same whenever it is made with the same fonts.

They are those that Typst holds, and a font of the system where those lack a character. With `typst_fonts` the one file
that knows the package typst, which the extra `pdf` installs.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from ..ground.colours import COLOURS
from ..ground.errors import LstmDocsError
from .templating import fill
from .typst_fonts import Font, folder_of, font_of, fonts_for
from .typst_math import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import typst

    from ..quiz.papers.paper import Paper
    from .format import Style

TEMPLATES = Path(__file__).parent / "templates"
STANDARD: Final = "ua-1"
PAGES = {"a4": "a4", "letter": "us-letter"}
MISSING = "□"
NO_GLYPH = "could not be displayed"
# Letters and marks that may have a glyph alone and none beside others: all scripts after Cyrillic, but not math.
_SCRIPTS = re.compile("[\u0300-\u036f\u0530-\u1dff\u2de0-\ud7ff\ue000-\U0001d3ff\U0001d800-\U0010ffff]")
_PAGE = re.compile(rb"/Type\s*/Page\b")
NO_TYPST = "a PDF needs the package typst, which comes with the extra pdf: pip install 'lstm-docs[pdf]'"
HELP = "install a font that has them, or put its file into the folder of --templates"
LACKS = f"no font has some characters of a text, where {MISSING} stands; {HELP}"
MOST_SHOWN = 20


def pdf_paper(paper: Paper, style: Style) -> bytes:
    """What the candidate gets. Raises as `pdf`."""
    return _page("paper.typ.j2", paper, style)


def pdf_sheet(paper: Paper, style: Style) -> bytes:
    """What the interviewer keeps. Raises as `pdf`."""
    return _page("sheet.typ.j2", paper, style)


def pdf_lost(paper: Paper) -> Sequence[str]:
    """Whether the fonts have all characters of the questions."""
    texts = "".join(text for asked in paper.questions for text in (asked.ask, *(option.text for option in asked.options)))
    return (LACKS,) if _unknown(_missing(texts, None)) else ()


def pdf_names(names: Iterable[str], style: Style) -> Iterator[str]:
    """Which fonts of this system set names and titles, and in how many of them something cannot be shown."""
    used: dict[str, dict[str, None]] = {}
    lacking: dict[str, None] = {}
    boxed = 0
    for name in names:
        missing = _missing(name, style.templates)
        fonts = fonts_for(missing)
        boxes = _unknown(missing) or _apart(name, style.templates, fonts)
        for character in missing:
            if character not in boxes and (font := font_of(character)):
                used.setdefault(font.family, {})[character] = None
        lacking |= dict.fromkeys(boxes)
        boxed += bool(boxes)
    for family, characters in used.items():
        yield f"{_some(characters)} of names will be set in {family}, a font of this machine; another may set them otherwise"
    if boxed:
        where = "a name" if boxed == 1 else f"{boxed} names"
        yield f"no font can show {_some(lacking)} of {where}, where {MISSING} will stand; {HELP}"


def pdf(source: str, name: str, templates: Path | None = None) -> bytes:
    """A PDF/UA-1 file of Typst source, which was filled from the template `name`.

    Images and fonts of the source may lie in the folder `templates`; a font of the system is looked for only where those
    and Typst's own lack a character. Raises `LstmDocsError` if typst is not installed, or refuses the source.
    """
    missing = _missing(source, templates)
    shown = source.translate(dict.fromkeys(map(ord, _unknown(missing)), MISSING))
    try:
        return _with_glyphs(shown, templates, fonts_for(missing))
    except RuntimeError as error:  # a TypstError
        hints = "".join(f"; {hint}" for hint in getattr(error, "hints", ()))
        raise LstmDocsError(f"template: Typst says: {error}{hints}", where=name) from None


def pages_of(made: bytes) -> int:
    """How many pages a file has that `pdf` made; Typst packs nothing but what stands on them."""
    return len(_PAGE.findall(made))


def _with_glyphs(source: str, templates: Path | None, fonts: tuple[Font, ...]) -> bytes:
    try:
        return _compile(source, templates, fonts)
    except RuntimeError as error:
        if NO_GLYPH not in str(error):
            raise
        return _compile(_SCRIPTS.sub(MISSING, source), templates, fonts)


def _page(template: str, paper: Paper, style: Style) -> bytes:
    source = fill(template, style, paper=paper, page=PAGES[style.page], colours=COLOURS)
    return pdf(source, template, style.templates)


def _compile(source: str, templates: Path | None, fonts: tuple[Font, ...] = ()) -> bytes:
    """The same time in every file, or no two would be alike."""
    pdf = _compiler(templates, fonts).compile(source.encode(), format="pdf", pdf_standards=STANDARD, timestamp=0)
    return cast("bytes", pdf)


@lru_cache(maxsize=4)
def _compiler(templates: Path | None, fonts: tuple[Font, ...]) -> typst.Compiler:
    """Fonts are read once. Files outside the folder of templates cannot be read by a template."""
    try:
        import typst
    except ImportError:
        raise LstmDocsError(NO_TYPST) from None
    if templates and not templates.is_dir():
        raise LstmDocsError(f"{templates} is no folder: templates of your own lie in one")
    folders = [folder for folder in (templates, folder_of(fonts)) if folder]
    return typst.Compiler(root=templates or TEMPLATES, font_paths=folders, ignore_system_fonts=True)


def _missing(text: str, templates: Path | None) -> list[str]:
    """The characters that no font of Typst's has, nor one beside the templates: a file with one would not be PDF/UA."""
    return [c for c in sorted(set(text)) if not c.isascii() and not _has(c, templates)]


def _unknown(missing: Iterable[str]) -> list[str]:
    """Those of the characters missing that no font of this system has either."""
    return [c for c in missing if not font_of(c)]


def _apart(text: str, templates: Path | None, fonts: tuple[Font, ...]) -> list[str]:
    """The letters and marks of a text that the fonts have one by one and not beside each other."""
    scripts = sorted(set(_SCRIPTS.findall(text)))
    return scripts if scripts and not _shows(text, templates, fonts) else []


def _some(characters: Iterable[str]) -> str:
    shown = "".join(characters)
    return shown if len(shown) <= MOST_SHOWN else f"{shown[:MOST_SHOWN]}…"


@lru_cache(maxsize=65536)
def _has(character: str, templates: Path | None) -> bool:
    return _shows(f"a{character}a", templates)


def _shows(text: str, templates: Path | None, fonts: tuple[Font, ...] = ()) -> bool:
    """Whether Typst can set a text."""
    try:
        _compile(f'#set document(title: "a")\n#text(font: "New Computer Modern", {quoted(text)})', templates, fonts)
    except RuntimeError:
        return False
    return True

"""A paper and its sheet as documents of Word, to print or to edit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..formulas.texts import plain
from ..ground.extras import needed
from ..ground.xml import clean
from ..quiz.engine.letters import LETTERS
from .office import repeatable
from .templating import answer_text, expects
from .wording import counted, rubric_lines, said_of_options

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..quiz.engine.asking import Question
    from ..quiz.papers.paper import Paper
    from .format import Style

SIZES = {"a4": (210, 297), "letter": (215.9, 279.4)}
MARGIN = 20


def docx_paper(paper: Paper, style: Style) -> bytes:
    """What a candidate gets, the same bytes whenever it is made. Raises `LstmDocsError` without python-docx."""
    return _document(paper, style, key=False)


def docx_sheet(paper: Paper, style: Style) -> bytes:
    """What the interviewer keeps: keys, solutions, what is said of wrong options, and notes. Raises as `docx_paper`."""
    return _document(paper, style, key=True)


def docx_lost(paper: Paper) -> list[str]:
    """What a document does not carry."""
    formulas = any("$" in text for asked in paper.questions for text in (asked.ask, *(o.text for o in asked.options)))
    return ["formulas are plain characters"] if formulas else []


def _document(paper: Paper, style: Style, *, key: bool) -> bytes:
    document = needed("docx", "docx").Document()
    _lay_out(document, style.page)
    document.core_properties.title, document.core_properties.author = clean(paper.title), ""
    document.core_properties.comments = ""
    document.add_heading(clean(f"Interviewer's sheet: {paper.title}" if key else paper.title), 0)
    if paper.candidate:
        document.add_paragraph(clean(paper.candidate))
    size = (counted(len(paper.questions), "question"), counted(paper.minutes, "minute"), counted(sum(paper.marks), "mark"))
    _say(document, " · ".join((f"Code {paper.code}", *([f"seed {paper.seed}"] if key else []), *size)))
    if paper.statement:
        _say(document, paper.statement)
    for number, (asked, marks) in enumerate(zip(paper.questions, paper.marks, strict=True), start=1):
        document.add_heading(f"Question {number} ({counted(marks, 'mark')})", 2)
        _together(document, _texts(asked), f"Answer ({expects(asked, paper.scoring)}): ____________")
        for text in _of_the_key(asked) if key else ():
            _say(document, text, "List Bullet")
    return repeatable(document.save)


def _lay_out(document: Any, page: str) -> None:  # noqa: ANN401
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = (Mm(side) for side in SIZES[page])
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN)


def _texts(asked: Question) -> Iterator[str]:
    yield asked.ask
    yield from (f"{letter}. {option.text}" for letter, option in zip(LETTERS, asked.options, strict=False))
    yield from (f"({letter}) {partner}" for letter, partner in zip(LETTERS, asked.partners, strict=False))


def _of_the_key(asked: Question) -> Iterator[str]:
    if asked.kind != "open":
        yield f"Right: {answer_text(asked)}"
    yield from asked.solution
    yield from said_of_options(asked)
    yield from rubric_lines(asked)
    if asked.notes.reference:
        yield f"`{asked.notes.reference.rstrip()}`"
    yield from (f"{what}: {text}" for what, text in (("A hint", asked.notes.hint), ("Ask next", asked.notes.follow_up)) if text)


def _together(document: Any, texts: Iterable[str], last: str) -> None:  # noqa: ANN401
    """Paragraphs that stay on one page with those that follow."""
    for text in texts:
        _say(document, text).paragraph_format.keep_with_next = True
    _say(document, last)


def _say(document: Any, text: str, style: str | None = None) -> Any:  # noqa: ANN401
    """A paragraph; code is of one width, and that of several lines stands on lines of its own."""
    paragraph = document.add_paragraph(style=style)
    for piece in re.split(r"(`[^`]+`)", clean(text)):
        code = piece.startswith("`") and len(piece) > 1
        run = paragraph.add_run(_shown(piece[1:-1]) if code else plain(piece))
        if code:
            run.font.name = "Courier New"
    return paragraph


def _shown(code: str) -> str:
    return f"\n{code.strip(chr(10))}\n" if "\n" in code else code

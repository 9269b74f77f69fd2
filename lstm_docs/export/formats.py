"""The formats a paper can be written in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..ground.worker_process import with_templates
from .aiken import aiken, aiken_lost
from .amc import amc_latex, amc_lost, amc_names
from .amc_project import amc_project
from .anki import anki_lost, anki_package
from .csv_table import csv_lost, csv_table
from .docx_paper import docx_lost, docx_paper, docx_sheet
from .format import Format
from .gift import gift, gift_lost
from .json_files import paper_json, sheet_json
from .jupyter_quiz import jupyter_quiz, jupyter_quiz_lost
from .kahoot import kahoot, kahoot_lost
from .mkdocs_quiz import mkdocs_quiz, mkdocs_quiz_lost
from .moodle import moodle_lost, moodle_xml
from .prairielearn import prairielearn, prairielearn_lost
from .qti import qti3, qti12, qti12_lost, qti21, qti_lost
from .quizdown import quizdown, quizdown_lost
from .scorm import scorm, scorm_lost
from .templating import template
from .typst_pdf import pdf_lost, pdf_names, pdf_paper, pdf_sheet
from .web_page import html_paper, html_sheet

if TYPE_CHECKING:
    from ..quiz.papers.paper import Paper
    from .format import Style

FORMATS = {
    "html": Format("html", "a page to print", html_sheet, html_paper),
    "pdf": Format("pdf", "PDF by Typst", pdf_sheet, pdf_paper, pdf_lost, pdf_names),
    "md": Format("md", "Markdown", template("sheet.md.j2"), template("paper.md.j2")),
    "txt": Format("txt", "plain text", template("sheet.txt.j2"), template("paper.txt.j2")),
    "json": Format("json", "JSON", sheet_json, paper_json),
    "qti12": Format("qti12.zip", "QTI 1.2 for Canvas", qti12, lost=qti12_lost),
    "qti21": Format("qti21.zip", "QTI 2.1", qti21, lost=qti_lost),
    "qti3": Format("qti3.zip", "QTI 3", qti3, lost=qti_lost),
    "anki": Format("apkg", "a deck of Anki", anki_package, lost=anki_lost),
    "amc": Format("amc.tex", "Auto Multiple Choice", amc_latex, lost=amc_lost, names=amc_names, project=amc_project),
    "moodle": Format("moodle.xml", "Moodle XML", moodle_xml, lost=moodle_lost),
    "gift": Format("gift.txt", "GIFT for Moodle", gift, lost=gift_lost),
    "csv": Format("csv", "a table for spreadsheets", csv_table, lost=csv_lost),
    "aiken": Format("aiken.txt", "Aiken for Moodle and others", aiken, lost=aiken_lost),
    "jupyterquiz": Format("jupyterquiz.json", "JupyterQuiz", jupyter_quiz, lost=jupyter_quiz_lost),
    "mkdocs-quiz": Format("mkdocs-quiz.md", "a page for mkdocs-quiz", mkdocs_quiz, lost=mkdocs_quiz_lost),
    "quizdown": Format("quizdown.md", "quizdown", quizdown, lost=quizdown_lost),
    "docx": Format("docx", "documents of Word", docx_sheet, docx_paper, docx_lost),
    "prairielearn": Format("prairielearn.zip", "folders for PrairieLearn", prairielearn, lost=prairielearn_lost),
    "scorm": Format("scorm.zip", "a SCORM page with its keys in it", scorm, lost=scorm_lost),
    "kahoot": Format("kahoot.xlsx", "Kahoot's spreadsheet", kahoot, lost=kahoot_lost),
}


def written(name: str, paper: Paper, style: Style, *, key: bool) -> str | bytes:
    """A paper in the format `name`, or with `key` what its interviewer keeps.

    Templates of the user's are filled in by another process: see `apart`. Raises `LstmDocsError` for a fault in them.
    """
    return with_templates(style.templates, _written, name, paper, style, key)


def _written(name: str, paper: Paper, style: Style, key: bool) -> str | bytes:
    form = FORMATS[name]
    return form.sheet(paper, style) if key or form.paper is None else form.paper(paper, style)

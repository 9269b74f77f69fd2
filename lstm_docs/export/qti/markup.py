"""Documents of XML, and the texts of the domain in them. Names are plain; a root states its namespace itself."""

from __future__ import annotations

import io
import re
import zipfile
from hashlib import sha256
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from ...formulas.mathml import inline_html, mathml
from ...formulas.texts import plain
from ...ground.xml import clean, tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...quiz.engine.asking import Question
    from ...quiz.papers.paper import Paper

MATHML = "http://www.w3.org/1998/Math/MathML"
_OURS = re.compile(r' (?:data-tex|data-s|class|aria-label)="[^"]*"')  # of our pages; QTI has no place for them
OLDEST = (1980, 1, 1, 0, 0, 0)


def rich(text: str) -> Markup:
    """A text of the domain as XHTML: formulas as MathML, code as code."""
    return inline_html(text, _formula, pictures=False)


def _formula(latex: str) -> Markup:
    first, rest = _OURS.sub("", mathml(latex)).split(">", 1)
    stated = f'xmlns="{MATHML}" alttext="{escape(plain(f"${latex}$"))}"'
    return Markup(f"{first} {stated}>{rest}")  # noqa: S704 - our own MathML


def with_latex(text: str) -> Markup:
    r"""A text of the domain as HTML whose formulas stay LaTeX, between `\(` and `\)` where MathJax finds them."""
    return inline_html(text, lambda latex: tag("span", rf"\({latex}\)"), pictures=False)


def document(name: str, *children: Markup, **attributes: str) -> str:
    """An XML file: each child of the root on a line of its own, and nothing else moved, since spaces may be read."""
    lines = (child + "\n" for child in children)
    root = tag(name, "\n", *lines, **attributes)
    return clean(f"<?xml version='1.0' encoding='utf-8'?>\n{root}\n")


def identity(paper: Paper, place: int) -> str:
    """The name of a question (from 1): another for every paper, and the same whenever the paper is made again.

    It is made of what a reader of the question sees and of the paper's code; the seed is not in it.
    """
    asked = paper.questions[place - 1]
    return "q" + _digest([paper.code, str(place), *_seen(asked)])


def paper_identity(paper: Paper) -> str:
    """The name of a paper, made of those of its questions."""
    return "t" + _digest(identity(paper, place) for place in range(1, len(paper.questions) + 1))


def _seen(asked: Question) -> list[str]:
    return [asked.ask, *(option.text for option in asked.options), *asked.partners]


def _digest(texts: Iterable[str]) -> str:
    return sha256("\0".join(texts).encode()).hexdigest()[:20]


def title_of(paper: Paper) -> str:
    """What a list of papers shows: the title and whose paper it is."""
    whose = f"one of up to {max(paper.variants)} variants of each question" if paper.variants else f"paper {paper.number}"
    return f"{paper.title}: {paper.candidate or whose}"


def zipped(files: Mapping[str, str] | Mapping[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    """A ZIP file, the same bytes whenever and wherever it is made: one date, and stored, as compressors differ."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, OLDEST)
            entry.create_system, entry.external_attr, entry.compress_type = 3, 0o644 << 16, compression
            archive.writestr(entry, content)
    return packed.getvalue()

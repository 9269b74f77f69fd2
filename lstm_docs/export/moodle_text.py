r"""Texts of the domain as the HTML that Moodle keeps: formulas stay LaTeX, between `\(` and `\)` for its MathJax filter."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from ..formulas.mathml import code_html, grouped
from ..formulas.pieces import translated
from ..ground.xml import clean, tag
from .wording import rubric_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..quiz.engine.asking import Question

JOINER = "\u2060"  # shown as nothing

_OPENS = re.compile(r"\\(?=[(\[])|\$(?=\$)")


def latex_html(text: str) -> Markup:
    """A text of the domain as HTML; nothing in it is a tag or a formula unless it is one in the domain."""
    cleaned = clean(text)
    return Markup(translated(cleaned, formula=_formula, code=_code, words=_inert))  # noqa: S704 - each piece is escaped


def paragraphs(texts: Iterable[str]) -> Markup:
    """Each text as a paragraph."""
    return _joined(f"<p>{latex_html(text)}</p>" for text in texts)


def general_feedback(asked: Question) -> Markup:
    """The worked solution, and what is told of options that Moodle has no feedback for: places, pairs, those left out."""
    untold = {"order": range(len(asked.options)), "match": range(len(asked.options)), "several": asked.answer}
    remarks = (asked.options[place].said for place in untold.get(asked.kind, ()))
    return paragraphs(dict.fromkeys((*asked.solution, *filter(None, remarks))))


def grader_information(asked: Question) -> Markup:
    """What earns points in an open question, and an answer that earns them all."""
    reference = clean(asked.notes.reference)
    return paragraphs(rubric_lines(asked)) + (tag("pre", reference) if reference else "")


@lru_cache(maxsize=65536)
def _formula(latex: str) -> Markup:
    return Markup(r"\({}\)").format(grouped(latex))


def _code(text: str) -> Markup:
    return code_html(_inert(text))


@lru_cache(maxsize=65536)
def _inert(text: str) -> Markup:
    # The filter looks for \( and \[ and $$ wherever they stand, in code too.
    return escape(_OPENS.sub(lambda sign: sign[0] + JOINER, text))


def _joined(parts: Iterable[str]) -> Markup:
    return Markup("".join(parts))  # noqa: S704 - of escaped parts only

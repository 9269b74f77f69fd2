"""Papers and sheets from Jinja templates, in a sandbox: ours, or the user's own of the same name."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ..errors import LstmDocsError
from ..mathml import inline_html
from ..quiz.judging import LETTERS, right_answer
from ..quiz.kinds import KINDS
from ..quiz.texts import plain

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ..quiz.asking import Question
    from ..quiz.paper import Paper
    from .format import Style


@lru_cache(maxsize=8)
def environment(templates: Path | None) -> jinja2.Environment:
    """The sandbox that templates are filled in; those in the folder `templates` replace ours of the same name."""
    ours = jinja2.PackageLoader("lstm_docs.export")
    made = ImmutableSandboxedEnvironment(
        loader=jinja2.ChoiceLoader([jinja2.FileSystemLoader(templates), ours]) if templates else ours,
        autoescape=jinja2.select_autoescape(["html.j2"], default_for_string=False),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )
    made.filters |= {"math_html": inline_html, "plain": plain, "answer": answer_text, "md_text": md_text}
    made.globals |= {"letters": LETTERS, "kinds": KINDS}
    return made


def md_text(text: str) -> str:
    """A text that is no Markdown, as Markdown."""
    return re.sub(r"([\\`*_{}\[\]()<>#+.!|~$&-])", r"\\\1", text)


def answer_text(asked: Question) -> str:
    """The right option with its letter, or the letters of all."""
    letter = f"{LETTERS[asked.key]}, " if asked.key >= 0 else ""
    return letter + right_answer(asked)


def template(name: str) -> Callable[[Paper, Style], str]:
    """The function that fills the template `name` with a paper.

    It raises `LstmDocsError` with file:line for a fault in a template of the user's.
    """

    def render(paper: Paper, style: Style) -> str:
        try:
            return environment(style.templates).get_template(name).render(paper=paper)
        except jinja2.TemplateError as error:
            raise LstmDocsError(f"template: {error}", where=f"{name}:{getattr(error, 'lineno', None) or 1}") from None

    return render

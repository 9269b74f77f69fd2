"""Papers and sheets from Jinja templates, in a sandbox: ours, or the user's own of the same name."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ..formulas.mathml import inline_html
from ..formulas.texts import plain
from ..ground.errors import LstmDocsError
from ..quiz.engine.judging import right_answer
from ..quiz.engine.kinds import KINDS
from ..quiz.engine.letters import LETTERS
from .outside_text import visible
from .plain_text import wrapped
from .typst_math import quoted
from .typst_text import typst_plain, typst_text
from .wording import counted, fine_print

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..quiz.engine.asking import Question
    from ..quiz.engine.scoring import Scoring
    from ..quiz.papers.paper import Paper
    from .format import Style


@lru_cache(maxsize=8)
def environment(templates: Path | None) -> jinja2.Environment:
    """The sandbox that templates are filled in; those in the folder `templates` replace ours of the same name."""
    ours = jinja2.PackageLoader("lstm_docs.export")
    sandbox = ImmutableSandboxedEnvironment(
        loader=jinja2.ChoiceLoader([jinja2.FileSystemLoader(templates), ours]) if templates else ours,
        autoescape=jinja2.select_autoescape(["html.j2", "xml.j2"], default_for_string=False),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )
    sandbox.filters |= {
        "math_html": inline_html,
        "plain": plain,
        "answer": answer_text,
        "md_text": md_text,
        "listed": listed,
        "css_text": css_text,
        "visible": visible,
    }
    sandbox.filters |= {
        "typst_text": typst_text,
        "typst_plain": typst_plain,
        "typst_quoted": quoted,
        "wrapped": wrapped,
        "visible": visible,
    }
    sandbox.globals |= {"letters": LETTERS, "kinds": KINDS, "expects": expects, "counted": counted, "fine_print": fine_print}
    return sandbox


def md_text(text: str) -> str:
    """A text that is no Markdown, as Markdown."""
    return re.sub(r"([\\`*_{}\[\]()<>#+.!|~$&-])", r"\\\1", text)


def listed(text: str) -> str:
    """A text for Markdown; code of several lines becomes a block."""
    return re.sub(r" ?`([^`\n]*\n[^`]*)` ?", lambda code: "\n\n```\n" + code[1].strip("\n") + "\n```\n\n", text)


def css_text(text: str) -> str:
    """A text inside a string of a style sheet."""
    return "".join(c if c.isascii() and (c.isalnum() or c in " .:+~/-") else f"\\{ord(c):x} " for c in text)


def expects(asked: Question, scoring: Scoring | None = None) -> str:
    """What a candidate is to write, and how it counts where that must be known beforehand."""
    if KINDS[asked.kind].single:
        return KINDS["choice"].expects
    return KINDS[asked.kind].expects + (fine_print(asked.kind, scoring) if scoring else "")


def answer_text(asked: Question) -> str:
    """The right option with its letter, or the letters of all."""
    letter = f"{LETTERS[asked.key]}, " if asked.key >= 0 else ""
    return letter + right_answer(asked)


def template(name: str) -> Callable[[Paper, Style], str]:
    """The function that fills the template `name` with a paper; it raises as `fill` does."""

    def render(paper: Paper, style: Style) -> str:
        return fill(name, style, paper=paper)

    return render


def fill(name: str, style: Style, **values: object) -> str:
    """A template filled in.

    Raises `LstmDocsError` with file:line for a fault in a template of the user's, which may fail in any way.
    """
    try:
        return environment(style.templates).get_template(name).render(values)
    except (LstmDocsError, MemoryError):
        raise
    except Exception as error:
        raise LstmDocsError(
            f"template: {(str(error) or type(error).__name__).splitlines()[0]}", where=_place(name, error)
        ) from None


def _place(name: str, error: Exception) -> str:
    """Where a template fails: Jinja knows it for bad syntax, its traceback for the rest."""
    name, line = getattr(error, "name", None) or name, getattr(error, "lineno", None)
    trace = error.__traceback__
    while trace is not None and line is None:
        if trace.tb_frame.f_code.co_filename.endswith(".j2"):
            name, line = Path(trace.tb_frame.f_code.co_filename).name, trace.tb_lineno
        trace = trace.tb_next
    return f"{name}:{line or 1}"

"""The formats of a paper: for each, its ending and the two functions that write paper and key as text."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ..mathml import inline_html
from ..quiz.judging import LETTERS, right_answer
from ..quiz.kinds import KINDS
from ..quiz.texts import THIN

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..quiz.asking import Question
    from ..quiz.paper import Paper


@dataclass(frozen=True)
class Format:
    """One way to write a paper. What `paper` gives holds no key, seed or misconception."""

    ending: str
    paper: Callable[[Paper], str]
    key: Callable[[Paper], str]


@cache
def _environment() -> jinja2.Environment:
    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.PackageLoader("lstm_docs.export"),
        autoescape=jinja2.select_autoescape(["html.j2"], default_for_string=False),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["math_html"] = inline_html
    environment.filters["answer"] = _answer
    environment.globals |= {"letters": LETTERS, "kinds": KINDS}
    return environment


def _answer(asked: Question) -> str:
    """The right option with its letter, or the letters of all."""
    letter = f"{LETTERS[asked.key]}, " if asked.key >= 0 else ""
    return letter + right_answer(asked)


def _template(name: str) -> Callable[[Paper], str]:
    def render(paper: Paper) -> str:
        return _environment().get_template(name).render(paper=paper)

    return render


def _paper_json(paper: Paper) -> str:
    questions = [
        {
            "id": asked.id,
            "family": asked.family,
            "topic": asked.topic,
            "level": asked.level,
            "seconds": asked.seconds,
            "given": dict(asked.given),
            "ask": asked.ask,
            "kind": asked.kind,
            "options": [option.text.replace(THIN, "") for option in asked.options],
            "partners": list(asked.partners),
        }
        for asked in paper.questions
    ]
    return _json({"code": paper.code, "questions": questions})


def _key_json(paper: Paper) -> str:
    answers = [
        {
            "id": asked.id,
            "answer": asked.answer[0] if len(asked.answer) == 1 else list(asked.answer),
            "option": asked.key if asked.key >= 0 else None,
            "solution": "\n".join(asked.solution),
            "distractors": [
                {"option": place, "misconception": option.misconception, "says": option.said}
                for place, option in enumerate(asked.options)
                if option.said and place != asked.key
            ],
        }
        for asked in paper.questions
    ]
    return _json({"code": paper.code, "seed": paper.seed, "answers": answers})


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


FORMATS = {
    "md": Format("md", _template("paper.md.j2"), _template("key.md.j2")),
    "html": Format("html", _template("paper.html.j2"), _template("key.html.j2")),
    "json": Format("json", _paper_json, _key_json),
}

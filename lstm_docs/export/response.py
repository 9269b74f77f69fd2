"""What a candidate sent back, and what somebody must look at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .outside_text import bounded, on_a_line, whole_characters
from .wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from fractions import Fraction


@dataclass(frozen=True)
class Response:
    """The answers of one paper by place, the code on it, the name if it was sent, and where it stands.

    `twice` tells, by place, what was answered twice and differently; such a place has no answer. `points` are those that
    somebody gave on the sheet itself, by place. `gone` are the places whose questions were replaced after it was sent: what
    it said to them does not count.
    """

    where: str
    code: str
    candidate: str
    answers: Mapping[int, str]
    twice: Mapping[int, str] = field(default_factory=dict)
    points: Mapping[int, Fraction] = field(default_factory=dict)
    gone: tuple[int, ...] = ()

    @property
    def said(self) -> dict[int, str]:
        """Everything that was answered, however often."""
        answers = {place: text.strip() for place, text in self.answers.items() if text.strip()}
        return answers | dict(self.twice) | {place: f"{value} points" for place, value in self.points.items()}


@dataclass(frozen=True)
class Problem:
    """Something that somebody must look at: where, what, and on whose paper if it is known. Where and what may quote texts
    from outside."""

    where: str
    message: str
    code: str = ""
    name: str = ""

    def __post_init__(self) -> None:
        """Make both fit to be shown."""
        object.__setattr__(self, "where", on_a_line(self.where))
        object.__setattr__(self, "message", on_a_line(self.message))

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


def tidy(code: str) -> str:
    """A code however it was typed: in small letters, no spaces, no apostrophe of a spreadsheet."""
    return "".join(code.split()).lstrip("'").casefold()


def answers_once(given: Iterable[tuple[int, str]]) -> tuple[dict[int, str], dict[int, str]]:
    """Answers by place; and apart from them the places that were answered twice and differently, and how."""
    texts: dict[int, dict[str, None]] = {}
    for place, text in given:
        written = texts.setdefault(place, {})
        if text.strip():
            written[bounded(whole_characters(text).strip())] = None
    answers = {place: next(iter(written), "") for place, written in texts.items() if len(written) < 2}
    return answers, {place: listed([f"{text:.60}" for text in written]) for place, written in texts.items() if len(written) > 1}

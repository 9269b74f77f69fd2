"""What stands at the end of a session, in sentences; the same in assets/practice.js."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .course import mastery, titled

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .state import Progress

SIZE = 8
"""The questions of a session."""


@dataclass(frozen=True)
class Answer:
    """An answer of a session."""

    name: str
    topic: str
    right: bool


def coming_back(progress: Progress, answers: Iterable[Answer], day: int) -> str:
    """When the families of a session come back."""
    cards = [progress.families[name] for name in dict.fromkeys(answer.name for answer in answers)]
    waits = Counter(0 if card.missed else card.memory.due - day for card in cards)
    return f"What comes back: {', '.join(f'{count} {_when(wait)}' for wait, count in sorted(waits.items()))}."


def _when(wait: int) -> str:
    return "in the next session" if wait <= 0 else "tomorrow" if wait == 1 else f"in {wait} days"


def known(progress: Progress, topics: Mapping[str, Sequence[str]], answers: Iterable[Answer]) -> str:
    """How well the topics of a session are known; `topics` are those of the course, with their families."""
    asked = {answer.topic for answer in answers}
    marks = {topic: mastery(progress, names) for topic, names in topics.items() if topic in asked}
    levels = ", ".join(f"{titled(topic)} {mark} of 3" for topic, mark in marks.items() if mark)
    return f"What you know now: {levels or 'nothing of this yet'}."


def to_read(progress: Progress, topics: Mapping[str, Sequence[str]], answers: Iterable[Answer]) -> str | None:
    """The topic to read about: the one most missed, else the first of the course that is not known."""
    misses = Counter(answer.topic for answer in answers if not answer.right)
    most = max(topics, key=lambda topic: misses[topic], default=None)
    if most is not None and misses[most]:
        return most
    return next((topic for topic, names in topics.items() if mastery(progress, names) < 2), None)

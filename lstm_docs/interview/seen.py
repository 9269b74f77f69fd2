"""What stands in the papers of a kit: a what-if asks for an answer that none of them holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..quiz.engine.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..quiz.engine.asking import Question
    from ..quiz.papers.paper import Paper


@dataclass
class Seen:
    """The sizes drawn, by letter, and by family and letter; what is worded so; and every answer that an option gives away."""

    sizes: set[tuple[str, int]] = field(default_factory=set)
    of_family: set[tuple[str, str, int]] = field(default_factory=set)
    wordings: set[tuple[str, ...]] = field(default_factory=set)
    answers: set[str] = field(default_factory=set)

    def add(self, asked: Question) -> None:
        """Note a question of a paper."""
        for letter, size in asked.sizes.items():
            self.sizes.add((letter, size))
            self.of_family.add((asked.family, letter, size))
        self.wordings.add(_wording(asked))
        if KINDS[asked.kind].typed:
            self.answers.update(option.text for option in asked.options)

    def is_new(self, asked: Question) -> bool:
        """Whether no paper has this wording, nor, where the answer is typed, this answer among its options."""
        typed = KINDS[asked.kind].typed
        return _wording(asked) not in self.wordings and not (typed and asked.options[asked.key].text in self.answers)


def _wording(asked: Question) -> tuple[str, ...]:
    """What is asked, in whatever order its options stand; of a typed answer they are no part of the question."""
    options = () if KINDS[asked.kind].typed else (*(option.text for option in asked.options), *asked.partners)
    return asked.ask, *sorted(options)


def seen_in(papers: Iterable[Paper], progress: Callable[[], None] = lambda: None) -> Seen:
    """What stands in papers."""
    seen = Seen()
    for paper in papers:
        for asked in paper.questions:
            seen.add(asked)
        progress()
    return seen

"""What a format with few kinds of question asks of a paper, and what is said of the others before they are left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..ground.errors import LstmDocsError
from ..quiz.engine.kinds import KINDS
from .wording import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from ..quiz.engine.asking import Question
    from ..quiz.papers.paper import Paper

ONE_RIGHT = frozenset(name for name, kind in KINDS.items() if kind.single)
CHOSEN = ONE_RIGHT | {"several"}
"""The kinds that are answered by choosing among options."""


class Asked(NamedTuple):
    """A question of a paper under its number there."""

    number: int
    question: Question
    marks: int

    @property
    def right(self) -> Collection[int]:
        """The places of the right options."""
        return self.question.answer if self.question.kind == "several" else (self.question.key,)


def askable(
    paper: Paper, kinds: Collection[str], program: str, fits: Callable[[Asked], bool] = lambda asked: True
) -> list[Asked]:
    """The questions that `program` can ask. Raises `LstmDocsError` if there are none."""
    numbered = enumerate(zip(paper.questions, paper.marks, strict=True), start=1)
    every = (Asked(n, one, marks) for n, (one, marks) in numbered)
    asked = [one for one in every if one.question.kind in kinds and fits(one)]
    if not asked:
        raise LstmDocsError(f"{program} can ask none of these questions: it asks {listed(sorted(kinds), len(kinds))}")
    return asked


def left_out(paper: Paper, kinds: Collection[str], program: str) -> list[str]:
    """A sentence if a kind is left out."""
    others = sorted({asked.kind for asked in paper.questions} - set(kinds))
    return [f"{program} has no questions of the kind {listed(others)}; they are left out"] if others else []

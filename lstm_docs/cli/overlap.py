"""What two candidates of a set have in common: questions with the very same numbers, or with an answer that is one for all."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..ground.errors import LstmDocsError
from ..ground.streams import Stream
from ..interview.what_if import right
from ..quiz import exam
from ..quiz.engine.asking import at

if TYPE_CHECKING:
    from ..quiz import Bank
    from ..quiz.papers.blueprint import Blueprint
    from ..quiz.papers.paper import Exam


class OverlapError(LstmDocsError):
    """Two candidates share more than the set allows."""


TRIED = 48
"""Questions of a family that are compared; a family whose answers all agree has one answer."""


@dataclass(frozen=True)
class Shared:
    """How many questions two candidates share on average over all pairs: with the same numbers, or with one answer alone."""

    same: float
    answer: float

    @property
    def all(self) -> float:
        """Both together: what one could tell the other."""
        return self.same + self.answer


def overlap(sitting: Exam, candidates: int) -> Shared:
    """What two of so many candidates share."""
    asked = Counter(question for number in range(1, candidates + 1) for question in {*sitting.drawn(number)})
    families = Counter(name for number in range(1, candidates + 1) for name in {name for name, _ in sitting.drawn(number)})
    alike = {name: times for name, times in families.items() if times > 1 and _one_answer(sitting, name)}
    pairs = candidates * (candidates - 1) // 2
    same = sum(map(_pairs, asked.values()))
    answer = sum(map(_pairs, alike.values())) - sum(_pairs(times) for (name, _), times in asked.items() if name in alike)
    return Shared(same / pairs, answer / pairs) if pairs else Shared(0.0, 0.0)


def _pairs(times: int) -> int:
    return times * (times - 1) // 2


def _one_answer(sitting: Exam, name: str) -> bool:
    """Whether a family has one right answer whatever it draws, such as the change that mends a program."""
    compiled = sitting.bank.family(name)
    stream = Stream.of("one answer", name)
    places = (stream.below(compiled.family.domain) for _ in range(TRIED))
    first = right(at(compiled, sitting.secret, next(places)))
    return compiled.family.kind != "open" and all(right(at(compiled, sitting.secret, place)) == first for place in places)


def check_overlap(blueprint: Blueprint, sitting: Exam, candidates: int) -> None:
    """Raise `OverlapError` at the set if two candidates share more numbers than it allows.

    Answers that are one for everybody are told, not counted: which of them few candidates meet is chance.
    """
    if blueprint.overlap is None:
        return
    share = 100 * overlap(sitting, candidates).same / blueprint.count
    if share > blueprint.overlap:
        raise OverlapError(
            f"two of {candidates} candidates share {share:.1f} % of the questions on average, and the set allows "
            f"{blueprint.overlap} %; name more families or topics, or take another seed",
            where=blueprint.where,
        )


def told(blueprint: Blueprint, bank: Bank, candidates: int) -> str:
    """The expected overlap in a line. Raises as `check_overlap`."""
    sitting = exam(bank, blueprint, "check")
    check_overlap(blueprint, sitting, candidates)
    shared = overlap(sitting, candidates)
    limit = f"; the set allows {blueprint.overlap} %" if blueprint.overlap is not None else ""
    return (
        f"{blueprint.id}: two of {candidates} candidates share {shared.all:.2f} of {blueprint.count} questions on average "
        f"({100 * shared.all / blueprint.count:.1f} %), {shared.same:.2f} with the same numbers and {shared.answer:.2f} whose "
        f"answer is the same for everybody{limit}"
    )

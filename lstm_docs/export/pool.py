"""A pool: of each question many variants in one file, from which a learning platform draws one for each student."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..ground.errors import LstmDocsError
from ..quiz.engine.asking import at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..quiz import Exam, Paper

POOLS = ("moodle", "gift", "qti12", "qti21", "qti3")
"""The formats of platforms that draw."""
TRIES = 20
"""How many papers a variant may take to find: families take turns, and some have few questions."""


def pool(exam: Exam, variants: int) -> Paper:
    """All variants of the first question, then all of the second, and so on; as many as there are, and at most `variants`.

    Raises `LstmDocsError` if questions build on one statement.
    """
    first = exam.paper(1)
    if first.statement:
        raise LstmDocsError("the questions of this set build on one statement; drawn apart they would lose it")
    drawn: list[dict[tuple[str, int], None]] = [{} for _ in first.questions]
    for number in range(1, TRIES * variants + 1):
        for own, question in zip(drawn, exam.drawn(number), strict=True):
            if len(own) < variants:
                own[question] = None
        if all(len(own) == variants for own in drawn):
            break
    return replace(
        first,
        code=f"{exam.plan.label}~{exam.bank.digest}~pool of {variants}",
        questions=tuple(at(exam.bank.family(name), exam.secret, index) for own in drawn for name, index in own),
        marks=tuple(marks for marks, own in zip(first.marks, drawn, strict=True) for _ in own),
        variants=tuple(map(len, drawn)),
    )


def groups(paper: Paper) -> Iterator[tuple[str, range]]:
    """The variants of each question, by their places from 0, under a name that sorts; a paper is one group without a name."""
    if not paper.variants:
        yield "", range(len(paper.questions))
        return
    for n, places in enumerate(paper.groups, start=1):
        asked = paper.questions[places.start]
        yield f"{n:0{len(str(len(paper.variants)))}} {asked.topic}, level {asked.level}", places

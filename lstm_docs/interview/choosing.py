"""Which questions of a marked paper are gone on with: three, of three topics.

First the misconceptions recognised, by the marks they cost; then what was answered rightly, the highest level first, and at
least one of these where there is one, for nobody should be asked about mistakes alone. The secret's stream decides ties, so
that the same responses give the same three.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..ground.streams import Stream
from .what_if import explained, what_if

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..marks.marking import Mark, Marked
    from ..quiz.papers.paper import Exam, Paper
    from .seen import Seen
    from .what_if import WhatIf

COUNT = 3
AIMED = 2
"""The most that are aimed at misconceptions while there are right answers to go on with."""
WRONG, RIGHT = 0, 1


def follow_ups(sitting: Exam, seen: Seen, paper: Paper, marked: Marked) -> list[WhatIf]:
    """The what-ifs of a candidate, at most `COUNT`: fewer where the paper has fewer questions that can be gone on with.

    What cannot be had is given up in this order: that no more than `AIMED` are about misconceptions, that topics differ, that
    the change changes the answer.
    """
    order = _in_order(sitting.secret, paper, marked)
    made: dict[int, WhatIf] = {}
    chosen: list[int] = []
    for given_up in range(4):
        for mark in order:
            if len(chosen) == COUNT:
                break
            if mark.place in chosen or not _wanted(paper, marked, chosen, mark, given_up):
                continue
            one = made[mark.place] = made.get(mark.place) or _of(sitting, seen, paper, mark)
            if given_up == 3 or not (one.stays or one.change is None):
                chosen.append(mark.place)
    return [made[mark.place] for mark in order if mark.place in chosen]


def _wanted(paper: Paper, marked: Marked, chosen: Sequence[int], mark: Mark, given_up: int) -> bool:
    """Whether an answer is still gone on with, beside the places that were chosen."""
    aimed = sum(bool(marked.marks[place - 1].misconception) for place in chosen)
    if given_up == 0 and (_group(mark) > RIGHT or (_group(mark) == WRONG and aimed == AIMED)):
        return False
    topics = {paper.questions[place - 1].topic for place in chosen}
    return given_up > 1 or paper.questions[mark.place - 1].topic not in topics


def _in_order(secret: str, paper: Paper, marked: Marked) -> list[Mark]:
    """The answers in the order in which they are gone on with; of open questions the sheet has a question of its own."""

    def rank(mark: Mark) -> tuple[int, float, int]:
        tie = Stream.of(secret, "follow-up", paper.number, mark.place).draw()
        group = _group(mark)
        return group, -float(mark.marks - mark.points) if group == WRONG else -paper.questions[mark.place - 1].level, tie

    return sorted((mark for mark in marked.marks if paper.questions[mark.place - 1].kind != "open"), key=rank)


def _group(mark: Mark) -> int:
    """Misconceptions come first, then what was right, what was wrong for another reason, and what is empty."""
    return WRONG if mark.misconception else {"right": RIGHT, "partly": 2, "wrong": 2}.get(mark.state, 3)


def _of(sitting: Exam, seen: Seen, paper: Paper, mark: Mark) -> WhatIf:
    """The what-if of one answer; what cannot be changed is explained."""
    own = paper.questions[mark.place - 1]
    one = what_if(sitting, seen, mark.place, own, mark.misconception)
    one = one or explained(sitting, mark.place, own, mark.misconception)
    return one.about(mark.typed, mark.said if mark.misconception else "")

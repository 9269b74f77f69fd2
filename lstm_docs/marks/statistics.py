"""What the marks of all candidates say: of each question, and of each misconception."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from math import atanh, sqrt, tanh
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .marking import Marked


Interval = tuple[float, float]
Z = 1.959963984540054
"""How many standard deviations hold 95 % of a normal distribution."""


@dataclass(frozen=True)
class QuestionStatistics:
    """One question of the plan, over all candidates.

    `difficulty` is the share of its marks that was earned: 1 is easy. `discrimination` is the correlation of its
    points with those of the rest of the paper; None where all candidates earned the same. The intervals hold with 95 %
    what a large class of this kind would show: Wilson's of a share, Fisher's of a correlation (from four papers on).
    Answers that nobody has judged yet count in neither. `states` counts how answers stood.
    """

    place: int
    families: tuple[str, ...]
    candidates: int
    difficulty: float | None
    discrimination: float | None
    difficulty_interval: Interval | None
    discrimination_interval: Interval | None
    states: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Fallen:
    """A misconception: whose answers to which questions showed it, the marks they lost, and what the first was told."""

    misconception: str
    count: int
    candidates: int
    lost: Fraction
    said: str
    numbers: tuple[int, ...]
    places: tuple[int, ...]


def question_statistics(papers: Sequence[Marked]) -> tuple[QuestionStatistics, ...]:
    """The statistics of each place; papers of one plan."""
    if not papers:
        return ()
    return tuple(_of_place(papers, n) for n in range(len(papers[0].marks)))


def misconceptions_shown(papers: Sequence[Marked]) -> tuple[Fallen, ...]:
    """Every misconception recognised, the most frequent first."""
    answers: Counter[str] = Counter()
    people: dict[str, set[int]] = {}
    lost: dict[str, Fraction] = {}
    said: dict[str, str] = {}
    places: dict[str, set[int]] = {}
    for paper in papers:
        for mark in paper.marks:
            if mark.misconception:
                answers[mark.misconception] += 1
                people.setdefault(mark.misconception, set()).add(paper.number)
                lost[mark.misconception] = lost.get(mark.misconception, Fraction(0)) + mark.marks - mark.points
                said.setdefault(mark.misconception, mark.said)
                places.setdefault(mark.misconception, set()).add(mark.place)
    ordered = sorted(answers, key=lambda name: (-answers[name], name))
    whose = {name: tuple(sorted(numbers)) for name, numbers in people.items()}
    return tuple(
        Fallen(name, answers[name], len(whose[name]), lost[name], said[name], whose[name], tuple(sorted(places[name])))
        for name in ordered
    )


def _of_place(papers: Sequence[Marked], n: int) -> QuestionStatistics:
    marks = [paper.marks[n] for paper in papers]
    judged = [(paper.marks[n].points, sum(it.points for it in paper.marks)) for paper in papers if paper.marks[n].judged]
    earned = [points for points, _ in judged]
    difficulty = float(sum(earned, Fraction(0)) / (marks[0].marks * len(judged))) if judged and marks[0].marks else None
    discrimination = _correlation(earned, [total - points for points, total in judged])
    return QuestionStatistics(
        place=marks[0].place,
        families=tuple(sorted({mark.family for mark in marks})),
        candidates=len(marks),
        difficulty=difficulty,
        discrimination=discrimination,
        difficulty_interval=None if difficulty is None else wilson(difficulty, len(judged)),
        discrimination_interval=None if discrimination is None else _fisher(discrimination, len(judged)),
        states=tuple(sorted(Counter(mark.state for mark in marks).items())),
    )


def wilson(share: float, n: int) -> Interval:
    """The interval of a share over n answers; where parts of marks are given, it is wider than it need be."""
    middle, spread = share + Z**2 / (2 * n), Z * sqrt(share * (1 - share) / n + (Z / (2 * n)) ** 2)
    return max(0.0, (middle - spread) / (1 + Z**2 / n)), min(1.0, (middle + spread) / (1 + Z**2 / n))


def _fisher(correlation: float, n: int) -> Interval | None:
    """The interval of a correlation over n papers."""
    if n < 4 or abs(correlation) >= 1:
        return None
    return tanh(atanh(correlation) - Z / sqrt(n - 3)), tanh(atanh(correlation) + Z / sqrt(n - 3))


def _correlation(xs: Sequence[Fraction], ys: Sequence[Fraction]) -> float | None:
    """Pearson's correlation, summed exactly; None if either does not vary."""
    n = len(xs)
    sx, sy = sum(xs, Fraction(0)), sum(ys, Fraction(0))
    xx = n * sum((x * x for x in xs), Fraction(0)) - sx * sx
    yy = n * sum((y * y for y in ys), Fraction(0)) - sy * sy
    xy = n * sum((x * y for x, y in zip(xs, ys, strict=True)), Fraction(0)) - sx * sy
    return float(xy) / sqrt(xx * yy) if xx and yy else None

"""What pure guessing earns, exactly: the mean over all answers that can be given, each equally likely.

One option of those that are printed; any of the patterns of ticks of a `several`, none included; any permutation of an
order; any partner for each option of a matching. Where no options are printed, as in an open question, guessing earns
nothing.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import comb, factorial
from typing import TYPE_CHECKING

from ..quiz.engine.scoring import Scoring, Tally, share

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..quiz.engine.asking import Question
    from ..quiz.papers.paper import Paper

    Ways = Iterator[tuple[Tally, int]]


def earned_by_guessing(paper: Paper) -> Fraction:
    """The marks that guessing earns on a paper, on average."""
    asked = zip(paper.questions, paper.marks, strict=True)
    return sum((marks * share_by_guessing(question, paper.scoring) for question, marks in asked), Fraction(0))


def share_by_guessing(asked: Question, scoring: Scoring) -> Fraction:
    """The share of a question's marks that guessing earns, on average."""
    right = len(asked.answer) if asked.kind == "several" else 0
    return _mean(asked.kind, len(asked.options), right, len(asked.partners), scoring)


@lru_cache(maxsize=1024)
def _mean(kind: str, options: int, right: int, partners: int, scoring: Scoring) -> Fraction:
    if not options:
        return Fraction(0)
    ways = {"several": _ticks(right, options - right), "order": _orders(options), "match": _matchings(options, partners)}
    tallies = list(ways.get(kind, _choices(options)))
    total = sum(count for _, count in tallies)
    return sum((count * share(scoring, tally) for tally, count in tallies), Fraction(0)) / total


def _choices(options: int) -> Ways:
    yield Tally(1, 1), 1
    yield Tally(0, 1), options - 1


def _ticks(right: int, wrong: int) -> Ways:
    """So many patterns of ticks find so many of the right options and choose so many of the wrong ones."""
    for hits in range(right + 1):
        for chosen in range(wrong + 1):
            yield Tally(hits, right, chosen, wrong), comb(right, hits) * comb(wrong, chosen)


def _orders(count: int) -> Ways:
    """So many permutations leave so many in their place."""
    for hits in range(count + 1):
        yield Tally(hits, count), comb(count, hits) * _derangements(count - hits)


def _derangements(count: int) -> int:
    """The permutations that leave nothing in its place."""
    return sum((-1) ** n * factorial(count) // factorial(n) for n in range(count + 1))


def _matchings(count: int, partners: int) -> Ways:
    """So many assignments give so many options their partner."""
    for hits in range(count + 1):
        yield Tally(hits, count), comb(count, hits) * (partners - 1) ** (count - hits)

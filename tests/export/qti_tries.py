"""Every answer worth submitting to another program, and the score it must give; used for QTI."""

from __future__ import annotations

import io
import itertools
import random
import re
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from lstm_docs.formulas.mathml import inline_html
from lstm_docs.quiz.engine.kinds import KINDS
from lstm_docs.quiz.engine.scoring import Scoring, share, tally

from .samples import one_of_each_family

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from lstm_docs.quiz.engine.asking import Question
    from lstm_docs.quiz.papers.paper import Paper

MOST = 130
NAME = re.compile(r"[A-Za-z_][\w.-]*")


@cache
def paper(scoring: Scoring = Scoring.BALANCED) -> Paper:
    """A question of every family, whose marks differ."""
    every = one_of_each_family()
    return replace(every, marks=tuple(1 + n % 7 for n in range(len(every.questions))), scoring=scoring)


def tries(asked: Question) -> list[tuple[int, ...]]:
    """Places to answer with: all there are, or the key, all that miss it by one step, and a sample."""
    return list(itertools.islice(dict.fromkeys(_tries(asked)), MOST))


def _tries(asked: Question) -> Iterator[tuple[int, ...]]:
    count = len(asked.options)
    if KINDS[asked.kind].single:
        yield from ((place,) for place in range(count))
        return
    yield asked.answer
    if asked.kind == "several":
        subsets = [s for n in range(1, count + 1) for s in itertools.combinations(range(count), n)]
        near = [s for s in subsets if len(set(s) ^ set(asked.answer)) == 1]
        yield from [*near, *_shuffled(subsets)]
    elif asked.kind == "order":
        for one, other in itertools.combinations(range(count), 2):
            swapped = list(asked.answer)
            swapped[one], swapped[other] = swapped[other], swapped[one]
            yield tuple(swapped)
        yield from _shuffled(list(itertools.permutations(range(count))))
    elif asked.kind == "match":
        every = range(len(asked.partners))
        yield from ((*asked.answer[:n], place, *asked.answer[n + 1 :]) for n in range(count) for place in every)
        stream = random.Random("matchings")
        yield from (tuple(stream.choice(every) for _ in range(count)) for _ in range(MOST))


def _shuffled(places: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
    random.Random("tries").shuffle(places)
    return places


def points(paper: Paper, place: int, answer: tuple[int, ...]) -> Fraction:
    """What an answer to question `place` (from 1) earns by our own judgement."""
    return share(paper.scoring, tally(paper.questions[place - 1], answer)) * paper.marks[place - 1]


def told(asked: Question, answer: tuple[int, ...]) -> set[str]:
    """What is to be said about the answer, as it reads."""
    if answer == ((asked.key,) if KINDS[asked.kind].single else asked.answer):
        return set()
    if KINDS[asked.kind].single:
        return {reads(asked.options[answer[0]].said)} - {""}
    if asked.kind == "several":
        wrong = set(answer) ^ set(asked.answer)
    elif asked.kind == "order":
        wrong = {place for place, right in zip(answer, asked.answer, strict=True) if place != right}
    else:
        wrong = {n for n, (got, right) in enumerate(zip(answer, asked.answer, strict=True)) if got != right}
    return {reads(asked.options[n].said) for n in wrong} - {""}


def reads(text: str) -> str:
    """A text of the domain as it reads, its formulas as the characters of their MathML."""
    return "".join(ET.fromstring(f"<p>{inline_html(text, pictures=False)}</p>").itertext())


def unzipped(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert archive.testzip() is None
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        return {name: archive.read(name) for name in archive.namelist()}

"""Marks of a whole kit: every response matched to its candidate, judged, and counted."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..ground.errors import LstmDocsError
from ..quiz.papers.blueprint import Blueprint, read
from ..quiz.papers.marking import Marked, mark_paper
from .kit import CANDIDATES, KIT, SCHEMA
from .matching import matched
from .response import Problem, Response, tidy
from .table import opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from fractions import Fraction
    from pathlib import Path

    from ..quiz.papers.paper import Exam, Paper


TOLD = {
    "unreadable": "question {mark.place}: {mark.typed!r:.60} cannot be read: {mark.said}",
    "awaits": "question {mark.place} is open and awaits points; give them with --points",
}


@dataclass(frozen=True)
class Kit:
    """A kit on disk: what was asked, with which bank and seed, by which set, and the candidates' names by code."""

    asked: str
    title: str
    bank: str
    seed: str
    blueprint: Blueprint | None
    names: Mapping[str, tuple[int, str]]


@dataclass(frozen=True)
class Absent:
    """A candidate who has no marks, by number, name and code."""

    number: int
    name: str
    code: str


@dataclass(frozen=True)
class Marks:
    """The papers marked, in the order of the candidates, and everything that somebody must look at.

    `threshold` is the percentage that passes, if the set has one. `missing` and `doubtful` are those
    not marked: they sent nothing, or two responses that differ.
    """

    title: str
    papers: tuple[Marked, ...]
    problems: tuple[Problem, ...]
    missing: tuple[Absent, ...]
    doubtful: tuple[Absent, ...]
    threshold: int | None = None


def read_kit(folder: Path) -> Kit:
    """The kit in a folder that `quiz make` wrote. Raises `LstmDocsError` if it is none, or was damaged."""
    try:
        data = json.loads((folder / KIT).read_text(encoding="utf-8"))
        if data["schema"] != SCHEMA:
            raise LstmDocsError(
                f"this kit has schema {data['schema']!r} and this version marks schema {SCHEMA}, by other rules; "
                "mark it with the version of lstm-docs that made it",
                where=str(folder / KIT),
            )
        rows = [row for _, row in opened(folder / CANDIDATES, "utf-8", ("number", "name", "code"))]
        names = {tidy(row["code"]): (int(row["number"]), row["name"].removeprefix("'")) for row in rows}
        if "" in names or not len(rows) == len(names) == len({number for number, _ in names.values()}):
            raise ValueError("a code is missing in candidates.csv, or a code or number stands twice")
        text = data.get("set")
        blueprint = read(text, f"{str(data['asked']).partition(':')[0]}.yml") if text else None
        return Kit(str(data["asked"]), str(data["title"]), str(data["bank"]), str(data["seed"]), blueprint, names)
    except OSError as error:
        raise LstmDocsError(f"{folder} is no folder that quiz make wrote: cannot read {error.filename}") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise LstmDocsError(f"damaged: {error}", where=str(folder / "keys")) from None


def mark_kit(
    kit: Kit,
    exam: Exam,
    given: Iterable[Response | Problem],
    points: Mapping[tuple[str, int], Fraction],
    progress: Callable[[], None] = lambda: None,
) -> Marks:
    """Mark every response that belongs to one candidate beyond doubt, and whoever has points; all else is a problem."""
    most = {place: slot.marks for place, slot in enumerate(exam.plan.slots, start=1)}
    matching = matched(given, {code: name for code, (_, name) in kit.names.items()}, len(most))
    problems = [*matching.problems, *_stray(points, kit, most)]
    papers, missing, doubtful = [], [], []
    for code, (number, name) in kit.names.items():
        own = {place: value for (of, place), value in points.items() if of == code and value <= most.get(place, -1)}
        response = matching.responses.get(code) or Response("points", code, "", {})
        if code in matching.doubtful:
            doubtful.append(Absent(number, name, code))
            problems += [Problem("points", f"those of {code} are not counted, for its responses differ")] if own else []
        elif own or response.said:
            papers.append(_marked(exam.paper(number, name), response, own, problems))
        else:
            missing.append(Absent(number, name, code))
        progress()
    threshold = kit.blueprint.threshold if kit.blueprint else None
    return Marks(kit.title, tuple(papers), tuple(problems), tuple(missing), tuple(doubtful), threshold)


def _marked(paper: Paper, response: Response, points: Mapping[int, Fraction], problems: list[Problem]) -> Marked:
    judged = mark_paper(paper, response.answers, points)
    marks = tuple(
        replace(mark, typed=response.twice[mark.place], state="unreadable", said="two answers that differ")
        if mark.place in response.twice and mark.place not in points
        else mark
        for mark in judged.marks
    )
    problems += (Problem(response.where, TOLD[mark.state].format(mark=mark)) for mark in marks if mark.state in TOLD)
    return replace(judged, marks=marks)


def _stray(points: Mapping[tuple[str, int], Fraction], kit: Kit, most: Mapping[int, int]) -> Iterator[Problem]:
    """Points for papers or questions that are not there, and more of them than a question has."""
    for (code, place), value in points.items():
        if code not in kit.names:
            yield Problem("points", f"unknown code {code[:80]!r}")
        elif place not in most:
            yield Problem("points", f"question {place} of {code}; the paper has {len(most)}")
        elif value > most[place]:
            yield Problem(
                "points", f"question {place} of {code} was given {float(value):g} points of {most[place]}; they are not counted"
            )

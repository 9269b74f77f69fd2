"""Marks of a whole kit: every response matched to its candidate, judged, and counted."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import LstmDocsError
from ..quiz.blueprint import Blueprint, read
from ..quiz.marking import Marked, mark_paper
from .kit import CANDIDATES, KIT, SCHEMA
from .responses import Problem, Response, tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from fractions import Fraction
    from pathlib import Path

    from ..quiz.paper import Exam


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
class Marks:
    """The papers marked, in the order of the candidates, and everything that somebody must look at."""

    title: str
    papers: tuple[Marked, ...]
    problems: tuple[Problem, ...]
    missing: tuple[tuple[str, str], ...]


def read_kit(folder: Path) -> Kit:
    """The kit in a folder that `quiz make` wrote. Raises `LstmDocsError` if it is none, or was damaged."""
    try:
        data = json.loads((folder / KIT).read_text(encoding="utf-8"))
        with (folder / CANDIDATES).open(encoding="utf-8", newline="") as text:
            rows = list(csv.DictReader(text))
        if data["schema"] != SCHEMA:
            raise LstmDocsError(f"this version reads kits of schema {SCHEMA}, not {data['schema']!r}", where=str(folder / KIT))
        names = {tidy(row["code"]): (int(row["number"]), row["name"].removeprefix("'")) for row in rows}
        text = data.get("set")
        blueprint = read(text, f"{str(data['asked']).partition(':')[0]}.yml") if text else None
        return Kit(str(data["asked"]), str(data["title"]), str(data["bank"]), str(data["seed"]), blueprint, names)
    except OSError as error:
        raise LstmDocsError(f"{folder} is no folder that quiz make wrote: cannot read {error.filename}") from None
    except (ValueError, KeyError, TypeError) as error:
        raise LstmDocsError(f"damaged: {error}", where=str(folder / "keys")) from None


def mark_kit(
    kit: Kit,
    exam: Exam,
    given: Iterable[Response | Problem],
    points: Mapping[tuple[str, int], Fraction],
    progress: Callable[[], None] = lambda: None,
) -> Marks:
    """Mark every response that belongs to one candidate beyond doubt; all else becomes a problem."""
    problems: list[Problem] = []
    found: dict[str, list[Response]] = {}
    for item in given:
        if isinstance(item, Problem):
            problems.append(item)
        elif item.code not in kit.names:
            problems.append(Problem(item.where, f"unknown code {item.code[:80]!r}: it is on no paper of this kit"))
        else:
            found.setdefault(item.code, []).append(item)
    papers = []
    for code, (number, name) in kit.names.items():
        response = _only(found.get(code, []), name, problems)
        own = {place: value for (of, place), value in points.items() if of == code}
        if response and (own or _answers(response)):
            papers.append(_marked(exam, response, number, name, own, problems))
        progress()
    problems += _stray(points, kit, papers)
    sent = {code for code, responses in found.items() if any(map(_answers, responses))} | {tidy(paper.code) for paper in papers}
    missing = tuple((code, name) for code, (_, name) in kit.names.items() if code not in sent)
    return Marks(kit.title, tuple(papers), tuple(problems), missing)


def _only(responses: list[Response], name: str, problems: list[Problem]) -> Response | None:
    """The one response of a candidate; several are marked only if they say the same."""
    if not responses:
        return None
    first, *more = responses
    alike = all(_answers(other) == _answers(first) for other in more)
    for other in more:
        told = "says the same and is counted once" if alike else "differs, and neither is marked: remove one"
        problems.append(Problem(other.where, f"a second response for the paper of {first.where}; it {told}"))
    problems += (
        Problem(other.where, f"is signed {other.candidate[:60]!r}, and the paper is that of {name[:60]!r}")
        for other in responses
        if other.candidate and name and other.candidate.removeprefix("'") != name
    )
    return first if alike else None


def _answers(response: Response) -> dict[int, str]:
    return {place: text.strip() for place, text in response.answers.items() if text.strip()}


def _marked(
    exam: Exam, response: Response, number: int, name: str, points: Mapping[int, Fraction], problems: list[Problem]
) -> Marked:
    paper = exam.paper(number, name)
    most = dict(enumerate(paper.marks, start=1))
    allowed = {place: value for place, value in points.items() if value <= most.get(place, 0)}
    marked = mark_paper(paper, response.answers, allowed)
    told = [
        *(
            f"question {place} was answered; the paper has {len(most)}"
            for place, text in response.answers.items()
            if place not in most and text.strip()
        ),
        *(
            f"question {place} was given {float(value):g} points of {most[place]}; they are not counted"
            for place, value in points.items()
            if place in most and place not in allowed
        ),
        *(TOLD[mark.state].format(mark=mark) for mark in marked.marks if mark.state in TOLD),
    ]
    problems += (Problem(response.where, message) for message in told)
    return marked


def _stray(points: Mapping[tuple[str, int], Fraction], kit: Kit, papers: list[Marked]) -> list[Problem]:
    """Points for papers or questions that are not there."""
    count = len(papers[0].marks) if papers else 0
    marked = {tidy(paper.code) for paper in papers}
    found = []
    for code, place in points:
        if code not in kit.names:
            found.append(Problem("points", f"unknown code {code[:80]!r}"))
        elif code in marked and not 1 <= place <= count:
            found.append(Problem("points", f"question {place} of {code}; the paper has {count}"))
    return found

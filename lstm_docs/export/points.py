"""An interviewer's points: for questions of a paper, and for what-ifs asked after it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from ..ground.errors import LstmDocsError
from .response import Problem, tidy
from .table import opened
from .tests_run import tests_of
from .wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from .tests_run import TestsRun

COLUMNS = ("code", "question", "points")
BY, TESTS = "by", "tests"
"""The column that says who gave the points, and what it says where no person did: a person's stand before these."""
AWAITS = "awaits"
"""The column of tests that says how many points more await a person, for what no test sees."""
_PLACE = re.compile(r"(what[- ]?if)?\s*(?:q|question)?\s*(\d{1,4})")
_POINTS = re.compile(r"[-+]?(?:\d{1,6}(?:[.,]\d{0,6}|/\d{1,6})?|[.,]\d{1,6})", re.ASCII)

ByAnswer = dict[tuple[str, int], Fraction]


@dataclass(frozen=True)
class Points:
    """Points by code and question: those of the papers, and those of the what-ifs about these questions.

    `differ` are answers on which persons differ; `overruled` those to which a person gave other points than the tests did;
    `awaits` how many points more than those of the tests await a person; `tests` how each test went.
    """

    paper: ByAnswer = field(default_factory=dict)
    oral: ByAnswer = field(default_factory=dict)
    differ: list[Problem] = field(default_factory=list)
    overruled: ByAnswer = field(default_factory=dict)
    awaits: ByAnswer = field(default_factory=dict)
    tests: TestsRun = field(default_factory=dict)

    def oral_of(self, code: str) -> dict[int, Fraction]:
        """The points of one paper's what-ifs, by question."""
        return {place: value for (of, place), value in sorted(self.oral.items()) if of == tidy(code)}


def points(paths: Sequence[Path] = (), encoding: str = "utf-8-sig") -> Points:
    """The points of all who judged, each in a CSV file with the columns `code`, `question` and `points`, or a folder of them.

    An empty cell is no points yet. Points that tests gave count where no person gave any. Where two who judged differ, neither
    counts, which is told as a problem. Raises `LstmDocsError` with file:line for a row that cannot be read, or two rows of
    one of them for one answer.
    """
    judged = {str(path): _judged(path, encoding, tests=False) for path in paths}
    tested = {str(path): _judged(path, encoding, tests=True) for path in paths}
    paper, papers_apart = _agreed({name: one.paper for name, one in judged.items()}, "question {1} of {0}")
    by_tests, tests_apart = _agreed({name: one.paper for name, one in tested.items()}, "question {1} of {0}")
    persons = {key for one in judged.values() for key in one.paper}
    alone = {key: value for key, value in by_tests.items() if key not in persons}
    awaits = {key: more for one in tested.values() for key, more in one.awaits.items()}
    overruled = {
        key: value for key, value in by_tests.items() if not value <= paper.get(key, value) <= value + awaits.get(key, 0)
    }
    oral, orals_apart = _agreed({name: one.oral for name, one in judged.items()}, "the what-if about question {1} of {0}")
    empty, emptied = _without_points(paths, encoding, oral)
    apart = [*papers_apart, *tests_apart, *orals_apart, *emptied]
    awaits = {key: more for key, more in awaits.items() if key in alone}
    return Points(paper | alone, oral | empty, apart, overruled, awaits, tests_of(paths))


def _without_points(paths: Sequence[Path], encoding: str, oral: ByAnswer) -> tuple[ByAnswer, list[Problem]]:
    """What-ifs left empty beside others of the same paper that have points: they count as 0, which is told."""
    asked = {code for code, _ in oral}
    empty: ByAnswer = {}
    problems = []
    for path in paths:
        for where, row in _rows(path, encoding):
            match = None if row["points"] else _PLACE.fullmatch(row["question"].casefold().strip())
            key = (tidy(row["code"]), int(match[2])) if match and match[1] else None
            if key and key[0] in asked and key not in {*oral, *empty}:
                empty[key] = Fraction(0)
                message = (
                    f"the what-if about question {key[1]} has no points and counts as 0; if it was not asked, take the row out"
                )
                problems.append(Problem(where, message, key[0]))
    return empty, problems


def _agreed(by_judge: Mapping[str, ByAnswer], what: str) -> tuple[ByAnswer, list[Problem]]:
    """What all who judged an answer gave it, and a problem for each answer on which they differ."""
    given: dict[tuple[str, int], dict[str, Fraction]] = {}
    for name, own in by_judge.items():
        for key, value in own.items():
            given.setdefault(key, {})[name] = value
    apart = {key: values for key, values in given.items() if len(set(values.values())) > 1}
    problems = [
        Problem(
            "points",
            f"{what.format(*key)} has {listed([f'{float(value):g} in {name}' for name, value in values.items()])}; "
            "neither counts",
        )
        for key, values in apart.items()
    ]
    return {key: next(iter(values.values())) for key, values in given.items() if key not in apart}, problems


def _judged(path: Path, encoding: str, *, tests: bool) -> Points:
    given = Points()
    for where, row in rows_of(path, encoding):
        if (row.get(BY) == TESTS) == tests:
            _add(given, row, where)
    return given


def rows_of(path: Path, encoding: str = "utf-8-sig") -> Iterator[tuple[str, dict[str, str]]]:
    """The rows with points of a file, or of all in a folder, each with file:line."""
    return ((where, row) for where, row in _rows(path, encoding) if row["points"])


def _rows(path: Path, encoding: str) -> Iterator[tuple[str, dict[str, str]]]:
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    if not files:
        raise LstmDocsError(f"{path} holds no *.csv with points")
    for file in files:
        for line, row in opened(file, encoding, COLUMNS):
            yield f"{file}:{line}", row


def _add(given: Points, row: dict[str, str], where: str) -> None:
    try:
        oral, place = place_of(row["question"])
        key, value = (tidy(row["code"]), place), points_of(row["points"])
    except (ValueError, ZeroDivisionError):
        raise LstmDocsError("expected a question's number and points, such as 3 and 2.5", where=where) from None
    by_answer = given.oral if oral else given.paper
    if value < 0 or key in by_answer:
        raise LstmDocsError("points below zero" if value < 0 else "this answer has points already", where=where)
    by_answer[key] = value
    if more := row.get(AWAITS):
        given.awaits[key] = _more(more, where)


def _more(text: str, where: str) -> Fraction:
    try:
        return points_of(text)
    except (ValueError, ZeroDivisionError):
        raise LstmDocsError(f"expected points in the column {AWAITS}", where=where) from None


def points_of(text: str) -> Fraction:
    """Points: `2`, `2.5`, `2,5` or `5/2`, not `1e99999999`. Raises `ValueError`, or `ZeroDivisionError`."""
    if not _POINTS.fullmatch(text):
        raise ValueError(text)
    return Fraction(text.replace(",", "."))


def place_of(text: str) -> tuple[bool, int]:
    """Whether it is a what-if, and a question's number: `3`, `Q3`, `question 3`, `what-if 3`. Raises `ValueError`."""
    match = _PLACE.fullmatch(text.strip().casefold())
    if not match:
        raise ValueError(text)
    return match[1] is not None, int(match[2])

"""Marks of a whole kit: every response matched to its candidate, judged, and counted."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from fractions import Fraction
from operator import itemgetter
from typing import TYPE_CHECKING

from ..ground.errors import LstmDocsError
from ..marks.marking import Marked, mark_paper
from ..marks.passing import far_better, passed, percent, together
from ..quiz.papers.blueprint import Blueprint, read
from ..quiz.papers.paper import spares_of
from .changes import REPLACE, changed, read_changes
from .kit import CANDIDATES, KIT, SCHEMA
from .matching import matched
from .points import Points
from .response import Problem, Response, tidy
from .roster import IDENTITY
from .spreadsheet_cells import text_of
from .table import opened
from .wording import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from ..marks.marking import Mark
    from ..quiz.papers.paper import Exam, Paper
    from .changes import Change
    from .points import ByAnswer

WHAT_IF = 3
"""The points of a what-if: the answer, the reason, and what it says of the own answer."""

TOLD = {
    "unreadable": "question {mark.place}: {mark.typed!r:.60} cannot be read: {mark.said}",
    "awaits": "question {mark.place} is open and awaits points; give them with --points",
}
IN_WORDS = (
    "question {0} has {1:g} points by its tests and awaits points for what it says in words, {2:g} more at the most; "
    "give those of the whole question with --points"
)


@dataclass(frozen=True)
class Kit:
    """A kit on disk: what was asked, with which bank and seed, by which set, and the candidates' numbers and
    names by code, and what else the roster knew them by.

    After `changes`, `names` and the rest go by the codes of the papers with other questions, and `replaced` leads from the
    code of each paper before to that after."""

    asked: str
    title: str
    bank: str
    seed: str
    blueprint: Blueprint | None
    names: Mapping[str, tuple[int, str]]
    identities: Mapping[str, Mapping[str, str]]
    changes: tuple[Change, ...] = ()
    replaced: Mapping[str, str] = field(default_factory=dict)

    def paper(self, exam: Exam, code: str) -> Paper:
        """The paper of a code of `names`, with the questions that stand on it now."""
        number, name = self.names[code]
        return exam.paper(number, name, spares_of(code))


@dataclass(frozen=True)
class Absent:
    """A candidate who has no marks, by number, name and code."""

    number: int
    name: str
    code: str


@dataclass(frozen=True)
class Ranked:
    """A candidate's rank by paper and what-ifs together, and that share in percent."""

    rank: int
    marked: Marked
    oral: tuple[Fraction, int]
    share: Fraction

    @property
    def far_better(self) -> bool:
        """Whether the paper is far better than what the candidate says about it."""
        return far_better(self.marked, self.oral)


@dataclass(frozen=True)
class Marks:
    """The papers marked, in the order of the candidates, and everything that somebody must look at.

    `threshold` is the percentage that passes, if the set has one. `missing` and `doubtful` are those
    not marked: they sent nothing, or two responses that differ. `identities` are the columns of the roster, by code; `points`
    are the interviewer's that count.
    """

    title: str
    papers: tuple[Marked, ...]
    problems: tuple[Problem, ...]
    missing: tuple[Absent, ...]
    doubtful: tuple[Absent, ...]
    threshold: int | None = None
    identities: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    points: Points = field(default_factory=Points)

    def oral(self, code: str) -> tuple[Fraction, int] | None:
        """The points of a candidate's what-ifs and how many they could be, if any were asked."""
        own = self.points.oral_of(code)
        return (sum(own.values(), Fraction(0)), WHAT_IF * len(own)) if own else None

    def passed(self, marked: Marked) -> bool | None:
        """Whether a candidate passes, with the what-ifs if any were asked; None as `passing.passed` says."""
        return passed(marked, self.threshold, self.oral(marked.code))

    @property
    def ranked(self) -> list[Ranked]:
        """Whoever was asked what-ifs, the best first; those that are equal share a rank."""
        asked = [(together(percent(marked), oral), marked, oral) for marked in self.papers if (oral := self.oral(marked.code))]
        return [
            Ranked(1 + sum(other > share for other, _, _ in asked), marked, oral, share)
            for share, marked, oral in sorted(asked, key=lambda one: -one[0])
        ]


def read_kits(folders: Sequence[Path]) -> Kit:
    """The kit whose parts lie in folders. Raises `LstmDocsError` as `read_kit`, and if they are parts of different kits."""
    first, *more = map(read_kit, folders)
    for folder, kit in zip(folders[1:], more, strict=True):
        if replace(kit, names={}, identities={}, changes=(), replaced={}) != replace(
            first, names={}, identities={}, changes=(), replaced={}
        ):
            raise LstmDocsError(f"{folder} is no part of the kit in {folders[0]}: it has another seed, set or bank")
    kits = (first, *more)
    names = {code: person for kit in kits for code, person in kit.names.items()}
    return replace(
        first,
        names=dict(sorted(names.items(), key=itemgetter(1))),
        identities={code: person for kit in kits for code, person in kit.identities.items()},
        changes=tuple(dict.fromkeys(change for kit in kits for change in kit.changes)),
        replaced={old: new for kit in kits for old, new in kit.replaced.items()},
    )


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
        tables = sorted(folder.glob(CANDIDATES.replace(".csv", "*.csv"))) or [folder / CANDIDATES]
        rows = [row for table in tables for _, row in opened(table, "utf-8", ("number", "name", "code"))]
        names = {tidy(row["code"]): (int(row["number"]), text_of(row["name"])) for row in rows}
        if "" in names or not len(rows) == len(names) == len({number for number, _ in names.values()}):
            raise ValueError("a code is missing in candidates.csv, or a code or number stands twice")
        identities = {
            tidy(row["code"]): {IDENTITY[column]: text_of(text) for column, text in row.items() if column in IDENTITY}
            for row in rows
        }
        text = data.get("set")
        blueprint = read(text, f"{str(data['asked']).partition(':')[0]}.yml") if text else None
        changes = read_changes(folder)
        replaced = {tidy(one.code): tidy(one.what) for one in changes if one.change == REPLACE}
        for old, new in replaced.items():
            names[new], identities[new] = names.pop(old), identities.pop(old)
        asked, title, bank, seed = (str(data[key]) for key in ("asked", "title", "bank", "seed"))
        names = dict(sorted(names.items(), key=itemgetter(1)))
        identities = {code: identities[code] for code in names}
        return Kit(asked, title, bank, seed, blueprint, names, identities, changes, replaced)
    except OSError as error:
        raise LstmDocsError(f"{folder} is no folder that quiz make wrote: cannot read {error.filename}") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise LstmDocsError(f"damaged: {error}", where=str(folder / "keys")) from None


def mark_kit(
    kit: Kit,
    exam: Exam,
    given: Iterable[Response | Problem],
    points: Points,
    progress: Callable[[], None] = lambda: None,
) -> Marks:
    """Mark every response that belongs to one candidate beyond doubt, and whoever has points; all else is a problem."""
    most = {place: slot.marks for place, slot in enumerate(exam.plan.slots, start=1)}
    matching = matched(under_new_codes(given, kit), {code: name for code, (_, name) in kit.names.items()}, len(most))
    of_what_ifs = dict.fromkeys(most, WHAT_IF)
    problems = [*points.differ, *matching.problems, *_stray(points.paper, kit, most), *_stray(points.oral, kit, of_what_ifs)]
    points = Points(
        _counted(points.paper, kit, most),
        _counted(points.oral, kit, of_what_ifs),
        overruled=_counted(points.overruled, kit, most),
        awaits=_counted(points.awaits, kit, most),
        tests=points.tests,
    )
    papers, missing, doubtful = [], [], []
    for code, (number, name) in kit.names.items():
        own = {place: value for (of, place), value in points.paper.items() if of == code}
        awaits = {place: value for (of, place), value in points.awaits.items() if of == code and place in own}
        response = matching.responses.get(code) or Response("points", code, "", {})
        if code in matching.doubtful:
            doubtful.append(Absent(number, name, code))
            problems += [Problem("points", f"those of {code} are not counted, for its responses differ", code)] if own else []
        elif own or response.said:
            paper = kit.paper(exam, code)
            papers.append(_marked(paper, response, {**response.points, **own}, awaits, problems, kit.changes))
        else:
            missing.append(Absent(number, name, code))
        progress()
    named = (replace(one, name=kit.names[one.code][1]) if one.code in kit.names else one for one in problems)
    threshold = kit.blueprint.threshold if kit.blueprint else None
    told = kit.identities, kit.changes, points
    return Marks(kit.title, tuple(papers), tuple(named), tuple(missing), tuple(doubtful), threshold, *told)


def under_new_codes(given: Iterable[Response | Problem], kit: Kit) -> Iterator[Response | Problem]:
    """Responses sent under the code that a paper had before a question was replaced: all but that answer counts."""
    for item in given:
        if not isinstance(item, Response) or item.code not in kit.replaced:
            yield item
            continue
        code, gone = item.code, []
        while code in kit.replaced:
            gone += [one.question for one in kit.changes if one.change == REPLACE and tidy(one.code) == code]
            code = kit.replaced[code]
        yield replace(
            item,
            code=code,
            answers={place: text for place, text in item.answers.items() if place not in gone},
            twice={place: text for place, text in item.twice.items() if place not in gone},
            points={place: value for place, value in item.points.items() if place not in gone},
            gone=tuple(gone),
        )
        message = f"was sent under the code before question {listed(gone)} was replaced; all but that counts"
        yield Problem(item.where, message, code)


def _marked(
    paper: Paper,
    response: Response,
    points: Mapping[int, Fraction],
    awaits: Mapping[int, Fraction],
    problems: list[Problem],
    changes: Sequence[Change],
) -> Marked:
    judged = mark_paper(paper, response.answers, points)
    unread = {place: (text, "two answers that differ") for place, text in response.twice.items()}
    unread |= dict.fromkeys(response.gone, ("", "it was replaced, and what was answered to the new question is not here"))
    marks = tuple(
        replace(mark, typed=unread[mark.place][0], state="unreadable", said=unread[mark.place][1])
        if mark.place in unread and mark.place not in points
        else replace(mark, state="awaits")
        if mark.place in awaits
        else mark
        for mark in judged.marks
    )
    after = changed(replace(judged, marks=marks), changes)
    told = (_told(mark, awaits) for mark in after.marks if mark.state in TOLD)
    problems += (Problem(response.where, text, tidy(paper.code)) for text in told)
    return after


def _told(mark: Mark, awaits: Mapping[int, Fraction]) -> str:
    if mark.place in awaits:
        return IN_WORDS.format(mark.place, float(mark.points), float(awaits[mark.place]))
    return TOLD[mark.state].format(mark=mark)


def _counted(points: ByAnswer, kit: Kit, most: Mapping[int, int]) -> ByAnswer:
    """The points that can be counted; all others are told by `_stray`."""
    return {
        (code, place): value for (code, place), value in points.items() if code in kit.names and value <= most.get(place, -1)
    }


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

"""A scorecard: what a candidate showed, by which answers, and at which level; one page, and data for an applicant system."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, takewhile
from typing import TYPE_CHECKING, Any

from ..ground.colours import COLOURS
from ..ground.worker_process import with_templates
from ..marks.marking import UNJUDGED
from ..marks.passing import FAR, far_better, passed, percent, together
from ..quiz.papers.blueprint import LEVELS_OF
from .kit_marks import WHAT_IF
from .points import BY, TESTS, place_of, rows_of
from .report import decimal
from .response import tidy
from .templating import fill
from .typst_pdf import PAGES, pages_of, pdf

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from ..marks.marking import Mark, Marked
    from ..quiz.papers.paper import Paper
    from .format import Style
    from .kit_marks import Marks

SHOWN = 60
"""The percentage of the marks of a level with which it counts as shown."""
FEWEST = 2
MOST_TOPICS = 14
MOST_WHAT_IFS = 4
MOST_EVIDENCE = 150
ON_PAPER = {"right": "what was right", "empty": "what was left empty"}
"""What a what-if is aimed at where the answer on the paper showed no misconception; else it is what was wrong."""

Reasons = Mapping[tuple[str, bool, int], str]
"""What is said of points, by code, whether they are a what-if's, and question."""


@dataclass(frozen=True)
class Evidence:
    """One answer: the question's place, family and level, the points, and what is said of it."""

    question: int
    family: str
    level: int
    points: Fraction
    of: Fraction
    said: str


@dataclass(frozen=True)
class Shown:
    """The points of some answers: those of a topic, or of the levels that a seniority stands for."""

    name: str
    evidence: tuple[Evidence, ...]

    @property
    def points(self) -> Fraction:
        """What they earned."""
        return sum((one.points for one in self.evidence), Fraction(0))

    @property
    def of(self) -> Fraction:
        """What they could have earned."""
        return sum((one.of for one in self.evidence), Fraction(0))

    @property
    def percent(self) -> Fraction:
        """The one in percent of the other."""
        return 100 * self.points / self.of if self.of else Fraction(0)

    @property
    def enough(self) -> bool:
        """Whether it counts as shown."""
        return self.percent >= SHOWN

    @property
    def reached(self) -> int | None:
        """The highest level of whose marks enough were earned."""
        levels = sorted({one.level for one in self.evidence}, reverse=True)
        parts = (Shown("", tuple(one for one in self.evidence if one.level == level)) for level in levels)
        return next((part.evidence[0].level for part in parts if part.percent >= SHOWN), None)

    @property
    def summary(self) -> str:
        """The evidence on a line or two."""
        return _short("; ".join(f"{one.question}: {one.said}" for one in self.evidence))


@dataclass(frozen=True)
class Spoken:
    """A what-if: about which question of the paper, the `misconception` it was aimed at, if any, what it is aimed
    `at` in words, its points, and what is said of them."""

    question: int
    topic: str
    family: str
    misconception: str
    at: str
    points: Fraction
    said: str


@dataclass(frozen=True)
class Scorecard:
    """What a candidate showed. `level` is the highest seniority shown, of those in `levels`; `oral` the points of what-ifs."""

    title: str
    candidate: str
    code: str
    number: int
    marked: Marked
    threshold: int | None
    topics: tuple[Shown, ...]
    levels: tuple[Shown, ...]
    oral: tuple[Fraction, int] | None
    what_ifs: tuple[Spoken, ...]

    @property
    def level(self) -> str | None:
        """The highest level shown: its questions and the what-ifs earned enough, and so with every lower one that was asked."""
        asked = [one for one in self.levels if len(one.evidence) >= FEWEST]
        shown = list(takewhile(lambda one: together(one.percent, self.oral) >= SHOWN, asked))
        return shown[-1].name if shown else None

    @property
    def together(self) -> Fraction:
        """The percentage of paper and what-ifs together."""
        return together(percent(self.marked), self.oral)

    @property
    def far_better(self) -> bool:
        """Whether the paper is far better than the what-ifs."""
        return far_better(self.marked, self.oral)

    @property
    def passed(self) -> bool | None:
        """Whether both together pass; None as `passing.passed` says."""
        return passed(self.marked, self.threshold, self.oral)


def _short(text: str) -> str:
    return text if len(text) <= MOST_EVIDENCE else f"{text[:MOST_EVIDENCE]}…"


def reasons(paths: Iterable[Path], encoding: str = "utf-8-sig") -> Reasons:
    """The columns `reason` or `note` of files of points, or of all in folders, which have been read as points before.

    A person's goes before that of tests, of which the first is told.
    """
    rows = [row for path in paths for _, row in rows_of(path, encoding)]
    in_order = sorted(rows, key=lambda row: row.get(BY) != TESTS)
    return {(tidy(row["code"]), *place_of(row["question"])): why for row in in_order if (why := _reason(row))}


def _reason(row: Mapping[str, str]) -> str:
    why = row.get("reason") or row.get("note") or ""
    return why.partition(";")[0] if row.get(BY) == TESTS else why


def scorecard(paper: Paper, marked: Marked, marks: Marks, said: Reasons) -> Scorecard:
    """The scorecard of a candidate; answers that await somebody's judgement are no evidence yet."""
    by_topic: dict[str, list[Evidence]] = {}
    for mark in marked.marks:
        if mark.state not in UNJUDGED and mark.marks:
            asked = paper.questions[mark.place - 1]
            told = said.get((tidy(paper.code), False, mark.place), "")
            by_topic.setdefault(asked.topic, []).append(_evidence(mark, asked.level, told, marked.scale))
    topics = tuple(Shown(topic, tuple(evidence)) for topic, evidence in by_topic.items())
    every = [one for topic in topics for one in topic.evidence]
    levels = tuple(Shown(name, tuple(one for one in every if one.level in own)) for name, own in LEVELS_OF.items())
    spoken = tuple(
        _spoken(paper, marked.marks[place - 1], points, said.get((tidy(paper.code), True, place), ""))
        for place, points in marks.points.oral_of(paper.code).items()
    )
    oral = marks.oral(paper.code)
    return Scorecard(
        paper.title, paper.candidate, paper.code, paper.number, marked, marks.threshold, topics, levels, oral, spoken
    )


def _spoken(paper: Paper, mark: Mark, points: Fraction, note: str) -> Spoken:
    at = mark.misconception or ON_PAPER.get(mark.state, "what was wrong")
    return Spoken(mark.place, paper.questions[mark.place - 1].topic, mark.family, mark.misconception, at, points, note)


def _evidence(mark: Mark, level: int, told: str, scale: Fraction) -> Evidence:
    said = {"right": "right", "partly": f"{decimal(mark.points):g} of {mark.marks}", "empty": "not answered"}.get(mark.state)
    wrong = f"wrong, {mark.misconception}" if mark.misconception else "wrong"
    return Evidence(mark.place, mark.family, level, mark.points * scale, mark.marks * scale, told or said or wrong)


def as_data(card: Scorecard) -> dict[str, Any]:
    """The scorecard for a program; points are decimal numbers, rounded to four places."""
    return {
        "schema": 1,
        "title": card.title,
        "candidate": card.candidate,
        "number": card.number,
        "code": card.code,
        "points": decimal(card.marked.points),
        "of": decimal(Fraction(card.marked.most)),
        "percent": decimal(percent(card.marked)),
        "passed": card.passed,
        "final": card.marked.final,
        "oral": {"points": decimal(card.oral[0]), "of": card.oral[1]} if card.oral else None,
        "what_ifs": [_what_if(one) for one in card.what_ifs],
        "together": decimal(card.together),
        "far_better": card.far_better,
        "level": card.level,
        "levels": [
            {
                "level": one.name,
                "questions": len(one.evidence),
                **_counted(one),
                "together": decimal(together(one.percent, card.oral)),
            }
            for one in card.levels
            if one.evidence
        ],
        "shown": [_topic(one) for one in card.topics if one.enough],
        "not_shown": [_topic(one) for one in card.topics if not one.enough],
    }


def _what_if(one: Spoken) -> dict[str, Any]:
    return {
        "question": one.question,
        "topic": one.topic,
        "family": one.family,
        "misconception": one.misconception or None,
        "aimed_at": one.at,
        "points": decimal(one.points),
        "of": WHAT_IF,
        "said": one.said,
    }


def _topic(one: Shown) -> dict[str, Any]:
    level = one.reached if one.enough else None
    return {"topic": one.name, "level": level, **_counted(one), "evidence": [_told(each) for each in one.evidence]}


def _counted(shown: Shown) -> dict[str, float]:
    return {"points": decimal(shown.points), "of": decimal(shown.of), "percent": decimal(shown.percent)}


def _told(one: Evidence) -> dict[str, Any]:
    return {
        "question": one.question,
        "family": one.family,
        "level": one.level,
        "points": decimal(one.points),
        "of": decimal(one.of),
        "said": one.said,
    }


def scorecard_json(card: Scorecard) -> str:
    """The scorecard as JSON."""
    return json.dumps(as_data(card), ensure_ascii=False, indent=1) + "\n"


def scorecard_pdf(card: Scorecard, style: Style) -> bytes:
    """One page, with as many topics as fit on it; all of them where a template of one's own takes more pages anyhow.

    Raises `LstmDocsError` as every PDF does.
    """
    tries = (_pdf(card, style, most) for most in range(min(MOST_TOPICS, len(card.topics)), -1, -1))
    whole = next(tries)
    return next((made for made in chain([whole], tries) if pages_of(made) == 1), whole)


def _pdf(card: Scorecard, style: Style, most: int) -> bytes:
    source = with_templates(style.templates, _source, card, style, most)
    return pdf(source, "scorecard.typ.j2", style.templates)


def _source(card: Scorecard, style: Style, most: int) -> str:
    shown = _on_the_page(card, most)
    return fill("scorecard.typ.j2", style, paper=card, **shown, page=PAGES[style.page], colours=COLOURS)


def _on_the_page(card: Scorecard, most: int) -> dict[str, Any]:
    """What the template shows: of the topics so many, those with most marks first where there are more."""
    kept = sorted(card.topics, key=lambda one: -one.of)[:most]
    rows = [
        {
            "topic": one.name,
            "level": one.reached if one.enough else "–",
            "shown": one.enough,
            "points": f"{decimal(one.points):g} of {decimal(one.of):g}",
            "said": one.summary,
        }
        for one in card.topics
        if one in kept
    ]
    levels = [
        {
            "name": one.name,
            "asked": " and ".join(map(str, LEVELS_OF[one.name])),
            "points": f"{decimal(one.points):g} of {decimal(one.of):g}",
            "percent": f"{float(one.percent):.1f} %",
            "together": f"{float(together(one.percent, card.oral)):.1f} %" if card.oral else "",
            "questions": len(one.evidence),
        }
        for one in card.levels
        if one.evidence
    ]
    return {
        "level": card.level,
        "levels": levels,
        "rows": rows,
        "left_out": len(card.topics) - len(rows),
        "what_ifs": [
            {
                "topic": one.topic,
                "question": one.question,
                "points": f"{decimal(one.points):g} of {WHAT_IF}",
                "at": one.at,
                "said": _short(one.said),
            }
            for one in card.what_ifs[:MOST_WHAT_IFS]
        ],
        "unasked": len(card.what_ifs[MOST_WHAT_IFS:]),
        "total": f"{decimal(card.marked.points):g} of {decimal(Fraction(card.marked.most)):g} points, "
        f"{float(percent(card.marked)):.1f} %",
        "verdict": {True: "passed", False: "not passed", None: ""}[card.passed],
        "final": card.marked.final,
        "oral": f"{decimal(card.oral[0]):g} of {card.oral[1]}" if card.oral else "",
        "together": f"{float(card.together):.1f} %" if card.oral else "",
        "far": FAR if card.far_better else 0,
        "least": SHOWN,
    }


def write_scorecards(cards: Iterable[tuple[str, Scorecard]], formats: Sequence[str], style: Style, folder: Path) -> None:
    """A file of each format for each candidate, under the name that goes with it."""
    for name, card in cards:
        if "json" in formats:
            (folder / f"{name}.json").write_text(scorecard_json(card), encoding="utf-8", newline="\n")
        if "pdf" in formats:
            (folder / f"{name}.pdf").write_bytes(scorecard_pdf(card, style))

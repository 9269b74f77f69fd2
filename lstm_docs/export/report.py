"""The report of marking, as files: a page to read, tables for a spreadsheet, and JSON."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from fractions import Fraction
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from ..ground.worker_process import with_templates
from ..marks.marking import UNJUDGED
from ..marks.passing import FAR, percent
from ..marks.statistics import misconceptions_shown, question_statistics
from ..quiz.papers.paper import spares_of
from . import candidate_page, grading_page
from .changes import VOID, Change
from .hand_out import KEYS, write_class_page, write_own_page
from .new_folder import new_folder
from .outside_text import visible
from .plots import bars, histogram
from .response import tidy
from .spreadsheet_cells import cell
from .to_look_at import to_look_at
from .web_page import fill_page
from .wording import guessing_told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from ..marks.marking import Mark, Marked
    from ..marks.statistics import QuestionStatistics
    from ..quiz.papers.paper import Exam, Paper
    from .format import Style
    from .kit_marks import Marks, Ranked


HEAD = ("number", "name", "code", "points", "of", "percent", "passed", "final")
MEASURES = ("difficulty", "discrimination")
YES_OR_NO: Mapping[bool | None, str] = {True: "yes", False: "no"}


def write_report(
    marks: Marks,
    exam: Exam,
    style: Style,
    out: Path,
    progress: Callable[[], None] = lambda: None,
    more: Mapping[str, str] | None = None,
    hand_out: str | None = None,
) -> None:
    """Write `report.html`, two pages for each candidate, of which one is for grading, and the tables: marks, questions,
    misconceptions, changes, problems; `more` files by name; and, as `hand_out` says, what may be handed out.

    Raises `LstmDocsError` if `out` exists and is not empty, or cannot be written.
    """
    with new_folder(out) as folder:
        tables = {f"{name}.csv": _csv(rows) for name, rows in _tables(marks).items()}
        for name, text in (tables | dict(more or {})).items():
            (folder / name).write_text(text, encoding="utf-8", newline="")
        text = json.dumps(as_data(marks), ensure_ascii=False, indent=1) + "\n"
        (folder / "marks.json").write_text(text, encoding="utf-8", newline="\n")
        page = with_templates(style.templates, _page, marks, style)
        (folder / "report.html").write_text(page, encoding="utf-8", newline="\n")
        (folder / candidate_page.FOLDER).mkdir()
        (folder / grading_page.FOLDER).mkdir()
        if hand_out:
            write_class_page(marks, style, folder, keys=KEYS[hand_out])
        for marked in marks.papers:
            paper = exam.paper(marked.number, marked.candidate, spares_of(marked.code))
            page = with_templates(style.templates, _own_page, paper, marked, marks, style)
            (folder / candidate_page.file_of(marked)).write_text(page, encoding="utf-8", newline="\n")
            page = with_templates(style.templates, grading_page.grading_page, paper, marked, marks.points, style)
            (folder / grading_page.file_of(marked)).write_text(page, encoding="utf-8", newline="\n")
            if hand_out:
                write_own_page(paper, marked, marks, style, folder, keys=KEYS[hand_out])
            progress()


def as_data(marks: Marks) -> dict[str, Any]:
    """Everything as JSON-ready data; points are decimal numbers, rounded to four places."""
    ranks = {one.marked.code: one for one in marks.ranked}
    return {
        "schema": 1,
        "title": marks.title,
        "threshold": marks.threshold,
        "guessing": _guessing(marks),
        "candidates": [_candidate(paper, marks, ranks.get(paper.code)) for paper in marks.papers],
        "questions": [_question(one) for one in question_statistics(marks.papers)],
        "misconceptions": [
            {
                "misconception": one.misconception,
                "answers": one.count,
                "candidates": one.candidates,
                "lost": decimal(one.lost),
                "who": list(one.numbers),
                "questions": list(one.places),
            }
            for one in misconceptions_shown(marks.papers)
        ],
        "changes": [asdict(one) for one in marks.changes],
        "missing": [asdict(one) for one in marks.missing],
        "doubtful": [asdict(one) for one in marks.doubtful],
        "problems": [asdict(one) for one in marks.problems],
    }


def _candidate(paper: Marked, marks: Marks, rank: Ranked | None) -> dict[str, Any]:
    return {
        "number": paper.number,
        "name": paper.candidate,
        "code": paper.code,
        "identity": dict(marks.identities.get(tidy(paper.code), {})),
        "points": decimal(paper.points),
        "of": paper.most,
        "percent": decimal(percent(paper)),
        "passed": marks.passed(paper),
        "final": paper.final,
        "oral": _oral(marks, paper.code),
        "together": _together(rank),
        "answers": [_answer(mark) for mark in paper.marks],
    }


def _answer(mark: Mark) -> dict[str, Any]:
    return {
        "question": mark.place,
        "family": mark.family,
        "typed": visible(mark.typed),
        "state": mark.state,
        "points": decimal(mark.points),
        "of": mark.marks,
        "misconception": mark.misconception or None,
    }


def _question(one: QuestionStatistics) -> dict[str, Any]:
    return {
        "question": one.place,
        "families": list(one.families),
        "candidates": one.candidates,
        "difficulty": _rounded(one.difficulty),
        "difficulty_interval": _interval(one.difficulty_interval),
        "discrimination": _rounded(one.discrimination),
        "discrimination_interval": _interval(one.discrimination_interval),
        "states": dict(one.states),
    }


def _guessing(marks: Marks) -> dict[str, float] | None:
    """What guessing earns on average on the papers marked, where it earns least and most."""
    earned = [paper.guessing for paper in marks.papers]
    return {"least": decimal(min(earned)), "most": decimal(max(earned)), "of": marks.papers[0].most} if earned else None


def _oral(marks: Marks, code: str) -> dict[str, float] | None:
    """The points of a candidate's what-ifs, if any were asked."""
    oral = marks.oral(code)
    return {"points": decimal(oral[0]), "of": oral[1]} if oral else None


def _together(ranked: Ranked | None) -> dict[str, float | bool] | None:
    """Paper and what-ifs together, if any were asked."""
    if ranked is None:
        return None
    return {"percent": decimal(ranked.share), "rank": ranked.rank, "far_better": ranked.far_better}


def _own_page(paper: Paper, marked: Marked, marks: Marks, style: Style) -> str:
    return candidate_page.candidate_page(paper, marked, marks.threshold, style, marks.oral(marked.code))


def decimal(points: Fraction) -> float:
    """Points for a table."""
    return round(float(points), 4)


def _interval(bounds: tuple[float, float] | None) -> list[float] | None:
    return None if bounds is None else [round(bound, 4) for bound in bounds]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _unjudged(answer: Mapping[str, Any]) -> bool:
    """Whether an answer has no points of its own: it was taken out, or awaits all of them."""
    return answer["state"] == VOID or (answer["state"] in UNJUDGED and not answer["points"])


def _tables(marks: Marks) -> dict[str, list[list[object]]]:
    data = as_data(marks)
    places = range(1, 1 + max((len(paper.marks) for paper in marks.papers), default=0))
    known_by = list(next(iter(marks.identities.values()), {}))
    oral = ("oral", "oral_of", "together", "rank", "far_better") if marks.points.oral else ()
    candidates: list[list[object]] = [[*HEAD, *oral, *known_by, *places]]
    for paper in data["candidates"]:
        # What nobody has judged yet is no 0, which a sum would take for a wrong answer.
        own = ["" if _unjudged(answer) else answer["points"] for answer in paper["answers"]]
        head = [YES_OR_NO.get(paper[key], "") if key in ("passed", "final") else paper[key] for key in HEAD]
        spoken = _spoken(paper) if oral else []
        candidates.append([*head, *spoken, *paper["identity"].values(), *own])
    for state in ("missing", "doubtful"):
        candidates += [
            [
                *(one["number"], one["name"], one["code"], *[""] * (len(HEAD) - 4), state),
                *("" for _ in oral),
                *marks.identities.get(tidy(one["code"]), {}).values(),
                *("" for _ in places),
            ]
            for one in data[state]
        ]
    candidates[1:] = sorted(candidates[1:], key=itemgetter(0))
    return {
        "marks": candidates,
        "questions": [
            ["question", "families", "candidates", *(f"{what}{of}" for what in MEASURES for of in ("", "_low", "_high"))],
            *(
                [
                    *(q["question"], " ".join(q["families"]), q["candidates"]),
                    *(value for what in MEASURES for value in (q[what], *(q[f"{what}_interval"] or ("", "")))),
                ]
                for q in data["questions"]
            ),
        ],
        "misconceptions": [
            ["misconception", "answers", "candidates", "lost", "who", "questions"],
            *(
                [*list(one.values())[:-2], *(" ".join(map(str, one[key])) for key in ("who", "questions"))]
                for one in data["misconceptions"]
            ),
        ],
        "changes": [list(asdict(Change("", 0))), *(list(one.values()) for one in data["changes"])],
        "problems": [["where", "message", "code", "name"], *(list(one.values()) for one in data["problems"])],
    }


def _spoken(paper: Mapping[str, Any]) -> list[object]:
    """The columns of the what-ifs of a candidate, empty where none were asked."""
    if not paper["oral"]:
        return [""] * 5
    shared = paper["together"]
    return [*paper["oral"].values(), shared["percent"], shared["rank"], YES_OR_NO[shared["far_better"]]]


def _csv(rows: Iterable[Iterable[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for row in rows:
        writer.writerow(["" if item is None else cell(item) if isinstance(item, str) else item for item in row])
    return text.getvalue()


def _page(marks: Marks, style: Style) -> str:
    questions = question_statistics(marks.papers)
    fallen = misconceptions_shown(marks.papers)
    return fill_page(
        "report.html.j2",
        style,
        marks=marks,
        rows=[(paper, candidate_page.file_of(paper), *_result(paper, marks)) for paper in marks.papers],
        ranked=[(one, candidate_page.file_of(one.marked), _result(one.marked, marks)[1]) for one in marks.ranked],
        far=FAR,
        to_grade=[(paper, grading_page.file_of(paper)) for paper in marks.papers],
        lines=to_look_at(marks),
        questions=questions,
        fallen=fallen,
        guessing=guessing_told([paper.guessing for paper in marks.papers], marks.papers[0].most) if marks.papers else "",
        shares=histogram([float(paper.points / paper.most) for paper in marks.papers]),
        difficulties=bars([(str(one.place), one.difficulty) for one in questions]),
        mean=float(sum((paper.points for paper in marks.papers), Fraction(0)) / max(1, len(marks.papers))),
    )


def _result(paper: Marked, marks: Marks) -> tuple[float, str]:
    """The percentage and whether it passes, for reading."""
    return float(percent(paper)), YES_OR_NO.get(marks.passed(paper), "open")

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
from ..quiz.papers.marking import UNJUDGED
from ..quiz.papers.passing import passed, percent
from ..quiz.papers.statistics import misconceptions_shown, question_statistics
from . import candidate_page
from .new_folder import new_folder
from .outside_text import visible
from .plots import bars, histogram
from .spreadsheet_cells import cell
from .to_look_at import to_look_at
from .web_page import fill_page
from .wording import guessing_told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from ..quiz.papers.marking import Marked
    from ..quiz.papers.paper import Exam
    from .format import Style
    from .kit_marks import Marks


HEAD = ("number", "name", "code", "points", "of", "percent", "passed", "final")
YES_OR_NO: Mapping[bool | None, str] = {True: "yes", False: "no"}


def write_report(marks: Marks, exam: Exam, style: Style, out: Path, progress: Callable[[], None] = lambda: None) -> None:
    """Write `report.html`, a page for each candidate, and the tables: marks, questions, misconceptions, problems.

    Raises `LstmDocsError` if `out` exists and is not empty, or cannot be written.
    """
    with new_folder(out) as folder:
        for name, rows in _tables(marks).items():
            (folder / f"{name}.csv").write_text(_csv(rows), encoding="utf-8", newline="")
        text = json.dumps(as_data(marks), ensure_ascii=False, indent=1) + "\n"
        (folder / "marks.json").write_text(text, encoding="utf-8", newline="\n")
        page = with_templates(style.templates, _page, marks, style)
        (folder / "report.html").write_text(page, encoding="utf-8", newline="\n")
        (folder / candidate_page.FOLDER).mkdir()
        for marked in marks.papers:
            paper = exam.paper(marked.number, marked.candidate)
            page = with_templates(style.templates, candidate_page.candidate_page, paper, marked, marks.threshold, style)
            (folder / candidate_page.file_of(marked)).write_text(page, encoding="utf-8", newline="\n")
            progress()


def as_data(marks: Marks) -> dict[str, Any]:
    """Everything as JSON-ready data; points are decimal numbers, rounded to four places."""
    return {
        "schema": 1,
        "title": marks.title,
        "threshold": marks.threshold,
        "guessing": _guessing(marks),
        "candidates": [
            {
                "number": paper.number,
                "name": paper.candidate,
                "code": paper.code,
                "points": decimal(paper.points),
                "of": paper.most,
                "percent": decimal(percent(paper)),
                "passed": passed(paper, marks.threshold),
                "final": paper.final,
                "answers": [
                    {
                        "question": mark.place,
                        "family": mark.family,
                        "typed": visible(mark.typed),
                        "state": mark.state,
                        "points": decimal(mark.points),
                        "of": mark.marks,
                        "misconception": mark.misconception or None,
                    }
                    for mark in paper.marks
                ],
            }
            for paper in marks.papers
        ],
        "questions": [
            {
                "question": one.place,
                "families": list(one.families),
                "candidates": one.candidates,
                "difficulty": _rounded(one.difficulty),
                "discrimination": _rounded(one.discrimination),
                "states": dict(one.states),
            }
            for one in question_statistics(marks.papers)
        ],
        "misconceptions": [
            {"misconception": one.misconception, "answers": one.count, "candidates": one.candidates, "lost": decimal(one.lost)}
            for one in misconceptions_shown(marks.papers)
        ],
        "missing": [asdict(one) for one in marks.missing],
        "doubtful": [asdict(one) for one in marks.doubtful],
        "problems": [{"where": problem.where, "message": problem.message} for problem in marks.problems],
    }


def _guessing(marks: Marks) -> dict[str, float] | None:
    """What guessing earns on average on the papers marked, where it earns least and most."""
    earned = [paper.guessing for paper in marks.papers]
    return {"least": decimal(min(earned)), "most": decimal(max(earned)), "of": marks.papers[0].most} if earned else None


def decimal(points: Fraction) -> float:
    """Points for a table."""
    return round(float(points), 4)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _tables(marks: Marks) -> dict[str, list[list[object]]]:
    data = as_data(marks)
    places = range(1, 1 + max((len(paper.marks) for paper in marks.papers), default=0))
    candidates: list[list[object]] = [[*HEAD, *places]]
    for paper in data["candidates"]:
        # What nobody has judged yet is no 0, which a sum would take for a wrong answer.
        own = ["" if answer["state"] in UNJUDGED else answer["points"] for answer in paper["answers"]]
        candidates.append([YES_OR_NO.get(paper[key], "") if key in ("passed", "final") else paper[key] for key in HEAD] + own)
    for state in ("missing", "doubtful"):
        candidates += [
            [one["number"], one["name"], one["code"], *[""] * (len(HEAD) - 4), state, *("" for _ in places)]
            for one in data[state]
        ]
    candidates[1:] = sorted(candidates[1:], key=itemgetter(0))
    return {
        "marks": candidates,
        "questions": [
            ["question", "families", "candidates", "difficulty", "discrimination"],
            *(
                [q["question"], " ".join(q["families"]), q["candidates"], q["difficulty"], q["discrimination"]]
                for q in data["questions"]
            ),
        ],
        "misconceptions": [
            ["misconception", "answers", "candidates", "lost"],
            *(list(one.values()) for one in data["misconceptions"]),
        ],
        "problems": [["where", "message"], *(list(one.values()) for one in data["problems"])],
    }


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
    return float(percent(paper)), YES_OR_NO.get(passed(paper, marks.threshold), "open")

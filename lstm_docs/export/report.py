"""The report of marking, as files: a page to read, tables for a spreadsheet, and JSON."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ..quiz.statistics import misconceptions_shown, question_statistics
from .cells import cell
from .foreign import visible
from .new_folder import new_folder
from .plots import bars, histogram
from .to_look_at import to_look_at
from .web_page import fill_page

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from .format import Style
    from .marks import Marks


def write_report(marks: Marks, style: Style, out: Path) -> None:
    """Write `report.html`, `marks.csv`, `questions.csv`, `misconceptions.csv`, `problems.csv` and `marks.json`.

    Raises `LstmDocsError` if `out` exists and is not empty, or cannot be written.
    """
    with new_folder(out) as folder:
        for name, rows in _tables(marks).items():
            (folder / f"{name}.csv").write_text(_csv(rows), encoding="utf-8", newline="")
        text = json.dumps(as_data(marks), ensure_ascii=False, indent=1) + "\n"
        (folder / "marks.json").write_text(text, encoding="utf-8", newline="\n")
        (folder / "report.html").write_text(_page(marks, style), encoding="utf-8", newline="\n")


def as_data(marks: Marks) -> dict[str, Any]:
    """Everything as JSON-ready data; points are decimal numbers, rounded to four places."""
    return {
        "schema": 1,
        "title": marks.title,
        "candidates": [
            {
                "number": paper.number,
                "name": paper.candidate,
                "code": paper.code,
                "points": decimal(paper.points),
                "of": paper.most,
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
            {"misconception": one.misconception, "answers": one.count, "candidates": one.candidates}
            for one in misconceptions_shown(marks.papers)
        ],
        "missing": [{"code": code, "name": name} for code, name in marks.missing],
        "doubtful": [{"code": code, "name": name} for code, name in marks.doubtful],
        "problems": [{"where": problem.where, "message": problem.message} for problem in marks.problems],
    }


def decimal(points: Fraction) -> float:
    """Points for a table."""
    return round(float(points), 4)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _tables(marks: Marks) -> dict[str, list[list[object]]]:
    data = as_data(marks)
    places = range(1, 1 + max((len(paper.marks) for paper in marks.papers), default=0))
    candidates: list[list[object]] = [["number", "name", "code", "points", "of", "final", *places]]
    for paper in data["candidates"]:
        own = [answer["points"] for answer in paper["answers"]]
        candidates.append(
            [*(paper[key] for key in ("number", "name", "code", "points", "of")), "yes" if paper["final"] else "no", *own]
        )
    for state in ("missing", "doubtful"):
        candidates += [["", one["name"], one["code"], "", "", state] for one in data[state]]
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
            ["misconception", "answers", "candidates"],
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
        lines=to_look_at(marks),
        questions=questions,
        fallen=fallen,
        shares=histogram([float(paper.points / paper.most) for paper in marks.papers]),
        difficulties=bars([(str(one.place), one.difficulty) for one in questions]),
        mean=float(sum((paper.points for paper in marks.papers), Fraction(0)) / max(1, len(marks.papers))),
    )

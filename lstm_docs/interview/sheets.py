"""What-ifs as files: one for the candidate, without the key, and one for the interviewer."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..export.kit_marks import WHAT_IF
from ..export.new_folder import new_folder
from ..export.outside_text import visible
from ..export.points import COLUMNS
from ..export.roster import Candidate
from ..export.spreadsheet_cells import cell
from ..export.templating import fill
from ..export.web_page import fill_page
from ..quiz.engine.case import SIZE_NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from ..export.format import Style
    from ..quiz.papers.paper import Paper
    from .what_if import WhatIf

FORMATS = ("html", "md", "json")


@dataclass(frozen=True)
class FollowUp:
    """The paper of a candidate and the what-ifs about it."""

    paper: Paper
    what_ifs: tuple[WhatIf, ...]


def write_follow_ups(
    many: Iterable[FollowUp],
    formats: Iterable[str],
    style: Style,
    out: Path,
    progress: Callable[[], None] = lambda: None,
) -> None:
    """Write `papers/`, `keys/` and the table `keys/points.csv`, which waits for the points; all of it, or nothing.

    Raises `LstmDocsError` if `out` exists and is not empty, or cannot be written.
    """
    with new_folder(out) as folder:
        (folder / "papers").mkdir()
        (folder / "keys").mkdir(mode=0o700)
        with (folder / "keys" / "points.csv").open("w", encoding="utf-8", newline="") as text:
            rows = csv.writer(text, lineterminator="\n")
            rows.writerow([*COLUMNS, "note", "of", "name"])
            for one in many:
                name = Candidate(one.paper.number, one.paper.candidate, 0).file_name
                for kind in formats:
                    for home, key in (("papers", False), ("keys", True)):
                        content = written(kind, one, style, key=key)
                        (folder / home / f"{name}.{kind}").write_text(content, encoding="utf-8", newline="\n")
                for about in one.what_ifs:
                    rows.writerow([cell(one.paper.code), f"what-if {about.place}", "", "", WHAT_IF, cell(one.paper.candidate)])
                progress()


def written(kind: str, one: FollowUp, style: Style, *, key: bool) -> str:
    """The what-ifs of a candidate in a format, or with `key` what the interviewer has."""
    if kind == "json":
        return json.dumps(_data(one, key=key), ensure_ascii=False, indent=1) + "\n"
    template = fill_page if kind == "html" else fill
    return template(f"follow-up{'-key' if key else ''}.{kind}.j2", style, paper=one.paper, what_ifs=one.what_ifs)


def _data(one: FollowUp, *, key: bool) -> dict[str, Any]:
    head = {"code": one.paper.code, "candidate": one.paper.candidate}
    return head | {"what_ifs": [_kept(about) if key else _asked(about) for about in one.what_ifs]}


def _asked(about: WhatIf) -> dict[str, Any]:
    asked = about.asked
    return {
        "question": about.place,
        "opening": about.opening,
        "ask": asked.ask,
        "given": dict(asked.given),
        "kind": asked.kind,
        "options": [option.text for option in asked.options],
        "partners": list(asked.partners),
    }


def _kept(about: WhatIf) -> dict[str, Any]:
    change = about.change
    return {
        "question": about.place,
        "asked": about.asked.id,
        "own": about.own.id,
        "typed": visible(about.typed),
        "misconception": about.aimed or None,
        "changed": change
        and {
            "kind": change.kind,
            "thing": SIZE_NAMES.get(change.thing, change.thing),
            "before": change.before,
            "after": change.after,
            "in_no_paper": about.new,
        },
        "options": [{"letter": letter, "text": text, "key": said} for letter, text, said in about.listed],
        "key": about.key,
        "option": about.asked.key if about.asked.key >= 0 else None,
        "stays": about.stays,
        "measured": about.measured,
        "good": list(about.good),
        "rubric": [{"text": text, "points": points} for text, points in about.rubric],
        "wrong": [
            {"misconception": one.misconception, "letter": one.letter, "answer": one.answer, "says": one.said}
            for one in about.wrong
        ],
    }

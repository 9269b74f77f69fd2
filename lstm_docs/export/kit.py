"""An interview kit in a folder: papers, what the interviewer keeps, and what marking needs; all of it, or nothing.

`papers/` is for candidates. `keys/` is not: its `kit.json` holds the seed, `candidates.csv` whose paper is
which, and `responses.csv` is a table to fill with answers.
"""

from __future__ import annotations

import csv
import json
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..quiz.papers.blueprint import Blueprint
from ..quiz.papers.plan import label_of
from .formats import FORMATS, written
from .new_folder import new_folder
from .spreadsheet_cells import cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from ..quiz.papers.paper import Asked, Exam, Paper
    from .format import Style
    from .roster import Candidate

SCHEMA = 2
KIT = "keys/kit.json"
CANDIDATES = "keys/candidates.csv"
RESPONSES = "keys/responses.csv"
COLUMNS = ("number", "name", "code", "file")


@dataclass(frozen=True)
class Wanted:
    """What is written: the formats by name, and their style."""

    formats: tuple[str, ...]
    style: Style


def of_names(title: str, people: Iterable[Candidate], wanted: Wanted) -> list[str]:
    """What the formats cannot carry of title and names, and how they help themselves: to be said before any paper is made."""
    names = tuple(dict.fromkeys([title, *(person.name for person in people)]))
    by_format = ((kind, FORMATS[kind].names(names, wanted.style)) for kind in wanted.formats)
    return [f"{kind}: {sentence}" for kind, sentences in by_format for sentence in sentences]


def write_kit(
    exam: Exam,
    asked: Asked,
    people: Iterable[Candidate],
    wanted: Wanted,
    out: Path,
    progress: Callable[[Paper], object] = lambda paper: None,
) -> list[str]:
    """Write the paper of every candidate, one at a time; what the formats cannot carry is returned as sentences.

    Everything is written to a folder beside `out`, which is renamed at the end. `progress` is called with each paper
    that is written. Raises `LstmDocsError` if `out`
    exists and is not empty, or cannot be written.
    """
    lost: dict[str, dict[str, None]] = {}
    with new_folder(out) as folder:
        (folder / "papers").mkdir()
        (folder / "keys").mkdir(mode=0o700)
        (folder / KIT).write_text(_manifest(exam, asked), encoding="utf-8", newline="\n")
        with _table(folder / CANDIDATES) as rows, _table(folder / RESPONSES) as blank:
            rows.writerow(COLUMNS)
            blank.writerow(["code", "name", *range(1, len(exam.plan.slots) + 1)])
            for person in people:
                paper = exam.paper(person.number, person.name)
                named = [cell(paper.code), cell(person.name)]
                rows.writerow([person.number, *named[::-1], person.file_name])
                blank.writerow([*named, *([""] * len(paper.questions))])
                for kind, sentence in _write(paper, person.file_name, wanted, folder):
                    lost.setdefault(sentence, {})[kind] = None
                progress(paper)
    return [f"{', '.join(kinds)}: {sentence}" for sentence, kinds in lost.items()]


@contextmanager
def _table(file: Path) -> Iterator[Any]:
    """A writer of rows."""
    with file.open("w", encoding="utf-8", newline="") as text:
        yield csv.writer(text, lineterminator="\n")


def _write(paper: Paper, name: str, wanted: Wanted, folder: Path) -> Iterator[tuple[str, str]]:
    """Write a paper in every format; yield each format with what it cannot carry."""
    for kind in wanted.formats:
        form = FORMATS[kind]
        _save(folder / "keys" / f"{name}.{form.ending}", written(kind, paper, wanted.style, key=True))
        if form.paper:
            _save(folder / "papers" / f"{name}.{form.ending}", written(kind, paper, wanted.style, key=False))
        for sentence in form.lost(paper):
            yield kind, sentence


def _save(file: Path, content: str | bytes) -> None:
    file.write_bytes(content.encode() if isinstance(content, str) else content)


def _manifest(exam: Exam, asked: Asked) -> str:
    """What marking needs to make the papers again."""
    kit = {
        "schema": SCHEMA,
        "asked": label_of(asked),
        "title": exam.plan.title,
        "bank": exam.bank.digest,
        "seed": exam.seed,
        "set": asked.text if isinstance(asked, Blueprint) else None,
    }
    return json.dumps(kit, ensure_ascii=False, indent=1) + "\n"

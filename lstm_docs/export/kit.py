"""An interview kit in a folder: papers, what the interviewer keeps, and what marking needs; all of it, or nothing.

`papers/` is for candidates. `keys/` is not: its `kit.json` holds the seed, `candidates.csv` whose paper is
which, and `responses.csv` is a table to fill with answers.
"""

from __future__ import annotations

import csv
import json
import re
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..ground.errors import LstmDocsError
from ..quiz.papers.blueprint import Blueprint
from ..quiz.papers.plan import label_of
from .formats import FORMATS, written
from .new_folder import new_folder
from .spreadsheet_cells import cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from ..quiz.papers.paper import Asked, Exam, Paper
    from .format import Style
    from .roster import Candidate

    Projects = Mapping[str, Callable[[Paper], object]]

SCHEMA = 2
KIT = "keys/kit.json"
CANDIDATES = "keys/candidates.csv"
RESPONSES = "keys/responses.csv"
COLUMNS = ("number", "name", "code", "file")


@dataclass(frozen=True)
class Shard:
    """The part of a kit that one of `count` machines makes: `part` counts from 1. The whole is part 1 of 1.

    Parts are joined by copying them into one folder, so their tables have names of their own.
    """

    part: int = 1
    count: int = 1

    @staticmethod
    def parse(text: str) -> Shard:
        """A text such as `2/4`. Raises `LstmDocsError` for what is none."""
        match = re.fullmatch(r"(\d{1,4})/(\d{1,4})", text.strip(), re.ASCII)
        if not match or not 1 <= int(match[1]) <= int(match[2]):
            raise LstmDocsError(f"{text[:20]!r} is no part of a kit; the second of four is 2/4")
        return Shard(int(match[1]), int(match[2]))

    def of(self, people: Sequence[Candidate]) -> Sequence[Candidate]:
        """Those whose papers are made here, as many as elsewhere, or one more."""
        share, more = divmod(len(people), self.count)
        first = (self.part - 1) * share + min(self.part - 1, more)
        return people[first : first + share + (self.part <= more)]

    def name(self, table: str) -> str:
        """Where a table of this part lies, or a project."""
        if self.count == 1:
            return table
        stem, dot, ending = table.partition(".")
        return f"{stem}-{self.part}-of-{self.count}{dot}{ending}"


WHOLE = Shard()


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
    people: Sequence[Candidate],
    wanted: Wanted,
    out: Path,
    progress: Callable[[Paper], object] = lambda paper: None,
    shard: Shard = WHOLE,
) -> list[str]:
    """Write the paper of every candidate of a shard, one at a time; what the formats cannot carry is returned as sentences.

    Everything is written to a folder beside `out`, which is renamed at the end. `progress` is called with each paper
    that is written. Raises `LstmDocsError` if `out`
    exists and is not empty, or cannot be written.
    """
    lost: dict[str, dict[str, None]] = {}
    with new_folder(out) as folder:
        (folder / "papers").mkdir()
        (folder / "keys").mkdir(mode=0o700)
        (folder / KIT).write_text(_manifest(exam, asked), encoding="utf-8", newline="\n")
        with (
            _table(folder / shard.name(CANDIDATES)) as rows,
            _table(folder / shard.name(RESPONSES)) as blank,
            projects(wanted, folder, shard.name) as add,
        ):
            rows.writerow([*COLUMNS, *people[0].identity])
            blank.writerow(["code", "name", *range(1, len(exam.plan.slots) + 1)])
            for person in shard.of(people):
                paper = exam.paper(person.number, person.name)
                named = [cell(paper.code), cell(person.name)]
                rows.writerow([person.number, *named[::-1], person.file_name, *map(cell, person.identity.values())])
                blank.writerow([*named, *([""] * len(paper.questions))])
                for kind, sentence in write_paper(paper, person.file_name, wanted, folder, add):
                    lost.setdefault(sentence, {})[kind] = None
                progress(paper)
    return [f"{', '.join(kinds)}: {sentence}" for sentence, kinds in lost.items()]


@contextmanager
def _table(file: Path) -> Iterator[Any]:
    """A writer of rows."""
    with file.open("w", encoding="utf-8", newline="") as text:
        yield csv.writer(text, lineterminator="\n")


@contextmanager
def projects(wanted: Wanted, folder: Path, name: Callable[[str], str]) -> Iterator[Projects]:
    """The projects of a kit in a folder, by format, under the names that these get; each adds a paper."""
    with ExitStack() as stack:
        makers = {kind: project for kind in wanted.formats if (project := FORMATS[kind].project)}
        yield {kind: stack.enter_context(make(folder / "keys" / name(kind), wanted.style)) for kind, make in makers.items()}


def write_paper(paper: Paper, name: str, wanted: Wanted, folder: Path, add: Projects) -> list[tuple[str, str]]:
    """Write a paper in every format, or add it to the format's project; each format with what it cannot carry."""
    return list(_written(paper, name, wanted, folder, add))


def _written(paper: Paper, name: str, wanted: Wanted, folder: Path, add: Projects) -> Iterator[tuple[str, str]]:
    for kind in wanted.formats:
        form = FORMATS[kind]
        if kind in add:
            add[kind](paper)
        else:
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

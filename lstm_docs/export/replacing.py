"""Another question in place of one on a candidate's paper, of the same topic, level, frameworks and marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..ground.errors import LstmDocsError, reason
from ..ground.temporary_folder import aside
from ..quiz.papers.paper import SPARES, spares_of
from .changes import REPLACE, Change, add_changes, check_places
from .kit import projects, write_paper
from .response import tidy
from .roster import Candidate

if TYPE_CHECKING:
    from pathlib import Path

    from ..quiz import Exam, Paper
    from ..quiz.papers.paper import Spares
    from .kit import Wanted
    from .kit_marks import Kit


def replace_question(folder: Path, kit: Kit, exam: Exam, code: str, wanted: Wanted, why: str) -> Paper:
    """Write the paper of CODE/N with another question N, and its key, into the kit, and note the change there.

    The first spare is taken whose question nobody in the kit has. Raises `LstmDocsError` if the code is on no paper of the
    kit, has no such question, or there is no spare.
    """
    whole, _, place = tidy(code).rpartition("/")
    if whole not in kit.names or not (place.isascii() and place.isdigit()):
        after = kit.replaced.get(whole)
        hint = (
            f"; its question was replaced, and it is {after} now" if after else "; give a code and a question, such as CODE/4"
        )
        raise LstmDocsError(f"{code[:80]!r} is on no paper of this kit{hint}")
    check_places([int(place)], exam)
    number, name = kit.names[whole]
    paper = exam.paper(number, name, _spares(kit, exam, whole, int(place)))
    try:
        with aside(folder) as home:
            for part in ("papers", "keys"):
                (home / part).mkdir()
            stem = f"{Candidate(number, name, 0).file_name}-{paper.code.split('~')[2]}"
            with projects(wanted, home, lambda kind: f"{stem}.{kind}") as add:
                write_paper(paper, stem, wanted, home, add)
            for written in sorted(home.glob("*/*")):
                written.rename(folder / written.relative_to(home))
    except OSError as error:
        raise LstmDocsError(f"cannot write to {folder}: {reason(error)}") from None
    add_changes(folder, [Change(REPLACE, int(place), whole, paper.code, why)])
    return paper


def _spares(kit: Kit, exam: Exam, code: str, place: int) -> Spares:
    number, _ = kit.names[code]
    known = dict(spares_of(code))
    asked = {one for other, (n, _) in kit.names.items() for one in exam.drawn(n, spares_of(other))}
    for spare in range(known.get(place, 0) + 1, SPARES + 1):
        spares = tuple(sorted((known | {place: spare}).items()))
        if exam.drawn(number, spares)[place - 1] not in asked:
            return spares
    raise LstmDocsError(f"there is no further question to put in place of question {place} that nobody in this kit has")

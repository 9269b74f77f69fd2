"""What was changed after an exam: questions that do not count, answers that are accepted, questions that were replaced.

Changes are appended to `keys/changes.json` of the kit, each with its reason; nothing that is there is ever altered.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from ..ground.errors import LstmDocsError, one_of, reason
from .response import tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from ..marks.marking import Mark, Marked
    from ..quiz import Exam

CHANGES = "keys/changes.json"
SCHEMA, MOST = 1, 10_000
VOID, ACCEPT, REPLACE = "void", "accept", "replace"
_PLACE = r"(?:(?P<code>\S+)/)?(?P<place>\d{1,4})"
_VOID = re.compile(_PLACE, re.ASCII)
_ACCEPT = re.compile(rf"{_PLACE}=(?P<what>.+)", re.ASCII | re.DOTALL)


@dataclass(frozen=True)
class Change:
    """One of `VOID`, `ACCEPT` and `REPLACE`, of a question counted from 1, on all papers or on that of `code`.

    `what` is the misconception or the answer that is accepted, or the code of the paper with another question.
    """

    change: str
    question: int
    code: str = ""
    what: str = ""
    reason: str = ""

    def __str__(self) -> str:
        where = f"question {self.question}" + (f" of {self.code}" if self.code else "")
        what = {VOID: "does not count", ACCEPT: f"accepts {self.what!r}", REPLACE: f"was replaced: {self.what}"}[self.change]
        return f"{where} {what}" + (f" ({self.reason})" if self.reason else "")


def read_changes(kit: Path) -> tuple[Change, ...]:
    """The changes of the kit in a folder, oldest first. Raises `LstmDocsError` if its file was damaged."""
    try:
        data = json.loads((kit / CHANGES).read_text(encoding="utf-8"))
        changes = tuple(Change(**{key: row[key] for key in asdict(Change("", 0))}) for row in data["changes"])
        if data["schema"] != SCHEMA or not all(
            one.change in (VOID, ACCEPT, REPLACE) and isinstance(one.question, int) for one in changes
        ):
            raise ValueError("a change that this version does not know")
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise LstmDocsError(f"damaged: {error}", where=str(kit / CHANGES)) from None
    return changes


def add_changes(kit: Path, changes: Iterable[Change]) -> tuple[Change, ...]:
    """Append those that are not there yet; all of them are returned. Raises `LstmDocsError` if they cannot be written."""
    known = read_changes(kit)
    said = {replace(one, reason="") for one in known}
    new = [one for one in dict.fromkeys(changes) if replace(one, reason="") not in said]
    if len(known) + len(new) > MOST:
        raise LstmDocsError(f"more than {MOST:,} changes to one kit")
    if new:
        text = json.dumps({"schema": SCHEMA, "changes": [asdict(one) for one in (*known, *new)]}, ensure_ascii=False, indent=1)
        aside = kit / f"{CHANGES}.new"
        try:
            aside.write_text(f"{text}\n", encoding="utf-8", newline="\n")
            aside.replace(kit / CHANGES)
        except OSError as error:
            raise LstmDocsError(f"cannot write {kit / CHANGES}: {reason(error)}") from None
    return (*known, *new)


def void(texts: Iterable[str], exam: Exam, known: Iterable[Change], why: str) -> list[Change]:
    """Questions that do not count, written as `5` or, of one paper, `CODE/5`.

    Raises `LstmDocsError` for one that is not there, or if none would be left.
    """
    changes = [_void(text, exam, why) for text in texts]
    out: dict[str, set[int]] = {"": set()}
    for one in (*known, *changes):
        if one.change == VOID:
            out.setdefault(one.code, set()).add(one.question)
    if any(len(places | out[""]) == len(exam.plan.slots) for places in out.values()):
        raise LstmDocsError("no question would be left that counts")
    return changes


def _void(text: str, exam: Exam, why: str) -> Change:
    match = _VOID.fullmatch(text.strip())
    if not match:
        raise LstmDocsError(f"--void {text[:60]!r} is no question, such as 5 or CODE/5")
    check_places([int(match["place"])], exam)
    return Change(VOID, int(match["place"]), tidy(match["code"] or ""), reason=why)


def accepted(texts: Iterable[str], exam: Exam, why: str) -> list[Change]:
    """Answers that earn all marks, written as `7=transposed` or, of one paper, `CODE/7=C`.

    Raises `LstmDocsError` if a text is none of these, or names no misconception of the question.
    """
    return [_accepted(text, exam, why) for text in texts]


def _accepted(text: str, exam: Exam, why: str) -> Change:
    match = _ACCEPT.fullmatch(text.strip())
    if not match:
        raise LstmDocsError(f"--accept {text[:60]!r} is not a question and what it accepts, such as 7=transposed or CODE/7=C")
    place, code, what = int(match["place"]), match["code"] or "", match["what"].strip()
    check_places([place], exam)
    if not code:
        names = _misconceptions(exam, place)
        if what not in names and len(what) < 3:
            raise LstmDocsError(
                f"answer {what} to question {place} is another one on each paper; name the misconception, "
                f"such as {place}={min(names, default='transposed')}, or one paper: CODE/{place}={what}"
            )
        one_of(what, sorted(names), f"misconception of question {place}")
    return Change(ACCEPT, place, tidy(code), what, why)


def check_places(places: Iterable[int], exam: Exam) -> None:
    """Raise `LstmDocsError` for a question that the papers do not have."""
    for place in places:
        if not 1 <= place <= len(exam.plan.slots):
            raise LstmDocsError(f"there is no question {place}; the papers have {len(exam.plan.slots)}")


def _misconceptions(exam: Exam, place: int) -> set[str]:
    cases = [case for name in exam.plan.slots[place - 1].families for case in exam.bank.family(name).cases]
    return {wrong.misconception for case in cases for wrong in case.wrong} | {
        item.misconception for case in cases for item in case.items if item.misconception
    }


def changed(marked: Marked, changes: Sequence[Change]) -> Marked:
    """The marks of a paper after changes. Where questions do not count, the others are worth more, as much as all were."""
    marks = tuple(_mark(mark, tidy(marked.code), changes) for mark in marked.marks)
    return replace(marked, marks=marks, scale=Fraction(marked.most, sum(mark.marks for mark in marks)))


def _mark(mark: Mark, code: str, changes: Sequence[Change]) -> Mark:
    for change in changes:
        if change.question != mark.place or change.code not in ("", code):
            continue
        if change.change == VOID:
            return replace(
                mark, state=VOID, points=Fraction(0), marks=0, guessing=Fraction(0), misconception="", said=change.reason
            )
        if change.change == ACCEPT and mark.typed and change.what.casefold() in (mark.misconception, mark.typed.casefold()):
            mark = replace(mark, state="right", points=Fraction(mark.marks), misconception="", said=change.reason)
    return mark

"""A paper: questions for one candidate, and the code by which it can be made again.

A code names the selection of questions, the bank's digest and the candidate's number; the seed is not
in it, so that nobody can make the key from a printed paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..cells.sizes import check_size
from ..errors import LstmDocsError
from .asking import Question, question

if TYPE_CHECKING:
    from .bank import Bank

MOST_QUESTIONS = 1000


@dataclass(frozen=True)
class Selection:
    """Which families are asked, and how many questions in all; they take turns."""

    families: tuple[str, ...]
    count: int

    def __str__(self) -> str:
        return f"{'+'.join(self.families)}.{self.count}"

    @staticmethod
    def parse(text: str) -> Selection:
        """The selection of a code. Raises `LstmDocsError` if it is none."""
        names, _, count = text.rpartition(".")
        if not names or not count.isdigit() or not 0 < int(count) <= MOST_QUESTIONS:
            raise LstmDocsError(f"{text!r} does not name families and a count, such as gate-weight-shape.5")
        return Selection(tuple(names.split("+")), int(count))


@dataclass(frozen=True)
class Paper:
    """Questions in order, for candidate `number` (from 1)."""

    code: str
    seed: str
    questions: tuple[Question, ...]

    @property
    def seconds(self) -> int:
        """The time expected for all questions."""
        return sum(asked.seconds for asked in self.questions)


def make_paper(bank: Bank, selection: Selection, seed: str, number: int = 1) -> Paper:
    """The paper of one candidate; no two candidates share a question while a family's domain lasts.

    Raises `UnknownNameError` for an unknown family, `LstmDocsError` for an empty seed or count.
    """
    if not seed:
        raise LstmDocsError("a seed must not be empty")
    if not 1 <= selection.count <= MOST_QUESTIONS:
        raise LstmDocsError(f"a paper has 1 to {MOST_QUESTIONS} questions, not {selection.count}")
    check_size(number, "candidate number")
    families = [bank.family(name) for name in selection.families]
    turns = [divmod(n, len(families)) for n in range(selection.count)]
    each = -(-selection.count // len(families))
    questions = tuple(question(families[place], seed, (number - 1) * each + turn) for turn, place in turns)
    return Paper(f"{selection}~{bank.digest}~{number}", seed, questions)


def paper_of(code: str, bank: Bank, seed: str) -> Paper:
    """The paper with a printed code, made again.

    Raises `LstmDocsError` if the code is malformed or was made with another bank.
    """
    parts = code.split("~")
    if len(parts) != 3 or not parts[2].isdigit():
        raise LstmDocsError(f"{code[:80]!r} is not a paper's code, such as gate-weight-shape.5~0123456789ab~1")
    selection, digest, number = parts
    if digest != bank.digest:
        raise LstmDocsError(
            f"this paper was made with the bank {digest}, and this one is {bank.digest}; give that bank's folder with --bank"
        )
    return make_paper(bank, Selection.parse(selection), seed, int(number))

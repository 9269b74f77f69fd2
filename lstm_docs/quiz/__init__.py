"""Quizzes with verified answers: families from YAML, questions from a seed, proofs over whole domains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..ground.bank_folder import bank_path
from ..ground.seeds import weakness
from .engine import asking
from .engine.asking import Option, Question
from .engine.bank import Bank, load_bank
from .engine.check import Proof, check_bank, check_family, record, recorded
from .engine.family import FRAMEWORKS
from .engine.judging import Verdict, answered, judge, judge_places, right_answer
from .engine.scoring import Scoring
from .papers.blueprint import Blueprint, load_set
from .papers.paper import Exam, Paper, exam, make_paper, paper_of
from .papers.plan import Selection, check_sets

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "Bank",
    "Blueprint",
    "Exam",
    "Option",
    "Paper",
    "Proof",
    "Question",
    "Scoring",
    "Selection",
    "Verdict",
    "answered",
    "bank_path",
    "check_bank",
    "check_family",
    "check_sets",
    "exam",
    "judge",
    "judge_places",
    "load_bank",
    "load_set",
    "make_paper",
    "paper_of",
    "question",
    "record",
    "recorded",
    "right_answer",
    "weakness",
]


def question(
    family: str, seed: str, position: int = 0, bank: Bank | None = None, *, frameworks: Iterable[str] = FRAMEWORKS
) -> Question:
    """Question number `position` of a family of the bank (None: the one that ships) under a seed.

    Where a framework is drawn, it is one of `frameworks`; of all if there are none. Raises `UnknownNameError` for an
    unknown family.
    """
    return asking.question((bank or load_bank()).family(family), seed, position, frameworks)

"""Quizzes with verified answers: families from YAML, questions from a seed, proofs over whole domains."""

from __future__ import annotations

from ..ground.bank_folder import bank_path
from .engine import asking
from .engine.asking import Option, Question
from .engine.bank import Bank, load_bank
from .engine.check import Proof, check_bank, check_family, record, recorded
from .engine.judging import Verdict, answered, judge, judge_places, right_answer
from .engine.scoring import Scoring
from .papers.blueprint import Blueprint, load_set
from .papers.guessing import earned_by_guessing, share_by_guessing
from .papers.marking import Mark, Marked, mark_paper
from .papers.paper import Exam, Paper, exam, make_paper, paper_of
from .papers.plan import Selection, check_sets
from .papers.seeds import weakness
from .papers.statistics import misconceptions_shown, question_statistics

__all__ = [
    "Bank",
    "Blueprint",
    "Exam",
    "Mark",
    "Marked",
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
    "earned_by_guessing",
    "exam",
    "judge",
    "judge_places",
    "load_bank",
    "load_set",
    "make_paper",
    "mark_paper",
    "misconceptions_shown",
    "paper_of",
    "question",
    "question_statistics",
    "record",
    "recorded",
    "right_answer",
    "share_by_guessing",
    "weakness",
]


def question(family: str, seed: str, position: int = 0, bank: Bank | None = None) -> Question:
    """Question number `position` of a family of the bank (None: the one that ships) under a seed.

    Raises `UnknownNameError` for an unknown family.
    """
    return asking.question((bank or load_bank()).family(family), seed, position)

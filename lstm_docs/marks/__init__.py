"""What answers earn: the marks of a paper, what guessing earns, who passes, and what the marks of a class say."""

from .guessing import earned_by_guessing, share_by_guessing
from .marking import Mark, Marked, mark_paper
from .statistics import misconceptions_shown, question_statistics

__all__ = [
    "Mark",
    "Marked",
    "earned_by_guessing",
    "mark_paper",
    "misconceptions_shown",
    "question_statistics",
    "share_by_guessing",
]

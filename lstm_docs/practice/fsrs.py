"""FSRS-6: how firmly something is remembered, and how well it still is after so many days.

The published formulas with their default weights (open-spaced-repetition, "The Algorithm", FSRS-6), in whole days and
without fuzz; docs/decisions/review.md lists where py-fsrs does otherwise. The same in assets/fsrs.js, bit for bit.
"""

from __future__ import annotations

from dataclasses import dataclass

from .powers import exp, power

# fmt: off
W = (0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629, 1.6483,
     0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542)
# fmt: on
AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4
RETENTION = 0.9
SCALE = power(RETENTION, -1 / W[20]) - 1
LEAST, LONGEST = 0.001, 36500


@dataclass(frozen=True)
class Memory:
    """`stability` is the days after which nine of ten are still right, `difficulty` runs from 1 to 10, `day` is the last."""

    stability: float
    difficulty: float
    day: int

    @property
    def due(self) -> int:
        """The day on which it is asked again."""
        return self.day + int(min(max(self.stability + 0.5, 1), LONGEST))


def retrievability(memory: Memory, day: int) -> float:
    """The share of right answers expected on a day."""
    return power(1 + SCALE * max(day - memory.day, 0) / memory.stability, -W[20])


def reviewed(memory: Memory | None, grade: int, day: int) -> Memory:
    """The memory after an answer with a grade, AGAIN to EASY, on a day; None before the first."""
    if memory is None:
        return Memory(max(W[grade - 1], LEAST), _within(_first_difficulty(grade)), day)
    stability = _same_day(memory, grade) if day <= memory.day else _later(memory, grade, retrievability(memory, day))
    change = -W[6] * (grade - 3) * (10 - memory.difficulty) / 9
    difficulty = W[7] * _first_difficulty(EASY) + (1 - W[7]) * (memory.difficulty + change)
    return Memory(max(stability, LEAST), _within(difficulty), max(day, memory.day))


def _first_difficulty(grade: int) -> float:
    return W[4] - exp(W[5] * (grade - 1)) + 1


def _within(difficulty: float) -> float:
    return min(max(difficulty, 1.0), 10.0)


def _same_day(memory: Memory, grade: int) -> float:
    growth = exp(W[17] * (grade - 3 + W[18])) * power(memory.stability, -W[19])
    return memory.stability * (growth if grade == AGAIN else max(growth, 1.0))


def _later(memory: Memory, grade: int, recalled: float) -> float:
    stability, difficulty = memory.stability, memory.difficulty
    if grade == AGAIN:
        relearned = W[11] * power(difficulty, -W[12]) * (power(stability + 1, W[13]) - 1) * exp((1 - recalled) * W[14])
        return min(relearned, stability / exp(W[17] * W[18]))
    bonus = {HARD: W[15], GOOD: 1.0, EASY: W[16]}[grade]
    return stability * (1 + exp(W[8]) * (11 - difficulty) * power(stability, -W[9]) * (exp((1 - recalled) * W[10]) - 1) * bonus)

"""Does the plan of practice teach? Learners who forget by laws that FSRS does not assume, under four ways to choose questions.

A learner has 60 kinds of question to learn in 30 days, a session of eight on most days. How fast each kind is forgotten, and
how much an answer helps, is drawn for each learner and kind; recall falls by a power of time or exponentially. What counts is
the share of kinds that are still known a week and a month after the last day, guesses left out, and how many were met.
Run as `python benchmarks/bench_practice.py`; --write renews benchmarks/practice.json, whose table docs/decisions/review.md has.
"""

from __future__ import annotations

import json
import math
import random
import sys
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean, stdev

from lstm_docs.practice.fsrs import AGAIN, GOOD
from lstm_docs.practice.plan import answered, next_turn
from lstm_docs.practice.state import Progress

RESULT = Path(__file__).parent / "practice.json"
KINDS = [f"kind-{n}" for n in range(60)]
DAYS, SESSION, COMES, GUESS = 30, 8, 0.8, 0.25
LEARNERS = 400
LAWS = {
    "power": lambda days, pace, shape: (1 + days / pace) ** -shape,
    "exponential": lambda days, pace, shape: math.exp(-days * shape / pace),
}


@dataclass
class Learner:
    """What somebody really remembers: of each kind the pace of forgetting in days, and the day of the last answer."""

    law: str
    draw: random.Random
    pace: dict[str, float] = field(default_factory=dict)
    day: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.shape = self.draw.uniform(0.4, 1.2)
        self.gain = self.draw.uniform(1.0, 4.0)
        self.first = {kind: self.draw.lognormvariate(0.7, 0.8) for kind in KINDS}
        self.before = {kind: self.draw.random() < 0.25 for kind in KINDS}

    def recall(self, kind: str, day: int) -> float:
        """The chance to know a kind on a day."""
        if kind not in self.pace:
            return float(self.before[kind])
        return LAWS[self.law](day - self.day[kind], self.pace[kind], self.shape)

    def answer(self, kind: str, day: int) -> bool:
        """Whether the answer is right; the feedback teaches in any case, most where something was nearly forgotten."""
        known = self.draw.random() < self.recall(kind, day)
        if kind in self.pace and known:
            self.pace[kind] *= 1 + self.gain * (1 - self.recall(kind, day)) + 0.05
        elif kind in self.pace:
            self.pace[kind] = max(self.first[kind], self.pace[kind] / 2)
        else:
            self.pace[kind] = self.first[kind] * (3 if known else 1)
        self.day[kind] = day
        return known or self.draw.random() < GUESS


class Ours:
    """The plan of this package."""

    def __init__(self, draw: random.Random) -> None:
        self.progress = Progress(seed="s")
        self.last = ""

    def next(self, day: int) -> str:
        """The kind to ask."""
        self.last = next_turn(self.progress, KINDS, day, self.last).name
        return self.last

    def told(self, kind: str, right: bool, day: int) -> None:
        """Take in an answer."""
        self.progress = answered(self.progress, kind, "t", GOOD if right else AGAIN, day)


class Before:
    """What the page did before: waits counted in questions, 2, 4, 8 … 64 after right answers in a row."""

    def __init__(self, draw: random.Random) -> None:
        self.box: dict[str, int] = {}
        self.due: dict[str, int] = {}
        self.asked = self.returned = 0
        self.last = ""

    def next(self, day: int) -> str:
        """The kind to ask."""
        since = {kind: self.asked - due + 2 ** self.box[kind] for kind, due in self.due.items()}
        rested = [kind for kind in since if since[kind] >= 3]
        missed = [kind for kind in rested if self.box[kind] == 0]
        if missed and self.asked - self.returned >= 3:
            return max(missed, key=lambda kind: since[kind])
        fresh = next((kind for kind in KINDS if kind not in self.due), None)
        return fresh or min(rested, key=lambda kind: self.due[kind])

    def told(self, kind: str, right: bool, day: int) -> None:
        """Take in an answer."""
        self.asked += 1
        if self.box.get(kind) == 0:
            self.returned = self.asked
        self.box[kind] = min(self.box.get(kind, 0) + 1, 6) if right else 0
        self.due[kind] = self.asked + 2 ** self.box[kind]


class Leitner:
    """Five boxes of 1, 2, 4, 8 and 16 days; what is due first, then what is new, then what is due soonest."""

    def __init__(self, draw: random.Random) -> None:
        self.box: dict[str, int] = {}
        self.due: dict[str, int] = {}

    def next(self, day: int) -> str:
        """The kind to ask."""
        soonest = min(self.due, key=lambda kind: self.due[kind], default=None)
        if soonest is not None and self.due[soonest] <= day:
            return soonest
        return next((kind for kind in KINDS if kind not in self.due), soonest) or KINDS[0]

    def told(self, kind: str, right: bool, day: int) -> None:
        """Take in an answer."""
        self.box[kind] = min(self.box.get(kind, 0) + 1, 5) if right else 1
        self.due[kind] = day + 2 ** (self.box[kind] - 1)


class Chance:
    """Any kind, as it falls."""

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw

    def next(self, day: int) -> str:
        """The kind to ask."""
        return self.draw.choice(KINDS)

    def told(self, kind: str, right: bool, day: int) -> None:
        """Nothing is remembered."""


WAYS = {"ours": Ours, "before": Before, "Leitner": Leitner, "random": Chance}


def learnt(way: str, law: str, seed: int) -> dict[str, float]:
    """What one learner knows in the end; the same learner, and the same days, under every way."""
    learner, chosen = Learner(law, random.Random(f"{law} {seed}")), WAYS[way](random.Random(f"chance {seed}"))
    days = random.Random(f"days {seed}")
    for day in range(DAYS):
        if days.random() > COMES:
            continue
        for _ in range(SESSION):
            kind = chosen.next(day)
            chosen.told(kind, learner.answer(kind, day), day)
    last = DAYS - 1
    return {
        "a week later": mean(learner.recall(kind, last + 7) for kind in KINDS),
        "a month later": mean(learner.recall(kind, last + 30) for kind in KINDS),
        "met": len(learner.pace) / len(KINDS),
    }


def compared(learners: int = LEARNERS) -> dict[str, object]:
    """For each law and way the mean shares in percent, and ours minus the way with its 95 % interval, learner by learner."""
    by_law: dict[str, object] = {"learners": learners}
    for law in LAWS:
        results = {way: [learnt(way, law, seed) for seed in range(learners)] for way in WAYS}
        by_law[law] = {way: {what: _row(results["ours"], results[way], what) for what in results[way][0]} for way in WAYS}
    return by_law


def _row(ours: list[dict[str, float]], theirs: list[dict[str, float]], what: str) -> list[float]:
    differences = [100 * (one[what] - other[what]) for one, other in zip(ours, theirs, strict=True)]
    half = 1.96 * stdev(differences) / math.sqrt(len(differences))
    middle = mean(differences)
    return [round(value, 1) for value in (100 * mean(one[what] for one in theirs), middle, middle - half, middle + half)]


def table(by_law: dict) -> str:
    """The result as rows of Markdown."""
    rows = []
    for law in LAWS:
        for way, shares_by_kind in by_law[law].items():
            cells = [f"{share} %" for share, *_ in shares_by_kind.values()]
            versus = ["–" if way == "ours" else f"{a:+} ({b:+} to {c:+})" for _, a, b, c in list(shares_by_kind.values())[:2]]
            rows.append(f"| {law} | {way} | {' | '.join(cells)} | {' | '.join(versus)} |")
    return "\n".join(rows)


if __name__ == "__main__":
    result = compared()
    print(table(result))
    if "--write" in sys.argv:
        RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")

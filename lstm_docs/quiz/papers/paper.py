"""A paper: questions for one candidate, and the code by which it can be made again.

A code names what is asked (families or a set), the bank's digest and the candidate's number. The seed is not in it;
five signs at its end tell a wrong seed, and cost whoever tries seeds as much as making the paper.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from ...cells.sizes import check_size
from ...ground.errors import LstmDocsError
from ..engine.asking import Question, at
from ..engine.streams import Permutation, Stream
from .blueprint import served
from .plan import Plan, Selection, label_of, plan_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..engine.bank import Bank
    from ..engine.family import Family
    from ..engine.scoring import Scoring
    from .blueprint import Blueprint

    Asked = Selection | Blueprint


CHECK = 5  # hexadecimal signs: 20 bits


@dataclass(frozen=True)
class Paper:
    """Questions in order, for candidate `number` (from 1), who is called `candidate` or has no name.

    `marks` are those of each question; `scoring` says what part of an answer earns of them. `minutes` are what
    the candidate has. `revision` is the bank's: it rises with every change of wording.
    """

    code: str
    seed: str
    questions: tuple[Question, ...]
    marks: tuple[int, ...]
    title: str
    minutes: int
    scoring: Scoring
    revision: int
    number: int = 1
    candidate: str = ""

    @property
    def seconds(self) -> int:
        """The time expected for all questions."""
        return sum(asked.seconds for asked in self.questions)


@dataclass(frozen=True)
class Exam:
    """All papers of a plan under a seed. Papers are made one at a time, each from its number alone."""

    bank: Bank
    plan: Plan
    seed: str
    secret: str

    def paper(self, number: int, candidate: str = "") -> Paper:
        """The paper of a candidate; no two share a question, nor sizes, while a family's domain lasts.

        Raises `SizeError` for a number that is not from 1.
        """
        check_size(number, "candidate number")
        plan = self.plan
        questions = tuple(at(self.bank.family(name), self.secret, index) for name, index in self.drawn(number))
        return Paper(
            code=self.code(number),
            seed=self.seed,
            questions=questions,
            marks=tuple(slot.marks for slot in plan.slots),
            title=plan.title,
            minutes=plan.minutes,
            scoring=plan.scoring,
            revision=self.bank.revision,
            number=number,
            candidate=candidate,
        )

    def code(self, number: int) -> str:
        """The code of a candidate's paper; the 20 bits at its end depend on the stretched seed and on all before them."""
        check = hashlib.sha256(f"code/{self.secret}/{number}".encode()).hexdigest()[:CHECK]
        return f"{self.plan.label}~{self.bank.digest}~{number}~{check}"

    def drawn(self, number: int) -> tuple[tuple[str, int], ...]:
        """The family of each question of a candidate, and where in its domain the question is."""
        families = _chosen(self.plan, number, self.secret)
        return tuple((name, self._place(name, place, number)) for place, name in enumerate(families))

    def _place(self, name: str, place: int, number: int) -> int:
        """Each family counts its own questions: so many for each candidate as slots may ask it."""
        may_ask = [n for n, slot in enumerate(self.plan.slots) if name in slot.families]
        position = (number - 1) * len(may_ask) + may_ask.index(place)
        family = self.bank.families.read[name]
        cases = served(family, self.plan.frameworks) or tuple(range(len(family.cases)))
        return _index(family, cases, self.secret, position)


def exam(bank: Bank, asked: Asked, seed: str) -> Exam:
    """The papers of a selection or a blueprint under a seed.

    Raises `UnknownNameError` for an unknown family or topic, `LstmDocsError` for an empty seed, an impossible
    count or a blueprint that the bank cannot serve.
    """
    if not seed:
        raise LstmDocsError("a seed must not be empty")
    secret = _stretched(seed, f"{label_of(asked)}~{bank.digest}")
    return Exam(bank, plan_of(asked, bank, secret), seed, secret)


def make_paper(bank: Bank, asked: Asked, seed: str, number: int = 1, candidate: str = "") -> Paper:
    """The paper of one candidate; see `exam` and `Exam.paper`."""
    return exam(bank, asked, seed).paper(number, candidate)


def paper_of(code: str, bank: Bank, seed: str, find_set: Callable[[str], Blueprint], candidate: str = "") -> Paper:
    """The paper with a printed code, made again, or with `/n` after it the n-th question alone.

    `find_set` gives a blueprint by its name. Raises `LstmDocsError` if the code is malformed, or was made with another
    bank, another version of the set or another seed.
    """
    whole, sign, place = code.strip().partition("/")
    asked, number, check = parse_code(whole, bank, find_set)
    sitting = exam(bank, asked, seed)
    if sitting.code(number).rpartition("~")[2] != check:
        raise LstmDocsError("this is not the seed of the paper, or its code is mistyped; the seed lies with the key")
    paper = sitting.paper(number, candidate)
    return _only(paper, place) if sign else paper


def _only(paper: Paper, place: str) -> Paper:
    """The paper with one question, counted from 1."""
    count = len(paper.questions)
    n = int(place) if place.isascii() and place.isdigit() and len(place) < 5 else 0
    if not 1 <= n <= count:
        raise LstmDocsError(f"the paper has questions 1 to {count}, not {place[:20]!r}")
    one = slice(n - 1, n)
    title = f"{paper.title}: question {n}"
    return replace(paper, code=f"{paper.code}/{n}", title=title, questions=paper.questions[one], marks=paper.marks[one])


def parse_code(code: str, bank: Bank, find_set: Callable[[str], Blueprint]) -> tuple[Asked, int, str]:
    """What a printed code asks, the candidate's number and what tells a wrong seed. Raises as `paper_of`."""
    label, digest, number, check, *more = [*code.strip().split("~"), "", "", "", ""]
    if any(more) or not (number.isascii() and number.isdigit()):
        raise LstmDocsError(f"{code[:80]!r} is not a paper's code, such as gate-weight-shape.5~0123456789ab~1~5eed5")
    if not check:
        raise LstmDocsError(
            f"{code[:80]!r} lacks the {CHECK} signs at its end, such as ~5eed5; "
            "if it was printed without them, the version that printed it can show it"
        )
    if digest != bank.digest:
        raise LstmDocsError(
            f"this paper was made with the bank {digest[:12]}, and this one is {bank.digest}; "
            "give that bank's folder with --bank, or install the version that printed it"
        )
    return asked_of(label, find_set), int(number[:9]), check.lower()


def asked_of(label: str, find_set: Callable[[str], Blueprint]) -> Asked:
    """The selection or blueprint that a code's label names. Raises `LstmDocsError` for another version of the set."""
    name, sign, digest = label.partition(":")
    if not sign:
        return Selection.parse(label)
    blueprint = find_set(name)
    if blueprint.digest != digest:
        raise LstmDocsError(
            f"this paper was made with version {digest[:6]} of the set {name}, and this one is {blueprint.digest}; "
            "give the file it was made with by --set"
        )
    return blueprint


def _chosen(plan: Plan, number: int, secret: str) -> list[str]:
    """The family of each question: candidates take turns, and no family is asked twice while there is another."""
    chosen: list[str] = []
    for place, slot in enumerate(plan.slots):
        first = number + Stream.of(secret, "turn", place).below(len(slot.families))
        turns = [slot.families[(first + n) % len(slot.families)] for n in range(len(slot.families))]
        chosen.append(next((name for name in turns if name not in chosen), turns[0]))
    return chosen


def _index(family: Family, cases: tuple[int, ...], secret: str, position: int) -> int:
    """Where in the family's domain: other sizes at every position while there are any, then others of these cases."""
    sizes = family.domain // len(family.cases)
    again, place = divmod(position, sizes)
    digits = Permutation.of(sizes, secret, family.id, "sizes", "order").at(place)
    case = (Stream.of(secret, family.id, digits, "case").below(len(cases)) + again) % len(cases)
    return digits * len(family.cases) + cases[case]


@lru_cache(maxsize=16)
def _stretched(seed: str, salt: str) -> str:
    """A seed made dear to guess: trying the seeds that people choose costs a twentieth of a second each."""
    return hashlib.scrypt(seed.encode(), salt=salt.encode(), n=2**14, r=8, p=1, dklen=16).hex()

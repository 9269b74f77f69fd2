"""A paper: questions for one candidate, and the code by which it can be made again.

A code names what is asked (families or a set), the bank's digest and the candidate's number. The seed is not in it;
five signs at its end tell a wrong seed, and cost whoever tries seeds as much as making the paper. A question that was
replaced is that of the same place on a spare paper, which nobody sits, and the code names both: 7r4.1 is paper 7 with
question 4 of its first spare.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from ...cells.sizes import check_size
from ...ground.errors import LstmDocsError
from ...ground.streams import Permutation, Stream
from ..engine.asking import Question, at
from .plan import Plan, Selection, label_of, plan_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..engine.bank import Bank
    from ..engine.family import Family
    from ..engine.scoring import Scoring
    from .blueprint import Blueprint

    Asked = Selection | Blueprint
    Spares = tuple[tuple[int, int], ...]


CHECK = 5  # hexadecimal signs: 20 bits
SPARES, FIRST_SPARE = 8, 100_000
"""How many spare papers each candidate has, and the number after which they come, which no candidate reaches."""
_NUMBER = re.compile(r"(\d{1,30})((?:r[1-9]\d{0,3}\.[1-8]){0,40})", re.ASCII)


@dataclass(frozen=True)
class Paper:
    """Questions in order, for candidate `number` (from 1), who is called `candidate` or has no name.

    `marks` are those of each question; `scoring` says what part of an answer earns of them. `minutes` are what
    the candidate has. `revision` is the bank's: it rises with every change of wording. `statement` is what several of
    the questions build on, if anything. Of a pool, `variants` says how many questions in a row are variants of one, of which
    somebody is asked one; of a paper it is empty. `threshold` is the percentage that passes, if the set has one.
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
    statement: str = ""
    clock: bool = False
    threshold: int | None = None
    variants: tuple[int, ...] = ()

    @property
    def most(self) -> int:
        """The marks that somebody can earn."""
        return sum(self.marks[places.start] for places in self.groups)

    @property
    def groups(self) -> list[range]:
        """The places, from 0, of the variants of each question; of a paper each question is alone."""
        ends = [*accumulate(self.variants or [1] * len(self.questions))]
        return [range(start, end) for start, end in zip([0, *ends], ends, strict=False)]

    @property
    def seconds(self) -> int:
        """The time expected for all questions."""
        return sum(self.questions[places.start].seconds for places in self.groups)


@dataclass(frozen=True)
class Exam:
    """All papers of a plan under a seed. Papers are made one at a time, each from its number alone."""

    bank: Bank
    plan: Plan
    seed: str
    secret: str

    def paper(self, number: int, candidate: str = "", spares: Spares = ()) -> Paper:
        """The paper of a candidate; no two share a question, nor sizes, while a family's domain lasts.

        `spares` are pairs of a place and which spare paper's question stands there. Raises `SizeError` for a number that
        is not from 1.
        """
        check_size(number, "candidate number")
        plan = self.plan
        questions = tuple(at(self.bank.family(name), self.secret, index) for name, index in self.drawn(number, spares))
        return Paper(
            code=self.code(number, spares),
            seed=self.seed,
            questions=questions,
            marks=tuple(slot.marks for slot in plan.slots),
            title=plan.title,
            minutes=plan.minutes,
            scoring=plan.scoring,
            revision=self.bank.revision,
            number=number,
            candidate=candidate,
            statement=self.statement(number),
            clock=plan.clock,
            threshold=plan.threshold,
        )

    def statement(self, number: int) -> str:
        """What several questions of a candidate build on; nothing if the set has no statement."""
        places = [place for place, slot in enumerate(self.plan.slots, start=1) if slot.builds]
        stated = self.plan.statement
        return stated.said(stated.sizes(self.secret, number), places) if stated else ""

    def code(self, number: int, spares: Spares = ()) -> str:
        """The code of a candidate's paper; the 20 bits at its end depend on the stretched seed and on all before them."""
        sitter = "".join([str(number), *(f"r{place}.{spare}" for place, spare in spares)])
        check = hashlib.sha256(f"code/{self.secret}/{sitter}".encode()).hexdigest()[:CHECK]
        return f"{self.plan.label}~{self.bank.digest}~{sitter}~{check}"

    def drawn(self, number: int, spares: Spares = ()) -> tuple[tuple[str, int], ...]:
        """The family of each question of a candidate, and where in its domain the question is."""
        families = _chosen(self.plan, number, self.secret)
        own = [(name, self._place(name, place, number, number)) for place, name in enumerate(families)]
        for place, spare in spares:
            other = FIRST_SPARE + SPARES * number + spare
            name = _chosen(self.plan, other, self.secret)[place - 1]
            own[place - 1] = (name, self._place(name, place - 1, other, number))
        return tuple(own)

    def _place(self, name: str, place: int, number: int, stated: int) -> int:
        """Each family counts its own questions: so many for each candidate as slots may ask it.

        `stated` is the candidate whose statement a question builds on.
        """
        may_ask = [n for n, slot in enumerate(self.plan.slots) if name in slot.families]
        position = (number - 1) * len(may_ask) + may_ask.index(place)
        family = self.bank.families.read[name]
        cases = family.about(self.plan.frameworks) or range(len(family.cases))
        statement = self.plan.statement
        if statement and self.plan.slots[place].builds:
            return statement.index(family, cases, statement.sizes(self.secret, stated), self.secret, position)
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
    asked, number, check, spares = parse_code(whole, bank, find_set)
    sitting = exam(bank, asked, seed)
    if sitting.code(number, spares).rpartition("~")[2] != check or any(n > len(sitting.plan.slots) for n, _ in spares):
        raise LstmDocsError("this is not the seed of the paper, or its code is mistyped; the seed lies with the key")
    paper = sitting.paper(number, candidate, spares)
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


def parse_code(code: str, bank: Bank, find_set: Callable[[str], Blueprint]) -> tuple[Asked, int, str, Spares]:
    """What a printed code asks, the candidate's number, what tells a wrong seed, and the spares. Raises as `paper_of`."""
    label, digest, sitter, check, *more = [*code.strip().split("~"), "", "", "", ""]
    number = _NUMBER.fullmatch(sitter)
    if any(more) or not number:
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
    return asked_of(label, find_set), int(number[1][:9]), check.lower(), spares_of(code)


def spares_of(code: str) -> Spares:
    """The places of a code whose questions were replaced, and by those of which spare paper."""
    found = re.findall(r"r([1-9]\d{0,3})\.([1-8])", code.rpartition("~")[0].rpartition("~")[2])
    return tuple((int(place), int(spare)) for place, spare in found)


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


def _index(family: Family, cases: Sequence[int], secret: str, position: int) -> int:
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

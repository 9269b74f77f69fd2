"""What is asked on a paper: for each question the families that may ask it, the same for every candidate.

Families that may stand for each other have one topic, one level and one expected time, so that all papers
of a plan are equally hard and equally long, and differ in their numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from ...ground.errors import LstmDocsError, one_of
from ...ground.streams import Stream
from ..engine.family import FRAMEWORKS
from ..engine.scoring import Scoring
from .blueprint import MOST_QUESTIONS, Blueprint, eligible, load_set, set_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..engine.bank import Bank
    from ..engine.family import Family
    from .blueprint import Part
    from .statement import Statement


ALL = "all"


@dataclass(frozen=True)
class Slot:
    """A question of a plan: the families that may ask it, its marks, and whether it builds on the statement."""

    families: tuple[str, ...]
    seconds: int
    marks: int = 1
    builds: bool = False


@dataclass(frozen=True)
class Plan:
    """The questions of a paper. `label` names the selection or set in a code; `minutes` are what the candidate has.

    `frameworks` are those asked about, the same for every draw of a slot.
    """

    label: str
    title: str
    minutes: int
    scoring: Scoring
    slots: tuple[Slot, ...]
    frameworks: tuple[str, ...] = FRAMEWORKS
    statement: Statement | None = None
    clock: bool = False
    threshold: int | None = None

    @property
    def marks(self) -> int:
        """The marks of all questions."""
        return sum(slot.marks for slot in self.slots)


@dataclass(frozen=True)
class Selection:
    """Which families are asked, and how many questions in all; they take turns. `ALL` stands for the whole bank."""

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


def plan_of(asked: Selection | Blueprint, bank: Bank, seed: str) -> Plan:
    """The plan of a selection of families, or of a blueprint, where the seed chooses among families.

    Raises `UnknownNameError` for an unknown family or topic; `LstmDocsError` for an impossible count, or at the
    part of a blueprint that asks more than the bank has or the minutes allow.
    """
    return _selected(asked, bank) if isinstance(asked, Selection) else _drawn(asked, bank, seed)


def check_sets(bank: Bank) -> list[LstmDocsError]:
    """The faults of the blueprints in the bank's own folder `sets`."""
    faults = []
    for name, file in set_files(bank).items():
        if file.is_relative_to(bank.path):
            try:
                plan_of(load_set(name, bank), bank, "check")
            except LstmDocsError as error:
                faults.append(error)
    return faults


def label_of(asked: Selection | Blueprint) -> str:
    """How a code names it: `family+family.count`, or `set:digest`."""
    return str(asked) if isinstance(asked, Selection) else f"{asked.id}:{asked.digest}"


def _selected(selection: Selection, bank: Bank) -> Plan:
    if not 1 <= selection.count <= MOST_QUESTIONS:
        raise LstmDocsError(f"a paper has 1 to {MOST_QUESTIONS} questions, not {selection.count}")
    named = tuple(bank.families) if selection.families == (ALL,) else selection.families
    families = [bank.families.read[one_of(name, bank.families.read, "family")] for name in named[: selection.count]]
    turns = list(islice(_turns(families), selection.count))
    slots = tuple(Slot((family.id,), family.seconds) for family in turns)
    return Plan(label_of(selection), "Quiz", _minutes(slots), Scoring.BALANCED, slots)


def _turns(families: Sequence[Family]) -> Iterator[Family]:
    """The families one after the other, each while it has a question that was not asked; then all of it again."""
    while True:
        for turn in range(max(map(_distinct, families))):
            yield from (family for family in families if turn < _distinct(family))


def _distinct(family: Family) -> int:
    """How many distinct questions of a family are asked: those about frameworks that are asked about, if it has any."""
    cases = len(family.about(FRAMEWORKS)) or len(family.cases)
    return family.domain // len(family.cases) * cases


def repeated(selection: Selection, bank: Bank) -> tuple[int, int]:
    """How many questions of a selection are asked again, and how many distinct ones its families have."""
    distinct = sum(
        _distinct(bank.families.read[name]) for name in {slot.families[0] for slot in _selected(selection, bank).slots}
    )
    return max(0, selection.count - distinct), distinct


def _drawn(blueprint: Blueprint, bank: Bank, seed: str) -> Plan:
    stream = Stream.of(seed, "plan", blueprint.id, "families")
    slots: list[Slot] = []
    for part in blueprint.parts:
        slots += _slots(part, bank, stream, slots)
        _check_builds(part, blueprint, bank)
    _check_minutes(blueprint, bank)
    own = blueprint.frameworks, blueprint.statement, blueprint.clock, blueprint.threshold
    return Plan(label_of(blueprint), blueprint.title, blueprint.minutes, blueprint.scoring, tuple(slots), *own)


def _check_builds(part: Part, blueprint: Blueprint, bank: Bank) -> None:
    statement = blueprint.statement
    for family in eligible(part, bank) if part.builds else ():
        try:
            if statement:
                statement.check(family, family.about(blueprint.frameworks))
        except LstmDocsError as error:
            raise error.at(part.where) from None


def _slots(part: Part, bank: Bank, stream: Stream, before: Sequence[Slot]) -> Iterator[Slot]:
    """Topic after topic in turn, each time a family not yet asked, with those that may stand for it."""
    asked = {name for slot in before for name in slot.families}
    pools = [[family for family in pool if family.id not in asked] for pool in _pools(part, bank)]
    queues = [[pool[place] for place in stream.shuffled(len(pool))] for pool in pools]
    for n in range(part.count):
        queue = queues[n % len(queues)] or max(queues, key=len)
        if not queue:
            available = sum(map(len, pools))
            raise LstmDocsError(f"asks {part.count} questions and the bank has {available} families for it", where=part.where)
        family = queue.pop(0)
        alike = [other for pool in pools for other in pool if _alike(other, family)]
        yield Slot(tuple(other.id for other in alike), family.seconds, part.marks, part.builds)


def _pools(part: Part, bank: Bank) -> list[list[Family]]:
    """The families of a part, those of one topic together; named ones are all one pool."""
    pools: dict[str, list[Family]] = {}
    for family in eligible(part, bank):
        pools.setdefault("" if part.families else family.topic, []).append(family)
    return list(pools.values()) or [[]]


def _alike(one: Family, other: Family) -> bool:
    """Whether two families may stand for each other."""
    return (one.topic, one.level, one.seconds) == (other.topic, other.level, other.seconds)


def _check_minutes(blueprint: Blueprint, bank: Bank) -> None:
    """Whatever the seed chooses, the questions must fit into the minutes."""
    longest = 0
    for part in blueprint.parts:
        seconds = sorted((family.seconds for family in eligible(part, bank)), reverse=True)
        longest += sum(seconds[: part.count])
    if longest > 60 * blueprint.minutes:
        raise LstmDocsError(
            f"the questions may take {-(-longest // 60)} minutes, and the set allows {blueprint.minutes}", where=blueprint.where
        )


def _minutes(slots: Sequence[Slot]) -> int:
    return -(-sum(slot.seconds for slot in slots) // 60)

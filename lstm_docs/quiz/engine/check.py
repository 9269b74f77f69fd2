"""The proof of a family over its whole domain.

Proved for every question: the answer and all distractors are whole numbers that are exact in a browser,
there are enough distractors, all options differ, none equals the key. Proved on a stated sample: the
answer is the same by its second road (arrays built and measured, or counting). Proved over fixed
seeds: the key stands at each position equally often. That a question can be answered from what it states
is proved when a family is compiled.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ...formulas.decimals import number, rounded
from ...formulas.digits import AnswerError
from ...formulas.grammar import canonical, evaluate
from ...formulas.grammar import compiled as parsed
from ...formulas.texts import spoken
from ...ground.errors import LstmDocsError
from ...ground.streams import Permutation
from .asking import at, decode, question
from .expressions import names
from .kinds import KINDS, Values, values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from .bank import Bank
    from .compiled import CompiledCase, CompiledFamily
    from .family import Family
    from .registry import Item
    from .wrong_paths import Distractor

    Sizes = dict[str, NDArray[np.int64]]
    Measure = Callable[[Mapping[str, int]], Values]

RECORD = "proved.json"
CHUNK = 2**18
LARGEST_SWEEP = 2**23
SAMPLE = 2**20
SECOND_ROAD = 12
POSITIONS = 2000
MOST_TEXTS = 2**14
HARD, STEPS = 3, 2  # from this level on a solution has so many steps
# The 0.999 quantile of chi square for 1 to 7 degrees of freedom: one family in a thousand would fail by chance,
# and then always, since the seeds are fixed.
CHI_SQUARE = (10.83, 13.82, 16.27, 18.47, 20.52, 22.46, 24.32)


@dataclass(frozen=True)
class Proof:
    """What was proved of one family: of `domain` questions, `proved` were swept and `second` measured anew.

    `declared` have an answer that nothing measures, with or without a source.
    """

    family: str
    domain: int
    proved: int
    second: int
    declared: int


@dataclass(frozen=True)
class Recorded:
    """What was proved of a bank, its families together."""

    proved: int
    second: int
    declared: int


def check_bank(bank: Bank, progress: Callable[[str], None] = lambda family: None) -> tuple[list[Proof], list[LstmDocsError]]:
    """Prove every family; faults carry the family's file:line."""
    proofs: list[Proof] = []
    faults: list[LstmDocsError] = []
    for name in bank.families:
        progress(name)
        try:
            proofs.append(check_family(bank.family(name)))
        except LstmDocsError as error:
            faults.append(error)
    return proofs, faults


def record(bank: Bank, proofs: list[Proof]) -> None:
    """Keep what was proved in the bank's folder, under the digest of the files it was proved of."""
    totals = {name: sum(getattr(proof, name) for proof in proofs) for name in ("proved", "second", "declared")}
    entry = {"digest": bank.digest, "families": len(proofs), **totals}
    (bank.path / RECORD).write_text(json.dumps(entry) + "\n", encoding="utf-8")


def recorded(bank: Bank) -> Recorded | None:
    """How many questions of exactly this bank were proved, and in which way, if that was recorded."""
    file = bank.path / RECORD
    try:
        entry = json.loads(file.read_text(encoding="utf-8"))
        totals = Recorded(int(entry["proved"]), int(entry["second"]), int(entry["declared"]))
        return totals if entry["digest"] == bank.digest else None
    except (OSError, ValueError, TypeError, KeyError):  # none, or damaged: nothing is known
        return None


def check_family(compiled: CompiledFamily) -> Proof:
    """Prove one family. Raises `LstmDocsError` naming the first question that fails, and why."""
    try:
        _step_by_step(compiled)
        _never_wrong(compiled)
        settled: dict[str, _Settled] = {}
        proved = sum(_sweep(compiled, place, settled) for place in range(len(compiled.cases)))
        for together in settled.values():
            together.check(compiled.family.id)
        second = _second_road(compiled)
        _positions(compiled)
    except LstmDocsError as error:
        raise error.at(compiled.family.where) from None
    unmeasured = sum(case.measured is None and not case.rubric for case in compiled.cases)
    declared = unmeasured * (compiled.family.domain // len(compiled.cases))
    return Proof(compiled.family.id, compiled.family.domain, proved, second, declared)


def _sweep(compiled: CompiledFamily, place: int, settled: dict[str, _Settled]) -> int:
    """Every question of one case, or, of more than 2^23, a seeded sample of 2^20.

    `settled` collects, for each wording, what it states and what is answered, over all cases that are worded so.
    """
    proved = 0
    case = compiled.cases[place]
    if not case.key or compiled.family.kind == "formula":
        return _texts(compiled, place)
    for sizes in _blocks(compiled):
        _distinct(compiled, case, sizes)
        settled.setdefault(case.ask, _Settled()).add(compiled.family, case, sizes)
        proved += _length(sizes)
    return proved


def _step_by_step(compiled: CompiledFamily) -> None:
    """Raise `LstmDocsError` at a hard family whose solution has fewer than two steps in some case."""
    for case in compiled.cases:
        if compiled.family.level >= HARD and len(case.solution) < STEPS:
            raise LstmDocsError(
                f"{compiled.family.id}: at level {compiled.family.level} a solution shows its steps, two or more; "
                f"where the case is {case.case.given({})} it has {len(case.solution)}"
            )


def _never_wrong(compiled: CompiledFamily) -> None:
    """Raise `LstmDocsError` at a wrong answer that equals the key in every case in which it stands, at all sizes.

    Of a cell that is not its own some may: then they are not offered.
    """
    if compiled.family.lent:
        return
    wrong: dict[str, bool] = {}
    for case in compiled.cases:
        for path in case.wrong:
            wrong[path.where] = wrong.get(path.where) or _differs(compiled, case, path)
    for where, ever in wrong.items():
        if not ever:
            raise LstmDocsError(f"{compiled.family.id}: this wrong answer is always the right one", where=where)


def _differs(compiled: CompiledFamily, case: CompiledCase, wrong: Distractor) -> bool:
    """Whether a wrong answer is another than the key at any of the first sizes."""
    if compiled.family.kind == "formula":
        return canonical(wrong.values[0]) != canonical(case.key[0])
    family, sizes = compiled.family, next(_blocks(compiled))
    return bool((_numbers(family, case.key, sizes) != _numbers(family, wrong.values, sizes, wrong.where)).any())


@dataclass
class _Settled:
    """That what a wording states settles the answer, where it states a quantity in place of a size."""

    names: list[str] = field(default_factory=list)
    answers: int = 0
    blocks: list[NDArray[np.float64]] = field(default_factory=list)

    def add(self, family: Family, case: CompiledCase, sizes: Sizes) -> None:
        """Note what is stated and what is answered at every point of a block."""
        if not case.given:
            return
        known = [name for name in sizes if name not in case.hidden]
        stated = _rows((*known, *(value for _, value in case.given)), sizes)
        self.names = [*known, *(name for name, _ in case.given)]
        self.answers = len(case.key)
        self.blocks.append(np.concatenate([stated, _numbers(family, case.key, sizes)]))

    def check(self, family: str) -> None:
        """Raise `LstmDocsError` if two questions state the same and have different answers."""
        if not self.blocks:
            return
        together = np.unique(np.concatenate(self.blocks, axis=1), axis=1)
        stated = together[: -self.answers]
        same = np.all(stated[:, 1:] == stated[:, :-1], axis=0)
        if same.any():
            first = dict(zip(self.names, stated[:, int(np.argmax(same))].astype(int).tolist(), strict=True))
            raise LstmDocsError(f"{family}: what is stated leaves several answers; first where it states {first}")


def _texts(compiled: CompiledFamily, place: int) -> int:
    """Questions made of texts, each built whole: options that differ, and as many as are wanted."""
    cases = len(compiled.cases)
    each = compiled.family.domain // cases
    if each > MOST_TEXTS:
        raise LstmDocsError(f"{compiled.family.id}: {each:,} questions made of texts; draw from at most {MOST_TEXTS:,} a case")
    for n in range(each):
        asked = at(compiled, "check", place + cases * n)
        texts = [option.text for option in asked.options]
        if len(set(texts)) < len(texts):
            raise LstmDocsError(f"{compiled.family.id}: two options are alike: {texts}; at {dict(asked.given)}")
        wanted = compiled.family.options if asked.kind in ("choice", "formula") else len(texts)
        if len(texts) < wanted:
            raise LstmDocsError(f"{compiled.family.id}: {len(texts)} options where {wanted} are wanted; at {dict(asked.given)}")
    return each


def _blocks(compiled: CompiledFamily) -> Iterator[Sizes]:
    count = compiled.family.domain // len(compiled.cases)
    indices: Iterator[NDArray[np.int64]]
    if count <= LARGEST_SWEEP:
        indices = (np.arange(start, min(start + CHUNK, count)) for start in range(0, count, CHUNK))
    else:
        order = _order(compiled, "sweep")
        indices = iter([np.array([order.at(n) for n in range(SAMPLE)])])
    for block in indices:
        yield _sizes(compiled, block)


def _order(compiled: CompiledFamily, part: str) -> Permutation:
    """The questions of a case in a seeded order."""
    return Permutation.of(compiled.family.domain // len(compiled.cases), "check", compiled.family.id, part, "order")


def _sizes(compiled: CompiledFamily, index: NDArray[np.int64]) -> Sizes:
    sizes, rest = {}, index
    for draw, radix in zip(compiled.family.draws, compiled.radices, strict=True):
        sizes[draw.size] = np.asarray(draw.values, dtype=np.int64)[rest % radix]
        rest = rest // radix
    return sizes


def _distinct(compiled: CompiledFamily, case: CompiledCase, sizes: Sizes) -> None:
    family = compiled.family
    key = _numbers(family, case.key, sizes)
    whole = np.all(_usable(family, key), axis=0)
    _demand(family.id, whole, case, sizes, "the answer is not a whole number from 0 to 2^53 - 1")
    taken = [key]
    wanted = family.options - 1
    distinct = np.zeros(_length(sizes), dtype=np.int64)
    _demand(family.id, _possible(family, key), case, sizes, "the answer is not possible by what the family calls possible")
    for wrong in case.wrong:
        numbers = _numbers(family, wrong.values, sizes, wrong.where)
        fresh = np.all(_usable(family, numbers), axis=0)
        for other in taken:
            fresh &= np.any(numbers != other, axis=0)
        taken.append(np.where(fresh, numbers, np.nan))
        sane = ~fresh | (distinct >= wanted) | _possible(family, numbers)
        where = wrong.where or family.where
        _demand(family.id, sane, case, sizes, f"an option is impossible, that of {where}; list it later or leave it out")
        distinct += fresh
    _demand(
        family.id,
        distinct >= wanted,
        case,
        sizes,
        f"fewer than {wanted} distractors differ from the key and each other; add misconceptions",
    )


def _numbers(family: Family, expressions: tuple[str, ...], sizes: Sizes, where: str = "") -> NDArray[np.float64]:
    """The values at every point of a block, one row a number; a rounded number in units of its last decimal.

    Raises `AnswerError` at `where` if there is none at one of them: it divides by 0, or is too large on its way.
    """
    try:
        rows = _rows(expressions, sizes)
    except AnswerError as error:
        raise error.at(where or family.where) from None
    return np.sign(rows) * np.floor(np.abs(rows) * 10**family.decimals + 0.5) if family.kind == "number" else rows


def _rows(expressions: tuple[str, ...], sizes: Sizes) -> NDArray[np.float64]:
    length = _length(sizes)
    return np.stack([np.broadcast_to(np.asarray(evaluate(e, sizes), dtype=np.float64), (length,)) for e in expressions])


def _usable(family: Family, numbers: NDArray[np.float64]) -> NDArray[np.bool_]:
    whole: NDArray[np.bool_] = numbers == np.floor(numbers)
    return whole & ((numbers >= 0) | (family.kind == "number"))


def _possible(family: Family, numbers: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Where the numbers can be an answer at all, by what the family says."""
    stated = numbers[0] / 10**family.decimals
    if family.possible is None:
        return np.ones(len(stated), dtype=bool)
    inside: NDArray[np.bool_] = (stated >= family.possible.least) & (stated <= family.possible.most)
    return inside & (np.exp2(np.round(np.log2(np.maximum(stated, 1)))) == stated) if family.possible.power_of_two else inside


def _length(sizes: Mapping[str, NDArray[np.int64]]) -> int:
    return len(next(iter(sizes.values()))) if sizes else 1


def _demand(family: str, holds: NDArray[np.bool_], case: CompiledCase, sizes: Sizes, problem: str) -> None:
    if holds.all():
        return
    first = int(np.argmin(holds))
    numbers = {name: int(values[first]) for name, values in sizes.items()}
    raise LstmDocsError(f"{family}: {problem}; first at {case.case.given(numbers)}")


def _second_road(compiled: CompiledFamily) -> int:
    """The smallest question of every case and a seeded sample, answered by arrays or by counting."""
    cases = len(compiled.cases)
    sizes_each = compiled.family.domain // cases
    order = _order(compiled, "second")
    some = sorted({0, *(order.at(n) for n in range(min(SECOND_ROAD, sizes_each)))})
    return sum(measured_anew(compiled, place + cases * n) for place in range(cases) for n in some)


def measured_anew(compiled: CompiledFamily, index: int) -> bool:
    """Whether a question has a second road; raises `LstmDocsError` where it leads elsewhere."""
    case, sizes = decode(compiled, index)
    if case.measured is None:
        return False
    expected, measured = _both_roads(compiled.family, case, case.measured, sizes)
    if expected != measured:
        given = case.case.given(sizes)
        raise LstmDocsError(f"{compiled.family.id}: the answer is {expected}, but {measured} was measured at {given}")
    return True


def _both_roads(family: Family, case: CompiledCase, measure: Measure, sizes: Mapping[str, int]) -> tuple[Values, Values]:
    if case.items:
        measured = tuple(measure(sizes))
        return _of_items(family, case.items, measured, sizes)
    if family.kind == "formula":
        tried = _trial(case) | dict(sizes)
        return tuple(evaluate(e, tried) for e in case.key), tuple(measure(tried))
    exact = tuple(measure(sizes))
    if family.kind == "number":
        exact = tuple(rounded(value, family.decimals) for value in exact)
    return values(family.kind, family.decimals, case.key, sizes), exact


def _of_items(family: Family, items: tuple[Item, ...], measured: Values, sizes: Mapping[str, int]) -> tuple[Values, Values]:
    """Whether each item is right, which in an order or a match all are where they stand; or, where the road gives
    numbers or texts, what a match pairs each item with, the items in their order, or those that are right."""
    if all(isinstance(value, bool | np.bool_) for value in measured):
        return tuple(family.kind in ("order", "match") or item.right for item in items), measured
    if family.kind == "match":
        compared = [item.partner for item in items if item.partner]
    else:
        compared = [item.text for item in items if item.right or family.kind == "order"]
    texts = tuple(spoken(text, sizes, family.scales) for text in compared)
    return texts, tuple(value if isinstance(value, str) else number(value) for value in measured)


def _trial(case: CompiledCase) -> dict[str, int]:
    """Sizes to try a formula at, no two alike and none 1, so that no slip of it goes unseen."""
    letters = sorted({name for value in case.key for name in names(parsed(value))})
    return {letter: 5 + 2 * n for n, letter in enumerate(letters)}


def _positions(compiled: CompiledFamily) -> None:
    options = compiled.family.options
    if not KINDS[compiled.family.kind].single or compiled.family.kind == "truefalse":
        return
    count = min(POSITIONS, compiled.family.domain)
    if count < 25 * options:
        return
    met = Counter(question(compiled, "check", n).key for n in range(count))
    expected = count / options
    statistic = sum((met[place] - expected) ** 2 / expected for place in range(options))
    if statistic > CHI_SQUARE[options - 2]:
        raise LstmDocsError(f"{compiled.family.id}: the key is not equally often at each position: {dict(sorted(met.items()))}")

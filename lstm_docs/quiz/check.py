"""The proof of a family over its whole domain.

Proved for every question: the answer and all distractors are whole numbers that are exact in a browser,
there are enough distractors, all options differ, none equals the key. Proved on a stated sample: the
answer is the same by its second road (arrays built and measured, or counting). Proved over fixed
seeds: the key stands at each position equally often. That a question can be answered from what it states
is proved when a family is compiled.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..cells.sizes import LARGEST_COUNT
from ..errors import LstmDocsError
from .asking import decode, question
from .grammar import evaluate
from .streams import Permutation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from .bank import Bank
    from .compiled import CompiledCase, CompiledFamily

    Sizes = dict[str, NDArray[np.int64]]

CHUNK = 2**18
LARGEST_SWEEP = 2**23
SECOND_ROAD = 12
POSITIONS = 2000
# The 0.999 quantile of chi square for 1 to 7 degrees of freedom: one family in a thousand would fail by chance,
# and then always, since the seeds are fixed.
CHI_SQUARE = (10.83, 13.82, 16.27, 18.47, 20.52, 22.46, 24.32)


@dataclass(frozen=True)
class Proof:
    """What was proved of one family: of `domain` questions, `proved` were swept and `second` measured anew."""

    family: str
    domain: int
    proved: int
    second: int


def check_bank(bank: Bank, progress: Callable[[str], None] = lambda family: None) -> tuple[list[Proof], list[LstmDocsError]]:
    """Prove every family; faults carry the family's file:line."""
    proofs: list[Proof] = []
    faults: list[LstmDocsError] = []
    for name, compiled in bank.families.items():
        progress(name)
        try:
            proofs.append(check_family(compiled))
        except LstmDocsError as error:
            faults.append(error)
    return proofs, faults


def check_family(compiled: CompiledFamily) -> Proof:
    """Prove one family. Raises `LstmDocsError` naming the first question that fails, and why."""
    try:
        proved = sum(_sweep(compiled, place) for place in range(len(compiled.cases)))
        second = _second_road(compiled)
        _positions(compiled)
    except LstmDocsError as error:
        raise error.at(compiled.family.where) from None
    return Proof(compiled.family.id, compiled.family.domain, proved, second)


def _sweep(compiled: CompiledFamily, place: int) -> int:
    """Every question of one case, or the first 2^23 of a seeded order where there are more."""
    proved = 0
    for sizes in _blocks(compiled):
        _distinct(compiled, compiled.cases[place], sizes)
        proved += _length(sizes)
    return proved


def _blocks(compiled: CompiledFamily) -> Iterator[Sizes]:
    count = compiled.family.domain // len(compiled.cases)
    indices: Iterator[NDArray[np.int64]]
    if count <= LARGEST_SWEEP:
        indices = (np.arange(start, min(start + CHUNK, count)) for start in range(0, count, CHUNK))
    else:
        order = Permutation.of(count, "check", compiled.family.id, "sweep", "order")
        indices = iter([np.array([order.at(n) for n in range(2**20)])])
    for block in indices:
        yield _sizes(compiled, block)


def _sizes(compiled: CompiledFamily, index: NDArray[np.int64]) -> Sizes:
    sizes, rest = {}, index
    for draw, radix in zip(compiled.family.draws, compiled.radices, strict=True):
        sizes[draw.size] = np.asarray(draw.values, dtype=np.int64)[rest % radix]
        rest = rest // radix
    return sizes


def _distinct(compiled: CompiledFamily, case: CompiledCase, sizes: Sizes) -> None:
    family = compiled.family
    key = _numbers(case.key, sizes)
    whole = np.all((key == np.floor(key)) & (key >= 0) & (key <= LARGEST_COUNT), axis=0)
    _demand(family.id, whole, case, sizes, "the answer is not a whole number from 0 to 2^53 - 1")
    taken = [key]
    found = np.zeros(_length(sizes), dtype=np.int64)
    for wrong in case.wrong:
        numbers = _numbers(wrong.values, sizes)
        fresh = np.all((numbers == np.floor(numbers)) & (numbers >= 0), axis=0)
        for other in taken:
            fresh &= np.any(numbers != other, axis=0)
        taken.append(np.where(fresh, numbers, np.nan))
        found += fresh
    wanted = family.options - 1
    _demand(
        family.id,
        found >= wanted,
        case,
        sizes,
        f"fewer than {wanted} distractors differ from the key and each other; add misconceptions",
    )


def _numbers(expressions: tuple[str, ...], sizes: Sizes) -> NDArray[np.float64]:
    length = _length(sizes)
    rows = [np.broadcast_to(np.asarray(evaluate(e, sizes), dtype=np.float64), (length,)) for e in expressions]
    return np.stack(rows)


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
    order = Permutation.of(sizes_each, "check", compiled.family.id, "second", "order")
    tried = 0
    for place, key in enumerate(compiled.keys):
        for n in sorted({0, *(order.at(n) for n in range(min(SECOND_ROAD, sizes_each)))}):
            case, sizes = decode(compiled, place + cases * n)
            answer = tuple(evaluate(e, sizes) for e in case.key)
            measured = tuple(key.measured(sizes))
            if answer != measured:
                given = case.case.given(sizes)
                raise LstmDocsError(f"{compiled.family.id}: the formula gives {answer}, but {measured} was measured at {given}")
            tried += 1
    return tried


def _positions(compiled: CompiledFamily) -> None:
    options = compiled.family.options
    count = min(POSITIONS, compiled.family.domain)
    if count < 25 * options:
        return
    met = Counter(question(compiled, "check", n).key for n in range(count))
    expected = count / options
    statistic = sum((met[place] - expected) ** 2 / expected for place in range(options))
    if statistic > CHI_SQUARE[options - 2]:
        raise LstmDocsError(f"{compiled.family.id}: the key is not equally often at each position: {dict(sorted(met.items()))}")

"""What the tests of a question are made from: its case, and whole numbers of a stream of its own."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from ..ground.errors import one_of
from ..ground.streams import Stream
from ..quiz.engine.asking import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from ..quiz import Bank, Question
    from ..quiz.engine.case import Case
    from .trials import Trial

    Array = NDArray[Any]
    Makes = Callable[[Case, "Numbers"], Iterator[Trial]]


@dataclass(frozen=True)
class _Maker:
    signature: str
    in_words: tuple[int, ...]
    makes: Makes


_MAKERS: dict[str, _Maker] = {}


@dataclass(frozen=True)
class Numbers:
    """Numbers for one question, the same on every machine."""

    stream: Stream

    def whole(self, least: int, most: int) -> int:
        """A whole number from `least` to `most`."""
        return least + self.stream.below(most - least + 1)

    def array(self, *shape: int) -> Array:
        """Numbers from −2 to 2 with three decimals."""
        count = int(np.prod(shape))
        return np.array([(self.stream.below(4001) - 2000) / 1000 for _ in range(count)], dtype=float).reshape(shape)

    def sizes(self) -> tuple[int, int, int, int]:
        """Steps, sequences, inputs and units, no two alike, so that nothing that was mixed up still fits."""
        inputs, units, batch, steps = (2, 3, 4, 5) if self.stream.below(2) else (4, 3, 2, 5)
        return steps, batch, inputs, units

    def lengths(self, steps: int, batch: int) -> Array:
        """A length for each sequence: one has all steps, one has one, the rest lie between."""
        between = [self.whole(2, steps - 1) for _ in range(batch - 2)]
        return np.array([1, *between, steps])[self.stream.shuffled(batch)]


def tried(family: str, signature: str, in_words: tuple[int, ...] = ()) -> Callable[[Makes], Makes]:
    """Register what makes the tests of a family, whose answers define a function of this signature.

    `in_words` are the places of the lines of the rubric that are earned by what is said beside the code: no test sees them.
    """

    def register(makes: Makes) -> Makes:
        _MAKERS[family] = _Maker(signature, in_words, makes)
        return makes

    return register


def families() -> dict[str, str]:
    """The families whose answers can be run, and the function that each asks for."""
    return {family: maker.signature for family, maker in _MAKERS.items()}


def share_in_words(question: Question) -> Fraction:
    """The share of the marks that is earned by what is said beside the code, and that a person gives."""
    worth = [points for _, points in question.notes.rubric]
    return Fraction(sum(worth[place] for place in _MAKERS[question.family].in_words), sum(worth))


def trials_of(question: Question, bank: Bank, seed: str) -> tuple[Trial, ...]:
    """The named tests of a question. Raises `UnknownNameError` for a family whose answers are not run."""
    makes = _MAKERS[one_of(question.family, _MAKERS, "family of code that is run")].makes
    case, _ = decode(bank.family(question.family), int(question.id.rpartition(".")[2]))
    return tuple(makes(case.case, Numbers(Stream.of(seed, "coding", question.family, question.id))))

"""A question: one point of a family's domain, with its numbers, options and feedback.

The same lines stand in `site/assets/question.js`; a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .grammar import AnswerError, evaluate, parse, split_shape, split_slice
from .streams import Permutation, Stream
from .texts import Said, number, spoken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .compiled import CompiledCase, CompiledFamily, Distractor

Values = tuple[int, ...]
SIGNS = {"shape": "×", "slice": ":", "integer": ""}
LENGTHS = {"shape": 2, "slice": 2, "integer": 1}


@dataclass(frozen=True)
class Option:
    """One choice: its text, its values, and the misconception behind it (empty for the key)."""

    text: str
    values: Values
    misconception: str
    said: str


@dataclass(frozen=True)
class Question:
    """A question ready to be asked. `key` is the number of the right option."""

    id: str
    family: str
    topic: str
    level: int
    seconds: int
    kind: str
    given: Mapping[str, Any]
    ask: str
    answer: Values
    options: tuple[Option, ...]
    key: int
    solution: tuple[str, ...]
    sizes: Mapping[str, int]
    case: CompiledCase


@dataclass(frozen=True)
class Verdict:
    """What is said to an answer: whether it is right, what was understood, and the misconception recognised."""

    right: bool
    understood: str
    said: str
    misconception: str


def question(compiled: CompiledFamily, seed: str, position: int = 0) -> Question:
    """Question number `position` of a family under a seed; positions below the domain's size all differ."""
    family = compiled.family
    index = Permutation.of(family.domain, seed, family.id, "draws", "order").at(position % family.domain)
    return at(compiled, seed, index)


def at(compiled: CompiledFamily, seed: str, index: int) -> Question:
    """The question at a point of the domain; the seed orders its options."""
    family = compiled.family
    case, sizes = decode(compiled, index)
    answer = values(case.key, sizes)
    options = _options(compiled, case, sizes, answer)
    order = Stream.of(seed, family.id, index, "options").shuffled(len(options))
    return Question(
        id=f"{family.id}.{index}",
        family=family.id,
        topic=family.topic,
        level=family.level,
        seconds=family.seconds,
        kind=family.kind,
        given=case.case.given(sizes),
        ask=spoken(Said(case.ask), sizes),
        answer=answer,
        options=tuple(options[place] for place in order),
        key=order.index(0),
        solution=tuple(spoken(text, sizes) for text in case.solution),
        sizes=sizes,
        case=case,
    )


def decode(compiled: CompiledFamily, index: int) -> tuple[CompiledCase, dict[str, int]]:
    """The case and the sizes at a point of the domain: mixed radix, the case first."""
    rest, place = divmod(index, len(compiled.cases))
    sizes = {}
    for draw, radix in zip(compiled.family.draws, compiled.radices, strict=True):
        rest, digit = divmod(rest, radix)
        sizes[draw.size] = draw.values[digit]
    return compiled.cases[place], sizes


def values(expressions: tuple[str, ...], sizes: Mapping[str, int]) -> Values:
    """The numbers of a tuple of expressions."""
    return tuple(evaluate(expression, sizes) for expression in expressions)


def shown(kind: str, numbers: Values) -> str:
    """An answer for reading: `25×45`, `12:24`, `4 464`."""
    return SIGNS[kind].join(map(number, numbers))


def _options(compiled: CompiledFamily, case: CompiledCase, sizes: Mapping[str, int], answer: Values) -> list[Option]:
    """The key, then the first wrong paths that give values of their own."""
    kind = compiled.family.kind
    chosen = [Option(shown(kind, answer), answer, "", "")]
    for wrong, numbers in _distinct(case.wrong, sizes, answer):
        if len(chosen) == compiled.family.options:
            break
        chosen.append(Option(shown(kind, numbers), numbers, wrong.misconception, spoken(wrong.said, sizes)))
    return chosen


def _distinct(wrong: tuple[Distractor, ...], sizes: Mapping[str, int], answer: Values) -> list[tuple[Distractor, Values]]:
    """The wrong paths whose values differ from the key's and from those before them."""
    seen = {answer}
    found = []
    for path in wrong:
        numbers = values(path.values, sizes)
        if numbers not in seen and all(isinstance(n, int) and n >= 0 for n in numbers):
            seen.add(numbers)
            found.append((path, numbers))
    return found


def judge(question: Question, typed: str) -> Verdict:
    """The verdict on a typed answer. Raises `AnswerError`, saying what was expected, if it cannot be read."""
    numbers = read_answer(question.kind, typed, question.sizes)
    understood = shown(question.kind, numbers)
    if numbers == question.answer:
        return Verdict(True, understood, "", "")
    for path, wrong in _distinct(question.case.wrong, question.sizes, question.answer):
        if wrong == numbers:
            return Verdict(False, understood, spoken(path.said, question.sizes), path.misconception)
    return Verdict(False, understood, "", "")


def read_answer(kind: str, typed: str, sizes: Mapping[str, int]) -> Values:
    """The numbers somebody typed: expressions in numbers and sizes, as many as the kind has."""
    texts = SPLIT[kind](typed) if kind in SPLIT else [typed]
    if len(texts) != LENGTHS[kind]:
        raise AnswerError(f"expected {EXPECTED[kind]}")
    numbers = []
    for text in texts:
        parse(text)
        value = evaluate(text, sizes)
        if not isinstance(value, int):
            raise AnswerError("expected whole numbers")
        numbers.append(value)
    return tuple(numbers)


SPLIT = {"shape": split_shape, "slice": split_slice}
EXPECTED = {
    "shape": "two sizes, such as 3×2",
    "slice": "a start and a stop, such as 3:6",
    "integer": "one whole number",
}

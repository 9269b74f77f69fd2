"""A question: one point of a family's domain, with its numbers, options and feedback.

The same lines stand in `site/assets/question.js`; a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...formulas.grammar import evaluate
from ...formulas.texts import Said, spoken
from ...ground.streams import Permutation, Stream
from .kinds import Values, shown, usable, values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from .compiled import CompiledCase, CompiledFamily
    from .wrong_paths import Distractor

TRUTH = (Said("True"), Said("False"))


@dataclass(frozen=True)
class Option:
    """One choice: its text, its values if it is a number or formula, and what is told to whoever is wrong about it."""

    text: str
    values: Values = ()
    misconception: str = ""
    said: str = ""


@dataclass(frozen=True)
class Notes:
    """What an interviewer has besides the key: a hint to give, a question to go on with; for an open question what
    earns how many points, and code that answers it."""

    hint: str = ""
    follow_up: str = ""
    rubric: tuple[tuple[str, int], ...] = ()
    reference: str = ""


@dataclass(frozen=True)
class Question:
    """A question ready to be asked.

    `answer` holds the numbers of the key, or for texts the places of the options: the right one, all right
    ones, their order, or the partner (in `partners`) of each. `key` is the place of the right option, or
    -1 where there is no single one. `sizes` are all that were drawn; `known` are those that the wording states,
    and only they may stand in a typed answer.
    """

    id: str
    family: str
    topic: str
    level: int
    seconds: int
    kind: str
    decimals: int
    given: Mapping[str, Any]
    ask: str
    answer: Values
    options: tuple[Option, ...]
    partners: tuple[str, ...]
    key: int
    solution: tuple[str, ...]
    sizes: Mapping[str, int]
    known: Mapping[str, int]
    scales: Mapping[str, int]
    paths: tuple[tuple[Distractor, Values], ...]
    notes: Notes = Notes()


def question(compiled: CompiledFamily, seed: str, position: int = 0, frameworks: Iterable[str] = ()) -> Question:
    """Question number `position` of a family under a seed; positions below the domain's size all differ.

    With `frameworks`, only of the cases that name no others, unless all do.
    """
    family, cases = compiled.family, len(compiled.cases)
    asked = (frameworks and family.about(frameworks)) or range(cases)
    size = family.domain // cases * len(asked)
    digits, place = divmod(Permutation.of(size, seed, family.id, "draws", "order").at(position % size), len(asked))
    return at(compiled, seed, digits * cases + asked[place])


def at(compiled: CompiledFamily, seed: str, index: int) -> Question:
    """The question at a point of the domain; the seed orders its options."""
    family = compiled.family
    case, sizes = decode(compiled, index)

    def say(text: Said) -> str:
        return spoken(text, sizes, compiled.scales)

    stream = Stream.of(seed, family.id, index, "options")
    arranged = _arranged(compiled, case, sizes, say, stream)
    known = {name: size for name, size in sizes.items() if name not in case.hidden}
    return Question(
        id=f"{family.id}.{index}",
        family=family.id,
        topic=family.topic,
        level=family.level,
        seconds=family.seconds,
        kind=family.kind,
        decimals=family.decimals,
        given=_given(case, known, compiled.scales) | {name: evaluate(value, sizes) for name, value in case.given},
        ask=say(Said(case.ask, case.given)),
        answer=arranged.answer,
        options=arranged.options,
        partners=arranged.partners,
        key=arranged.key,
        solution=tuple(map(say, case.solution)),
        sizes=sizes,
        known=known,
        scales=compiled.scales,
        paths=arranged.paths,
        notes=Notes(say(case.hint), say(case.follow_up), case.rubric, case.reference),
    )


def decode(compiled: CompiledFamily, index: int) -> tuple[CompiledCase, dict[str, int]]:
    """The case and the sizes at a point of the domain: mixed radix, the case first."""
    rest, place = divmod(index, len(compiled.cases))
    sizes = {}
    for draw, radix in zip(compiled.family.draws, compiled.radices, strict=True):
        rest, digit = divmod(rest, radix)
        sizes[draw.size] = draw.values[digit]
    return compiled.cases[place], sizes


def _given(case: CompiledCase, known: Mapping[str, int], scales: Mapping[str, int]) -> dict[str, Any]:
    """What the wording states, as data: the things drawn and the sizes."""
    stated = {name: size / scales[name] if name in scales else size for name, size in known.items()}
    return case.case.given(stated, case.stated_fields)


@dataclass(frozen=True)
class _Arranged:
    options: tuple[Option, ...]
    answer: Values
    key: int = -1
    partners: tuple[str, ...] = ()
    paths: tuple[tuple[Distractor, Values], ...] = ()


def _arranged(
    compiled: CompiledFamily, case: CompiledCase, sizes: Mapping[str, int], say: Callable[[Said], str], stream: Stream
) -> _Arranged:
    kind = compiled.family.kind
    if case.key:
        return _computed(compiled, case, sizes, say, stream)
    if kind == "truefalse":
        return _statement(case, say)
    if kind == "open":
        return _Arranged((), ())
    if kind == "choice":
        return _choice(compiled.family.options, case, say, stream)
    return _places(kind, case, say, stream)


def _computed(
    compiled: CompiledFamily, case: CompiledCase, sizes: Mapping[str, int], say: Callable[[Said], str], stream: Stream
) -> _Arranged:
    """Numbers and formulas: the key, then the first wrong paths that give values of their own."""
    kind, decimals = compiled.family.kind, compiled.family.decimals
    answer = values(kind, decimals, case.key, sizes)
    paths = _distinct(kind, decimals, case.wrong, sizes, answer)
    options = [Option(case.text or shown(kind, decimals, answer), answer)]
    for wrong, numbers in paths[: compiled.family.options - 1]:
        options.append(Option(wrong.text or shown(kind, decimals, numbers), numbers, wrong.misconception, say(wrong.said)))
    order = stream.shuffled(len(options))
    return _Arranged(tuple(options[place] for place in order), answer, order.index(0), (), paths)


def _distinct(
    kind: str, decimals: int, wrong: tuple[Distractor, ...], sizes: Mapping[str, int], answer: Values
) -> tuple[tuple[Distractor, Values], ...]:
    """The wrong paths whose values differ from the key's and from those before them."""
    seen = {answer}
    distinct = []
    for path in wrong:
        numbers = values(kind, decimals, path.values, sizes)
        if numbers not in seen and usable(kind, numbers):
            seen.add(numbers)
            distinct.append((path, numbers))
    return tuple(distinct)


def _statement(case: CompiledCase, say: Callable[[Said], str]) -> _Arranged:
    """True and False, always in that order."""
    (item,) = case.items
    key = 0 if item.right else 1
    explanation = say(item.said) if item.said else ""
    options = [
        Option(text.text, misconception="" if n == key else item.misconception, said=explanation)
        for n, text in enumerate(TRUTH)
    ]
    return _Arranged(tuple(options), (key,), key)


def _choice(count: int, case: CompiledCase, say: Callable[[Said], str], stream: Stream) -> _Arranged:
    """The right item and the first others whose texts differ, shuffled."""
    right = next(item for item in case.items if item.right)
    options = [Option(say(right.text))]
    for item in case.items:
        if len(options) < count and say(item.text) not in {option.text for option in options}:
            options.append(Option(say(item.text), (), item.misconception, say(item.said) if item.said else ""))
    order = stream.shuffled(len(options))
    return _Arranged(tuple(options[place] for place in order), (order.index(0),), order.index(0))


def _places(kind: str, case: CompiledCase, say: Callable[[Said], str], stream: Stream) -> _Arranged:
    """All items, shuffled; the answer is which are right, where each belongs, or the partner of each."""
    order = stream.shuffled(len(case.items))
    if kind == "order" and order == sorted(order):
        order = order[1:] + order[:1]  # shown in the right order, there would be nothing to do
    options = tuple(
        Option(say(item.text), (), item.misconception, say(item.said) if item.said else "")
        for item in (case.items[place] for place in order)
    )
    if kind == "several":
        return _Arranged(options, tuple(n for n, place in enumerate(order) if case.items[place].right))
    if kind == "order":
        return _Arranged(options, tuple(order.index(n) for n in range(len(order))))
    partners = list(dict.fromkeys(say(item.partner) for item in case.items if item.partner))
    shuffled = [partners[place] for place in stream.shuffled(len(partners))]
    answer = tuple(shuffled.index(say(partner)) for place in order if (partner := case.items[place].partner))
    return _Arranged(options, answer, -1, tuple(shuffled))

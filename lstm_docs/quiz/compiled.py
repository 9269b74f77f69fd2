"""A family made ready to ask: for each case, texts and expressions as strings.

This is all that the browser gets, and all that questions are made from in Python too, so that both ask
the same. It is proved here, once per case, that the question can be answered from what it states.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ..errors import LstmDocsError
from .case import SIZE_NAMES, words
from .registry import answers, misconceptions
from .texts import Said, expression, fill, placeholders

if TYPE_CHECKING:
    import sympy

    from .case import Case
    from .family import Family
    from .registry import Key


@dataclass(frozen=True)
class Distractor:
    """A wrong path of a case: whose it is, what it answers, what is said to whoever took it."""

    misconception: str
    values: tuple[str, ...]
    said: Said


@dataclass(frozen=True)
class CompiledCase:
    """One case: the wording with its words put in, the key, the worked solution, the wrong paths."""

    case: Case
    ask: str
    key: tuple[str, ...]
    solution: tuple[Said, ...]
    wrong: tuple[Distractor, ...]


@dataclass(frozen=True)
class CompiledFamily:
    """A family and its cases, in the order of the family's `cases`."""

    family: Family
    cases: tuple[CompiledCase, ...]
    keys: tuple[Key, ...]

    @cached_property
    def radices(self) -> tuple[int, ...]:
        """How many values each drawn size can take."""
        return tuple(len(draw.values) for draw in self.family.draws)


def compile_family(family: Family) -> CompiledFamily:
    """Run the family's answer and misconceptions on symbols, once per case.

    Raises `LstmDocsError` at the family's file:line if a case cannot be answered from what is stated,
    or if a placeholder of the wording is unknown.
    """
    try:
        keys = tuple(answers()[family.answer](case) for case in family.cases)
        _check_conventions(family, keys)
        cases = tuple(_case(family, case, key) for case, key in zip(family.cases, keys, strict=True))
    except LstmDocsError as error:
        raise error.at(f"{family.where}: {family.id}") from None
    return CompiledFamily(family, cases, keys)


def _case(family: Family, case: Case, key: Key) -> CompiledCase:
    vocabulary = words(case)
    drawn = {draw.size for draw in family.draws}
    for name in placeholders(family.ask):
        if name not in vocabulary and name not in drawn:
            known = ", ".join(f"{{{word}}}" for word in (*vocabulary, *sorted(drawn)))
            raise LstmDocsError(f"the wording names {{{name}}}, which is not drawn; known here: {known}")
    _check_solvable(family, key)
    ask = fill(family.ask, lambda name, _: vocabulary[name][0] if name in vocabulary else None)
    return CompiledCase(case, ask, tuple(map(expression, key.values)), key.solution, _wrong(family, case, key))


def _wrong(family: Family, case: Case, key: Key) -> tuple[Distractor, ...]:
    found = [(name, misconceptions()[name](case, key)) for name in family.distract]
    return tuple(
        Distractor(name, tuple(map(expression, wrong.values)), wrong.said) for name, wrong in found if wrong is not None
    )


def _check_solvable(family: Family, key: Key) -> None:
    stated = set(placeholders(family.ask))
    for value in key.values:
        for symbol in sorted(map(str, _symbols(value))):
            if symbol not in stated:
                meaning = SIZE_NAMES.get(symbol, "a size")
                raise LstmDocsError(
                    f"the answer depends on {symbol} ({meaning}), which the wording does not state: add {{{symbol}}}"
                )


def _check_conventions(family: Family, keys: tuple[Key, ...]) -> None:
    """Whatever is drawn and changes the answer must be told by a word of the wording."""
    told = {field for case in family.cases for name in placeholders(family.ask) for field in words(case).get(name, ("", ()))[1]}
    seen: dict[tuple[object, ...], tuple[sympy.Expr, ...]] = {}
    for case, key in zip(family.cases, keys, strict=True):
        visible = tuple(getattr(case, field) for field in sorted(told))
        if seen.setdefault(visible, key.values) != key.values:
            hidden = sorted({name for c in family.cases for name in words(c)} - set(placeholders(family.ask)))
            names = " or ".join(f"{{{name}}}" for name in hidden)
            raise LstmDocsError(f"two different answers have the same wording; state what was drawn with {names}")


def _symbols(value: sympy.Expr) -> set[sympy.Symbol]:
    return set(value.free_symbols)


def as_data(compiled: CompiledFamily) -> dict[str, object]:
    """The family as JSON-ready data for the browser; see `site/assets/question.js`."""
    family = compiled.family
    return {
        "id": family.id,
        "topic": family.topic,
        "kind": family.kind,
        "level": family.level,
        "seconds": family.seconds,
        "options": family.options,
        "draws": [[draw.size, _values(draw.values)] for draw in family.draws],
        "cases": [
            {
                "ask": case.ask,
                "key": case.key,
                "solution": [_said(text) for text in case.solution],
                "wrong": [[wrong.misconception, wrong.values, _said(wrong.said)] for wrong in case.wrong],
            }
            for case in compiled.cases
        ],
    }


def _values(values: range | tuple[int, ...]) -> object:
    if isinstance(values, range):
        return {"from": values.start, "count": len(values), "step": values.step}
    return list(values)


def _said(it: Said) -> list[object]:
    return [it.text, dict(it.parts)]

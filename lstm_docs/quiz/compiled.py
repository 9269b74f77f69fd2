"""A family made ready to ask: for each case, texts and expressions as strings.

This is all that the browser gets, and all that questions are made from in Python too, so that both ask
the same. It is proved here, once per case, that the question can be answered from what it states.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from ..derive import latex_size
from ..errors import LstmDocsError
from .case import SIZE_NAMES, words
from .registry import Key, Listed, Open, answers, misconceptions
from .texts import Said, expression, fill, placeholders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import sympy

    from .case import Case
    from .family import Family
    from .registry import Item

    Answered = Key | Listed | Open


@dataclass(frozen=True)
class Distractor:
    """A wrong path of a case: whose it is, what it answers, what is said to whoever took it.

    `text` is how a formula is shown; numbers are shown when they are known.
    """

    misconception: str
    values: tuple[str, ...]
    said: Said
    text: str = ""


@dataclass(frozen=True)
class CompiledCase:
    """One case: the wording with its words put in, the key, the worked solution, the wrong paths, the items.

    `given` are the quantities that the wording states by names of their own; `hidden` the sizes drawn that it
    does not state. `hint` and `follow_up` are the interviewer's. `told` are the
    things drawn of which the wording tells.
    """

    case: Case
    ask: str
    solution: tuple[Said, ...]
    key: tuple[str, ...] = ()
    text: str = ""
    wrong: tuple[Distractor, ...] = ()
    items: tuple[Item, ...] = ()
    given: tuple[tuple[str, str], ...] = ()
    hidden: tuple[str, ...] = ()
    hint: str = ""
    follow_up: str = ""
    told: frozenset[str] = frozenset()


@dataclass(frozen=True)
class CompiledFamily:
    """A family and its cases, in the order of the family's `cases`."""

    family: Family
    cases: tuple[CompiledCase, ...]
    keys: tuple[Answered, ...]

    @cached_property
    def radices(self) -> tuple[int, ...]:
        """How many values each drawn size can take."""
        return tuple(len(draw.values) for draw in self.family.draws)

    @cached_property
    def scales(self) -> dict[str, int]:
        """The scale of each size that is stated divided by one."""
        return self.family.scales


def compile_family(family: Family) -> CompiledFamily:
    """Run the family's answer and misconceptions on symbols, once per case.

    Raises `LstmDocsError` at the family's file:line if a case cannot be answered from what is stated,
    or if a placeholder of the wording is unknown.
    """
    try:
        keys = tuple(answers()[family.answer](case) for case in family.cases)
        _check_kind(family, keys)
        _check_conventions(family, keys)
        cases = tuple(_case(family, case, key) for case, key in zip(family.cases, keys, strict=True))
    except LstmDocsError as error:
        raise error.at(f"{family.where}: {family.id}") from None
    return CompiledFamily(family, cases, keys)


def _check_kind(family: Family, keys: tuple[Answered, ...]) -> None:
    """The answer must be of the form that the kind has."""
    form = {"open": Open} | dict.fromkeys(("choice", "truefalse", "several", "order", "match"), Listed)
    wanted = form.get(family.kind, Key)
    if not all(isinstance(key, wanted) for key in keys):
        fitting = {
            Key: "shape, slice, integer, number or formula",
            Listed: "choice, truefalse, several, order or match",
            Open: "open",
        }
        raise LstmDocsError(f"answer {family.answer!r} is of kind {fitting[type(keys[0])]}, not {family.kind}")


def _case(family: Family, case: Case, key: Answered) -> CompiledCase:
    vocabulary = {name: text for name, (text, _) in words(case).items()} | dict(key.stated)
    ask, hint, follow_up = (
        fill(text, lambda name, _: vocabulary.get(name)) for text in (family.ask, family.hint, family.follow_up)
    )
    given = _given(ask, key)
    hidden = tuple(draw.size for draw in family.draws if draw.size not in placeholders(ask))
    for part, text in (("wording", ask), ("hint", hint), ("follow-up", follow_up)):
        _check_words(family, part, text, vocabulary, given)
    made = CompiledCase(case, ask, key.solution, hidden=hidden, hint=hint, follow_up=follow_up, told=_told(family, case))
    if isinstance(key, Listed):
        return replace(made, items=key.items)
    if isinstance(key, Open):
        return made
    if family.kind != "formula":
        _check_solvable(ask, key, given)
    return replace(
        made,
        key=tuple(map(expression, key.values)),
        text=_shown(family, key.values),
        wrong=tuple(_wrong(family, case, key)),
        given=tuple((name, expression(value)) for name, value in given.items()),
    )


def _given(ask: str, key: Answered) -> dict[str, sympy.Expr]:
    """The quantities that the wording states by names of their own."""
    named = placeholders(ask)
    return {name: value for name, value in key.given if name in named} if isinstance(key, Key) else {}


def _check_words(family: Family, part: str, text: str, vocabulary: dict[str, str], given: Iterable[str]) -> None:
    """What is still open when the words are put in must be sizes that are drawn, or quantities given."""
    drawn = {*given, *(draw.size for draw in family.draws)}
    for name in placeholders(text):
        if name not in drawn:
            known = ", ".join(f"{{{word}}}" for word in (*vocabulary, *sorted(drawn)))
            raise LstmDocsError(f"the {part} names {{{name}}}, which is not drawn; known here: {known}")


def _wrong(family: Family, case: Case, key: Key) -> list[Distractor]:
    found = [(name, misconceptions()[name](case, key)) for name in family.distract]
    return [
        Distractor(name, tuple(map(expression, wrong.values)), wrong.said, _shown(family, wrong.values))
        for name, wrong in found
        if wrong is not None
    ]


def _shown(family: Family, values: tuple[sympy.Expr, ...]) -> str:
    return f"${latex_size(values[0])}$" if family.kind == "formula" else ""


def _check_solvable(ask: str, key: Key, given: Mapping[str, sympy.Expr]) -> None:
    """Every size of the answer must be stated, or stand in a quantity that is; that this settles it, `check` proves."""
    stated = {*placeholders(ask), *(str(symbol) for value in given.values() for symbol in value.free_symbols)}
    for value in key.values:
        for symbol in sorted(map(str, value.free_symbols)):
            if symbol not in stated:
                meaning = SIZE_NAMES.get(symbol, "a size")
                raise LstmDocsError(
                    f"the answer depends on {symbol} ({meaning}), which the wording does not state: add {{{symbol}}}"
                )


def _told(family: Family, case: Case) -> frozenset[str]:
    """The fields of a case that the words of the wording tell."""
    known = words(case)
    return frozenset(field for name in placeholders(family.ask) if name in known for field in known[name][1])


def _check_conventions(family: Family, keys: tuple[Answered, ...]) -> None:
    """Whatever is drawn and changes the answer must be told by a word of the wording."""
    named = placeholders(family.ask)
    told = frozenset[str]().union(*(_told(family, case) for case in family.cases))
    seen: dict[tuple[object, ...], object] = {}
    for case, key in zip(family.cases, keys, strict=True):
        visible = (*(getattr(case, field) for field in sorted(told)), *(text for name, text in key.stated if name in named))
        answer = (_essence(key), _given(family.ask, key))
        if seen.setdefault(visible, answer) != answer:
            hidden = sorted({name for c in family.cases for name in words(c)} - set(named))
            names = " or ".join(f"{{{name}}}" for name in hidden)
            raise LstmDocsError(f"two different answers have the same wording; state what was drawn with {names}")


def _essence(key: Answered) -> object:
    if isinstance(key, Key):
        return key.values
    return tuple((item.text, item.right, item.partner) for item in key.items) if isinstance(key, Listed) else key.reference


def as_data(compiled: CompiledFamily, html: Callable[[str], str]) -> dict[str, object]:
    """The family as JSON-ready data for the browser; see `site/assets/question.js`.

    `html` makes a text safe HTML in which the placeholders still stand.
    """
    family = compiled.family

    def say(it: Said | None) -> list[object]:
        return [html(it.text), dict(it.parts)] if it else ["", {}]

    return {
        "id": family.id,
        "topic": family.topic,
        "kind": family.kind,
        "level": family.level,
        "seconds": family.seconds,
        "options": family.options,
        "decimals": family.decimals,
        "scales": compiled.scales,
        "draws": [[draw.size, _values(draw.values)] for draw in family.draws],
        "cases": [
            {
                "ask": [html(case.ask), dict(case.given)],
                "hidden": case.hidden,
                "key": case.key,
                "text": html(case.text),
                "solution": [say(text) for text in case.solution],
                "wrong": [[wrong.misconception, wrong.values, say(wrong.said), html(wrong.text)] for wrong in case.wrong],
                "items": [_item(item, say) for item in case.items],
            }
            for case in compiled.cases
        ],
    }


def _values(values: range | tuple[int, ...]) -> object:
    if isinstance(values, range):
        return {"from": values.start, "count": len(values), "step": values.step}
    return list(values)


def _item(item: Item, say: Callable[[Said | None], list[object]]) -> dict[str, object]:
    return {
        "text": say(item.text),
        "right": item.right,
        "partner": say(item.partner),
        "said": say(item.said),
        "misconception": item.misconception,
    }

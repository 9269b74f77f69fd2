"""A family made ready to ask: for each case, texts and expressions as strings.

This is all that the browser gets, and all that questions are made from in Python too, so that both ask
the same. It is proved here, once per case, that the question can be answered from what it states.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from ...derive import latex_size
from ...formulas.grammar import compiled as parsed
from ...formulas.texts import Said, placeholders
from ...ground.errors import LstmDocsError
from .answers import Answered, answered
from .case import FIELDS, FORMS, SIZE_NAMES, words
from .expressions import names, to_sympy
from .scope import KEYS
from .used import check_used
from .written import fits, written_for
from .wrong_paths import Distractor, distractors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from .case import Case
    from .family import Family
    from .kinds import Values
    from .registry import Item
    from .scope import Scope

NOTHING_SAID = Said("")


@dataclass(frozen=True)
class CompiledCase:
    """One case: the wording with its words put in, the key, the worked solution, the wrong paths, the items.

    `given` are the quantities that the wording states by names of their own; `hidden` the sizes drawn that it
    does not state. `hint` and `follow_up` are the interviewer's. `stated_fields`
    are the things drawn of which the wording tells. `measured` is the second road, from the sizes; `declared` the source of an
    answer that has none. `rubric` and `reference` are an open question's.
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
    hint: Said = NOTHING_SAID
    follow_up: Said = NOTHING_SAID
    stated_fields: frozenset[str] = frozenset()
    measured: Callable[[Mapping[str, int]], Values] | None = None
    rubric: tuple[tuple[str, int], ...] = ()
    reference: str = ""
    declared: str = ""


@dataclass(frozen=True)
class CompiledFamily:
    """A family and its cases, in the order of the family's `cases`."""

    family: Family
    cases: tuple[CompiledCase, ...]

    @cached_property
    def radices(self) -> tuple[int, ...]:
        """How many values each drawn size can take."""
        return tuple(len(draw.values) for draw in self.family.draws)

    @cached_property
    def scales(self) -> dict[str, int]:
        """The scale of each size that is stated divided by one."""
        return self.family.scales


def compile_family(family: Family) -> CompiledFamily:
    """Put in all that the things drawn settle, once per case.

    Raises `LstmDocsError` at file:line if a case cannot be answered from what is stated, or if a name is unknown.
    """
    try:
        _check_when(family)
        cases = tuple(_case(family, case) for case in family.cases)
        _check_conventions(family, cases)
        check_used(family, cases)
    except LstmDocsError as error:
        raise error.at(f"{family.where}: {family.id}") from None
    return CompiledFamily(family, cases)


def _check_when(family: Family) -> None:
    """Whatever says `when` must be of some case of its own: what is of none would never be seen, misspelt for one."""
    if family.lent:
        return
    for node in (node for part in (*family.parts.values(), *family.blocks) for node in part.below()):
        when = node.get("when") if isinstance(node.value, dict) else None
        if when and isinstance(when.value, dict) and not any(fits(case, when) for case in family.cases):
            raise when.error("the family draws no case of which this is")


def _case(family: Family, case: Case) -> CompiledCase:
    written = written_for(case, family.parts, family.blocks)
    answer, scope = answered(family, case, written)
    ask = _text(family, "ask", scope)
    given = dict(ask.parts)
    compiled = CompiledCase(
        case,
        ask.text,
        answer.solution,
        items=answer.items,
        given=ask.parts,
        hidden=tuple(draw.size for draw in family.draws if draw.size not in placeholders(ask.text)),
        hint=_text(family, "hint", scope),
        follow_up=_text(family, "follow_up", scope),
        stated_fields=_stated_fields(family, case),
        measured=answer.measured,
        rubric=answer.rubric,
        reference=answer.reference,
        declared=answer.declared,
    )
    _check_several(family, answer.items)
    if not answer.values:
        return compiled
    if any(name.removesuffix("_with") in KEYS for name in (*placeholders(family.ask), *given)):
        raise family.texts["ask"].error("the wording gives the answer away")
    if family.kind != "formula":
        _check_solvable(family, ask, answer, given)
    key = tuple(map(scope.expression, answer.values))
    text = f"${latex_size(to_sympy(parsed(key[0])))}$" if family.kind == "formula" else ""
    return replace(compiled, key=key, text=text, wrong=distractors(family, written, scope, answer, key))


def _check_several(family: Family, items: tuple[Item, ...]) -> None:
    """Something must be right, since an empty answer is no answer, and something wrong, since all letters are no answer.

    What is ordered is two things or more.
    """
    if family.kind == "order" and len(tuple(items)) < 2:
        raise LstmDocsError("a single line has no order")
    if family.kind == "several" and len({item.right for item in items}) < 2:
        raise LstmDocsError("all or none of the options are right; a question of kind several has some of both")


def _text(family: Family, name: str, scope: Scope) -> Said:
    return scope.said(family.texts[name]) if name in family.texts else NOTHING_SAID


def _check_solvable(family: Family, ask: Said, answer: Answered, given: Mapping[str, str]) -> None:
    """Every size of the answer must be stated, or stand in a quantity that is; that this settles it, `check` proves."""
    stated = {*placeholders(ask.text), *(name for value in given.values() for name in names(parsed(value)))}
    for value in answer.values:
        for name in sorted(set(names(value))):
            if name not in stated:
                meaning = SIZE_NAMES.get(name, "a size")
                raise family.texts["ask"].error(
                    f"the answer depends on {name} ({meaning}), which the wording does not state: add {{{name}}}"
                )


def _stated_fields(family: Family, case: Case) -> frozenset[str]:
    """The fields of a case that the words of the wording tell."""
    known = words(case)
    return frozenset(field for name in placeholders(family.ask) if name in known for field in known[name][1])


def _check_conventions(family: Family, cases: Iterable[CompiledCase]) -> None:
    """Whatever is drawn and changes the answer must be told by a word of the wording, or by the numbers it states.

    Numbers can tell apart only what the family itself calls a form; that they do, `check` proves. A convention, a
    framework or a cell for one, has to be named.
    """
    seen: dict[object, object] = {}
    for case in cases:
        answer = (case.key, tuple((item.text, item.right, item.partner) for item in case.items), case.reference)
        forms = tuple(getattr(case.case, name) for name in FORMS)
        conventions = tuple(getattr(case.case, name) for name in FIELDS if name not in FORMS)
        by_numbers = seen.setdefault((case.ask, conventions, case.given), answer) == answer
        by_words = seen.setdefault((case.ask, forms), (answer, case.given)) == (answer, case.given)
        if not (by_numbers and by_words):
            hidden = sorted({name for c in family.cases for name in words(c)} - set(placeholders(family.ask)))
            hint = " or ".join(f"{{{name}}}" for name in hidden)
            raise LstmDocsError(f"two different answers have the same wording; state what was drawn with {hint}")


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
                "frameworks": [name for name in (case.case.framework, case.case.target) if name],
                "hidden": case.hidden,
                "key": case.key,
                "text": html(case.text),
                "solution": [say(text) for text in case.solution],
                "follow_up": say(case.follow_up),
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

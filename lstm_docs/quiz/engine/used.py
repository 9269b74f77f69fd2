"""That whatever a family draws is used: else it asks one question under many numbers, and counts it as often."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from ...formulas.grammar import compiled as parsed
from ...formulas.texts import Said, placeholders
from ...ground.errors import LstmDocsError
from .case import FIELDS, Case
from .expressions import names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .compiled import CompiledCase
    from .family import Family


def check_used(family: Family, cases: tuple[CompiledCase, ...]) -> None:
    """Raise `LstmDocsError` at the family for a size or a thing that takes several values and changes no question."""
    used = {name for case in cases for name in _names(case)}
    for draw in family.draws:
        if len(draw.values) > 1 and draw.size not in used:
            raise LstmDocsError(f"{draw.size} is drawn and stands nowhere; take it out", where=family.where)
    for field in FIELDS:
        if len({getattr(case.case, field) for case in cases}) > 1 and _same_without(field, cases):
            raise LstmDocsError(f"{field} is drawn and makes no difference; take it out", where=family.where)


def _same_without(field: str, cases: Iterable[CompiledCase]) -> bool:
    """Whether cases that differ in this field alone are worded and answered alike."""
    groups: dict[Case, list[object]] = defaultdict(list)
    for one in cases:
        rest = replace(one.case, **{field: getattr(Case(), field)})
        groups[rest].append((one.ask, one.given, one.key, one.wrong, one.items, one.solution, one.reference))
    together = [group for group in groups.values() if len(group) > 1]
    return bool(together) and all(len(set(group)) == 1 for group in together)


def _names(case: CompiledCase) -> Iterator[str]:
    texts = [Said(case.ask, case.given), *case.solution, *(wrong.said for wrong in case.wrong)]
    texts += [text for item in case.items for text in (item.text, item.partner, item.said) if text]
    for text in texts:
        yield from placeholders(text.text)
        for _, value in text.parts:
            yield from _sizes(value)
    for value in (*case.key, *(value for wrong in case.wrong for value in wrong.values)):
        yield from _sizes(value)


@lru_cache(maxsize=2**14)
def _sizes(formula: str) -> frozenset[str]:
    return frozenset(names(parsed(formula)))

"""The neighbours of a question: the same family at a point where one size, or one other thing that is drawn, differs.

A neighbour lies in the domain of its family, over which `quiz check` proves the key, the options and the wrong answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from operator import mul
from typing import TYPE_CHECKING

from ..formulas.decimals import number
from ..ground.streams import Stream
from ..quiz.engine.case import FIELDS, FORMS, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..quiz.engine.asking import Question
    from ..quiz.engine.case import Case
    from ..quiz.engine.compiled import CompiledFamily

TRIED = 64  # values of one size: as many as show that none of them will do


@dataclass(frozen=True)
class Change:
    """What differs: `thing` is the letter of a size or a field of the case, `before` and `after` as they are said, if they are.

    `kind` is `size`, `convention`, `form` where the family calls it as it likes, or `other` where more than one thing differs.
    `index` is where the neighbour lies.
    """

    index: int
    kind: str
    thing: str
    before: str
    after: str
    value: int = 0


def index_of(asked: Question) -> int:
    """Where a question lies in the domain of its family."""
    return int(asked.id.rpartition(".")[2])


def with_other_size(compiled: CompiledFamily, asked: Question, secret: str) -> Iterator[Change]:
    """The neighbours by one size, in an order of the secret's."""
    family, index = compiled.family, index_of(asked)
    weights = list(accumulate((len(compiled.cases), *compiled.radices), mul))
    pairs = zip(family.draws, weights[:-1], compiled.radices, strict=True)
    for draw, weight, radix in pairs:
        if radix < 2:
            continue
        digit = index // weight % radix
        stream = Stream.of(secret, asked.id, draw.size, "what if")
        tried = dict.fromkeys(stream.below(radix) for _ in range(2 * TRIED)) if radix > TRIED else stream.shuffled(radix)
        for other in list(tried)[:TRIED]:
            if other != digit:
                before, after = (number(draw.values[place] / draw.scale) for place in (digit, other))
                if draw.size not in asked.known:
                    before = after = ""
                yield Change(index + (other - digit) * weight, "size", draw.size, before, after, draw.values[other])


def with_other_case(
    compiled: CompiledFamily, asked: Question, secret: str, frameworks: tuple[str, ...], *, forms: bool
) -> Iterator[Change]:
    """The neighbours by one other thing drawn, in an order of the secret's: a convention, or with `forms` a form."""
    rest, place = divmod(index_of(asked), len(compiled.cases))
    own = compiled.cases[place].case
    known = compiled.family.about(frameworks) or range(len(compiled.cases))
    for n in Stream.of(secret, asked.id, "case", "what if").shuffled(len(known)):
        other = compiled.cases[known[n]].case
        differing = [field for field in FIELDS if getattr(own, field) != getattr(other, field)]
        if len(differing) == 1 and (differing[0] in FORMS) == forms:
            (field,) = differing
            index = rest * len(compiled.cases) + known[n]
            yield Change(index, "form" if forms else "convention", field, _said(own, field), _said(other, field))


def with_anything_else(compiled: CompiledFamily, asked: Question, secret: str, frameworks: tuple[str, ...]) -> Iterator[Change]:
    """Other questions of the family, whatever differs, in an order of the secret's: for keys that no single change touches."""
    cases = len(compiled.cases)
    known = compiled.family.about(frameworks) or range(cases)
    stream = Stream.of(secret, asked.id, "any", "what if")
    for _ in range(TRIED):
        index = stream.below(compiled.family.domain // cases) * cases + known[stream.below(len(known))]
        if index != index_of(asked):
            yield Change(index, "other", "", "", "")


def _said(case: Case, field: str) -> str:
    """How the wording says a thing drawn, if it has words for it alone."""
    return next((markup for markup, fields in words(case).values() if fields == (field,)), str(getattr(case, field)))

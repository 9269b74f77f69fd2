"""A statement that several questions of a paper build on: one network, with numbers of its own for each candidate."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from ...formulas.texts import Said, placeholders, spoken
from ...ground.errors import LstmDocsError, one_of
from ...ground.streams import Permutation, Stream
from ..engine.case import FIELDS
from ..engine.family import SIZE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...ground.located import Located
    from ..engine.family import Family

LARGEST = 2**20


@dataclass(frozen=True)
class Statement:
    """A text in which sizes stand, what each of them can be, and the things that are the same in all questions about it."""

    text: str
    draws: Mapping[str, tuple[int, ...]]
    fixed: Mapping[str, str]

    def sizes(self, secret: str, number: int) -> dict[str, int]:
        """The sizes of a candidate; no two candidates share all of them while there are others."""
        count = prod(len(values) for values in self.draws.values())
        rest = Permutation.of(count, secret, "statement", "sizes").at((number - 1) % count)
        sizes = {}
        for letter, values in self.draws.items():
            rest, digit = divmod(rest, len(values))
            sizes[letter] = values[digit]
        return sizes

    def said(self, sizes: Mapping[str, int], places: Sequence[int]) -> str:
        """The text for a candidate, and which questions build on it."""
        many = len(places) > 1
        listed = f"{places[0]} to {places[-1]}" if places[-1] - places[0] == len(places) - 1 > 1 else _listed(places)
        build = f"Question{'s' * many} {listed} build{'s' * (not many)}"
        return f"{spoken(Said(self.text), sizes, {})} {build} on this."

    def index(self, family: Family, cases: Sequence[int], sizes: Mapping[str, int], secret: str, position: int) -> int:
        """Where in a family's domain a question with these sizes is; the rest is drawn."""
        stream = Stream.of(secret, family.id, position, "statement")
        digits, radix = 0, 1
        for draw in family.draws:
            count = len(draw.values)
            digits += radix * (draw.values.index(sizes[draw.size]) if draw.size in sizes else stream.below(count))
            radix *= count
        own = self.cases(family, cases)
        return digits * len(family.cases) + own[stream.below(len(own))]

    def cases(self, family: Family, cases: Sequence[int]) -> list[int]:
        """Those of the cases that are about what is fixed."""
        return [n for n in cases if all(getattr(family.cases[n], name) == value for name, value in self.fixed.items())]

    def check(self, family: Family, cases: Sequence[int]) -> None:
        """Raise `LstmDocsError` if no question of the family can be about every network of the statement."""
        drawn = {draw.size: draw for draw in family.draws}
        if not drawn.keys() & self.draws.keys():
            raise LstmDocsError(f"{family.id} draws none of {', '.join(self.draws)}, so it cannot build on the statement")
        for letter, values in self.draws.items():
            if letter in drawn and drawn[letter].scale != 1:
                raise LstmDocsError(f"{family.id} states {letter} as a fraction, and the statement as a whole number")
            strange = [value for value in values if letter in drawn and value not in drawn[letter].values]
            if strange:
                raise LstmDocsError(f"{family.id} cannot ask about {letter} = {strange[0]}; draw other values in the statement")
        if not self.cases(family, cases):
            told = ", ".join(f"{name} {value}" for name, value in self.fixed.items())
            raise LstmDocsError(f"{family.id} asks about nothing with {told}")


def _listed(places: Sequence[int]) -> str:
    *others, last = map(str, places)
    return f"{', '.join(others)} and {last}" if others else last


def read_statement(node: Located) -> Statement:
    """The statement of a set. Raises `LstmDocsError` with file:line."""
    node.check_keys(("text", "draw"))
    letters = [name for name, _ in node["draw"].items() if SIZE.fullmatch(name)]
    node["draw"].check_keys((), (*letters, *FIELDS))
    draws = {name: tuple(item.whole(1, LARGEST) for item in node["draw"][name].sequence()) for name in letters}
    text = " ".join(node["text"].text().split())
    if not letters or not all(draws.values()):
        raise node["draw"].error("a statement draws sizes, such as H: [16, 24, 32]")
    for name in placeholders(text):
        try:
            one_of(name, letters, "size that the statement draws")
        except LstmDocsError as error:
            raise error.at(node["text"].where) from None
    if missing := set(letters) - set(placeholders(text)):
        raise node["text"].error(f"the text does not state {', '.join(sorted(missing))}: add {{{min(missing)}}}")
    return Statement(text, draws, {name: item.text() for name, item in node["draw"].items() if name not in letters})

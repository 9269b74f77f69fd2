"""What a reader can set: numbers and choices. One state is a value for each."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from math import floor
from typing import TYPE_CHECKING

from ... import cells
from ...ground.errors import LstmDocsError, one_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ...ground.located import Located

Value = int | float | str | None
State = dict[str, Value]


@dataclass(frozen=True)
class Number:
    """A number from `low` to `high` in steps of ten to the minus `decimals`; `optional` ones may be left blank.

    Numbers of one `group` stand close together under its words; `colour` is the class of the label. One that is the
    component number `place` of a vector shows only if the size `within` is as large.
    """

    name: str
    label: str
    words: str
    low: float
    high: float
    default: float | None
    decimals: int = 0
    optional: bool = False
    group: str = ""
    colour: str = ""
    place: int = 0
    within: str = ""

    kind = "number"

    @property
    def step(self) -> str:
        """What an arrow key adds."""
        return f"{10.0**-self.decimals:.{self.decimals}f}"

    def shown(self, value: Value) -> str:
        """A value as its field shows it."""
        return "" if value is None else str(value).removesuffix(".0")

    def read(self, item: Located) -> Value:
        """The number that an option gives. Raises `LstmDocsError` at its line."""
        value = item.plain()
        if value is None and self.optional:
            return None
        if isinstance(value, bool) or not isinstance(value, int if self.decimals == 0 else int | float):
            kind = "a whole number" if self.decimals == 0 else "a number"
            raise item.error(f"{self.name} must be {kind} from {self.low:,} to {self.high:,}, not {str(value)[:40]!r}")
        if not self.low <= value <= self.high:
            raise item.error(f"{self.name} must be from {self.low:,} to {self.high:,} here, not {str(value)[:24]}")
        unit = 10**self.decimals
        scaled = floor(abs(value) * unit + 0.5)
        return (scaled if value >= 0 else -scaled) / unit if self.decimals else int(value)


@dataclass(frozen=True)
class Choice:
    """One of some values, each with its words; `named` gives the value for another name of it, `groups` where it stands."""

    name: str
    label: str
    choices: Mapping[str, str]
    default: str
    group: str = ""
    colour: str = ""
    named: Callable[[str], str] = str
    groups: Mapping[str, str] = field(default_factory=dict)

    kind = "choice"

    @property
    def sections(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The values with their words, group by group."""
        held = groupby(self.choices.items(), key=lambda it: self.groups.get(it[0], ""))
        return [(group, list(pairs)) for group, pairs in held]

    def read(self, item: Located) -> Value:
        """The value that an option names; true and false stand for yes and no. Raises `LstmDocsError` at its line."""
        value = item.plain()
        word = {True: "yes", False: "no"}.get(value, "") if isinstance(value, bool) else str(value)
        try:
            named = self.named(word) if word not in self.choices else word
            return cells.one_of_these(named, self.choices) if self.name == "cell" else one_of(named, self.choices, self.name)
        except LstmDocsError as error:
            raise error.at(item.where) from None


@dataclass(frozen=True)
class Changes:
    """What was changed in a table of numbers, as one text: `W_f.1.2=0.5,b_o.1.1=1`. It has no field of its own.

    With `of` it is instead what these controls held when a button was pressed, with a point between.
    """

    name: str
    label: str
    default: str = ""
    group: str = "hidden"
    of: tuple[str, ...] = ()

    kind = "changes"

    def read(self, item: Located) -> Value:
        """The text that an option gives. Raises `LstmDocsError` at its line."""
        return item.text()


Control = Number | Choice | Changes


def read(controls: tuple[Control, ...], options: Located) -> State:
    """The state that the options describe, defaults where they say nothing. Raises `LstmDocsError` at a fault's line."""
    return {it.name: it.read(options[it.name]) if it.name in options.value else it.default for it in controls}


def names(controls: tuple[Control, ...]) -> dict[str, list[object]]:
    """For each control its label, and for a choice the words of its values: what a sentence about a change needs."""
    return {it.name: [it.label, dict(it.choices)] if isinstance(it, Choice) else [it.label] for it in controls}

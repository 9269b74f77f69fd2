"""The names of every framework's tensors as patterns: which names could be which tensor of which row.

A name ends as the row says, under any prefix. `/` and `.` are the same, and so is `:0`, which TensorFlow adds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING

from .. import frameworks
from ..frameworks.convention import MATRICES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..frameworks.convention import Convention, Form, Kind, Tensor

ALIASES: Mapping[str, tuple[Mapping[str, str], ...]] = {
    "pytorch": (
        {
            f"{name}_l{{layer}}{{direction}}": name  # LSTMCell, GRUCell and RNNCell
            for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_hr")
        },
    ),
    "keras": ({"kernel": "vars/0", "recurrent_kernel": "vars/1", "bias": "vars/2"},),  # .weights.h5 of Keras 3
}
"""Other names under which a framework keeps the same tensors, by the name in its row."""
SHORTEST_JOINED = 6
CELL_WORDS = ("lstm", "gru", "rnn", "cell", "recurrent")
RECURRENT_WORDS = ("hh", "recurrent", "hid", "h2h", "lateral", "candidate")


@dataclass(frozen=True)
class Place:
    """Where a tensor stands in a row: its template, and what the name says of layer, direction and gate."""

    template: str
    layer: str = ""
    direction: str = ""
    pseudo: str = ""
    gate: str = ""
    directed: bool = False


@dataclass(frozen=True)
class Table:
    """One form of one framework, under the names of the row or under other ones."""

    framework: str
    form: Form
    names: Mapping[str, str]

    @property
    def convention(self) -> Convention:
        """The framework's row."""
        return frameworks.FRAMEWORKS[self.framework]

    @cached_property
    def kinds(self) -> Mapping[str, tuple[Kind, ...]]:
        """What each tensor of the row holds, by its template."""
        return {tensor.name: tensor.kinds for tensor in self.form.tensors}

    @cached_property
    def vague(self) -> bool:
        """Whether layers that are not recurrent have such tensors too: one matrix, or no gates and no telling name."""
        matrices = [tensor for tensor in self.form.tensors if tensor.kinds[0] in ("W", "U")]
        telling = any(word in self.names[tensor.name].lower() for tensor in self.form.tensors for word in RECURRENT_WORDS)
        numbered = any(name.startswith("vars/") for name in self.names.values())
        return len(matrices) < 2 or (len(self.form.gates) == 1 and not telling) or numbered


@dataclass(frozen=True)
class Pattern:
    """One tensor of a table as a pattern over names."""

    table: int
    tensor: Tensor
    last: re.Pattern[str]
    whole: re.Pattern[str]

    def match(self, name: str) -> tuple[str, Place] | None:
        """The prefix and the place, if the name can be this tensor's."""
        matched = self.whole.fullmatch(name)
        if matched is None:
            return None
        said = matched.groupdict()
        prefix = said.pop("prefix") or ""
        fields = {key: value or "" for key, value in said.items()}
        return prefix, Place(self.tensor.name, **fields, directed="direction" in said)


def normal(name: str) -> str:
    """A name as patterns read it."""
    return name.removesuffix(":0").replace(".", "/")


@cache
def tables() -> tuple[Table, ...]:
    """Every form of every framework, in the order of the rows. Forms of one flat vector have no names to go by."""
    rows = []
    for convention in frameworks.FRAMEWORKS.values():
        for form in convention.forms if not convention.flat else ():
            own = {tensor.name: tensor.name for tensor in form.tensors}
            rows.append(Table(convention.id, form, own))
            aliases = ALIASES.get(convention.id, ())
            rows += [Table(convention.id, form, {name: alias.get(name, name) for name in own}) for alias in aliases]
    return tuple(rows)


@cache
def patterns() -> tuple[Pattern, ...]:
    """Every tensor of every table as a pattern."""
    return tuple(_pattern(number, table, tensor) for number, table in enumerate(tables()) for tensor in table.form.tensors)


def _pattern(number: int, table: Table, tensor: Tensor) -> Pattern:
    name = normal(table.names[tensor.name])
    fixed = re.sub(r"{\w+}", "", name)
    boundary = "[/_]" if len(fixed) >= SHORTEST_JOINED else "/"
    last = "/".join(name.split("/")[-2:])
    whole = rf"(?:(?P<prefix>.*){boundary})?{_regex(name, table, tensor, named=True)}"
    before = f"(?:.*{boundary})?" if last == name else ""
    return Pattern(number, tensor, re.compile(before + _regex(last, table, tensor, named=False)), re.compile(whole))


def _regex(name: str, table: Table, tensor: Tensor, *, named: bool) -> str:
    words = sorted({table.form.words.get(gate, gate) for gate in tensor.gates}, key=len, reverse=True)
    fields = {
        "layer": r"\d{1,4}",
        "pseudo": r"\d{1,4}",
        "direction": "|".join(map(re.escape, table.convention.directions)),
        "gate": "|".join(map(re.escape, words)),
    }
    pieces = re.split(r"{(\w+)}", name)
    lead = [re.escape(piece) if place % 2 == 0 else _group(piece, fields[piece], named) for place, piece in enumerate(pieces)]
    return "".join(lead)


def _group(field: str, regex: str, named: bool) -> str:
    return f"(?P<{field}>{regex})" if named else f"(?:{regex})"


@cache
def _any(matrices: bool) -> re.Pattern[str]:
    """Matches the last two parts of a name if some pattern does."""
    several = {pattern.last.pattern for pattern in patterns() if (pattern.tensor.kinds[0] in MATRICES) == matrices}
    return re.compile("|".join(sorted(several)))


@lru_cache(maxsize=4096)
def _by_last(last: str, *, matrices: bool) -> tuple[Pattern, ...]:
    """The patterns that a name with these last two parts can have: few parts stand for many names."""
    if not _any(matrices).fullmatch(last):
        return ()
    fitting = (pattern for pattern in patterns() if pattern.last.fullmatch(last))
    return tuple(pattern for pattern in fitting if (pattern.tensor.kinds[0] in MATRICES) == matrices)


def places(name: str, *, matrices: bool) -> Iterator[tuple[int, str, Place]]:
    """Every table, by number, in which a name can be a matrix, or something else, with its prefix and its place there."""
    known = normal(name)
    for pattern in _by_last("/".join(known.rsplit("/", 2)[-2:]), matrices=matrices):
        prefix_and_place = pattern.match(known)
        if prefix_and_place is not None:
            yield pattern.table, *prefix_and_place


def told_by(prefix: str) -> bool:
    """Whether a prefix says that something recurrent is under it."""
    return any(word in prefix.lower() for word in CELL_WORDS)

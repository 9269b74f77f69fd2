"""The notation in which a row says what a tensor holds: kinds, `as`, axes. See `convention.py`."""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING

from .convention import MATRICES, Kind, Part, Tensor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..ground.located import Located

FIELDS = ("layer", "direction", "pseudo", "gate")
LETTERS = {"W": "GHND", "U": "GHND", "b": "GHKD", "bh": "GHKD", "p": "GHD", "V": "PHD"}
PART = re.compile(r"([A-Za-z]+)(?:\[([A-Za-z_]+)\])?")
AXES = re.compile(r"(?:\([A-Z]( [A-Z])+\)|[A-Z1])(?: (?:\([A-Z]( [A-Z])+\)|[A-Z1]))*")


def tensor(name: str, item: Located, gates: str) -> Tensor:
    """The tensor that a line such as `W as (G H) N` describes, its gates `gates` unless it says so.

    Raises `LstmDocsError` at the line for a kind, a gate, an axis or a name that cannot be.
    """
    held, separator, axes = item.text().partition(" as ")
    if not separator or not AXES.fullmatch(axes):
        raise item.error(f"expected kinds, 'as', axes, like 'W as (G H) N', not {item.value[:60]!r}")
    parts = tuple(_part(word, item, gates) for word in held.split())
    parsed = Tensor(name, parts, tuple(_groups(axes)))
    _check_name(parsed, item)
    _check_axes(parsed, item)
    return parsed


def _groups(axes: str) -> Iterator[str]:
    for group in re.findall(r"\([^)]*\)|\S", axes):
        yield group.strip("()").replace(" ", "")


def _part(word: str, item: Located, gates: str) -> Part:
    match = PART.fullmatch(word)
    if not match or match[1] not in LETTERS:
        raise item.error(
            f"unknown kind {word!r}; known: {', '.join(LETTERS)}, each with its gates if they differ, like 'p[iof]'"
        )
    kind: Kind = match[1]  # type: ignore[assignment]  # checked above
    order = match[2] or ("".join(g for g in gates if g in "ifo") if kind == "p" else gates)
    if strange := [gate for gate in order if gate not in gates]:
        raise item.error(f"gate {strange[0]!r} is not among the gates {gates!r}")
    return Part(kind, order)


def _check_name(tensor: Tensor, item: Located) -> None:
    try:
        names = [name for _, name, _, _ in string.Formatter().parse(tensor.name) if name is not None]
    except ValueError as error:
        raise item.error(f"not a template: {tensor.name!r} ({error})") from None
    for name in names:
        if name not in FIELDS:
            raise item.error(f"unknown field {{{name}}} in {tensor.name!r}; known: {', '.join(FIELDS)}")


def _check_axes(tensor: Tensor, item: Located) -> None:
    """The axes must be those that the kinds have, each once."""
    letters = tensor.letters
    known = set.intersection(*(set(LETTERS[kind]) for kind in tensor.kinds))
    if len(set(letters)) != len(letters) or not set(letters) <= known:
        raise item.error(f"axes of {' '.join(tensor.kinds)} are among {', '.join(sorted(known))}, each once, not {letters!r}")
    together = "K" in letters or tensor.kinds[0] in MATRICES
    if together and len({part.gates for part in tensor.parts}) > 1:
        raise item.error("kinds held side by side need the same gates")
    if missing := _needed(tensor) - set(letters):
        raise item.error(f"axis {min(missing)} is missing")


def _needed(tensor: Tensor) -> set[str]:
    if "V" in tensor.kinds:
        return {"P", "H"}
    needed = {"H", "N"} if tensor.kinds[0] in MATRICES else {"H"}
    several = len(tensor.gates) > 1 and not tensor.per_gate
    return needed | ({"G"} if several else set())

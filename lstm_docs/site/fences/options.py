"""The options that fences share, read from YAML and checked. The command line has the same names."""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING, NoReturn, TypeVar

from ... import cells, facts, frameworks
from ...cells.sizes import check_size
from ...ground.errors import LstmDocsError, SizeError, one_of
from ...network import Network

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...cells import Cell
    from ...facts import Fact
    from ...ground.located import Located

T = TypeVar("T")

NETWORK = ("cell", "input", "hidden", "layers", "bidirectional", "projection", "bias")
MOST_LETTERS = 24
"""The longest name that is read letter by letter."""

RUN = ("framework", "steps", "batch", "dtype")


def network(options: Located) -> Network:
    """The network that the options describe; `input` and `hidden` must be there.

    Raises `LstmDocsError` at the line of the fault.
    """
    try:
        return Network(
            cell=choice(options, "cell", cells.CELLS, "lstm"),
            input=size(options, "input") or _missing(options, "input"),
            hidden=_widths(options),
            layers=size(options, "layers") or 1,
            bidirectional=flag(options, "bidirectional", False),
            projection=size(options, "projection"),
            bias=flag(options, "bias", True),
        )
    except LstmDocsError as error:
        raise error.at(_blamed(options, error)) from None


def cell(options: Located) -> Cell:
    """The cell that the options describe, whether or not they give sizes."""
    name = choice(options, "cell", cells.CELLS, "lstm")
    return cells.build(name, projected="projection" in options.value, bias=flag(options, "bias", True))


def framework(options: Located) -> str | None:
    """The framework named, or None."""
    named = text(options, "framework", "")
    try:
        return one_of(named, frameworks.FRAMEWORKS, "framework") if named else None
    except LstmDocsError as error:
        raise error.at(options["framework"].where) from None


def known_facts(options: Located) -> dict[str, Fact]:
    """Every fact of the network that the options describe."""
    described, named = network(options), framework(options)
    dtype = choice(options, "dtype", facts.PRECISIONS, "float32")
    known = facts.of(
        described, framework=named, steps=size(options, "steps") or 1, batch=size(options, "batch") or 1, dtype=dtype
    )
    if isinstance(described.hidden, int):
        more = (facts.one_more_unit(described, named), facts.one_more_layer(described, named))
        known |= {fact.name: fact for fact in more}
    return known


def require(options: Located, known: Iterable[str], *needed: str) -> None:
    """Refuse keys that are not `known`, naming the nearest, and options without a `needed` one."""
    options.check_keys(needed, [key for key in known if key not in needed])


def size(options: Located, key: str, default: int | None = None, most: int | None = None) -> int | None:
    """A size, at most `most`; `default` if it is not given."""
    item = options.get(key)
    if item is None:
        return default
    try:
        value = check_size(item.plain(), key)
    except SizeError as error:
        raise error.at(item.where) from None
    if most is not None and value > most:
        raise item.error(f"{key} may be at most {most:,} on a page, not {value:,}")
    return value


def flag(options: Located, key: str, default: bool) -> bool:
    """True or false."""
    item = options.get(key)
    if item is None:
        return default
    if not isinstance(item.value, bool):
        raise item.error(f"{key} must be true or false, not {str(item.plain())[:40]!r}")
    return item.value


def text(options: Located, key: str, default: str) -> str:
    """A word; `default` if it is not given."""
    item = options.get(key)
    if item is None:
        return default
    if not isinstance(item.value, str):
        raise item.error(f"{key} must be a word, not {str(item.plain())[:40]!r}")
    return item.value


def name(options: Located, default: str) -> str:
    """A name that is read letter by letter: of the letters a to z, and not too long to draw."""
    found = text(options, "name", default)
    if not set(found) <= set(ascii_lowercase) or len(found) > MOST_LETTERS or (not found and "name" in options.value):
        raise options["name"].error(f"name must be 1 to {MOST_LETTERS} of the letters a to z, not {found[:40]!r}")
    return found


def choice(options: Located, key: str, known: Iterable[str], default: str) -> str:
    """One of the words known; `default` if it is not given."""
    word = text(options, key, default)
    if key not in options.value:
        return default
    try:
        return one_of(word, known, key)
    except LstmDocsError as error:
        raise error.at(options[key].where) from None


def entry(options: Located, key: str, table: Mapping[str, T]) -> T:
    """What a table holds under the name that `key` gives; the key must be there.

    Raises `LstmDocsError` at the line of the fault, naming what is known.
    """
    if key not in options.value:
        raise options.error(f"missing key {key!r}; known: " + ", ".join(table))
    try:
        return table[one_of(options[key].plain(), table, key)]
    except LstmDocsError as error:
        raise error.at(options[key].where) from None


def choices(options: Located, key: str, known: Iterable[str], default: Iterable[str]) -> list[str]:
    """Several of the words known, one of them or a list; `default` if none is given."""
    item = options.get(key)
    if item is None:
        return list(default)
    known = list(known)
    items = item.sequence() if isinstance(item.value, list) else [item]
    chosen: list[str] = []
    for entry in items:
        try:
            chosen.append(one_of(entry.plain(), known, key))
        except LstmDocsError as error:
            raise error.at(entry.where) from None
    return chosen


def _missing(options: Located, key: str) -> NoReturn:
    raise options.error(f"missing key {key!r}")


def _blamed(options: Located, error: LstmDocsError) -> str:
    """Where a network was refused: at the first key that the message names, otherwise at the options."""
    named = (key for key in ("layers", "projection", "hidden") if key in options.value and key in error.message)
    key = next(named, None)
    return options[key].where if key else options.where


def _widths(options: Located) -> int | tuple[int, ...]:
    item = options.get("hidden") or _missing(options, "hidden")
    if isinstance(item.value, list):
        return tuple(_width(entry) for entry in item.sequence())
    return _width(item)


def _width(item: Located) -> int:
    try:
        return check_size(item.plain(), "hidden")
    except SizeError as error:
        raise error.at(item.where) from None

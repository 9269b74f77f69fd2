"""The options that fences share, read from YAML and checked. The command line has the same names."""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING, Any, TypeVar

from ... import cells, facts, frameworks
from ...cells.sizes import check_size
from ...ground.errors import LstmDocsError, SizeError, one_of
from ...network import OPTIONS, Network

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ...cells import Cell
    from ...facts import Fact
    from ...ground.located import Located

T = TypeVar("T")

MOST_LETTERS = 24
"""The longest name that is read letter by letter."""

NETWORK = OPTIONS
RUN = ("framework", "steps", "batch", "dtype")


def network(options: Located) -> Network:
    """The network that the options describe; `input` and `hidden` must be there.

    Raises `LstmDocsError` at the line of the fault.
    """
    try:
        return Network.from_options({key: options[key].plain() for key in OPTIONS if key in options.value})
    except LstmDocsError as error:
        raise error.at(_blamed(options, error.option)) from None


def cell(options: Located) -> Cell:
    """The cell that the options describe, whether or not they give sizes."""
    return cells.build(any_cell(options), projected="projection" in options.value, bias=flag(options, "bias", True))


def any_cell(options: Located, default: str = "lstm") -> str:
    """The cell named, or the text of one that the fence brings along."""
    given = text(options, "cell", default)
    return given if cells.is_text(given) else cell_name(options, cells.CELLS, default)


def cell_name(options: Located, known: Iterable[str], default: str = "lstm") -> str:
    """The cell named, by its own name or by what people call it; `default` if none is."""
    word = cells.named(text(options, "cell", default))
    return _known(options, "cell", word, known) if "cell" in options.value else default


def framework(options: Located) -> str | None:
    """The framework named, or None."""
    named = text(options, "framework", "")
    try:
        return frameworks.named(named) if named else None
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
    return known | facts.integers(described)


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
    letters = text(options, "name", default)
    if not set(letters) <= set(ascii_lowercase) or len(letters) > MOST_LETTERS or (not letters and "name" in options.value):
        raise options["name"].error(f"name must be 1 to {MOST_LETTERS} of the letters a to z, not {letters[:40]!r}")
    return letters


def choice(options: Located, key: str, known: Iterable[str], default: str) -> str:
    """One of the words known; `default` if it is not given."""
    word = text(options, key, default)
    return _known(options, key, word, known) if key in options.value else default


def _known(options: Located, key: str, word: str, known: Iterable[str]) -> str:
    try:
        return _among(word, known, key)
    except LstmDocsError as error:
        raise error.at(options[key].where) from None


def _among(word: str, known: Iterable[str], key: str) -> str:
    return cells.one_of_these(word, known) if key == "cell" else one_of(word, known, key)


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


def choices(
    options: Located, key: str, known: Iterable[str], default: Iterable[str], named: Callable[[Any], str] = str
) -> list[str]:
    """Several of the words known, one of them or a list; `default` if none is given. `named` turns other names into them."""
    item = options.get(key)
    if item is None:
        return list(default)
    known = list(known)
    items = item.sequence() if isinstance(item.value, list) else [item]
    chosen: list[str] = []
    for entry in items:
        try:
            chosen.append(_among(named(entry.plain()), known, key))
        except LstmDocsError as error:
            raise error.at(entry.where) from None
    return chosen


def _blamed(options: Located, option: tuple[str | int, ...]) -> str:
    """Where the option stands, or its place in a list; otherwise where all options do."""
    key, *places = option or ("",)
    if key not in options.value:
        return options.where
    blamed = options[str(key)]
    for place in places if isinstance(blamed.value, list) else ():
        blamed = blamed.sequence()[int(place)]
    return blamed.where

"""`conventions.yml` read into typed rows. A wrong row is refused with its file and line."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, get_args

from .. import cells
from ..ground import located
from ..ground.errors import LstmDocsError, one_of
from .convention import UNUSED, Convention, Evidence, Form, Time
from .notation import tensor
from .settings import QUANTITIES, TAGS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..ground.located import Located

CONVENTIONS = Path(__file__).with_name("conventions.yml")
CHOICES = {
    "evidence": get_args(Evidence),
    "time": get_args(Time),
    "state": ("h c", "c h"),
    "stacked": ("native", "objects"),
    "bidirectional": ("native", "wrapper", "objects"),
    "bias": ("optional", "always"),
    "activations": ("fixed", "settable"),
}
OWN = ("id", "name", "version", "classes", "evidence", "source")
SHARED = ("time", "state", "stacked", "bidirectional", "bias", "activations", "forms")
OPTIONAL = ("directions", "initial", "narrow_projection", "unprojected", "flat", "notes", "like")


@cache
def conventions() -> Mapping[str, Convention]:
    """Every row that ships, by id."""
    return read(CONVENTIONS.read_text(encoding="utf-8"), CONVENTIONS.name)


def read(text: str, source: str) -> Mapping[str, Convention]:
    """The rows of a YAML text by id; `source` names the file in errors.

    Raises `LstmDocsError` with file:line for the first row that is wrong.
    """
    rows: dict[str, Located] = {}
    conventions: dict[str, Convention] = {}
    for row in located.load(text, source).sequence():
        merged = _merged(row, rows)
        convention = _convention(merged)
        if convention.id in conventions:
            raise row["id"].error(f"id {convention.id!r} stands twice")
        rows[convention.id], conventions[convention.id] = merged, convention
    return MappingProxyType(conventions)


def _merged(row: Located, earlier: Mapping[str, Located]) -> Located:
    """A row that is `like` an earlier one takes from it what it does not say itself."""
    like = row.get("like") if isinstance(row.value, dict) else None
    if like is None:
        row.check_keys((*OWN, *SHARED), OPTIONAL)
        return row
    row.check_keys(OWN, (*SHARED, *OPTIONAL))
    base = earlier[_named(like, earlier, "earlier row")]
    inherited = {key: item for key, item in base.items() if key not in OWN}
    return located.Located({**inherited, **row.value}, row.source, row.line, {**base.keys, **row.keys})


def _convention(row: Located) -> Convention:
    words: dict[str, Any] = {key: row[key].text() for key in ("id", "name", "version", "classes")}
    chosen: dict[str, Any] = {key: _named(row[key], options, key) for key, options in CHOICES.items()}
    return Convention(
        **words,
        **chosen,
        directions=_pair(row.get("directions")),
        initial=_words(row.get("initial")),
        narrow_projection=_flag(row.get("narrow_projection")),
        unprojected=_optional(row.get("unprojected")),
        flat=_optional(row.get("flat")),
        notes=_texts(row.get("notes")),
        source=_texts(row["source"]),
        forms=tuple(_form(form) for form in _several(row["forms"])),
    )


def _form(item: Located) -> Form:
    item.check_keys(("cells", "gates", "tensors"), ("words", "forget_initial", "forget_added", "settings"))
    names = tuple(_named(cell, cells.CELLS, "cell") for cell in _several(item["cells"]))
    gates = item["gates"].text()
    tensors = tuple(tensor(name, value, gates) for name, value in item["tensors"].items())
    form = Form(
        names,
        gates,
        tensors,
        _words(item.get("words")),
        _number(item.get("forget_initial")),
        _number(item.get("forget_added")) or 0.0,
        _settings(item.get("settings")),
    )
    for name in names:
        _check_gates(cells.build(name), gates, item["gates"])
        _check_complete(cells.build(name), form, item["tensors"])
    return form


def _check_gates(cell: cells.Cell, gates: str, item: Located) -> None:
    """The order must name every gate of the cell once; `_` blocks do not count."""
    if sorted(gates.lower().replace(UNUSED, "")) != sorted(cell.gates):
        raise item.error(f"gates {gates!r} must name each of {', '.join(cell.gates)} once, for {cell.name}")


def _check_complete(cell: cells.Cell, form: Form, item: Located) -> None:
    """Every weight of the cell needs one place, except bh, which some frameworks leave out."""
    for weight in cell.weights:
        places = [t for t in form.tensors for p in t.parts if p.kind == weight.kind and weight.gate in p.gates.lower()]
        if len(places) > 1 or (not places and weight.kind != "bh"):
            raise item.error(f"{weight.name} of {cell.name} has {len(places)} places, it needs one")


def _named(item: Located, known: Any, what: str) -> str:  # noqa: ANN401 - any collection of names
    try:
        return one_of(item.value, known, what)
    except LstmDocsError as error:
        raise error.at(item.where) from None


def _several(item: Located) -> list[Located]:
    if not item.sequence():
        raise item.error("expected at least one entry")
    return item.sequence()


def _optional(item: Located | None) -> str | None:
    return item.text() if item else None


def _texts(item: Located | None) -> tuple[str, ...]:
    return tuple(entry.text() for entry in item.sequence()) if item else ()


def _words(item: Located | None) -> Mapping[str, str]:
    return MappingProxyType({key: str(value.value) for key, value in item.items()} if item else {})


def _pair(item: Located | None) -> tuple[str, str]:
    if item is None:
        return ("forward", "backward")
    names = [entry.value for entry in item.sequence()]
    if len(names) != 2 or not all(isinstance(name, str) for name in names):
        raise item.error("directions needs two names, forward then backward")
    return (names[0], names[1])


def _settings(item: Located | None) -> Mapping[str, Any]:
    for name, value in item.items() if item else ():
        for part in value.below():
            if isinstance(part.value, str) and part.value.startswith("$") and part.value[1:] not in QUANTITIES:
                raise part.error(f"unknown quantity {part.value!r}; known: {', '.join(QUANTITIES)}")
        if isinstance(value.value, dict) and not set(value.value) <= {*TAGS, *cells.CELLS}:
            raise value.error(f"setting {name!r} depends on what is none of {', '.join(TAGS)}, and no cell")
    return MappingProxyType(item.plain() if item else {})


def _flag(item: Located | None) -> bool:
    if item is None:
        return False
    if not isinstance(item.value, bool):
        raise item.error("expected true or false")
    return item.value


def _number(item: Located | None) -> float | None:
    if item is None:
        return None
    if isinstance(item.value, bool) or not isinstance(item.value, int | float):
        raise item.error(f"expected a number, not {str(item.value)[:40]!r}")
    return float(item.value)

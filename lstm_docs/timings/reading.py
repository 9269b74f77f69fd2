"""A file of `benchmarks/gpu_recurrent.py`, checked: whoever has a card can put their own beside ours."""

from __future__ import annotations

import json
from itertools import takewhile
from math import isfinite
from statistics import fmean
from typing import TYPE_CHECKING, Any

from ..ground.errors import LstmDocsError, reason
from .machine import BYTES, CELLS, Ceilings, Machine, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

MOST_BYTES = 8 * 2**20
TIMED = ("forward", "training", "layers", "directions", "cells", "stepwise", "projection", "widths", "lengths")
SECTIONS = (*TIMED, "memory", "energy")
"""The sections that are read here; the others (kernels, jax_scan) are for people."""
CALLS = ("forward", "training", "loop", "packed")


def read(path: Path) -> Machine:
    """The machine of a file. Raises `LstmDocsError` that names the file and the row, for a file of something else."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise LstmDocsError(f"cannot be read: {reason(error)}", where=str(path)) from error
    try:
        if len(content) > MOST_BYTES:
            raise LstmDocsError(f"is larger than {MOST_BYTES >> 20} MB: no file of gpu_recurrent.py is")
        return _machine(path.stem, json.loads(content))
    except (ValueError, RecursionError) as error:
        raise LstmDocsError("is no JSON file", where=str(path)) from error
    except LstmDocsError as error:
        raise error.at(str(path)) from None


def _machine(name: str, data: object) -> Machine:
    data = _table(data, "the file")
    about = _table(data.get("about"), "about")
    return Machine(
        name=name,
        device=_text(about.get("device"), "about: device"),
        date=_text(about.get("date"), "about: date"),
        about=about,
        ceilings=_ceilings(_listed(data.get("ceilings"), "ceilings")),
        rows=tuple(
            _row(section, row, f"{section}, row {place}")
            for section in SECTIONS
            for place, row in enumerate(_listed(data.get(section, []), section), 1)
        ),
    )


def _ceilings(passes: list[object]) -> Ceilings:
    tables = [_table(one, "ceilings") for one in passes]
    if not tables:
        raise LstmDocsError("ceilings: no pass was run to its end; run the script for longer")

    def mean(key: str, *, needed: bool = True) -> float | None:
        if not needed and any(key not in one for one in tables):
            return None
        return fmean(_positive(one.get(key), f"ceilings: {key}") for one in tables)

    flops = {dtype: mean(f"matmul_{dtype}_flop_per_s", needed=False) for dtype in BYTES}
    launch_in_graph = mean("launch_in_graph_ms", needed=False)
    return Ceilings(
        bytes=mean("copy_bytes_per_s") or 0.0,
        flops={dtype: speed for dtype, speed in flops.items() if speed},
        launch=(mean("launch_ms") or 0.0) / 1000,
        launch_in_graph=launch_in_graph / 1000 if launch_in_graph else None,
        idle_watts=mean("idle_watts", needed=False),
    )


def _row(section: str, data: object, place: str) -> Row:
    data = _table(data, place)
    kind, call, dtype = (
        _one(data.get(key), known, f"{place}: {key}")
        for key, known in (("kind", (*CELLS, "matmul")), ("call", CALLS), ("dtype", BYTES))
    )
    whole = {
        key: _whole(data.get(key), f"{place}: {key}", 0 if key == "P" else 1) for key in ("T", "B", "I", "H", "L", "P", "macs")
    }
    timed = {way: _passes(data.get(way), f"{place}: {way}") for way in ("eager", "graph")}
    return Row(
        section=section,
        kind=kind,
        call=call,
        dtype=dtype,
        bidirectional=data.get("bi") is True,
        steps=whole["T"],
        batch=whole["B"],
        input=whole["I"],
        hidden=whole["H"],
        layers=whole["L"],
        projection=whole["P"],
        macs=whole["macs"],
        eager=tuple(_of(timed["eager"], "ms", place, 1000)),
        graph=tuple(_of(timed["graph"], "ms", place, 1000)),
        saved_bytes=tuple(int(count) for count in _of(_passes(data.get("bytes"), f"{place}: bytes"), "kept", place)),
        joules={way: tuple(_each_call(timed[way], place)) for way in timed},
        watts={way: tuple(_power(timed[way], place)) for way in timed},
    )


def _passes(data: object, place: str) -> list[Mapping[str, Any]]:
    """The passes that reached a point, in order: a script that was stopped leaves null for those that did not."""
    reached = takewhile(lambda one: one is not None, _listed([] if data is None else data, place))
    return [_table(one, place) for one in reached]


def _of(passes: Iterable[Mapping[str, Any]], key: str, place: str, unit: float = 1) -> Iterable[float]:
    return (_positive(one[key], f"{place}: {key}") / unit for one in passes if key in one)


def _each_call(passes: Iterable[Mapping[str, Any]], place: str) -> Iterable[float]:
    return (
        _positive(one["joules"], f"{place}: joules") / _positive(one.get("calls"), f"{place}: calls")
        for one in passes
        if "joules" in one
    )


def _power(passes: Iterable[Mapping[str, Any]], place: str) -> Iterable[float]:
    """The watts of each pass whose joules were read."""
    return (_positive(one.get("watts"), f"{place}: watts") for one in passes if "joules" in one)


def _table(data: object, place: str) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise LstmDocsError(f"{place}: expected a table, as gpu_recurrent.py writes it")
    return data


def _listed(data: object, place: str) -> list[object]:
    if not isinstance(data, list):
        raise LstmDocsError(f"{place}: expected a list, as gpu_recurrent.py writes it")
    return data


def _text(data: object, place: str) -> str:
    if not isinstance(data, str) or len(data) > 200:
        raise LstmDocsError(f"{place}: expected a name")
    return data


def _one(data: object, known: Iterable[str], place: str) -> str:
    if data not in (listed := list(known)):
        raise LstmDocsError(f"{place}: expected one of {', '.join(listed)}, not {str(data)[:60]!r}")
    return str(data)


def _whole(data: object, place: str, least: int) -> int:
    if not isinstance(data, int) or isinstance(data, bool) or not least <= data < 2**53:
        raise LstmDocsError(f"{place}: expected a whole number from {least}, not {str(data)[:60]!r}")
    return data


def _positive(data: object, place: str) -> float:
    if isinstance(data, bool) or not isinstance(data, int | float) or not isfinite(data) or data <= 0:
        raise LstmDocsError(f"{place}: expected a positive number, not {str(data)[:60]!r}")
    return float(data)

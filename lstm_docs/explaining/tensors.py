"""The shapes of a state_dict, tensor by tensor."""

from __future__ import annotations

import re
from dataclasses import replace
from math import prod
from typing import TYPE_CHECKING

from .classes import MATRICES, orders
from .explained import Explained, Reading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .printed import Line

RECURRENT = re.compile(r"^(.*?)(weight_ih|weight_hh|weight_hr|bias_ih|bias_hh)(_l\d+)?(_reverse)?$")
EMBEDDED = re.compile(r"emb|wte|lookup", re.IGNORECASE)


def tensors(line: Line, shapes: Mapping[str, tuple[int, ...]]) -> Explained:
    """A tensor with the part that it plays, by its name and by the shapes beside it."""
    counted = replace(line, count=prod(line.shape))
    named = RECURRENT.match(line.name)
    if named:
        return _recurrent(counted, named, shapes)
    sides = "·".join(map(str, line.shape))
    if len(line.shape) == 2 and EMBEDDED.search(line.name):
        return _said(counted, f"an embedding: {line.shape[0]:,} words, {line.shape[1]} numbers for each", sides)
    if len(line.shape) == 2:
        return _said(counted, f"a dense layer's matrix, {line.shape[1]} → {line.shape[0]}", sides)
    if len(line.shape) == 1 and line.name.endswith("bias"):
        return _said(counted, f"a bias for each of {line.shape[0]} outputs", sides)
    return Explained(counted, note="a tensor that is not explained here; its numbers are in the sum")


def _said(line: Line, says: str, summed: str) -> Explained:
    return Explained(line, (Reading(says, f"{summed} = {line.count:,}"),))


def _recurrent(line: Line, named: re.Match[str], shapes: Mapping[str, tuple[int, ...]]) -> Explained:
    prefix, part, layer, backward = named[1], named[2], named[3] or "", named[4] or ""
    beside = {key: shapes.get(f"{prefix}{key}{layer}{backward}", ()) for key in ("weight_hh", "weight_hr")}
    hidden = (beside["weight_hr"] or beside["weight_hh"])[-1:]
    rows = beside["weight_hh"][:1]
    gates = rows[0] // hidden[0] if rows and hidden and hidden[0] and rows[0] % hidden[0] == 0 else 0
    if gates not in orders() or (part != "weight_hr" and line.shape[:1] != rows):
        problem = "there is no weight_hh beside it" if not rows else "the shapes beside it are those of no LSTM, GRU or RNN"
        return Explained(line, note=problem, failed=True)
    kind, order = orders()[gates]
    at = f"{kind}{f', layer {int(layer[2:]) + 1}' if layer else ''}{', backward' if backward else ''}"
    if part == "weight_hr":
        return _said(line, f"{at}: V, which projects h from {hidden[0]} to {line.shape[0]}", "·".join(map(str, line.shape)))
    blocks = f"{gates} blocks of {hidden[0]} rows, gates {order}" if gates > 1 else f"{hidden[0]} rows"
    summed = "·".join(map(str, [*([gates] if gates > 1 else []), hidden[0], *line.shape[1:]]))
    return _said(line, f"{at}: {MATRICES[part]}; {blocks}", summed)

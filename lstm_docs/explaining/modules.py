"""A module as PyTorch prints it: its arguments say what it is, and the count follows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .classes import EMBEDDING, PER_FEATURE, WITHOUT, called
from .explained import Explained, Reading
from .printed import whole
from .recurrent import fit

if TYPE_CHECKING:
    from .printed import Line

LARGEST = 2**20


def module(line: Line) -> Explained:
    """A printed module with its count, which PyTorch does not print."""
    places = [part for part in line.arguments if "=" not in part]
    given = dict(part.split("=", 1) for part in line.arguments if "=" in part)
    if line.kind in called()["torch"]:
        return _recurrent(line, places, given)
    if line.kind == "Linear":
        return _linear(line, given)
    if line.kind in EMBEDDING and len(places) == 2 and all(map(_size, places)):
        words, width = _size(places[0]), _size(places[1])
        return _counted(line, words * width, f"an embedding: {words:,} words, {width} numbers for each", f"{words}·{width}")
    if line.kind in PER_FEATURE and places and "False" not in (given.get("affine"), given.get("elementwise_affine")):
        each, features = PER_FEATURE[line.kind], _size(places[0].strip("(), "))
        if features:
            return _counted(line, each * features, f"{each} numbers for each of {features} features", f"{each}·{features}")
    if line.kind in WITHOUT:
        return Explained(line, note="no weights of its own")
    return Explained(line, note="a kind of module that is not explained here, and not in the sum")


def _size(text: str) -> int:
    """A size as it is printed; 0 for what is none."""
    number = whole(text) or 0
    return number if number <= LARGEST else 0


def _counted(line: Line, count: int, says: str, summed: str) -> Explained:
    return Explained(replace(line, count=count), (Reading(says, f"{summed} = {count:,}"),))


def _linear(line: Line, given: dict[str, str]) -> Explained:
    inputs, outputs = _size(given.get("in_features", "")), _size(given.get("out_features", ""))
    if not inputs or not outputs:
        return Explained(line, note="its sizes are not those of a Linear", failed=True)
    bias = given.get("bias") != "False"
    summed = f"{outputs}·({inputs} + 1)" if bias else f"{outputs}·{inputs}"
    says = f"dense, {inputs} → {outputs}, {'with bias' if bias else 'without bias'}"
    return _counted(line, outputs * (inputs + bias), says, summed)


def _recurrent(line: Line, places: list[str], given: dict[str, str]) -> Explained:
    """A recurrent module. The layers are few, and the sizes such as a network may have."""
    reads, hidden = (_size(places[0]), _size(places[1])) if len(places) >= 2 else (0, 0)
    layers, projection = _size(given.get("num_layers", "1")), whole(given.get("proj_size", "0"))
    if not reads or not hidden or not 1 <= layers <= 1024 or projection is None or projection >= hidden:
        return Explained(line, note=f"its sizes are not those of a {line.kind}", failed=True)
    bias = given.get("bias") != "False"
    ways = [it for it in called()["torch"][line.kind] if it.way.bias == bias and it.way.projected == bool(projection)]
    if not ways:
        return Explained(line, note=f"a {line.kind} has no proj_size", failed=True)
    directions = 2 if given.get("bidirectional") == "True" else 1
    count = ways[0].way.total(reads, hidden, layers, directions, projection)
    reading = fit(ways[0], reads, hidden, layers, directions, projection).reading
    return Explained(replace(line, count=count), (reading,))

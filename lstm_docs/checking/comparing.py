"""Two model files: which layer of one is which of the other, and where they part."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from .. import frameworks
from ..models import ModelError
from .differences import differences
from .faults import Fault, gates_said
from .matching import Block, blocks, both, kept_as, stacked
from .pieces import Piece, pieces_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..models import File, Layer, Reading


@dataclass(frozen=True)
class Pair:
    """A layer of the original and the layer of the port that it was compared with.

    `orders` are the gates in the order of either file, `frameworks` whose conventions these are. `apart` is the largest
    difference between any two numbers that should be equal. `untold` says what would have changed nothing here.
    """

    original: str
    port: str
    frameworks: tuple[str, str]
    orders: tuple[str, str]
    faults: tuple[Fault, ...]
    apart: float
    notes: tuple[str, ...]
    untold: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """What `compare` found. `faults` are those of no pair: layers that are missing or exchanged."""

    pairs: tuple[Pair, ...]
    faults: tuple[Fault, ...]
    notes: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether every layer of the original is in the port, with the same numbers in whatever order."""
        return not self.faults and all(not pair.faults for pair in self.pairs)


def compare(original: File, port: File) -> Comparison:
    """Look for every layer of the original in the port. Reads all numbers of both.

    Raises `ModelError` for a file without a recurrent layer, for one that is not read, and for weights that are none.
    """
    for file in (original, port):
        if not file.layers:
            raise ModelError("the file has no recurrent layer that we see", where=str(file.path))
    found = [_compared(*chosen) for chosen in product(_choices(original), _choices(port))]
    best = min(found, key=_weight)
    doubts = (note for file in (original, port) for layer in file.layers for note in _doubts(layer, file))
    return replace(best, notes=(*doubts, *best.notes))


def _compared(here: list[Piece], there: list[Piece]) -> Comparison:
    pairs: list[Pair] = []
    faults, taken = [], list[int]()
    for place, piece in enumerate(here):
        partners = [(n, other) for n, other in enumerate(there) if n not in taken and other.sizes == piece.sizes]
        if not partners:
            faults.append(Fault("missing", f"{piece.name}: the port has no layer of these sizes, {_sizes(piece)}{_has(there)}"))
            continue
        number, pair = min(((n, _pair(piece, other)) for n, other in partners), key=lambda it: (*_rank(it[1]), it[0] != place))
        taken.append(number)
        pairs.append(pair)
    if taken != sorted(taken) and any(piece.stacked for piece in (*here, *there)):
        faults.append(Fault("layers-exchanged", "the layers stand in another order: " + _order(pairs)))
    more = [other.name for n, other in enumerate(there) if n not in taken]
    notes = (f"the port has more: {', '.join(more)}",) if more else ()
    return Comparison(tuple(pairs), tuple(faults), notes)


def _choices(file: File) -> Iterator[list[Piece]]:
    """The layers of a file in each way in which they can be read, all doubtful ones in their first, then in their second."""
    several = [_ways(layer, file) for layer in file.layers]
    for choice in range(max(map(len, several))):
        chosen = [ways[min(choice, len(ways) - 1)] for ways in several]
        yield [piece for layer, way in zip(file.layers, chosen, strict=True) for piece in pieces_of(file, layer, way)]


def _ways(layer: Layer, file: File) -> tuple[Reading, ...]:
    if not layer.readings:
        raise ModelError(f"{layer.name}: {layer.unread}", where=str(file.path))
    return (*layer.readings, *layer.alternatives)


def _doubts(layer: Layer, file: File) -> Iterator[str]:
    if len(ways := _ways(layer, file)) > 1:
        said = " or ".join(reading.choice for reading in ways)
        yield f"{file.path.name} does not say whether {layer.name} is {said}: that what fits best is right cannot be told"
    elif ways[0].known_by == "guess":
        yield f"{layer.name} of {file.path.name} is read by a guess, as {ways[0].choice}"


def _weight(found: Comparison) -> tuple[int, int, float]:
    """What explains most with least comes first."""
    ranks = [_rank(pair) for pair in found.pairs]
    return len(found.faults) + sum(rank[0] for rank in ranks), sum(rank[1] for rank in ranks), sum(rank[2] for rank in ranks)


def _pair(piece: Piece, other: Piece) -> Pair:
    found = [*_of_cells(piece, other), *differences(piece, other)]
    apart = max((fault.apart or 0.0 for fault in found), default=0.0) or _apart(piece, other)
    conventions, orders = (piece.framework, other.framework), (piece.order, other.order)
    return Pair(
        piece.name, other.name, conventions, orders, tuple(found), apart, tuple(_notes(piece, other)), tuple(_untold(piece))
    )


def _rank(pair: Pair) -> tuple[bool, int, float]:
    """The pair that explains most comes first."""
    unknown = any(fault.name in ("other-numbers", "another-training") for fault in pair.faults)
    return unknown, len(pair.faults), pair.apart


def _of_cells(piece: Piece, other: Piece) -> Iterator[Fault]:
    if piece.network.cell != other.network.cell:
        sides = [cell.network.cell.rpartition("-")[2] for cell in (piece, other)]
        yield Fault("reset-side", f"the reset gate stands {sides[0]} the product in the original and {sides[1]} it in the port")
    if bool(piece.turned) != bool(other.turned):
        yield Fault("direction-reversed", "one reads the sequence from its last step to the first, the other from the first")


def _apart(piece: Piece, other: Piece) -> float:
    return max(float(np.abs(stacked_sum(piece, kind) - stacked_sum(other, kind)).max()) for kind in _kinds(piece))


def stacked_sum(piece: Piece, kind: str) -> np.ndarray:
    """All blocks of a kind below each other; biases as their sum."""
    array = stacked(piece, kind)
    return array.sum(axis=1) if kind == "b" else array


def _kinds(piece: Piece) -> list[str]:
    return sorted({block.kind for block in blocks(piece)})


def _notes(piece: Piece, other: Piece) -> Iterator[str]:
    """What differs and changes nothing."""
    if piece.order != other.order and len(piece.order) > 1:
        names = [frameworks.get(one.framework).name for one in (piece, other)]
        yield f"the gates stand as {' '.join(piece.order)} ({names[0]}) and as {' '.join(other.order)} ({names[1]})"
    two = [any(named for named in one.second) for one in (piece, other)]
    if two[0] != two[1] and piece.network.bias:
        yield f"the {('port', 'original')[two[0]]} keeps two bias vectors for a gate, the {('original', 'port')[two[0]]} one"
    kept = {kept_as(one, kind).name for one in (piece, other) for kind in "WU"} - {""}
    if kept:
        yield f"numbers are compared as far as they are kept: one of the files has them in {', '.join(sorted(kept))}"


def _untold(piece: Piece) -> Iterator[str]:
    """What would have left the numbers as they are."""
    if not any(np.any(stacked(piece, kind)) for kind in "b"):
        yield "the biases are zero, so what was done to them (order, sum, one dropped or doubled) cannot be told"
    elif any(named for named in piece.second) and not stacked(piece, "b")[:, 1].any():
        yield "the second bias vector is zero, so whether it was dropped cannot be told"
    if piece.network.hidden == 1:
        yield "with one unit, a matrix of the state is its own transpose: whether it was transposed cannot be told"
    for one, two in product(piece.network.equations.gates, repeat=2):
        if one < two and all(_equal(piece, d, one, two) for d in range(len(piece.weights))):
            yield f"{gates_said([one, two])} hold the same numbers, so whether they are swapped cannot be told"


def _equal(piece: Piece, direction: int, one: str, two: str) -> bool:
    named = piece.weights[direction]
    biases = [both(piece, Block("b", gate, direction)) for gate in (one, two)]
    return all(np.array_equal(named[f"{kind}_{one}"], named[f"{kind}_{two}"]) for kind in "WU") and all(
        np.array_equal(a, b) for a, b in zip(*biases, strict=True)
    )


def _sizes(piece: Piece) -> str:
    net = piece.network
    both_ = ", in both directions" if net.bidirectional else ""
    return f"{net.cell} {net.input} → {net.widths[0]}{both_}"


def _has(there: list[Piece]) -> str:
    return f"; it has {', '.join(dict.fromkeys(_sizes(piece) for piece in there))}"


def _order(pairs: list[Pair]) -> str:
    return ", ".join(f"{pair.original} is {pair.port}" for pair in pairs)

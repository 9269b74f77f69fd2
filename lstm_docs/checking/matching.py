"""For every block of one layer, which block of another it is, and what was done to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .rounding import SINGLE, precision

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .pieces import Array, Piece
    from .rounding import Precision

    Candidate = tuple["Block", tuple[str, ...], float]

MATRICES, VECTORS = ("W", "U", "V"), ("b", "p")
NOTHING: tuple[str, ...] = ()
LEAST = 1e-12

CHANGES: dict[str, Callable[[Array], Array]] = {"negated": lambda block: -block, "transposed": lambda block: block.T}
BIASES: dict[str, Callable[[Array, Array], tuple[Array, Array]]] = {
    "second-dropped": lambda first, second: (first, 0 * second),
    "first-dropped": lambda first, second: (0 * first, second),
    "doubled": lambda first, second: (first + second, first + second),
    "moved-out": lambda first, second: (first + second, 0 * second),
    "exchanged": lambda first, second: (second, first),
    "negated": lambda first, second: (-first, -second),
    "dropped": lambda first, second: (0 * first, 0 * second),
}
"""What happens to the two bias vectors of a gate. Where a gate's two are only ever added, the third but one is nothing."""


@dataclass(frozen=True)
class Block:
    """The weights of one kind for one gate, in one direction."""

    kind: str
    gate: str
    direction: int


@dataclass(frozen=True)
class Match:
    """A block, the block of the original that it is, or None, what was done to it, and how far it lies from its own.

    `also_plain`: it is its own block of the original as well. `shift` is what was added to a bias that is `shifted`.
    """

    block: Block
    source: Block | None
    changes: tuple[str, ...]
    apart: float
    also_plain: bool
    shift: float = 0.0


def matches(original: Piece, port: Piece) -> list[Match]:
    """Every block of the port matched; matrices first, since what they are decides what a bias should be."""
    return _Matching(original, port).all()


class _Matching:
    def __init__(self, original: Piece, port: Piece) -> None:
        self.original, self.port = original, port
        self.here, self.there = blocks(port), blocks(original)
        self.reach = {kind: reach(original, port, kind) for kind in {block.kind for block in self.here}}
        self.found: dict[tuple[int, str], Block] = {}

    def all(self) -> list[Match]:
        matched = []
        for kind in (*MATRICES, *VECTORS):
            for block in (block for block in self.here if block.kind == kind):
                match = self._match(block)
                if kind in MATRICES and match.source and not self._plain(block):
                    self.found.setdefault((block.direction, block.gate), match.source)
                matched.append(match)
        return matched

    def _plain(self, block: Block) -> bool:
        return block in self.there and self._fits(block, self.port_of(block), self.original_as(block, block))

    def _match(self, block: Block) -> Match:
        here, plain = self.port_of(block), self._plain(block)
        apart = _apart(here, self.original_as(block, block)) if block in self.there else float("inf")
        for source, changes, shift in self._candidates(block, here):
            return Match(block, source, changes, apart, plain, shift)
        return Match(block, None, NOTHING, apart, plain)

    def _candidates(self, block: Block, here: Array) -> Iterator[Candidate]:
        """What the block can be, the simplest first."""
        own = self.found.get((block.direction, block.gate), block)
        first = [Block(block.kind, own.gate, own.direction), block]
        others = sorted((b for b in self.there if b.kind == block.kind), key=lambda b: b.direction != block.direction)
        for source in (s for s in first if s in self.there):
            yield from self._unchanged(block, here, source)
            yield from self._changed_ways(block, here, source)
            yield from self._shifted_ways(block, here, source)
        for source in others:
            yield from self._unchanged(block, here, source)
        for source in others:
            yield from (way for way in self._changed_ways(block, here, source) if way[1][0] in CHANGES)

    def _unchanged(self, block: Block, here: Array, source: Block) -> Iterator[Candidate]:
        if self._fits(block, here, self.original_as(block, source)):
            yield source, NOTHING, 0.0

    def _changed_ways(self, block: Block, here: Array, source: Block) -> Iterator[Candidate]:
        for change, changed in self._changed(block, source):
            if self._fits(block, here, changed):
                yield source, (change,), 0.0

    def _shifted_ways(self, block: Block, here: Array, source: Block) -> Iterator[Candidate]:
        """A bias with one number added to all units. Of one unit, every bias would be that."""
        if block.kind != "b" or len(here) == 1:
            return
        for change, changed in [("", self.original_as(block, source)), *self._changed(block, source)]:
            difference = here - changed
            shift = float(difference[:, 0].mean())
            even = float(np.ptp(difference[:, 0])) <= 2 * self.reach["b"] + SINGLE * abs(shift)
            if even and abs(shift) > 4 * self.reach["b"] and not difference[:, 1:].any():
                yield source, (*((change,) if change else ()), "shifted"), shift

    def _changed(self, block: Block, source: Block) -> Iterator[tuple[str, Array]]:
        if block.kind == "b":
            first, second = self._two(source)
            for change, changed in BIASES.items():
                yield change, self._laid(block, *changed(first, second))
            return
        there = self.original_as(block, source)
        for change, made in CHANGES.items():
            if change != "transposed" or (there.shape[0] == there.shape[1] > 1):
                yield change, made(there)

    def _fits(self, block: Block, here: Array, there: Array) -> bool:
        return here.shape == there.shape and _apart(here, there) <= self.reach[block.kind]

    def port_of(self, block: Block) -> Array:
        """The block as the port has it; a bias as columns, two where the gate's second bias is a weight of its own."""
        named = self.port.weights[block.direction]
        if block.kind != "b":
            return named[f"{block.kind}_{block.gate}"]
        columns = [named.get(f"b_{block.gate}", np.zeros((self.port.network.widths[0], 1)))]
        return np.hstack([*columns, *([named["bh_n"]] if block.gate == "n" and "bh_n" in named else [])])

    def original_as(self, block: Block, source: Block) -> Array:
        """A block of the original in the form of a block of the port."""
        if block.kind != "b":
            return self.original.weights[source.direction][f"{source.kind}_{source.gate}"]
        return self._laid(block, *self._two(source))

    def _two(self, source: Block) -> tuple[Array, Array]:
        return both(self.original, source)

    def _laid(self, block: Block, first: Array, second: Array) -> Array:
        own = block.gate == "n" and "bh_n" in self.port.weights[block.direction]
        return np.hstack([first, second]) if own else first + second


def blocks(piece: Piece) -> list[Block]:
    """Every block of a layer; a gate's biases are one, and there even if the layer has none."""
    names = {name: direction for direction, named in enumerate(piece.weights) for name in named}
    kinds = {name.partition("_")[0] for name in names} - {"bh"} | {"b"}
    found = []
    for direction, named in enumerate(piece.weights):
        for kind in kinds - {"b"}:
            found += [Block(kind, name.partition("_")[2], direction) for name in named if name.startswith(f"{kind}_")]
        found += [Block("b", gate, direction) for gate in piece.network.equations.gates]
    return found


def both(piece: Piece, block: Block) -> tuple[Array, Array]:
    """The two bias vectors of a gate as columns; zeros for one that is not there."""
    named, second = piece.weights[block.direction], piece.second[block.direction]
    zeros = np.zeros((piece.network.widths[0], 1))
    total, own = named.get(f"b_{block.gate}", zeros), named.get(f"bh_{block.gate}")
    if own is not None:
        return total, own
    later = second.get(block.gate, zeros)
    return total - later, later


def stacked(piece: Piece, kind: str, direction: int | None = None) -> Array:
    """All blocks of a kind below each other, of one direction or of all; biases as two columns."""
    some = [block for block in blocks(piece) if block.kind == kind and direction in (None, block.direction)]
    if kind == "b":
        return np.vstack([np.hstack(both(piece, block)) for block in some])
    return np.vstack([piece.weights[block.direction][f"{kind}_{block.gate}"] for block in some])


def kept_as(piece: Piece, kind: str) -> Precision:
    """The coarsest precision among the directions: each has tensors, and so perhaps a scale, of its own."""
    return max((precision(stacked(piece, kind, d)) for d in range(len(piece.weights))), key=lambda it: it.reach)


def reach(original: Piece, port: Piece, kind: str) -> float:
    """How far two numbers may lie apart that were stored in the two files' ways and are the same."""
    return max(kept_as(piece, kind).reach for piece in (original, port)) + LEAST


def _apart(here: Array, there: Array) -> float:
    return float(np.abs(here - there).max(initial=0.0)) if here.shape == there.shape else float("inf")

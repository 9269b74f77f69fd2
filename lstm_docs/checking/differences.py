"""From matched blocks to what is wrong, in as few words as say it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from .faults import Fault, gates_said, listed
from .matching import Block, Match, both, matches, reach
from .orders import keepers, kept_by, mending, misplaced, standing
from .views import view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .pieces import Array, Piece

SAID = {
    "negated": "{what} of {gates} {is_} negated",
    "transposed": "{what} of {gates} {is_} transposed",
    "shifted": "the bias of {gates} is shifted by {shift:+.4g}",
    "second-dropped": "the second bias vector of {gates} is missing",
    "first-dropped": "the first bias vector of {gates} is missing",
    "doubled": "the bias of {gates} is there twice: the sum of both vectors was put into each",
    "moved-out": "the two biases of {gates} are summed, but the second belongs inside the reset gate's product",
    "exchanged": "the two bias vectors of {gates} are exchanged",
    "dropped": "the bias of {gates} is missing",
}
NAMES = {
    "second-dropped": "bias-dropped",
    "first-dropped": "bias-dropped",
    "dropped": "bias-dropped",
    "doubled": "bias-doubled",
    "moved-out": "biases-summed",
    "exchanged": "biases-exchanged",
    "shifted": "bias-shifted",
}
LAID = {
    "reshaped": "{what} was reshaped where it should have been transposed: its numbers are all there, in the wrong rows",
    "interleaved": "the rows of {what} lie unit by unit where they should lie gate by gate, or the other way round",
}


ALIKE = 0.5
"""Matrices of which each correlates more than this with the one in its place are two trainings from one start."""


def differences(original: Piece, port: Piece) -> tuple[Fault, ...]:
    """What is wrong with the port of a layer; nothing if both hold the same numbers."""
    found = matches(original, port)
    directions = range(port.network.directions)
    laid = {(kind, d): _laid(original, port, kind, d, found) for kind in "WUb" for d in directions}
    if not any(laid.values()) and all(match.source is None for match in found if match.block.kind in "WU"):
        return (_training(original, port, max(match.apart for match in found)),)
    faults: list[Fault] = []
    if _exchanged(found):
        apart = max(match.apart for match in found)
        faults.append(Fault("directions-exchanged", "the forward and the backward direction are exchanged", apart))
        found = [_turned(match) for match in found]
    by_direction = [
        list(_of_direction(port, {kind: laid[kind, d] for kind in "WUb"}, d, [m for m in found if m.block.direction == d]))
        for d in directions
    ]
    return (*faults, *_placed(by_direction))


def _laid(original: Piece, port: Piece, kind: str, direction: int, found: list[Match]) -> str | None:
    """How all blocks of a kind were laid out, where some are no block of the original."""
    own = [match for match in found if (match.block.kind, match.block.direction) == (kind, direction)]
    if all(match.source for match in own):
        return None
    return view(original, port, kind, direction, reach(original, port, kind))


def _training(original: Piece, port: Piece, apart: float) -> Fault:
    """Where no matrix is the original's, another training is the shortest thing to say."""
    matrices = [(d, name) for d, named in enumerate(original.weights) for name in named if name[0] in "WU"]
    alike = [_correlation(original.weights[d][name], port.weights[d][name]) for d, name in matrices]
    said = "the sizes are the same and no matrix is: these are other weights, as of another training"
    if min(alike) > ALIKE:
        said += f"; each matrix is like the one in its place (correlation {min(alike):.2f} to {max(alike):.2f})"
    return Fault("another-training", said, apart)


def _correlation(one: Array, other: Array) -> float:
    with np.errstate(all="ignore"):
        return float(np.corrcoef(one.ravel(), other.ravel())[0, 1]) if one.size > 1 else 0.0


def _placed(by_direction: list[list[Fault]]) -> Iterator[Fault]:
    """The faults of all directions; one that both have is told once, one that one has is told with the direction."""
    said = [{fault.said for fault in faults} for faults in by_direction]
    everywhere = set.intersection(*said)
    for direction, faults in enumerate(by_direction):
        for fault in faults:
            if fault.said in everywhere:
                if direction == 0:
                    yield fault
            else:
                yield replace(fault, said=f"{fault.said} ({('forward', 'backward')[direction]})")


def _of_direction(port: Piece, laid: dict[str, str | None], direction: int, found: list[Match]) -> Iterator[Fault]:
    for name in sorted({name for name in laid.values() if name}):
        kinds = [kind for kind, view_ in laid.items() if view_ == name]
        yield Fault(name, LAID[name].format(what=listed(kinds)), _largest(found, kinds))
    left = [match for match in found if not laid.get(match.block.kind)]
    yield from _strayed([match for match in left if match.source and match.source.direction != direction])
    yield from _moved(port, [match for match in left if match.source])
    yield from _changed(port, left)
    yield from _unknown([match for match in left if not match.source])


def _exchanged(found: list[Match]) -> bool:
    """Whether all matrices of each direction are those of the other."""
    matrices = [match for match in found if match.block.kind in "WU" and match.source]
    return bool(matrices) and all(match.source.direction != match.block.direction for match in matrices if match.source)


def _turned(match: Match) -> Match:
    if not match.source:
        return match
    return replace(match, source=replace(match.source, direction=match.block.direction), also_plain=False)


def _strayed(found: list[Match]) -> Iterator[Fault]:
    if found:
        kinds = list(dict.fromkeys(match.block.kind for match in found))
        yield Fault("directions-exchanged", f"{listed(kinds)} is of the other direction", max(match.apart for match in found))


def _moved(port: Piece, found: list[Match]) -> Iterator[Fault]:
    """Gates that stand in each other's places, kinds with the same exchange together."""
    by_kind = {
        kind: {m.block.gate: m.source.gate for m in found if m.block.kind == kind and m.source} for kind in _kinds(found)
    }
    groups: dict[tuple[tuple[str, str], ...], list[str]] = defaultdict(list)
    for kind, sources in by_kind.items():
        if any(gate != source for gate, source in sources.items()):
            groups[tuple(sorted((g, s) for g, s in sources.items() if g != s))].append(kind)
    for moves, kinds in groups.items():
        untouched = [kind for kind in by_kind if kind not in kinds and kind in "WUb" and not _either(found, kind, dict(moves))]
        only = listed(kinds) if untouched else ""
        yield Fault("gates-permuted", _stands(port, dict(moves), only), _largest(found, kinds))


def _either(found: list[Match], kind: str, moves: dict[str, str]) -> bool:
    """Whether it cannot be told if blocks of this kind were moved: they hold the same numbers."""
    return all(m.also_plain for m in found if m.block.kind == kind and m.block.gate in moves) and all(
        m.apart == 0 for m in found if m.block.kind == kind
    )


def _stands(port: Piece, moves: dict[str, str], only: str) -> str:
    """What stands where, which frameworks keep the blocks so, and the order that mends it."""
    order = port.order.lower()
    stand = standing(order, moves)
    said = misplaced(order, moves) + (f" in {only} alone" if only else "") + kept_by(stand, keepers(port.network))
    if lost := [gate for gate in order if gate not in stand]:
        return f"{said}; to mend it, write {gates_said(lost)} of the original anew, for {listed(lost)} stands nowhere"
    places = " ".join(map(str, mending(order, moves)))
    return f"{said}; to mend it, take the port's blocks{f' of {only}' if only else ''} in the order {places}"


def _changed(port: Piece, found: list[Match]) -> Iterator[Fault]:
    by_change: dict[str, list[Match]] = defaultdict(list)
    for match in found:
        for change in match.changes:
            by_change[change].append(match)
    for change, some in by_change.items():
        kinds, gates = _kinds(some), list(dict.fromkeys(match.block.gate for match in some))
        if change == "shifted":
            yield from _shifts(some)
            continue
        every = len(gates) == len(port.network.equations.gates) > 1
        said = SAID[change].format(
            what=listed(kinds), gates="every gate" if every else gates_said(gates), is_="are" if len(kinds) > 1 else "is"
        )
        if change == "negated" and (inverted := [gate for gate in gates if _inverted(port, some, gate)]):
            said += f", so the port computes {listed([f'1 − {gate}' for gate in inverted])}"
        yield Fault(NAMES.get(change, change), said, max(match.apart for match in some))


def _inverted(port: Piece, negated: list[Match], gate: str) -> bool:
    """Whether the gate is a σ and all that goes into it is negated, or zero: σ(-a) is 1 - σ(a)."""
    equations = port.network.equations.equations
    squashed = any(e.name == f"{gate}_t" and getattr(e.body, "function", "") == "sigmoid" for e in equations)
    done = {(m.block.kind, m.block.direction) for m in negated if m.block.gate == gate}
    directions = {direction for _, direction in done}
    needed = {(kind, d) for d in directions for kind in "WUbp" if _is_there(port, Block(kind, gate, d))}
    return squashed and needed <= done


def _is_there(port: Piece, block: Block) -> bool:
    """Whether the port has such a block with a number that is not zero."""
    if block.kind == "b":
        return bool(np.any(sum(both(port, block))))
    return bool(np.any(port.weights[block.direction].get(f"{block.kind}_{block.gate}", 0)))


def _shifts(some: list[Match]) -> Iterator[Fault]:
    for match in some:
        said = SAID["shifted"].format(gates=gates_said([match.block.gate]), shift=match.shift)
        known = ": a forget bias that one framework adds at run time and another stores" if match.block.gate == "f" else ""
        yield Fault("bias-shifted", said + known, abs(match.shift))


def _unknown(found: list[Match]) -> Iterator[Fault]:
    if found:
        names = [f"{match.block.kind}_{match.block.gate}" for match in found]
        said = f"{listed(names)} hold{'s' * (len(names) == 1)} other numbers, by no change that we know, or by more than one"
        yield Fault("other-numbers", said, max(match.apart for match in found))


def _kinds(found: list[Match]) -> list[str]:
    return list(dict.fromkeys(match.block.kind for match in found))


def _largest(found: list[Match], kinds: list[str]) -> float:
    return max(match.apart for match in found if match.block.kind in kinds)

"""Tensors whose names are a framework's, grouped into layers under any prefix and read in every way that fits."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from math import prod
from typing import TYPE_CHECKING

from .. import frameworks
from ..frameworks.convention import BIASES, MATRICES
from ..frameworks.layout import placed
from ..ground.errors import LstmDocsError
from ..network import Network
from .reading import Layer, Reading
from .stored import ModelError
from .templates import Place, normal, places, tables, told_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ..frameworks.convention import Convention, Tensor
    from ..frameworks.layout import Placed
    from .stored import Stored
    from .templates import Table

    Members = dict[Place, Stored]

SAID = "the names of its tensors are {name}'s"
MOST_IN_A_GROUP = 20_000
MOST_LAYERS = 500


def layers(tensors: Sequence[Stored]) -> list[Layer]:
    """The layers among tensors of these names, the larger claim first where two overlap."""
    claims = list(_claims(tensors))
    claims += list(_both_ways(claims))
    return _settled(claims)


def _claims(tensors: Sequence[Stored]) -> Iterator[tuple[str, Reading]]:
    groups = _with_both_matrices(tensors)
    prefixes = {prefix for _, prefix in groups}
    if len(prefixes) > MOST_LAYERS:
        raise ModelError(f"the names are those of more than {MOST_LAYERS:,} recurrent layers; at most that many are read")
    for tensor in tensors:
        if _below(normal(tensor.name), prefixes):
            for row, prefix, place in places(tensor.name, matrices=False):
                if (row, prefix) in groups:
                    groups[row, prefix].setdefault(place, tensor)
    for (row, prefix), members in groups.items():
        for cell in tables()[row].form.cells:
            yield from ((prefix, reading) for reading in _readings(tables()[row], cell, members))


def _with_both_matrices(tensors: Iterable[Stored]) -> dict[tuple[int, str], Members]:
    """By table and prefix what can be matrices for the input and for the state, where there are both."""
    groups: dict[tuple[int, str], Members] = defaultdict(dict)
    for tensor in tensors:
        if len(tensor.shape) >= 2:
            for row, prefix, place in places(tensor.name, matrices=True):
                groups[row, prefix].setdefault(place, tensor)
    return {(row, prefix): members for (row, prefix), members in groups.items() if _can_be(tables()[row], prefix, members)}


def _can_be(table: Table, prefix: str, members: Members) -> bool:
    kinds = {kind for place in members for kind in table.kinds[place.template]}
    return {"W", "U"} <= kinds and (not table.vague or told_by(prefix))


def _below(name: str, prefixes: set[str]) -> bool:
    """Whether a name lies under one of the prefixes."""
    ends = (place for place, letter in enumerate(name) if letter in "/_")
    return "" in prefixes or any(name[:end] in prefixes for end in ends)


def _readings(table: Table, cell: str, members: Members) -> Iterator[Reading]:
    """The networks of which these are all the tensors."""
    if len(members) > MOST_IN_A_GROUP:
        return
    for network in _networks(table, cell, members):
        tensors = _assigned(table, network, members)
        if tensors is not None:
            name = frameworks.get(table.framework).name
            yield Reading(network, table.framework, tensors, "names", (SAID.format(name=name),))


def _networks(table: Table, cell: str, members: Members) -> Iterator[Network]:
    """The networks that the sizes of the tensors allow: one, or two where layers and directions are one number."""
    by_template: dict[str, list[tuple[Place, Stored]]] = defaultdict(list)
    for place, tensor in members.items():
        by_template[place.template].append((place, tensor))
    for layers, directions in _depths(table.convention, members):
        try:
            network = _network(table, cell, by_template, layers, directions)
        except (LstmDocsError, ZeroDivisionError):
            continue
        if network is not None and frameworks.refusal(table.framework, network) is None:
            yield network


def _depths(convention: Convention, members: Members) -> list[tuple[int, int]]:
    """(layers, directions) that the names allow."""
    pseudo = {place.pseudo for place in members} - {""}
    if pseudo:
        return [(len(pseudo) // both, both) for both in (1, 2) if len(pseudo) % both == 0]
    layers = {place.layer for place in members if place.layer}
    backward = any(place.direction == convention.directions[1] for place in members if place.directed)
    return [(max(1, len(layers)), 2 if backward else 1)]


def _network(
    table: Table, cell: str, members: Mapping[str, list[tuple[Place, Stored]]], layers: int, directions: int
) -> Network | None:
    known: dict[str, int] = {}
    kinds: set[str] = set()
    both = directions
    for tensor in table.form.tensors:
        for _, stored in [entry for entry in members.get(tensor.name, []) if _first(entry[0])][:1]:
            kinds |= set(tensor.kinds)
            lengths = _extents(tensor, stored.shape)
            if lengths is None:
                return None
            both = max(both, lengths.pop("D", 1))
            for letter, length in lengths.items():
                if known.setdefault(letter, length) != length:
                    return None
    if not {"W", "U"} <= kinds or "H" not in known:
        return None
    recurrent = known.get("P", known["H"])
    inputs = known["W"] if "W" in known else known.get("WU", 0) - recurrent
    biased = bool(kinds & set(BIASES))
    if ("p" in kinds) != (cell == "lstm-peephole") or both > 2:
        return None
    return Network(
        cell=cell,
        input=inputs,
        hidden=known["H"],
        layers=layers,
        bidirectional=both == 2,
        projection=known.get("P"),
        bias=biased,
    )


def _first(place: Place) -> bool:
    """Whether a tensor is of the first layer, whose sizes those of the others follow from."""
    return place.layer in ("", "0") and place.pseudo in ("", "0")


def _extents(tensor: Tensor, shape: tuple[int, ...]) -> dict[str, int] | None:
    """H, P, D, and what the matrices multiply (W, U, or WU for both), from a shape; None for one that cannot be."""
    if len(shape) != len(tensor.axes):
        return None
    gates = 1 if tensor.per_gate or "V" in tensor.kinds else len(tensor.gates)
    fixed = {"G": gates, "K": len(tensor.parts), "1": 1}
    extents: dict[str, int] = {}
    for group, length in zip(tensor.axes, shape, strict=True):
        open_letters = [letter for letter in group if letter not in fixed]
        rest = prod(fixed[letter] for letter in group if letter in fixed)
        if length == 0 or length % rest or (not open_letters and length != rest) or len(open_letters) > 1:
            return None
        if open_letters:
            extents[open_letters[0]] = length // rest
    if "N" in extents:
        width = extents.pop("N")
        extents["".join(sorted(tensor.kinds, reverse=True)) if tensor.kinds[0] in MATRICES else "N"] = width
    extents.pop("U", None)
    return {("WU" if letter == "WU" else letter): length for letter, length in extents.items()}


def _assigned(table: Table, network: Network, members: Members) -> dict[str, Stored] | None:
    """The file's tensors by the framework's names, if they are all there and no more."""
    items = placed(table.convention, table.form, network)
    by_name = {item.key: members.get(_place(table, network, item)) for item in items}
    shapes = frameworks.tensor_shapes(table.framework, network)
    if any(tensor is None or tensor.shape != shapes[key] for key, tensor in by_name.items()) or len(by_name) != len(members):
        return None
    return {key: tensor for key, tensor in by_name.items() if tensor is not None}


def _place(table: Table, network: Network, item: Placed) -> Place:
    template, direction = table.names[item.tensor.name], item.directions[0]
    gate = item.tensor.parts[0].gates if "{gate}" in template else ""
    return Place(
        item.tensor.name,
        directed="{direction}" in template,
        layer=str(item.layer) if "{layer}" in template else "",
        direction=table.convention.directions[direction] if "{direction}" in template else "",
        pseudo=str(item.layer * network.directions + direction) if "{pseudo}" in template else "",
        gate=table.form.words.get(gate, gate),
    )


def _both_ways(claims: list[tuple[str, Reading]]) -> Iterator[tuple[str, Reading]]:
    """Two objects of a wrapper that runs a layer in both directions, as one layer."""
    forward: dict[tuple[str, str, str], tuple[str, Reading]] = {}
    for prefix, reading in claims:
        key = _undirected(prefix, reading, 0)
        if key:
            forward[key] = prefix, reading
    for prefix, reading in claims:
        key = _undirected(prefix, reading, 1)
        if key in forward and forward[key][1].network == reading.network:
            first, other = forward[key]
            yield _common(first, prefix), _joined(other, reading)


def _undirected(prefix: str, reading: Reading, direction: int) -> tuple[str, str, str] | None:
    """The framework, the cell and the prefix with its direction left out, if it says this direction.

    A wrapper puts the word before a name of its own, as in `forward_lstm`; otherwise it stands alone.
    """
    convention = frameworks.get(reading.framework)
    word = convention.directions[direction] or ("forward", "backward")[direction]
    more = "(?:_.*)?" if convention.bidirectional == "wrapper" else ""
    parts = prefix.split("/")
    place = next((i for i, part in enumerate(parts) if re.fullmatch(re.escape(word) + more, part)), None)
    if convention.bidirectional == "native" or place is None or reading.network.bidirectional:
        return None
    after = [re.sub(r"_\d+$", "", part) for part in parts[place + 1 :]]
    rest = parts[place][len(word) :]
    return reading.framework, reading.network.cell, "/".join([*parts[:place], "*" + re.sub(r"_\d+$", "", rest), *after])


def _common(first: str, second: str) -> str:
    """What two prefixes begin with, by whole parts."""
    pairs = zip(first.split("/"), second.split("/"), strict=False)
    shared = []
    for one, other in pairs:
        if one != other:
            break
        shared.append(one)
    return "/".join(shared)


def _joined(forward: Reading, backward: Reading) -> Reading:
    words = frameworks.get(forward.framework).directions
    sides = zip(words, (forward, backward), strict=True)
    tensors = {f"{word}/{name}": tensor for word, reading in sides for name, tensor in reading.tensors.items()}
    return replace(forward, network=replace(forward.network, bidirectional=True), tensors=tensors)


def _settled(claims: list[tuple[str, Reading]]) -> list[Layer]:
    """Layers of tensors that no larger claim has; readings that compute the same are one."""
    by_tensors: dict[frozenset[str], list[tuple[str, Reading]]] = defaultdict(list)
    for prefix, reading in claims:
        by_tensors[frozenset(tensor.name for tensor in reading.tensors.values())].append((prefix, reading))
    taken: set[str] = set()
    chosen = []
    for names, several in sorted(by_tensors.items(), key=lambda entry: -len(entry[0])):
        if not names & taken:
            taken |= names
            name = _named(*several[0])
            chosen.append(Layer(name, different(_of_family(name, [reading for _, reading in several]))))
    return chosen


def _of_family(name: str, readings: list[Reading]) -> list[Reading]:
    """The readings whose cell the name tells, if it tells one."""
    named = [reading for reading in readings if reading.network.cell.partition("-")[0] in name.lower()]
    return named if named and any(word in name.lower() for word in ("lstm", "gru")) else readings


def _named(prefix: str, reading: Reading) -> str:
    """The prefix as the file writes it."""
    name = next(iter(reading.tensors.values())).name
    return name[: len(prefix)] or "the file"


def different(readings: list[Reading]) -> tuple[Reading, ...]:
    """The readings that compute different outputs, each with the frameworks that read in the same way."""
    by_output: dict[object, Reading] = {}
    for reading in readings:
        known = by_output.get(reading.computes)
        if known is None:
            by_output[reading.computes] = reading
        elif reading.framework not in (known.framework, *known.also):
            by_output[reading.computes] = replace(known, also=(*known.also, reading.framework))
    return tuple(by_output.values())

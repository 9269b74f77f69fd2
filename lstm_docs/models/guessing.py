"""Matrices whose names are nobody's convention, read by how the names end and by their shapes. All of it is a guess."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .. import frameworks
from ..frameworks.layout import placed
from ..ground.errors import LstmDocsError
from ..network import Network
from .naming import MOST_LAYERS, different
from .reading import Layer, Reading
from .templates import tables, told_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .stored import Stored
    from .templates import Table

INPUT = {"ih", "i2h", "x2h", "xh", "wih", "wx", "wxh", "wi", "x", "in", "input", "i"}
STATE = {"hh", "h2h", "whh", "wh", "h", "hid", "hidden", "recurrent", "rec", "r", "u", "state"}
BIAS = {"b", "bias", "biases", "bih", "bhh"}
PLAIN = {"weight", "weights", "kernel", "matrix", "w", "param"}
ROLE = re.compile(rf"(?:^|[^0-9a-z])(?:{'|'.join(sorted(INPUT | STATE))})(?:$|[^0-9a-z])", re.IGNORECASE)
TELLING = re.compile(r"(?:^|[^0-9a-z])(?:w?hh|h2h|rec|recurrent)(?:$|[^0-9a-z])", re.IGNORECASE)
"""Without gates, any two dense layers have the shapes of an RNN; the name of the second must say what it is."""
LAST = re.compile("hh|h2h|rec|hid")
"""In the name of a bias: it is that of the state, and stands after the other."""
SAID = (
    "the names end like those of matrices for the input and the state, and the shapes are those of {gates} gates",
    "the order of the gates is not in the file; this is {name}'s",
)
CELLS = {4: ("lstm",), 3: ("gru-reset-after", "gru-reset-before"), 1: ("rnn-tanh", "rnn-relu")}


@dataclass
class Group:
    """What one stem of names has: the input matrix, the recurrent one, and biases."""

    W: Stored | None = None
    U: Stored | None = None
    biases: list[Stored] = field(default_factory=list)


def guesses(tensors: Sequence[Stored]) -> list[Layer]:
    """A layer for each stem with an input matrix and a recurrent one whose shapes are those of gates."""
    groups: dict[str, Group] = defaultdict(Group)
    several = [tensor for tensor in tensors if 1 <= len(tensor.shape) <= 2 and tensor.counted]
    for tensor in several:
        if len(tensor.shape) == 2 and ROLE.search(tensor.name):
            _into(groups, tensor)
    groups = defaultdict(Group, {stem: group for stem, group in groups.items() if group.W and group.U})
    if len(groups) > MOST_LAYERS:
        return []
    for tensor in several if groups else ():
        if len(tensor.shape) == 1:
            _into(groups, tensor)
    guessed_layers = []
    for stem, group in groups.items():
        readings: tuple[Reading, ...] = ()
        if group.W and group.U and len(group.biases) <= 2:
            telling = told_by(stem) or TELLING.search(group.U.name)
            ways = fitting(group.W, group.U, group.biases)
            readings = different([one for one in ways if telling or not one.network.cell.startswith("rnn")])
        if readings:
            guessed_layers.append(Layer(stem or "the file", readings[:1], alternatives=readings[1:]))
    return guessed_layers


def _into(groups: dict[str, Group], tensor: Stored) -> None:
    words = [word for word in re.split(r"[^0-9A-Za-z]+", re.sub(r"([a-z])([A-Z])", r"\1_\2", tensor.name).lower()) if word]
    role, bias = "", False
    while words and not role:
        word = words.pop()
        bias = bias or word in BIAS
        role = "W" if word in INPUT | {"bih"} else "U" if word in STATE | {"bhh"} else ""
        if not role and word not in PLAIN | BIAS:
            words.append(word)
            break
    while words and words[-1] in PLAIN | BIAS:
        bias = words.pop() in BIAS or bias
    group = groups[".".join(words)]
    if len(tensor.shape) == 1 and (bias or role):
        group.biases.append(tensor)
    elif len(tensor.shape) == 2 and role:
        setattr(group, role, getattr(group, role) or tensor)


def fitting(W: Stored, U: Stored, biases: Sequence[Stored]) -> Iterator[Reading]:
    """Every framework's way to read two matrices and their biases, in the order of the rows: the first is the guess."""
    for table in tables():
        for cell in table.form.cells:
            reading = _fitted(table, cell, W, U, sorted(biases, key=_recurrent_last))
            if reading is not None:
                yield reading


def _recurrent_last(tensor: Stored) -> bool:
    return LAST.search(tensor.name.lower()) is not None


def _fitted(table: Table, cell: str, W: Stored, U: Stored, biases: list[Stored]) -> Reading | None:
    gates = len(table.form.gates)
    if cell not in CELLS.get(gates, ()):
        return None
    hidden = min(U.shape)
    inputs = W.shape[0] if W.shape[1] == U.shape[1] and U.shape[0] == hidden and gates > 1 else W.shape[1]
    try:
        network = Network(cell=cell, input=inputs, hidden=hidden, bias=bool(biases))
        shapes = frameworks.tensor_shapes(table.framework, network)
    except LstmDocsError:
        return None
    waiting, by_name = {"W": [W], "U": [U], "b": list(biases)}, {}
    for item in placed(table.convention, table.form, network):
        kind = item.tensor.kinds[0][0]
        if (len(item.tensor.parts) > 1 and kind != "b") or not waiting.get(kind):
            return None
        by_name[item.key] = waiting[kind].pop(0)
        if by_name[item.key].shape != shapes[item.key]:
            return None
    if any(waiting.values()):
        return None
    name = frameworks.get(table.framework).name
    because = tuple(text.format(gates=gates, name=name) for text in SAID)
    return Reading(network, table.framework, by_name, "guess", because if gates > 1 else because[:1])

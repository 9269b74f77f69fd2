"""Which block of a packed tensor is which gate, and how to put the blocks in another framework's order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sympy

from .. import cells
from ..cells.sizes import H
from ..ground.errors import ConventionError, one_of
from .convention import UNUSED
from .counting import symbols
from .layout import placed
from .support import form_for

if TYPE_CHECKING:
    from ..network import Network
    from .convention import Convention, Form, Kind, Tensor
    from .layout import Placed


def gate_order(convention: Convention, network: Network) -> str:
    """The gates in the order of their blocks. See `frameworks.gate_order`."""
    return form_for(convention, network).gates.lower()


def tensor_name(convention: Convention, network: Network, kind: str) -> str:
    """The first tensor that holds a kind of weight. See `frameworks.tensor_name`."""
    items = placed(convention, form_for(convention, network), network)
    held = [item.key for item in items if kind in item.tensor.kinds and item.layer == 0 and 0 in item.directions]
    if convention.flat or not held:
        raise ConventionError(f"{convention.name} has no tensor of its own for {kind}")
    if len(held) > 1:
        raise ConventionError(f"{convention.name} has no one tensor for {kind}: it keeps {', '.join(held)}")
    return held[0]


def gate_axis(convention: Convention, network: Network) -> int:
    """The axis of the packed input matrix along which the gates lie. See `frameworks.gate_axis`."""
    tensor = _packed(convention, form_for(convention, network), form_for(convention, network).gates[0].lower())
    return tensor.axes.index("GH")


def gate_slices(convention: Convention, network: Network, gate: str) -> tuple[sympy.Expr, sympy.Expr]:
    """Where a gate's block begins and ends in the packed input matrix. See `frameworks.gate_slices`."""
    form = form_for(convention, network)
    one_of(gate, network.equations.gates, f"gate of the {cells.title(network.cell)}")
    place = _packed(convention, form, gate).gates.lower().index(gate)
    return sympy.expand(place * H), sympy.expand((place + 1) * H)


@dataclass(frozen=True)
class Blocks:
    """A tensor cut into its gates: their letters in order, and the axis they lie along (None: not in blocks of H)."""

    letters: str
    axis: int | None
    shape: tuple[sympy.Expr, ...]
    kind: Kind
    layer: int
    directions: tuple[int, ...]


def blocks(convention: Convention, network: Network) -> dict[str, Blocks]:
    """Every tensor as blocks, by name. See `frameworks.blocks`."""
    return {item.key: _blocks(item, network) for item in placed(convention, form_for(convention, network), network)}


def _blocks(item: Placed, network: Network) -> Blocks:
    tensor = item.tensor
    letters = "h" if "V" in tensor.kinds else tensor.gates
    axis = tensor.axes.index("GH") if "GH" in tensor.axes else None
    shape = tuple(map(sympy.sympify, item.shape(symbols(network, item.layer))))
    return Blocks(letters, axis, shape, tensor.kinds[0], item.layer, item.directions)


def permutation(source: Convention, target: Convention, network: Network) -> tuple[int, ...]:
    """The source's block that stands at each place of the target. See `frameworks.permutation`."""
    here, there = form_for(source, network), form_for(target, network)
    gate = network.equations.gates[0]
    blocks, places = _packed(source, here, gate).gates.lower(), _packed(target, there, gate).gates.lower()
    for gate in network.equations.gates:
        if here.opposite(gate) != there.opposite(gate):
            raise ConventionError(
                f"{source.name} and {target.name} have opposite senses of {gate} (one is 1 - {gate} of the other): "
                "its weights must be negated too; use convert"
            )
    return tuple(map(blocks.index, places))


def numpy_line(source: Convention, target: Convention, network: Network, kind: Kind) -> str:
    """A line of NumPy that lays one matrix out anew. See `frameworks.numpy_line`."""
    order = permutation(source, target, network)
    return joined(reading(source, network, kind), order, writing(target, network, kind))


def joined(head: str, order: tuple[int, ...], tail: str) -> str:
    """The line from what reads the source, the order of its blocks, and what writes the target."""
    gates = len(order)
    moved = "" if order == tuple(range(gates)) else f".reshape({gates}, H, -1)[{list(order)}].reshape({gates} * H, -1)"
    return f"{head}{moved}{tail}".replace(".T.T", "").replace("[0][None]", "")


def reading(convention: Convention, network: Network, kind: Kind) -> str:
    """NumPy for a framework's matrix with the gates' blocks as rows."""
    held = _alone(convention, network, kind)
    name = tensor_name(convention, network, kind)
    return f"tensors[{name!r}]" + ("[0]" if "D" in held.axes else "") + ("" if _upright(held) else ".T")


def writing(convention: Convention, network: Network, kind: Kind) -> str:
    """NumPy that takes blocks as rows to a framework's axes."""
    held = _alone(convention, network, kind)
    return ("" if _upright(held) else ".T") + ("[None]" if "D" in held.axes else "")


def _upright(tensor: Tensor) -> bool:
    return "GH" in tensor.axes and tensor.axes.index("GH") < tensor.axes.index("N")


def _alone(convention: Convention, network: Network, kind: Kind) -> Tensor:
    tensor_name(convention, network, kind)  # refused where there is not one
    held = form_for(convention, network).tensor_of(kind, network.equations.gates[0])
    if held is None or len(held.parts) > 1:
        raise ConventionError(f"{convention.name} does not keep {kind} in a matrix of its own; use convert")
    return held


def _packed(convention: Convention, form: Form, gate: str) -> Tensor:
    """The tensor whose blocks of H include this gate's input matrix; refused with the reason if there is none."""
    tensor, name = form.tensor_of("W", gate), convention.name
    if tensor is None or convention.flat:
        raise ConventionError(f"{name} lays all weights end to end in one vector, {convention.flat}")
    if tensor.per_gate or "G" not in tensor.letters:
        raise ConventionError(f"{name} keeps each gate in a tensor of its own; there is nothing to slice")
    if not set(form.gates) <= set(tensor.gates) | {UNUSED}:
        raise ConventionError(f"{name} keeps the gates in several tensors; {tensor.name} holds only {', '.join(tensor.gates)}")
    if "HG" in tensor.axes:
        place, gates = tensor.gates.lower().index(gate), len(tensor.gates)
        raise ConventionError(
            f"{name} interleaves the gates unit by unit: {gate} has every {gates}th row from {place}, not a block"
        )
    if "GH" not in tensor.axes:
        raise ConventionError(
            f"{name} gives the gates an axis of their own: {gate} is index {tensor.gates.lower().index(gate)}"
        )
    return tensor

"""A reading of a layer in words: what it is, whose convention, how that is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import cells, frameworks

if TYPE_CHECKING:
    from .reading import Reading
    from .stored import Stored


def network(reading: Reading) -> str:
    """`LSTM, 128 → 128, 2 layers`."""
    network = reading.network
    parts = [f"{cells.title(network.cell)}, {network.input} → {network.widths[0]}"]
    parts += [f"projected to {network.projection}"] if network.projection else []
    parts += [f"{network.layers} layers"] if network.layers > 1 else []
    parts += ["in both directions"] if network.bidirectional else []
    parts += [f"merged by {network.merge}"] if network.merge != "concat" else []
    return ", ".join(parts) + ("" if network.bias else ", without biases")


def order(reading: Reading) -> str:
    """`, gates i f g o`, or nothing where there is one gate."""
    return f", gates {' '.join(reading.order)}" if reading.order else ""


def convention(reading: Reading) -> str:
    """The framework, those that read in the same way, and the order of the gates."""
    also = f" (also {', '.join(frameworks.get(name).name for name in reading.also)})" if reading.also else ""
    return f"{frameworks.get(reading.framework).name}{also}{order(reading)}"


def known(reading: Reading) -> str:
    """How it is known: `known by names`, `a guess`."""
    return "a guess" if reading.known_by == "guess" else f"known by {reading.known_by}"


def named(reading: Reading) -> list[tuple[str, Stored]]:
    """The tensors by the file's names; two that are made of the same one are told apart by what they are."""
    names = [tensor.name for tensor in reading.tensors.values()]
    return [(f"{t.name} ({key})" if names.count(t.name) > 1 else t.name, t) for key, t in reading.tensors.items()]

"""From one framework's tensors to another's, and what is lost or changed on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .packing import pack, unpack
from .support import form_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import ArrayLike

    from ..network import Network
    from .convention import Convention, Form
    from .layout import Array


@dataclass(frozen=True)
class Conversion:
    """The target's `tensors` by name, what the source held that they do not (`losses`), and what to mind (`notes`)."""

    tensors: Mapping[str, Array]
    losses: tuple[str, ...]
    notes: tuple[str, ...]


def convert(tensors: Mapping[str, ArrayLike], network: Network, source: Convention, target: Convention) -> dict[str, Array]:
    """The target's tensors. See `frameworks.convert`."""
    form_for(target, network)
    return pack(target, unpack(source, tensors, network), network)


def losses(source: Convention, target: Convention, network: Network) -> tuple[str, ...]:
    """What does not survive the way there and back. See `frameworks.losses`."""
    here = form_for(source, network)
    form_for(target, network)
    return tuple(_losses(source, here, target, network))


def notes(source: Convention, target: Convention, network: Network) -> tuple[str, ...]:
    """What differs though nothing is lost: signs, added biases, the order of axes and states."""
    here, there = form_for(source, network), form_for(target, network)
    return (*_of_weights(source, here, target, there, network), *_of_use(source, target, network), *target.notes)


def _losses(source: Convention, here: Form, target: Convention, network: Network) -> Iterator[str]:
    biased = network.bias or source.bias == "always"
    if here.biases == 2 and biased:
        summed = "r and z" if network.cell == "gru-reset-after" else "every gate"
        yield f"{source.name}'s two bias vectors are merged into one for {summed}: their sum is kept, the split is not"
    if "_" in here.gates:
        yield f"{source.name} stores a block that it never uses; what stands in it is dropped"


def _of_weights(source: Convention, here: Form, target: Convention, there: Form, network: Network) -> Iterator[str]:
    for gate in network.equations.gates:
        if here.opposite(gate) != there.opposite(gate):
            yield f"{target.name} computes 1 - {gate} where {source.name} computes {gate}: W, U and b of {gate} change sign"
    if here.forget_added != there.forget_added:
        change = here.forget_added - there.forget_added
        yield (
            f"at run time {source.name} adds {here.forget_added:g} to the forget gate's bias and {target.name} adds "
            f"{there.forget_added:g}: the stored one changes by {change:+g}"
        )
    if there.biases == 2 and (network.bias or target.bias == "always"):
        yield f"{target.name} has two bias vectors: the whole bias goes into the first, the second is zero{_but(network)}"
    if not network.bias and target.bias == "always":
        yield f"{target.name} always has biases; they are set so that they add nothing"


def _but(network: Network) -> str:
    return ", but for the candidate's recurrent bias" if network.cell == "gru-reset-after" else ""


def _of_use(source: Convention, target: Convention, network: Network) -> Iterator[str]:
    if source.time != target.time:
        yield f"{source.name} reads {_reads(source)}, {target.name} {_reads(target)}"
    if source.state != target.state and len(network.equations.states) == 2:
        first, second = target.state.split()
        yield f"{target.name} takes and returns the states as ({first}, {second}), {source.name} the other way round"


def _reads(convention: Convention) -> str:
    return "one step at a time" if convention.time == "step" else f"({convention.time.replace(' ', ', ')})"

"""From one framework's tensors to another's, and what is lost or changed on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ..reference.weights import Weights
from .packing import pack, unpack
from .settings import settings
from .support import form_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import ArrayLike

    from ..network import Network
    from .convention import Convention, Form
    from .layout import Array

    Held = Mapping[str, ArrayLike] | Sequence[ArrayLike]

MERGED = {"sum": "sum", "mul": "product", "ave": "mean"}


@dataclass(frozen=True)
class Conversion:
    """The target's `tensors` by name, what the source held that they do not (`losses`), and what to mind (`notes`).

    `settings` are the target's own arguments, by its own names, without which it computes something else from the
    tensors: a value, or a list with one for each object where several hold the network and differ.
    """

    tensors: Mapping[str, Array]
    losses: tuple[str, ...]
    notes: tuple[str, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)


def convert(tensors: Held, network: Network, source: Convention, target: Convention) -> dict[str, Array]:
    """The target's tensors. See `frameworks.convert`."""
    for piece in apart(target, network):
        form_for(target, piece)
    return _packed(target, _unpacked(source, tensors, network), network)


def apart(convention: Convention, network: Network) -> list[Network]:
    """The networks that one object of the framework holds each, from the first layer to the last.

    A framework that stacks layers itself holds them all, unless they have different widths or merge their directions.
    """
    if convention.stacked == "native" and not _split(convention, network):
        return [network]
    return [
        replace(network, input=network.layer_input(layer), hidden=width, layers=1) for layer, width in enumerate(network.widths)
    ]


def _split(convention: Convention, network: Network) -> bool:
    """Whether layers are objects though the framework stacks them: their tensors are led by `layer/` then."""
    alike = len(set(network.widths)) == 1 and (network.layers == 1 or network.merge == "concat")
    return convention.stacked == "native" and not alike


def _packed(convention: Convention, weights: Weights, network: Network) -> dict[str, Array]:
    if not _split(convention, network):
        return pack(convention, weights, network)
    tensors: dict[str, Array] = {}
    for layer, piece in enumerate(apart(convention, network)):
        own = pack(convention, Weights((weights.layers[layer],)), piece)
        tensors |= {f"{layer}/{name}": tensor for name, tensor in own.items()}
    return tensors


def _unpacked(convention: Convention, tensors: Held, network: Network) -> Weights:
    if not _split(convention, network) or not isinstance(tensors, Mapping):
        return unpack(convention, tensors, network)
    layers = []
    for layer, piece in enumerate(apart(convention, network)):
        lead = f"{layer}/"
        own = {name.removeprefix(lead): tensor for name, tensor in tensors.items() if name.startswith(lead)}
        layers += list(unpack(convention, own, piece).layers)
    return Weights(tuple(layers))


def losses(source: Convention, target: Convention, network: Network) -> tuple[str, ...]:
    """What does not survive the way there and back. See `frameworks.losses`."""
    here = form_for(source, apart(source, network)[0])
    form_for(target, apart(target, network)[0])
    return tuple(_losses(source, here, target, network))


def notes(source: Convention, target: Convention, network: Network) -> tuple[str, ...]:
    """What differs though nothing is lost: signs, added biases, the order of axes and states."""
    here, there = form_for(source, apart(source, network)[0]), form_for(target, apart(target, network)[0])
    of_both = (*_of_weights(source, here, target, there, network), *_of_use(source, target, network))
    return (*_of_settings(target, network), *of_both, *target.notes)


def settings_of(target: Convention, network: Network) -> dict[str, Any]:
    """The target's arguments for this network. See `frameworks.settings`."""
    return settings(target, apart(target, network))


def _of_settings(target: Convention, network: Network) -> Iterator[str]:
    named = settings_of(target, network)
    if named:
        said = ", ".join(f"{name} = {_said(value)}" for name, value in named.items())
        yield f"{target.name} computes this network with {said}; from the same tensors, other settings compute another"
    if _split(target, network):
        one = "has one hidden size" if len(set(network.widths)) > 1 else "hands both directions side by side to the next layer"
        yield f"one {target.name} object {one}, so each layer is an object, and its tensors are led by its number"


def _said(value: object) -> str:
    return f"[{', '.join(map(_said, value))}]" if isinstance(value, list) else str(value)


def _losses(source: Convention, here: Form, target: Convention, network: Network) -> Iterator[str]:
    biased = network.bias or source.bias == "always"
    if here.biases == 2 and biased:
        summed = "r and z" if network.cell == "gru-reset-after" else "every gate"
        yield f"{source.name}'s two bias vectors are merged into one for {summed}: their sum is kept, the split is not"
    if "_" in here.gates:
        yield f"{source.name} stores a block that it never uses; what stands in it is dropped"
    if network.merge != "concat" and network.merge not in settings_of(target, network).values():
        yield f"{target.name} gives the two directions side by side, not merged: take their {MERGED[network.merge]} yourself"


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

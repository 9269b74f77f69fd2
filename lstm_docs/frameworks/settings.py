"""The arguments without which a framework would compute something else from the same tensors.

In a row, a setting is a value, `$` and a quantity of the network, or a mapping from what the network is: a cell, `one`
or `both` directions, `projected`. What no key of a mapping fits is not set.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .support import form_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..network import Network
    from .convention import Convention

QUANTITIES: Mapping[str, Callable[[Network], Any]] = {
    "input": lambda network: network.input,
    "hidden": lambda network: network.widths[0],
    "layers": lambda network: network.layers,
    "bidirectional": lambda network: network.bidirectional,
    "bias": lambda network: network.bias,
    "merge": lambda network: network.merge,
    "projection": lambda network: network.projection,
}
TAGS = ("one", "both", "projected")


def settings(convention: Convention, pieces: list[Network]) -> dict[str, Any]:
    """The settings of the objects that hold a network: a value, or a list with one for each object where they differ."""
    several = [_of(convention, network) for network in pieces]
    common: dict[str, Any] = {}
    for name in dict.fromkeys(name for one in several for name in one):
        values = [one.get(name) for one in several]
        common[name] = values[0] if all(value == values[0] for value in values) else values
    return common


def _of(convention: Convention, network: Network) -> dict[str, Any]:
    tags = (network.cell, "both" if network.bidirectional else "one", *(["projected"] if network.projection else []))
    resolved = {name: _resolved(value, tags, network) for name, value in form_for(convention, network).settings.items()}
    return {name: value for name, value in resolved.items() if value is not None}


def _resolved(value: Any, tags: tuple[str, ...], network: Network) -> Any:  # noqa: ANN401 - whatever a row says
    if isinstance(value, Mapping):
        return next((_resolved(value[tag], tags, network) for tag in tags if tag in value), None)
    if isinstance(value, str) and value.startswith("$"):
        return QUANTITIES[value[1:]](network)
    return value

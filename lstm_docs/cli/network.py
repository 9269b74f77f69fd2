"""The options that say which network, shared by the commands that need one."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from ..network import OPTIONS, Network

if TYPE_CHECKING:
    from collections.abc import Callable


def network_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of a network; the command gets it as `network`."""

    @click.option("--cell", default="lstm", show_default=True, help="The recurrent cell.")
    @click.option("--input", metavar="I", required=True, help="Input size I.")
    @click.option("--hidden", metavar="H[,H…]", required=True, help="Units H; several joined by commas: one per layer.")
    @click.option("--layers", metavar="L", default="1", show_default=True, help="Stacked layers L.")
    @click.option("--bidirectional", is_flag=True, help="Run every layer in both directions.")
    @click.option("--projection", metavar="P", help="Project h to P components.")
    @click.option("--no-bias", "bias", is_flag=True, default=True, flag_value=False, help="Leave the biases out.")
    @wraps(command)
    def with_network(**given: Any) -> None:  # noqa: ANN401 - also the command's own options
        described = {key: given.pop(key) for key in OPTIONS}
        command(network=Network.from_options(described), **given)

    return with_network


def network_json(network: Network) -> dict[str, Any]:
    """A network as every command writes it."""
    return {key: getattr(network, key) for key in OPTIONS}

"""The options that say which network, shared by the commands that need one."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from ..network import Network

if TYPE_CHECKING:
    from collections.abc import Callable


class Widths(click.ParamType):  # type: ignore[type-arg]
    """One hidden size, or several joined by commas: one per layer."""

    name = "integer[,integer…]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int | tuple[int, ...]:  # noqa: ANN401
        """An int, or a tuple of ints."""
        try:
            widths = tuple(int(part) for part in str(value).split(","))
        except ValueError:
            self.fail(f"{value!r} is not a whole number, or several joined by commas", param, ctx)
        return widths if len(widths) > 1 else widths[0]


def network_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of a network; the command gets it as `network`."""

    @click.option("--cell", default="lstm", show_default=True, help="The recurrent cell.")
    @click.option("--input", "input_size", type=int, required=True, help="Input size I.")
    @click.option("--hidden", type=Widths(), required=True, help="Units H; several joined by commas: one per layer.")
    @click.option("--layers", type=int, default=1, show_default=True, help="Stacked layers L.")
    @click.option("--bidirectional", is_flag=True, help="Run every layer in both directions.")
    @click.option("--projection", type=int, help="Project h to P components.")
    @click.option("--no-bias", is_flag=True, help="Leave the biases out.")
    @wraps(command)
    def with_network(
        *,
        cell: str,
        input_size: int,
        hidden: int | tuple[int, ...],
        layers: int,
        bidirectional: bool,
        projection: int | None,
        no_bias: bool,
        **others: Any,  # noqa: ANN401 - the command's own options
    ) -> None:
        network = Network(
            cell=cell,
            input=input_size,
            hidden=hidden,
            layers=layers,
            bidirectional=bidirectional,
            projection=projection,
            bias=not no_bias,
        )
        command(network=network, **others)

    return with_network

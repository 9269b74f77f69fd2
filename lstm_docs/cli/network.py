"""The options that say which network, shared by the commands that need one."""

from __future__ import annotations

from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .. import cells
from ..network import MERGES, OPTIONS, Network

if TYPE_CHECKING:
    from collections.abc import Callable


CELL = "The recurrent cell, also as people call it (GRU, CuDNNLSTM), or a file of equations (mgu.cell)."


def given_cell(_context: click.Context, _option: click.Parameter, said: str | None) -> str | None:
    """A cell's name, or the text of the file of equations that an option names.

    Raises `LstmDocsError`, at the file's line, for a file that is no cell.
    """
    if said is None:
        return None
    if said.endswith(cells.SUFFIX):
        return cells.from_file(Path(said))
    if hint := cells.hint(said):
        click.echo(f"lstm-docs: {hint}", err=True)
    return said


def network_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of a network; the command gets it as `network`."""

    @click.option("--cell", callback=given_cell, default="lstm", show_default=True, help=CELL)
    @click.option("--input", metavar="I", required=True, help="Input size I.")
    @click.option("--hidden", metavar="H[,H…]", required=True, help="Units H; several joined by commas: one per layer.")
    @click.option("--layers", metavar="L", default="1", show_default=True, help="Stacked layers L.")
    @click.option("--bidirectional", is_flag=True, help="Run every layer in both directions.")
    @click.option("--merge", default="concat", show_default=True, help=f"How two directions become one: {', '.join(MERGES)}.")
    @click.option("--projection", metavar="P", help="Project h to P components.")
    @click.option("--no-bias", "bias", is_flag=True, default=True, flag_value=False, help="Leave the biases out.")
    @wraps(command)
    def with_network(**given: Any) -> None:  # noqa: ANN401 - also the command's own options
        described = {key: given.pop(key) for key in OPTIONS}
        command(network=Network.from_options(described), **given)

    return with_network


def network_json(network: Network) -> dict[str, Any]:
    """A network as every command writes it; how directions are merged, where they are."""
    keys = [key for key in OPTIONS if key != "merge" or network.abreast != network.directions]
    own = {} if network.cell in cells.CELLS else {"cell": cells.title(network.cell), "equations": network.cell}
    return {key: getattr(network, key) for key in keys} | own

"""`code`: a cell as a program."""

from __future__ import annotations

import click

from .. import cells, derive
from .network import CELL, given_cell

PROGRAMS = {"numpy": derive.numpy_program, "pytorch": derive.torch_program}


@click.command(epilog="Example: lstm-docs code --cell mgu.cell --to pytorch > mgu.py")
@click.option("--cell", callback=given_cell, default="lstm", show_default=True, help=CELL)
@click.option("--to", type=click.Choice([*PROGRAMS]), default="numpy", show_default=True, help="The library that it uses.")
@click.option("--no-bias", "bias", is_flag=True, default=True, flag_value=False, help="Leave the biases out.")
def code(cell: str, to: str, bias: bool) -> None:
    """A cell as a program: functions in NumPy, or a PyTorch module, with weights named as in its equations."""
    click.echo(PROGRAMS[to](cells.build(cell, bias=bias)), nl=False)

"""`trace`: a run with real numbers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click
import numpy as np

from .. import derive, facts
from ..cells.sizes import check_size
from ..formulas.decimals import number
from ..ground.errors import SizeError
from ..reference.weights import random_inputs, random_weights
from .network import network_options

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..derive import Step
    from ..network import Network

    Array = NDArray[np.float64]

MOST_NUMBERS = 2**22


@click.command(epilog="Example: lstm-docs trace --cell lstm --input 3 --hidden 2 --steps 10 --seed 1")
@network_options
@click.option("--steps", type=int, default=10, show_default=True, help="Time steps T.")
@click.option("--seed", type=int, default=1, show_default=True, help="Seed of weights and inputs.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def trace(network: Network, steps: int, seed: int, as_json: bool) -> None:
    """Every gate and state of every step, on random weights and inputs."""
    taken = traced(network, steps, seed)
    if as_json:
        rows = [{name: _plain(array) for name, array in step.values.items()} for step in taken]
        click.echo(json.dumps({"seed": seed, "steps": rows}, indent=1))
    else:
        for place, step in enumerate(taken, start=1):
            click.echo(f"t = {place}")
            for name, array in step.values.items():
                # A vector lies in its line, a matrix has a line for each row.
                for row, values in enumerate(array.T if array.shape[1] == 1 else array):
                    click.echo(f"  {'' if row else name:<4} " + "  ".join(f"{number(float(v)):>9}" for v in values))
    if told := _not_finite(taken):
        click.echo(told, err=True)


def _plain(array: Array) -> list[Any]:
    """A vector as a list of numbers, a matrix as a list of its rows; null for what is infinite or no number."""
    rows = [[float(v) if np.isfinite(v) else None for v in row] for row in array]
    return [row[0] for row in rows] if array.shape[1] == 1 else rows


def _not_finite(steps: list[Step]) -> str:
    """Which value is the first that is infinite or not a number; empty if all are finite."""
    for place, step in enumerate(steps, start=1):
        for name, array in step.values.items():
            if not np.isfinite(array).all():
                why = "it divides by 0, takes a logarithm or root of what is below 0, or grows without bound"
                return f"{name} is infinite or not a number from step {place} on: {why}"
    return ""


def traced(network: Network, steps: int, seed: int) -> list[Step]:
    """The steps of the equations on the weights and inputs of a seed, from zero states.

    Raises `SizeError` for a network of more than one layer and direction, which has no single trace.
    """
    if network.layers > 1 or network.bidirectional:
        raise SizeError("a trace follows one layer in one direction; leave --layers and --bidirectional out")
    check_size(steps, "steps")
    sizes = facts.of(network, steps=steps, dtype="int8")
    if max(sizes["parameters"].value, sizes["activation_bytes"].value) > MOST_NUMBERS:
        raise SizeError(f"a trace shows every number; choose sizes with at most {MOST_NUMBERS:,} weights and values")
    if seed < 0:
        raise SizeError(f"a seed of weights is a whole number from 0, not {seed}")
    weights = random_weights(network, seed).layers[0][0]
    inputs = [x.T for x in random_inputs(network, steps, 1, seed)]
    return derive.trace(network.equations, weights, inputs, derive.zero_states(network))

"""`trace`: a run with real numbers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from .. import derive, facts
from ..cells.sizes import check_size
from ..formulas.texts import number
from ..ground.errors import SizeError
from ..reference.weights import random_inputs, random_weights
from .network import network_options

if TYPE_CHECKING:
    from ..derive import Step
    from ..network import Network

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
        rows = [{name: array[:, 0].tolist() for name, array in step.values.items()} for step in taken]
        click.echo(json.dumps({"seed": seed, "steps": rows}, indent=1))
        return
    for place, step in enumerate(taken, start=1):
        click.echo(f"t = {place}")
        for name, array in step.values.items():
            click.echo(f"  {name:<4} " + "  ".join(f"{number(float(v)):>9}" for v in array[:, 0]))


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

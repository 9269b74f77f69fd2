"""`facts` and `trace`: the numbers of a network."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from .. import derive
from .. import facts as domain
from ..cells.sizes import check_size
from ..formulas.texts import number
from ..ground.errors import SizeError
from ..reference.weights import random_inputs, random_weights
from .network import network_options

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..derive import Step
    from ..facts import Fact
    from ..network import Network


MOST_NUMBERS = 2**22


@click.command(epilog="Example: lstm-docs facts --cell lstm --input 80 --hidden 12 --framework keras")
@network_options
@click.option("--steps", type=int, default=1, show_default=True, help="Time steps T.")
@click.option("--batch", type=int, default=1, show_default=True, help="Sequences B.")
@click.option(
    "--framework", help="The framework whose parameters are counted; by default the equations' own, one bias per gate."
)
@click.option("--dtype", default="float32", show_default=True, help="float32, float16 or int8: for bytes and energy.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def facts(network: Network, steps: int, batch: int, framework: str | None, dtype: str, as_json: bool) -> None:
    """Every fact of a network: formula, number, unit."""
    found = domain.of(network, framework=framework, steps=steps, batch=batch, dtype=dtype) | domain.marginal(network, framework)
    if as_json:
        click.echo(json.dumps(_facts_json(network, framework, steps, batch, found), ensure_ascii=False, indent=1))
        return
    rows = [(f.name, _plain(f.value), f.unit, f.text, f.explanation) for f in found.values()]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for name, value, unit, formula, explanation in rows:
        click.echo(
            f"{name:<{widths[0]}}  {value:>{widths[1]}}  {unit:<{widths[2]}}  = {formula:<{widths[3]}}  {explanation}".rstrip()
        )


def _facts_json(network: Network, framework: str | None, steps: int, batch: int, found: Mapping[str, Fact]) -> dict[str, Any]:
    return {
        "network": {
            "cell": network.cell,
            "input": network.input,
            "hidden": network.hidden,
            "layers": network.layers,
            "bidirectional": network.bidirectional,
            "projection": network.projection,
            "bias": network.bias,
        },
        "framework": framework,
        "steps": steps,
        "batch": batch,
        "shapes": {name: list(shape.numbers) for name, shape in domain.shapes(network).items()},
        "tensors": {n: list(s) for n, s in domain.tensors(network, framework).items()} if framework else {},
        "facts": {
            fact.name: {
                "value": float(fact.value) if isinstance(fact.value, Fraction) else fact.value,
                "formula": fact.text.replace("^", "**"),
                "unit": fact.unit,
                "latex": fact.latex,
                "explanation": fact.explanation,
            }
            for fact in found.values()
        },
    }


def _plain(value: float | Fraction) -> str:
    """A number as a program would read it: no separators."""
    return str(value) if isinstance(value, int) else f"{float(value):.6g}"


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
    sizes = domain.of(network, steps=steps, dtype="int8")
    if max(sizes["parameters"].value, sizes["activation_bytes"].value) > MOST_NUMBERS:
        raise SizeError(f"a trace shows every number; choose sizes with at most {MOST_NUMBERS:,} weights and values")
    if seed < 0:
        raise SizeError(f"a seed of weights is a whole number from 0, not {seed}")
    weights = random_weights(network, seed).layers[0][0]
    inputs = [x.T for x in random_inputs(network, steps, 1, seed)]
    return derive.trace(network.equations, weights, inputs, derive.zero_states(network))

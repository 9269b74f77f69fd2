"""`facts`: the numbers of a network."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from .. import facts as domain
from .columns import columns
from .network import network_json, network_options

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..facts import Fact
    from ..network import Network


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
    by_name = domain.of(network, framework=framework, steps=steps, batch=batch, dtype=dtype)
    by_name |= domain.marginal(network, framework) | domain.integers(network)
    if as_json:
        click.echo(json.dumps(_facts_json(network, framework, steps, batch, by_name), ensure_ascii=False, indent=1))
        return
    rows = ((f.name, _plain(f.value), f.unit, f"= {f.text}", f.explanation) for f in by_name.values())
    click.echo(columns(rows, "<><"))


def _facts_json(network: Network, framework: str | None, steps: int, batch: int, by_name: Mapping[str, Fact]) -> dict[str, Any]:
    return {
        "network": network_json(network),
        "framework": framework,
        "steps": steps,
        "batch": batch,
        "shapes": {name: list(shape.numbers) for name, shape in domain.shapes(network).items()},
        "tensors": {n: list(s) for n, s in domain.tensors(network, framework).items()} if framework else {},
        "facts": facts_json(by_name),
    }


def facts_json(by_name: Mapping[str, Fact]) -> dict[str, Any]:
    """Facts by name, as every command writes them."""
    return {
        fact.name: {
            "value": float(fact.value) if isinstance(fact.value, Fraction) else fact.value,
            "formula": fact.text.replace("^", "**"),
            "unit": fact.unit,
            "latex": fact.latex,
            "explanation": fact.explanation,
        }
        for fact in by_name.values()
    }


def _plain(value: float | Fraction) -> str:
    """A number as a program would read it: no separators."""
    return str(value) if isinstance(value, int) else f"{float(value):.6g}"

"""`facts`: the numbers of a network."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from .. import facts as domain
from ..ground.columns import columns
from ..ground.errors import SizeError
from .network import network_json, network_options

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..facts import Fact
    from ..network import Network


MOST_DIGITS = 9


@click.command(epilog="Example: lstm-docs facts --cell lstm --input 80 --hidden 12 --framework keras")
@network_options
@click.option("--steps", type=int, default=1, show_default=True, help="Time steps T.")
@click.option("--batch", type=int, default=1, show_default=True, help="Sequences B.")
@click.option(
    "--framework", help="The framework whose parameters are counted; by default the equations' own, one bias per gate."
)
@click.option("--dtype", default="float32", show_default=True, help="float32, float16 or int8: for bytes and energy.")
@click.option("--embedding", type=int, metavar="V", help="An embedding of V words before the layers.")
@click.option("--output", type=int, metavar="O", help="A dense head of O outputs behind them.")
@click.option("--every-step", is_flag=True, help="The head reads every step (TimeDistributed), not the last one.")
@click.option("--lengths", metavar="N,N…", help="Sequences of these lengths, in place of --steps and --batch.")
@click.option("--shapes", "with_shapes", is_flag=True, help="The shape of every symbol of every layer as well.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def facts(
    network: Network,
    steps: int,
    batch: int,
    framework: str | None,
    dtype: str,
    lengths: str | None,
    with_shapes: bool,
    as_json: bool,
    **beside: Any,  # noqa: ANN401 - what stands around the layers
) -> None:
    """Every fact of a network: formula, number, unit."""
    sequences = _lengths(lengths, steps, batch)
    in_steps = domain.of_lengths(network, sequences) if sequences else {}
    if sequences:
        steps, batch = max(sequences), len(sequences)
    by_name = domain.of(network, framework=framework, steps=steps, batch=batch, dtype=dtype)
    by_name |= domain.marginal(network, framework) | domain.integers(network)
    by_name |= domain.around(network, steps=steps, batch=batch, framework=framework, **beside)
    by_name |= in_steps
    if as_json:
        click.echo(json.dumps(_facts_json(network, framework, steps, batch, by_name), ensure_ascii=False, indent=1))
        return
    rows = ((f.name, _plain(f.value), f.unit, f"= {f.text}", f.explanation) for f in by_name.values())
    click.echo(columns(rows, "<><"))
    if with_shapes:
        click.echo(f"\n{columns(_shapes(network), '<')}")


def _lengths(text: str | None, steps: int, batch: int) -> tuple[int, ...]:
    """The lengths that an option lists."""
    if text is None:
        return ()
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isdecimal() and len(part) <= MOST_DIGITS for part in parts):
        raise SizeError(f"--lengths must be whole numbers joined by commas, as in 7,3,1, not {text[:40]!r}")
    if (steps, batch) != (1, 1):
        raise SizeError("--lengths says how many sequences there are and how long; leave out --steps and --batch")
    return tuple(map(int, parts))


def _shapes(network: Network) -> Iterator[tuple[str, str, str, str]]:
    """A row for each symbol of each layer; both directions are alike."""
    for layer in range(network.layers):
        for name, shape in domain.shapes(network, layer).items():
            yield f"layer {layer + 1}", name, "×".join(map(str, shape.numbers)), "×".join(map(str, shape.symbolic))


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

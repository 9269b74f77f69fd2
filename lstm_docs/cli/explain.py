"""`explain`: what a printed number means, and a pasted summary line by line."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from .. import cells, explaining, frameworks
from ..explaining.printed import MOST_LETTERS, whole
from ..ground.errors import LstmDocsError
from ..network import Network
from .network import given_cell, network_json

if TYPE_CHECKING:
    from ..explaining import CountReading, Explained, Readings

MOST_SHOWN = 8


@click.command(epilog="Example: lstm-docs explain 4512 --input 80 --hidden 12   or   lstm-docs explain < summary.txt")
@click.argument("count", required=False)
@click.option("--macs", "quantity", flag_value="macs", help="COUNT is one of multiply-accumulates, as a profiler reports it.")
@click.option("--flops", "quantity", flag_value="flops", help="COUNT is one of FLOPs.")
@click.option("--bytes", "quantity", flag_value="bytes", help="COUNT is the size of the weights in bytes.")
@click.option("--input", "inputs", type=int, metavar="I", help="Input size I, if you know it.")
@click.option("--hidden", type=int, metavar="H", help="Units H, if you know them.")
@click.option("--layers", type=int, metavar="L", help="Stacked layers L; from 1 to 4 are tried otherwise.")
@click.option("--bidirectional/--forward", default=None, help="Both directions or one; both are tried otherwise.")
@click.option("--cell", callback=given_cell, help="Only this cell: a name, or a file of equations (mgu.cell).")
@click.option("--framework", help="Only as this framework counts.")
@click.option("--steps", type=int, metavar="T", help="Steps times sequences, for --macs and --flops.")
@click.option("--all", "everything", is_flag=True, help=f"Every reading, where {MOST_SHOWN} are shown otherwise.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def explain(count: str | None, quantity: str | None, everything: bool, as_json: bool, **given: Any) -> None:  # noqa: ANN401 - sizes and names
    """What a printed COUNT means, or a summary on the standard input, line by line.

    The networks for which a COUNT comes out are told, the simplest first.
    Without COUNT a summary is read from the standard input, as Keras, torchinfo or PyTorch print it, or the shapes of a
    state_dict, and explained line by line. The status is 1 where a number comes out in no way that is tried.
    """
    if count is None:
        if quantity or any(value is not None for value in given.values()):
            raise LstmDocsError(
                "these options describe a COUNT; give one, as in: lstm-docs explain 4512 --input 80 --hidden 12"
            )
        _summary(as_json)
        return
    number = whole(count.replace("_", "").replace("\u202f", ""))
    if number is None:
        raise LstmDocsError(f"COUNT must be a whole number from 1, not {count[:40]!r}")
    found = explaining.count(number, quantity or "parameters", _known(given))  # type: ignore[arg-type]  # of the flags
    if as_json:
        click.echo(json.dumps(_readings_json(found), ensure_ascii=False, indent=1))
    else:
        _tell(found, len(found.readings) if everything else MOST_SHOWN)
    if not found.readings:
        sys.exit(1)


def _known(given: dict[str, Any]) -> explaining.Known:
    cell, framework = given.pop("cell"), given.pop("framework")
    return explaining.Known(
        input=given.pop("inputs"),
        cell=Network(cell=cell, input=1, hidden=1).cell if cell else None,
        framework=frameworks.named(framework) if framework else None,
        **given,
    )


def _tell(found: Readings, most: int) -> None:
    for one in found.readings[:most]:
        beside = f" with {one.beside}" if one.beside and not one.beside.endswith(("step", "steps")) else ""
        steps = f", {one.beside}" if one.beside and not beside else ""
        click.echo(f"{_network(one)}{beside}{steps}\n    {one.sum} = {found.count:,}\n    {one.by}")
    if len(found.readings) > most:
        click.echo(f"and {len(found.readings) - most:,} less simple readings; --all shows them")
    if not found.readings:
        near = ""
        if found.near:
            near = f"; the nearest is {_network(found.near.reading)}: {found.near.reading.sum} = {found.near.count:,}"
        click.echo(f"no reading that is tried gives {found.count:,} {_words(found.quantity)}{near}")


def _network(one: CountReading) -> str:
    network = one.network
    words = [f"{cells.title(network.cell)}, {network.input} → {network.hidden}"]
    words += [f"{network.layers} layers"] if network.layers > 1 else []
    words += ["in both directions"] if network.bidirectional else []
    words += ["which are merged by sum, mul or ave"] if network.merge != "concat" else []
    words += [] if network.bias else ["without biases"]
    return ", ".join(words)


def _words(quantity: str) -> str:
    return {"macs": "MACs", "flops": "FLOPs"}.get(quantity, quantity)


def _readings_json(found: Readings) -> dict[str, Any]:
    return {
        "count": found.count,
        "quantity": found.quantity,
        "readings": [_reading_json(one) for one in found.readings],
        "near": {"count": found.near.count, **_reading_json(found.near.reading)} if found.near else None,
    }


def _reading_json(one: CountReading) -> dict[str, Any]:
    said = {"sum": one.sum, "by": one.by, "beside": one.beside, "frameworks": list(one.frameworks)}
    return {"network": network_json(one.network), **said}


def _summary(as_json: bool) -> None:
    """Explain what stands on the standard input."""
    if sys.stdin.isatty():
        raise LstmDocsError("give a COUNT, or a summary on the standard input: lstm-docs explain < summary.txt")
    explained = explaining.summary(sys.stdin.read(MOST_LETTERS + 1))
    if as_json:
        click.echo(json.dumps([_explained_json(one) for one in explained], ensure_ascii=False, indent=1))
    else:
        for one in explained:
            _tell_line(one)
    if any(one.failed for one in explained):
        sys.exit(1)


def _tell_line(one: Explained) -> None:
    click.echo(one.heading)
    for place, reading in enumerate(one.readings):
        click.echo(f"    {'or ' if place else ''}{reading.says}" + (f"\n        {reading.sum}" if reading.sum else ""))
    if one.note:
        click.echo(f"    {one.note}")


def _explained_json(one: Explained) -> dict[str, Any]:
    line = {key: value for key, value in asdict(one.line).items() if value not in (None, (), "", False)}
    return {"line": line, "readings": [asdict(it) for it in one.readings], "note": one.note, "failed": one.failed}

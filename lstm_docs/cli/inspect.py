"""`inspect`: the recurrent layers of a model file."""

from __future__ import annotations

import json
from functools import partial
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .. import facts, models
from ..cells.sizes import check_size
from ..models.choosing import apart, chosen
from ..models.describing import convention, known, named, network, order
from ..models.statistics import DEFINITIONS, statistics
from .facts import facts_json
from .network import network_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ..facts import Fact
    from ..models import File, Layer, Reading
    from ..models.statistics import Statistics

    Counted = Callable[[Reading], Mapping[str, Fact]]

MOST_TENSORS = 24
WIDTH = 16


@click.command(epilog="Example: lstm-docs inspect model.safetensors --weights")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as", "choice", metavar="FRAMEWORK:CELL", help="Which reading, where there are several: keras:gru-reset-after.")
@click.option("--steps", type=int, default=1, show_default=True, help="Time steps T, for the counts.")
@click.option("--batch", type=int, default=1, show_default=True, help="Sequences B, for the counts.")
@click.option("--weights", is_flag=True, help="Read the numbers, and say what they are like, gate by gate.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def inspect(file: Path, choice: str | None, steps: int, batch: int, weights: bool, as_json: bool) -> None:
    """The recurrent layers of a model FILE: cells, sizes, gate order, and how each is known.

    Nothing in the file is run or unpickled, and numbers are read with --weights only. Exit status 2 for a file that
    cannot be read, and where a layer can be read in ways that compute different outputs: they are listed.
    """
    check_size(steps, "steps")
    check_size(batch, "batch size")
    model = models.read(file)
    model = chosen(model, choice) if choice else model
    counted = partial(_counted, steps=steps, batch=batch)
    if as_json:
        click.echo(json.dumps(_json(model, counted, weights=weights), ensure_ascii=False, indent=1))
    else:
        for line in _lines(model, counted, weights=weights):
            click.echo(line)
    doubtful = [layer for layer in model.layers if len(layer.readings) > 1]
    if doubtful:
        ways = ", ".join(reading.choice for reading in doubtful[0].readings)
        more = f", and {len(doubtful) - 1} more" if len(doubtful) > 1 else ""
        raise models.AmbiguityError(
            f"the file does not say how to read {doubtful[0].name}{more}; choose with --as: {ways}", where=str(file)
        )


def _counted(reading: Reading, steps: int, batch: int) -> Mapping[str, Fact]:
    return facts.of(reading.network, framework=reading.framework, steps=steps, batch=batch)


def _json(file: File, counted: Counted, *, weights: bool) -> dict[str, Any]:
    doubtful = [layer for layer in file.layers if len(layer.readings) > 1]
    return {
        "file": {"format": file.format, "bytes": file.bytes, "tensors": len(file.tensors), "parameters": file.parameters},
        "layers": [_layer_json(layer, counted, weights=weights) for layer in file.layers],
        "readings": [
            {"layer": layer.name, "as": reading.choice, **_reading_json(reading), "told_apart_by": apart(layer)}
            for layer in doubtful
            for reading in layer.readings
        ],
        "rest": file.rest,
        "notes": list(file.notes),
        **({"definitions": DEFINITIONS} if weights else {}),
    }


def _layer_json(layer: Layer, counted: Counted, *, weights: bool) -> dict[str, Any]:
    described: dict[str, Any] = {"name": layer.name, "uses": list(layer.uses)}
    if len(layer.readings) != 1:
        return described | {"network": None, "unread": layer.unread or "several readings"}
    reading = layer.reading
    described |= _reading_json(reading)
    if weights:
        several = statistics(reading)
        described["gates"] = _plain(several[0].gates)
        described["weights"] = [
            {"layer": s.layer, "direction": s.direction, "gates": _plain(s.gates), "dead_units": s.dead_units, "nan": s.nan}
            for s in several
        ]
    return described | {"facts": facts_json(counted(reading))}


def _plain(gates: Mapping[str, Mapping[str, float | list[float]]]) -> dict[str, Any]:
    """Statistics as JSON has them: what is no number is null."""

    def number(value: float | list[float]) -> Any:  # noqa: ANN401
        return [number(one) for one in value] if isinstance(value, list) else value if isfinite(value) else None

    return {gate: {name: number(value) for name, value in numbers.items()} for gate, numbers in gates.items()}


def _reading_json(reading: Reading) -> dict[str, Any]:
    return {
        "network": network_json(reading.network),
        "framework": reading.framework,
        "order": reading.order,
        "known_by": reading.known_by,
        "because": list(reading.because),
        "also": list(reading.also),
        "tensors": {name: list(tensor.shape) for name, tensor in named(reading)},
        "notes": list(reading.notes),
    }


def _lines(file: File, counted: Counted, *, weights: bool) -> Iterator[str]:
    yield f"{file.path}: {file.format}, {file.bytes:,} bytes"
    yield _row("holds", f"{len(file.tensors):,} tensors, {file.parameters:,} parameters")
    for layer in file.layers:
        yield ""
        yield from _layer_lines(layer, counted, weights=weights)
    yield ""
    if not file.layers:
        yield "No recurrent layer was seen."
    yield _row("rest", " · ".join(f"{kind} {count:,}" for kind, count in file.rest.items()))
    for note in file.notes:
        yield _row("note", note)
    if weights and file.layers:
        yield ""
        yield from (_row(name, said) for name, said in DEFINITIONS.items())


def _layer_lines(layer: Layer, counted: Counted, *, weights: bool) -> Iterator[str]:
    if not layer.readings:
        yield f"{layer.name}: not read: {layer.unread}"
        return
    if len(layer.readings) > 1:
        yield f"{layer.name}: can be read in {len(layer.readings)} ways, which compute different outputs"
        for reading in layer.readings:
            yield _row(f"--as {reading.choice}", f"{network(reading)}{order(reading)}")
        yield _row("told apart by", apart(layer))
        return
    reading = layer.reading
    yield f"{layer.name}: {network(reading)}"
    yield from _reading_lines(reading)
    if len(layer.uses) > 1:
        yield _row("used", f"{len(layer.uses)} times with the same tensors: {', '.join(layer.uses)}")
    yield from _count_lines(reading, counted(reading))
    if weights:
        for several in statistics(reading):
            yield from _weight_lines(reading, several)


def _reading_lines(reading: Reading) -> Iterator[str]:
    yield _row("convention", convention(reading))
    yield _row(known(reading), "; ".join(reading.because))
    listed = [f"{name} {'×'.join(map(str, t.shape))} {t.dtype}" for name, t in named(reading)]
    for place, line in enumerate(listed[:MOST_TENSORS]):
        yield _row("tensors" if place == 0 else "", line)
    if len(listed) > MOST_TENSORS:
        yield _row("", f"and {len(listed) - MOST_TENSORS} more")
    for note in reading.notes:
        yield _row("note", note)


def _count_lines(reading: Reading, facts: Mapping[str, Fact]) -> Iterator[str]:
    parameters, macs, state = facts["parameters"], facts["macs"], facts["state_bytes"]
    yield _row("parameters", f"{parameters.value:,} = {parameters.text}")
    yield _row("macs", f"{macs.value:,} = {macs.text}")
    yield _row("state", f"{int(state.value) // 4:,} numbers between calls, {state.value:,} bytes in float32")
    weight_bytes = sum(tensor.bytes for tensor in reading.tensors.values())
    yield _row("memory", f"{weight_bytes:,} bytes of weights in the file's own precision")


def _weight_lines(reading: Reading, several: Statistics) -> Iterator[str]:
    where = [f"layer {several.layer}"] * (reading.network.layers > 1) + ["backward"] * (several.direction == 1)
    place = f" ({', '.join(where)})" if where else ""
    for gate, numbers in several.gates.items():
        low, high = numbers["spectral_radius"] if isinstance(numbers["spectral_radius"], list) else (0.0, 0.0)
        radius = f"{low:.4g}" if low == high else f"{low:.4g} to {high:.4g}"
        said = [f"{name} {numbers[name]:.4g}" for name in ("bias_mean", "saturated", "W_norm", "U_norm") if name in numbers]
        yield _row(
            f"gate {gate}",
            f"{', '.join([*said, f'spectral_radius {radius}'])}{place}",
        )
    yield _row("dead_units, nan", f"{several.dead_units}, {several.nan}")


def _row(label: str, text: str) -> str:
    return f"  {label:<{WIDTH}}{text}" if len(label) < WIDTH else f"  {label}  {text}"

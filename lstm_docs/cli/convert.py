"""`convert`: the weights of a model file for another framework."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .. import frameworks, models
from ..ground.errors import ConventionError
from ..ground.temporary_folder import aside
from ..models.choosing import chosen
from ..models.converting import converted
from ..models.writing import content, named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..models.writing import Converted


@click.command(epilog="Example: lstm-docs convert model.safetensors --to keras --out lstm.npz --lossy")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--to", "target", metavar="FRAMEWORK", required=True, help="The framework to hold the weights: keras, onnx …")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The file: .safetensors, .npz, .onnx or .keras.")
@click.option("--as", "choice", metavar="FRAMEWORK:CELL", help="Which reading of the file, where there are several.")
@click.option("--lossy", is_flag=True, help="Convert although something is lost; what it is, is said either way.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON: tensors, settings, losses and notes of each layer.")
def convert(file: Path, target: str, out: Path, choice: str | None, lossy: bool, as_json: bool) -> None:
    """The same weights for another framework, with every setting that they need.

    Settings are printed, and written where the format can hold them: as attributes of ONNX's nodes, in the metadata of
    .safetensors, in settings.json within .npz, in the configuration of .keras. What the framework cannot hold is
    refused with what you can do instead.
    """
    model = models.read(file)
    layers = converted(chosen(model, choice) if choice else model, target)
    lost = [f"{layer.name}: {loss}" for layer in layers for loss in layer.losses]
    if lost and not lossy:
        more = f" (and {len(lost) - 1} more losses)" if len(lost) > 1 else ""
        raise ConventionError(f"{lost[0]}{more}; convert all the same with --lossy", where=str(file))
    with aside(out.absolute().parent) as folder:
        (folder / out.name).write_bytes(content(out, layers))
        (folder / out.name).replace(out)
    if as_json:
        click.echo(json.dumps({"out": str(out), "layers": [_json(layer) for layer in layers]}, ensure_ascii=False, indent=1))
        return
    for line in _lines(out, layers):
        click.echo(line)


def _json(layer: Converted) -> dict[str, Any]:
    return {
        "name": layer.name,
        "framework": layer.framework,
        "tensors": {name: list(array.shape) for name, array in layer.tensors.items()},
        "settings": dict(layer.settings),
        "losses": list(layer.losses),
        "notes": list(layer.notes),
    }


def _lines(out: Path, layers: list[Converted]) -> Iterator[str]:
    yield f"{out}: {len(named(layers))} tensors for {frameworks.get(layers[0].framework).name}"
    for layer in layers:
        yield ""
        yield layer.name
        for name, array in layer.tensors.items():
            yield f"  {name} {'×'.join(map(str, array.shape))} {array.dtype}"
        for name, value in layer.settings.items():
            yield f"  setting {name} = {json.dumps(value, ensure_ascii=False)}"
        yield from (f"  lost: {loss}" for loss in layer.losses)
        yield from (f"  note: {note}" for note in layer.notes)

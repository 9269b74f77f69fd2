"""Which format a file has, and its reader."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from . import hdf5, naming, npz, onnx, safetensors, tflite_file, torch_file
from .carried_settings import settled
from .guessing import guesses
from .kinds import kinds_of
from .reading import Contents, File
from .stored import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from .reading import Layer
    from .stored import Stored

HEAD = 512
MAGIC = {b"PK\3\4": "zip", b"PK\5\6": "zip", b"\x89HDF\r\n\x1a\n": "h5", b"\x93NUMPY": "npy"}
SUFFIXES = {f".{form}": form for form in ("safetensors", "onnx", "npz", "npy", "pt", "tflite")} | {".pth": "pt", ".bin": "pt"}
READ = ".safetensors (or a folder with its index), .npz, .npy, .onnx, .keras, .h5, .tflite and, with PyTorch, .pt and .pth"


def read(path: str | Path) -> File:
    """The recurrent layers of a model file, or of a folder of shards with their index.

    Headers are read, numbers only when somebody asks for them; nothing of the file is run or unpickled.
    Raises `ModelError` for a file that is none, `OSError` for one that is not there.
    """
    place = Path(path)
    try:
        return _read(place)
    except ModelError as error:
        raise error.at(str(place)) from None
    except RecursionError:
        raise ModelError("it is nested too deeply to be read", where=str(place)) from None


def _read(path: Path) -> File:
    if path.is_dir():
        index = safetensors.index_of(path)
        if index is None:
            raise ModelError(f"the folder has no one file *{safetensors.INDEX}; name the model's file itself")
        return _read(index)
    form = _format(path)
    contents = READERS[form](path)
    tensors, layers = contents.tensors, contents.layers
    left = [tensor for tensor in tensors if contents.kinds.get(tensor.place) != "recurrent"]
    layers += settled(naming.layers(_untaken(left, layers)), path, form)
    layers += guesses(_untaken(left, layers))
    order = {tensor.name: place for place, tensor in enumerate(tensors)}
    layers.sort(key=lambda layer: min((order[tensor.name] for tensor in layer.tensors if tensor.name in order), default=0))
    by_shape = kinds_of(left, layers)
    recurrent = {place: kind for place, kind in by_shape.items() if kind == "recurrent"}
    kinds = {**by_shape, **contents.kinds, **recurrent}
    return File(path, form, _bytes(path, tensors), tuple(tensors), tuple(layers), kinds, contents.notes)


def _untaken(tensors: list[Stored], layers: list[Layer]) -> list[Stored]:
    taken = {tensor.place for layer in layers for tensor in layer.tensors}
    return [tensor for tensor in tensors if tensor.place not in taken]


def _format(path: Path) -> str:
    if path.name.endswith(safetensors.INDEX):
        return "safetensors index"
    with path.open("rb") as file:
        head = file.read(HEAD)
    kind = next((kind for magic, kind in MAGIC.items() if head.startswith(magic)), "")
    if kind == "zip":
        return _of_zip(path)
    kind = "tflite" if head[4:8] == b"TFL3" else kind
    form = kind or SUFFIXES.get(path.suffix.lower(), "")
    if form not in READERS:
        raise ModelError(f"this is no model file that we read; {READ} are read")
    return form


def _of_zip(path: Path) -> str:
    from .zipped import members

    names = [info.filename for info in members(path)]
    if any(name.endswith(".npy") for name in names):
        return "npz"
    if hdf5.WEIGHTS in names:
        return "keras"
    if any(name.endswith("data.pkl") for name in names):
        return "pt"
    raise ModelError(f"the zip holds no model that we read; {READ} are read")


def _bytes(path: Path, tensors: list[Stored]) -> int:
    """The bytes of the file, and of the files that it names."""
    files = {tensor.place[0] for tensor in tensors if isinstance(tensor.place, tuple) and isinstance(tensor.place[0], str)}
    others = [Path(name) for name in files if name != str(path) and Path(name).is_file()]
    return path.stat().st_size + sum(other.stat().st_size for other in others)


def _plain(reader: Callable[[Path], list[Stored]]) -> Callable[[Path], Contents]:
    """A reader of a format that has tensors and no more."""
    return lambda path: Contents(reader(path))


READERS: dict[str, Callable[[Path], Contents]] = {
    "safetensors": _plain(safetensors.read),
    "safetensors index": _plain(safetensors.shards),
    "npz": _plain(npz.read),
    "npy": _plain(npz.read_one),
    "onnx": onnx.read,
    "h5": hdf5.read,
    "keras": hdf5.read_keras,
    "pt": _plain(torch_file.read),
    "tflite": tflite_file.read,
}

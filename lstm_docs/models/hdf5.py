"""`.h5` and `.keras` by h5py: Keras' weights, and the configuration that says what each layer is."""

from __future__ import annotations

import io
import json
import zipfile
from contextlib import contextmanager
from functools import partial
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from . import naming
from .configured import configured
from .reading import Contents
from .stored import BRAIN, BYTES, ModelError, Stored, check_loaded, check_shape, widened
from .zipped import content, members, start_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .reading import Layer
    from .stored import Array

WEIGHTS, CONFIG = "model.weights.h5", "config.json"
MOST_DATASETS = 50_000
MOST_PACKED = 100
LONGEST_CONFIG = 2**24
LARGEST_PACKED = 2**28


def read(path: Path) -> Contents:
    """The tensors of an `.h5`, with the layers among them. Raises `ModelError`."""
    stored, names = _tensors(path)
    with _opened(path) as file:
        config = _json(file.attrs.get("model_config"))
    return Contents(stored, _layers(stored, names, config))


def read_keras(path: Path) -> Contents:
    """The tensors of a `.keras`, with the layers among them. Raises `ModelError`."""
    inside = {info.filename: info for info in members(path)}
    config = None
    if CONFIG in inside and inside[CONFIG].file_size <= LONGEST_CONFIG:
        config = _json(content(path, inside[CONFIG]))
    stored, names = _tensors(path)
    return Contents(stored, _layers(stored, names, config))


def _layers(stored: list[Stored], names: dict[str, tuple[str, ...]], config: object) -> list[Layer]:
    return [configured(layer, names, config) for layer in naming.layers(stored)] if config is not None else []


def _json(text: object) -> object:
    if not isinstance(text, str | bytes):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """The HDF5 file, alone or as a member of a `.keras`."""
    try:
        import h5py
    except ImportError:
        raise ModelError("reading HDF5 takes h5py; pip install 'lstm-docs[files]' brings it") from None
    try:
        with _bytes(path) as raw, h5py.File(raw, "r") as file:
            yield file
    except (OSError, RuntimeError, KeyError, ValueError, TypeError, EOFError, zipfile.BadZipFile, MemoryError) as error:
        raise ModelError(f"HDF5 cannot be read here: {str(error) or type(error).__name__}"[:200].split("\n")[0]) from None


@contextmanager
def _bytes(path: Path) -> Iterator[IO[bytes] | Window]:
    if not zipfile.is_zipfile(path):
        with path.open("rb") as file:
            yield file
        return
    info = next((info for info in members(path) if info.filename == WEIGHTS), None)
    if info is None:
        raise ModelError(f"the zip has no {WEIGHTS}")
    if info.compress_type == zipfile.ZIP_STORED:
        with path.open("rb") as file:
            yield Window(file, start_of(path, info), info.file_size)
        return
    if info.file_size > min(LARGEST_PACKED, MOST_PACKED * info.compress_size + 2**20):
        raise ModelError(f"{WEIGHTS} unpacks to {info.file_size:,} bytes, which is too much")
    yield io.BytesIO(content(path, info))


class Window(io.RawIOBase):
    """A part of a file as a file."""

    def __init__(self, file: IO[bytes], start: int, length: int) -> None:
        self.file, self.start, self.length, self.place = file, start, length, 0

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """It can be read from anywhere."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place of the part."""
        self.place = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self.place, io.SEEK_END: self.length}[whence]
        return self.place

    def tell(self) -> int:
        """The place."""
        return self.place

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - the signature of io
        """Read what fits."""
        self.file.seek(self.start + self.place)
        data = self.file.read(max(0, min(len(buffer), self.length - self.place)))
        buffer[: len(data)] = data
        self.place += len(data)
        return len(data)


def _tensors(path: Path) -> tuple[list[Stored], dict[str, tuple[str, ...]]]:
    """Every data set of numbers, and by its name what the groups around it are called."""
    datasets: list[Stored] = []
    called: dict[str, str] = {}

    def visit(name: str, item: Any) -> None:  # noqa: ANN401 - h5py's objects have no types
        if not isinstance(name, str):
            raise ModelError("a name in the file is no text")
        if len(called) + len(datasets) > MOST_DATASETS:
            raise ModelError(f"the file has more than {MOST_DATASETS:,} groups and data sets; at most that many are read")
        if not hasattr(item, "shape"):
            said = item.attrs.get("name")
            called[name] = said if isinstance(said, str) else ""
            return
        kind = np.dtype(item.dtype)
        brain = item.attrs.get("dtype") == BRAIN
        if kind.name in BYTES and item.shape is not None:
            shape = check_shape(name, tuple(map(int, item.shape)))
            datasets.append(
                Stored(name, shape, BRAIN if brain else kind.name, partial(_load, path, name, brain=brain), (str(path), name))
            )

    with _opened(path) as file:
        file.visititems(visit)
    return datasets, {tensor.name: tuple(_around(tensor.name, called)) for tensor in datasets}


def _around(name: str, called: dict[str, str]) -> Iterator[str]:
    """What the groups around a data set are called, the innermost first."""
    parts = name.split("/")[:-1]
    for stop in range(len(parts), 0, -1):
        group = "/".join(parts[:stop])
        yield from (word for word in (called.get(f"{group}/vars", ""), parts[stop - 1]) if word)


def _load(path: Path, name: str, *, brain: bool) -> Array:
    with _opened(path) as file:
        data = file[name]
        check_loaded(data.size * data.dtype.itemsize)
        if data.external or data.is_virtual:
            raise ModelError(f"{name!r} keeps its numbers in another file, which is not read")
        if data.size * data.dtype.itemsize > MOST_PACKED * data.id.get_storage_size() + 2**20:
            raise ModelError(f"{name!r} unpacks to more than {MOST_PACKED} times its bytes")
        array: Array = np.asarray(data[()])
    return widened(array.view(np.uint16)) if brain else array

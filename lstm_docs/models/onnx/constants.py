"""The numbers of an ONNX tensor: in the file as bytes or as a list, or in a file beside it."""

from __future__ import annotations

from functools import partial
from hashlib import blake2b
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from ..stored import BYTES, ModelError, Stored, at, check_loaded, refusing, widened
from .protobuf import Message, signed

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from pathlib import Path

    from ..stored import Array
    from .graph import Tensor

FLOATS, DOUBLES = 4, 10
FIXED = {FLOATS: "<f4", DOUBLES: "<f8"}
SAMPLE = 64


class Constants:
    """The tensors of a file as `Stored`; equal numbers under two names are the same place."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.alike: dict[Hashable, list[tuple[Tensor, int]]] = {}
        self.digests: dict[int, bytes] = {}
        self.known: dict[int, Stored] = {}
        self.count = 0
        self.all: list[Stored] = []

    def __call__(self, tensor: Tensor, name: str) -> Stored:
        """The tensor, which a Constant node may call by another name."""
        if id(tensor) not in self.known:
            stored = self._stored(tensor, tensor.name or name)
            self.known[id(tensor)] = stored
            self.all.append(stored)
        return self.known[id(tensor)]

    def _stored(self, tensor: Tensor, name: str) -> Stored:
        if tensor.external is not None:
            return self._outside(tensor, name)
        return Stored(name, tensor.shape, tensor.dtype, self._load(tensor, name), ("inside", self._number(tensor)))

    def _number(self, tensor: Tensor) -> int:
        """The same number for tensors of the same numbers; bytes are read where a sample of them leaves it open."""
        alike = self.alike.setdefault(_sample(tensor), [])
        for other, number in alike:
            if self._digest(tensor) == self._digest(other):
                return number
        alike.append((tensor, self.count))
        self.count += 1
        return self.count - 1

    def _digest(self, tensor: Tensor) -> bytes:
        if id(tensor) not in self.digests:
            digest = blake2b(digest_size=16)
            for run in [tensor.raw] if tensor.raw is not None else list(tensor.typed[1] if tensor.typed else ()):
                digest.update(str(run).encode() if isinstance(run, int) else self._bytes(run))
            self.digests[id(tensor)] = digest.digest()
        return self.digests[id(tensor)]

    def _bytes(self, run: Message) -> bytes:
        """Read, not mapped: what is only compared is not to stay in memory."""
        with self.path.open("rb") as file:
            file.seek(run.start)
            return file.read(len(run))

    def _load(self, tensor: Tensor, name: str) -> Callable[[], Array]:
        count = prod(tensor.shape) * BYTES.get(tensor.dtype, 0)
        if tensor.raw is not None:
            if tensor.dtype in BYTES and len(tensor.raw) != count:
                raise ModelError(f"tensor {name[:80]!r} takes {count:,} bytes by its shape, and {len(tensor.raw):,} are there")
            return at(self.path, tensor.raw.start, tensor.dtype, tensor.shape)
        if tensor.dtype not in BYTES or tensor.dtype.startswith("float8"):
            return refusing(f"{tensor.dtype} numbers are listed, and not read")
        return partial(_listed, tensor, name)

    def _outside(self, tensor: Tensor, name: str) -> Stored:
        assert tensor.external is not None  # noqa: S101 - for the type checker
        location = tensor.external.get("location", "")
        file = beside(self.path, location)
        try:
            offset = int(tensor.external.get("offset") or 0)
        except ValueError:
            raise ModelError(f"tensor {name[:80]!r} begins at {tensor.external['offset'][:40]!r}, which is no number") from None
        count = prod(tensor.shape) * BYTES.get(tensor.dtype, 0)
        place = (location, offset, count)
        if not file.is_file():
            load = refusing(f"the numbers of {name[:80]!r} are in {location[:80]!r}, which is not beside the model")
            return Stored(name, tensor.shape, tensor.dtype, load, place)
        if offset < 0 or offset + count > file.stat().st_size:
            raise ModelError(f"tensor {name[:80]!r} ends beyond the end of {location[:80]!r}")
        return Stored(name, tensor.shape, tensor.dtype, at(file, offset, tensor.dtype, tensor.shape), place)


def beside(path: Path, location: str) -> Path:
    """A file that lies in the model's folder or below it. Raises `ModelError` for any other place."""
    folder = path.resolve().parent
    try:
        file = (folder / location).resolve()
    except (OSError, ValueError, RuntimeError):
        file = folder
    if "\0" in location or not file.is_relative_to(folder) or file == folder:
        raise ModelError(f"the model keeps numbers in {location[:80]!r}, outside its own folder; they are not read")
    return file


def _sample(tensor: Tensor) -> Hashable:
    """What tells most tensors from others without reading them: type, shape, and a few bytes from three places."""
    runs = [tensor.raw] if tensor.raw is not None else list(tensor.typed[1] if tensor.typed else ())
    parts: list[object] = [tensor.dtype, tensor.shape]
    for run in runs:
        if isinstance(run, int):
            parts.append(run)
        else:
            middle = len(run) // 2
            parts += [len(run), *(bytes(run.view[start : start + SAMPLE]) for start in (0, middle, max(0, len(run) - SAMPLE)))]
    return tuple(parts)


def _listed(tensor: Tensor, name: str) -> Array:
    """Numbers that stand as a list of fields, packed or one by one."""
    field, values = tensor.typed or (0, ())
    if not tensor.typed and 0 not in tensor.shape:
        raise ModelError(f"tensor {name[:80]!r} of shape {tensor.shape} has no numbers")
    check_loaded(prod(tensor.shape) * 8)
    if field in FIXED:
        run = b"".join(bytes(value.view) for value in values if isinstance(value, Message))
        array: Array = np.frombuffer(run, FIXED[field]) if len(run) % int(FIXED[field][2:]) == 0 else np.zeros(0)
    else:
        numbers = [n for value in values for n in (value.numbers() if isinstance(value, Message) else [value])]
        array = np.array([signed(n) for n in numbers], dtype=np.int64)
    if array.size != prod(tensor.shape):
        raise ModelError(f"tensor {name[:80]!r} is {tensor.shape} and has {array.size:,} numbers")
    return _typed(array, tensor.dtype).reshape(tensor.shape)


def _typed(array: Array, dtype: str) -> Array:
    """Halves stand in a list as their sixteen bits."""
    if dtype == "bfloat16":
        return widened(array.astype(np.uint16))
    return array.astype(np.uint16).view(np.float16) if dtype == "float16" else array.astype(dtype)

"""`.npz` and `.npy`: NumPy's arrays, in a zip or alone. Headers are read, arrays of objects are refused."""

from __future__ import annotations

import zipfile
import zlib
from functools import partial
from math import prod
from typing import IO, TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.lib import format as npy

from .stored import BYTES, ModelError, Stored, at, check_loaded, check_shape
from .zipped import BROKEN, content, members, start_of

if TYPE_CHECKING:
    from pathlib import Path

    from .stored import Array

LONGEST_HEADER = 2**16
MOST_PACKED = 100
"""A member that unpacks to more than this many times its bytes is not read."""


def read(path: Path) -> list[Stored]:
    """Every array of a `.npz`. Raises `ModelError` for what is none."""
    inside = members(path)
    with zipfile.ZipFile(path) as archive:
        return [_member(path, archive, info) for info in inside if info.filename.endswith(".npy")]


def read_one(path: Path) -> list[Stored]:
    """The one array of a `.npy`."""
    with path.open("rb") as file:
        shape, fortran, kind, start = _header(path.stem, file)
    if start + prod(shape) * kind.itemsize > path.stat().st_size:
        raise ModelError(f"the array {shape} of {kind} does not fit into the file")
    return [_alone(path, path.stem, start, shape, kind, fortran=fortran)]


def _member(path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Stored:
    name = info.filename.removesuffix(".npy")
    try:
        with archive.open(info) as file:
            shape, fortran, kind, start = _header(name, file)
    except BROKEN as error:
        raise ModelError(f"array {name[:80]!r} cannot be unpacked: {error}"[:200]) from None
    if start + prod(shape) * kind.itemsize != info.file_size:
        raise ModelError(f"array {name[:80]!r} is {shape} of {kind}, which is not {info.file_size - start:,} bytes")
    if info.compress_type == zipfile.ZIP_STORED:
        return _alone(path, name, start_of(path, info) + start, shape, kind, fortran=fortran)
    load = partial(_unpacked, path, info, start, shape, kind, fortran=fortran)
    return Stored(name, shape, kind.name, load, (str(path), info.header_offset))


def _alone(path: Path, name: str, start: int, shape: tuple[int, ...], kind: np.dtype[Any], *, fortran: bool) -> Stored:
    order: Literal["<", ">"] = ">" if kind.str.startswith(">") else "<"
    return Stored(name, shape, kind.name, at(path, start, kind.name, shape, order, fortran=fortran), (str(path), start))


def _header(name: str, file: IO[bytes]) -> tuple[tuple[int, ...], bool, np.dtype[Any], int]:
    """Shape, whether columns come first, type, and where the numbers begin."""
    try:
        version = npy.read_magic(file)
        reader = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
        shape, fortran, kind = reader(file, max_header_size=LONGEST_HEADER)
    except (ValueError, EOFError, SyntaxError, TypeError, zlib.error, zipfile.BadZipFile, RecursionError, MemoryError) as error:
        raise ModelError(f"array {name[:80]!r} has no header of NumPy's: {error}"[:200]) from None
    if kind.hasobject or kind.name not in BYTES:
        what = "Python objects, which would have to be unpickled" if kind.hasobject else f"{kind.name} numbers"[:60]
        raise ModelError(f"array {name[:80]!r} holds {what}; save it as numbers")
    return check_shape(name, shape), bool(fortran), kind, file.tell()


def _unpacked(
    path: Path, info: zipfile.ZipInfo, start: int, shape: tuple[int, ...], kind: np.dtype[Any], *, fortran: bool
) -> Array:
    length = prod(shape) * kind.itemsize
    check_loaded(length)
    if length > MOST_PACKED * info.compress_size + 2**20:
        raise ModelError(f"array {info.filename[:80]!r} unpacks to {length // max(1, info.compress_size):,} times its bytes")
    data = content(path, info)
    if len(data) != start + length:
        raise ModelError(f"array {info.filename[:80]!r} has {len(data):,} bytes, not {start + length:,}")
    numbers = np.frombuffer(data, kind, offset=start)
    return numbers.reshape(shape, order="F" if fortran else "C")

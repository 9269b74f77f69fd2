"""A tensor of a file: its name, shape and type, and its numbers when somebody asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from math import prod
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from ..ground.errors import LstmDocsError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from pathlib import Path

    from numpy.typing import NDArray

    Array = NDArray[Any]
    Order = Literal["<", ">"]

LARGEST_SIDE = 2**48
MOST_AXES = 32
MOST_BYTES = 2**32
BRAIN = "bfloat16"
BYTES = {
    "float64": 8, "float32": 4, "float16": 2, BRAIN: 2, "float8_e4m3fn": 1, "float8_e5m2": 1, "float8_e8m0": 1,
    "int64": 8, "int32": 4, "int16": 2, "int8": 1, "uint64": 8, "uint32": 4, "uint16": 2, "uint8": 1, "bool": 1,
    "complex64": 8, "complex128": 16,
}  # fmt: skip
"""Bytes of a number, by its type in NumPy's words."""
QUANTISED = ("int8", "uint8")


class ModelError(LstmDocsError):
    """A model file, or something in it, that cannot be read. The message says what, where and what to do."""


@dataclass(frozen=True)
class Stored:
    """A tensor of a file. `load` reads its numbers, in the axes of `shape`; nothing is read before.

    Two tensors with the same `place` are the same bytes, under two names or used twice.
    """

    name: str
    shape: tuple[int, ...]
    dtype: str
    load: Callable[[], Array]
    place: Hashable

    @property
    def size(self) -> int:
        """How many numbers it holds."""
        return prod(self.shape)

    @property
    def bytes(self) -> int:
        """How many bytes they take in the file."""
        return self.size * BYTES.get(self.dtype, 0)

    @property
    def counted(self) -> bool:
        """Whether its numbers may be weights: floating or quantised, and no counter or index."""
        return "float" in self.dtype or (self.dtype in QUANTISED and bool(self.shape))


def check_shape(name: str, shape: object) -> tuple[int, ...]:
    """`shape` as whole numbers, none negative, none beyond what any file could hold."""
    sides = list(shape) if isinstance(shape, list | tuple) else None
    whole = sides is not None and all(isinstance(side, int) and not isinstance(side, bool) for side in sides)
    if sides is None or not whole or len(sides) > MOST_AXES or not all(0 <= side <= LARGEST_SIDE for side in sides):
        raise ModelError(f"tensor {name[:80]!r} has the shape {str(shape)[:80]}, which is none")
    return tuple(sides)


def from_file(path: Path, offset: int, dtype: str, shape: tuple[int, ...], order: Order, *, fortran: bool) -> Array:
    """The numbers at an offset of a file."""
    kind = np.dtype("uint16" if dtype == BRAIN else dtype).newbyteorder(order)
    check_loaded(prod(shape) * kind.itemsize)
    numbers = np.fromfile(path, kind, prod(shape), offset=offset)
    if numbers.size != prod(shape):
        raise ModelError(f"{path}: the file ended before the numbers did; was it changed while it was read?")
    array: Array = numbers.reshape(shape, order="F" if fortran else "C")
    return widened(array) if dtype == BRAIN else array


def check_loaded(count: int) -> None:
    """Refuse to hold more than 4 GB at once."""
    if count > MOST_BYTES:
        raise ModelError(f"a tensor of {count:,} bytes is not loaded; at most {MOST_BYTES:,} are")


def widened(halves: Array) -> Array:
    """bfloat16, given as its 16 bits, as float32: the same sign, exponent and first seven digits."""
    bits: Array = halves.astype(np.uint32) << np.uint32(16)
    return bits.view(np.float32)


def at(
    path: Path, offset: int, dtype: str, shape: tuple[int, ...], order: Order = "<", *, fortran: bool = False
) -> Callable[[], Array]:
    """A `load` for numbers that lie in a file as they are, in the byte order given."""
    if dtype not in BYTES or dtype.startswith("float8"):
        return refusing(f"{dtype} numbers are listed, and not read")
    return partial(from_file, path, offset, dtype, shape, order, fortran=fortran)


def refusing(message: str) -> Callable[[], Array]:
    """A `load` that says why it does not."""
    return partial(_refuse, message)


def _refuse(message: str) -> Array:
    raise ModelError(message)

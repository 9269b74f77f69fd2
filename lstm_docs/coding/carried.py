"""Values on their way into the closed room and back: a length, a line of JSON, and arrays as .npy files.

This file is also read inside the room, where nothing of ours is installed: it imports NumPy and Python alone.
"""

from __future__ import annotations

import io
import json
import struct
from typing import Any

import numpy as np
from numpy.lib import format as npy

LENGTH = struct.Struct("<Q")
KINDS = "fiub"


class CarriedError(ValueError):
    """Bytes that are no message: too long, not JSON, or arrays other than they say."""


def packed(head: dict[str, Any], arrays: list[Any]) -> bytes:
    """A message: `head`, to which the arrays' lengths are added, and the arrays."""
    bodies = [_file(array) for array in arrays]
    line = json.dumps(head | {"sizes": [len(body) for body in bodies]}).encode()
    whole = b"".join([LENGTH.pack(len(line)), line, *bodies])
    return LENGTH.pack(len(whole)) + whole


def unpacked(whole: bytes) -> tuple[dict[str, Any], list[Any]]:
    """The head and the arrays of a message without its first length. Raises `CarriedError`; nothing is unpickled."""
    try:
        (length,) = LENGTH.unpack_from(whole)
        head = json.loads(whole[LENGTH.size : LENGTH.size + length])
        place = LENGTH.size + length
        arrays = []
        for size in head["sizes"]:
            arrays.append(_array(whole[place : place + size]))
            place += size
    except (ValueError, KeyError, TypeError, struct.error, RecursionError) as error:
        raise CarriedError(str(error)) from None
    return head, arrays


def _file(array: Any) -> bytes:  # noqa: ANN401 - whatever NumPy takes for an array
    file = io.BytesIO()
    npy.write_array(file, np.asarray(array, order="C"), allow_pickle=False)
    return file.getvalue()


def _array(body: bytes) -> Any:  # noqa: ANN401 - an array of numbers
    """The array of a .npy file whose shape is just as large as the bytes that came."""
    file = io.BytesIO(body)
    if npy.read_magic(file) != (1, 0):
        raise CarriedError("an array in another version of .npy")
    shape, fortran, dtype = npy.read_array_header_1_0(file, max_header_size=1000)
    if dtype.kind not in KINDS or dtype.itemsize > 8 or fortran:
        raise CarriedError(f"an array of {dtype.str[:20]}, not of numbers")
    count = 1
    for length in shape:
        count *= length
    data = body[file.tell() :]
    if count < 0 or count * dtype.itemsize != len(data):
        raise CarriedError("an array of another size than it says")
    return np.frombuffer(data, dtype=dtype).reshape(shape)

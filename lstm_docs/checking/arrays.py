"""Arrays that a port's inputs, outputs and states are kept in."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import numpy as np

from ..ground.errors import LstmDocsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    Array = NDArray[Any]


def loaded(path: Path) -> Array:
    """An array of a .npy file. Raises `LstmDocsError` for one that is none."""
    with _reading(path):
        array = np.load(path, allow_pickle=False)
        if not isinstance(array, np.ndarray):
            raise ValueError
        return array


def loaded_all(path: Path) -> dict[str, Array]:
    """The arrays of an .npz file by name. Raises `LstmDocsError` for one that is none."""
    with _reading(path):
        archive = np.load(path, allow_pickle=False)
        if isinstance(archive, np.ndarray):
            raise ValueError
        return {name: archive[name] for name in archive.files}


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except (ValueError, EOFError, KeyError, BadZipFile):
        wanted = "numpy.save writes an array that is read, numpy.savez a state"
        raise LstmDocsError(f"no array can be read from it; {wanted}", where=str(path)) from None

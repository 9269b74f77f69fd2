"""Temporary folders beside what they become. What a killed run leaves of them is removed by the next."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

try:
    import fcntl
except ImportError:  # Windows, where folders cannot be locked, so that none is removed
    fcntl = None  # type: ignore[assignment]

PREFIX = ".lstm-docs-part-"
WHOLE = "whole"


@contextmanager
def aside(home: Path) -> Iterator[Path]:
    """An empty folder in `home` to write to, which vanishes at the end. Raises `OSError`."""
    remove_what_was_left(home)
    folder, handle = _locked(home)
    try:
        (folder / WHOLE).mkdir()
        yield folder / WHOLE
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if handle is not None:
            os.close(handle)


def remove_what_was_left(home: Path) -> None:
    """Remove the temporary folders of runs that were killed; those of others, or in use, cannot be locked."""
    for folder in home.glob(f"{PREFIX}*"):
        with suppress(OSError):
            handle = _lock(folder)
            if {part.name for part in folder.iterdir()} <= {WHOLE}:
                shutil.rmtree(folder, ignore_errors=True)
            os.close(handle)


def _locked(home: Path) -> tuple[Path, int | None]:
    """A new folder, and the handle that locks it while this process lives."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=home))
        try:
            return folder, _lock(folder)
        except (BlockingIOError, FileNotFoundError):  # another run took it for one that was left
            continue
        except OSError:  # no locks here, so that no run removes it either
            return folder, None


def _lock(folder: Path) -> int:
    """A handle that locks a folder until it is closed or its process dies.

    Raises `BlockingIOError` if another process has it, `FileNotFoundError` if it is gone, and another `OSError` where
    folders cannot be locked.
    """
    if fcntl is None or folder.is_symlink():
        raise OSError(errno.ENOTSUP, "cannot be locked")
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not os.path.samestat(os.fstat(handle), folder.stat()):
            raise FileNotFoundError(folder)
    except OSError:
        os.close(handle)
        raise
    return handle

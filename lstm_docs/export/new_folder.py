"""A folder that is written whole or not at all."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..ground.errors import LstmDocsError, reason
from ..ground.temporary_folder import aside, remove_what_was_left

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def new_folder(out: Path) -> Iterator[Path]:
    """A folder whose content becomes that of `out` when all went well, and vanishes when not.

    An empty folder that is there keeps its owner and mode. Raises `LstmDocsError` if `out` exists and is not an
    empty folder, or if anything cannot be written.
    """
    try:
        there = _is_there(out)
        home = out if there else out.parent
        home.mkdir(parents=True, exist_ok=True)
        with aside(home) as folder:
            yield folder
            _move(folder, out, there=there)
    except OSError as error:
        raise LstmDocsError(f"cannot write to {str(out)[:200]}: {reason(error)}; nothing was written") from None


def _is_there(out: Path) -> bool:
    """Whether `out` exists, and is empty once what a killed run left in it is gone."""
    if out.is_symlink() and not out.exists():
        raise LstmDocsError(f"{out} leads nowhere; choose another --out")
    for home in (out, out.parent):
        if home.is_dir():
            remove_what_was_left(home)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise LstmDocsError(f"{out} exists and is not an empty folder; choose another --out")
    return out.exists()


def _move(folder: Path, out: Path, *, there: bool) -> None:
    """Rename what was written to where it belongs."""
    if there:
        for part in sorted(folder.iterdir()):
            part.rename(out / part.name)
    else:
        os.rename(folder, out)  # noqa: PTH104 - refuses to mix with what came in between

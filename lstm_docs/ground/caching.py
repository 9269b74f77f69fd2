"""Files that only save time: written whole or not at all, and never a reason to stop."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def own_folder() -> Path:
    """Where the system has programs keep what only saves them time."""
    system = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(system) if system else Path("~/.cache").expanduser()) / "lstm-docs"


def keep(file: Path, content: bytes) -> bool:
    """Whether `content` could be written to `file`; where it could not, nothing is left behind."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=file.parent)
    except OSError:
        return False
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        Path(part).replace(file)
    except OSError:
        with suppress(OSError):
            Path(part).unlink()
        return False
    return True

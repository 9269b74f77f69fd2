"""The file that a fence shows: where it lies, and what it holds as a digest."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from ...ground.errors import LstmDocsError
from ...ground.located import load

if TYPE_CHECKING:
    from pathlib import Path

    from ...ground.located import Located
    from .context import Context

KEY = "file"


def path_of(named: Located, context: Context) -> Path:
    """The path that an option names, from the page's folder. Raises `LstmDocsError` there for one outside the site's."""
    if context.folder is None or context.root is None:
        raise named.error("no files are read here: this host has not said in which folder they lie")
    root = context.root.resolve()
    try:
        path = (context.folder / named.text()).resolve()
        inside = path.is_relative_to(root) and path != root
    except (OSError, ValueError, RuntimeError):
        inside = False
    if not inside:
        raise named.error(f"{named.text()[:80]!r} lies outside the folder of the site's pages; no file outside it is read")
    return path


def digest(body: str, context: Context) -> str:
    """What the file of a fence holds; empty where there is a mistake, which the fence itself will tell."""
    try:
        options = load(body, context.source)
        options.check_keys((KEY,), options.value)
        with path_of(options[KEY], context).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (LstmDocsError, OSError):
        return ""

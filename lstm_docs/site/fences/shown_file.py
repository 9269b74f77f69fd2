"""The file that a fence shows: where it lies, and what it holds as a digest."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, TypeVar

from ...ground.errors import LstmDocsError, reason
from ...ground.located import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ...ground.located import Located
    from .context import Context

T = TypeVar("T")
KEY = "file"
UNKNOWN = "unknown"
EQUATIONS = ".cell"  # cells.SUFFIX, without SymPy, which a page made before does not need


def path_of(named: Located, context: Context) -> Path:
    """The path that an option names, from the page's folder. Raises `LstmDocsError` there for one outside the site's."""
    if context.folder is None or context.root is None:
        raise named.error("no files are read here: nobody has said in which folder they lie (on the command line: --folder)")
    root = context.root.resolve()
    try:
        path = (context.folder / named.text()).resolve()
        inside = path.is_relative_to(root) and path != root
    except (OSError, ValueError, RuntimeError):
        inside = False
    if not inside:
        raise named.error(f"{named.text()[:80]!r} lies outside the folder of the site's pages; no file outside it is read")
    return path


def read(named: Located, context: Context, reader: Callable[[Path], T]) -> T:
    """What `reader` makes of the file that an option names. Raises `LstmDocsError` there, for whatever is wrong with it."""
    path = path_of(named, context)
    try:
        return reader(path)
    except LstmDocsError as error:
        raise named.error(f"{path.name}: {error.message}") from None
    except OSError as error:
        raise named.error(f"{named.text()[:80]!r} cannot be read: {reason(error)}") from None


def digest(body: str, context: Context) -> str:
    """What the file of a fence holds, empty if it names none; `UNKNOWN` where there is a mistake, which the fence will tell."""
    if KEY not in body and EQUATIONS not in body:
        return ""
    try:
        options = load(body, context.source)
        key = KEY if KEY in options.value else "cell"
        if key not in options.value or (key == "cell" and not options[key].text().endswith(EQUATIONS)):
            return ""
        with path_of(options[key], context).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (LstmDocsError, OSError, TypeError):
        return UNKNOWN

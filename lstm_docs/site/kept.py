"""What was made before from the same inputs: from one build to the next, in one file.

SymPy takes seconds for what a site shows, and most of it is the same in the next build. Everything is kept under
a digest of all it is made from: the package itself, the libraries it calls, and what its author wrote.
"""

from __future__ import annotations

import hashlib
import json
import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ..caching import keep

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Made = TypeVar("Made", bound=str | list[str] | list[list[str]])

LIBRARIES = ("jinja2", "markupsafe", "math-core", "numpy", "sympy")
MOST_CHARACTERS = 32_000_000
"""Beyond this, what the last builds did not use is forgotten."""


class Kept:
    """What was made, by what it was made from. Without a file, it is forgotten at the end of the process."""

    def __init__(self, file: Path | None = None) -> None:
        self.file = file
        self._made = _read(file) if file else {}
        self._used: set[str] = set()
        self._fresh = False

    def of(self, kind: str, inputs: object, make: Callable[[], Made]) -> Made:
        """What `make` gives, from before if it was ever made. `inputs`, by its `repr`, says all that it depends on.

        An error of `make` is passed on, and nothing is kept.
        """
        key = f"{kind} {_digest([repr(inputs).encode()])}"
        self._used.add(key)
        if key not in self._made:
            self._made[key] = make()
            self._fresh = True
        return self._made[key]  # type: ignore[return-value]  # of the same `make`

    def save(self) -> None:
        """Write the file, if there is one and something is new in it. A folder that cannot be written to costs time only."""
        if not (self.file and self._fresh):
            return
        if sum(len(str(made)) for made in self._made.values()) > MOST_CHARACTERS:
            self._made = {key: made for key, made in self._made.items() if key in self._used}
        text = json.dumps({"from": _package(), "made": self._made}, ensure_ascii=False)
        self._fresh = not keep(self.file, text.encode())


def fingerprint(files: Iterable[Path]) -> str:
    """A digest of names and contents of files, in the order given."""
    return _digest(part for file in files for part in (file.name.encode(), file.read_bytes()))


@cache
def _package() -> str:
    """A digest of all that what is kept is made by."""
    here = Path(__file__).parents[1]
    files = sorted(path for path in here.rglob("*") if path.is_file() and path.suffix != ".pyc")
    versions = [sys.version, *map(_version, LIBRARIES)]
    return _digest([fingerprint(files).encode(), *(text.encode() for text in versions)])


def _version(library: str) -> str:
    try:
        return f"{library} {version(library)}"
    except PackageNotFoundError:  # packed by other means than pip
        return library


def _digest(parts: Iterable[bytes]) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(len(part).to_bytes(8) + part)
    return found.hexdigest()[:32]


def _read(file: Path) -> dict[str, object]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return dict(found["made"]) if isinstance(found, dict) and found.get("from") == _package() else {}

"""What was made before from the same inputs: from one build to the next, in one file for each version of the package.

SymPy takes seconds for what a site shows, and most of it is the same in the next build. Everything is kept under
a digest of all it is made from: the package itself, the libraries it calls, and what its author wrote. Only texts are kept;
what names a file comes from the program. A file that holds anything else is forgotten as a whole. What a wheel carries
ready need not be made even the first time.
"""

from __future__ import annotations

import gc
import json
import sys
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, TypeVar

from ...ground.caching import keep
from . import wheel_cache

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    Made = TypeVar("Made", bound=str | list[str] | list[list[str]])
    Shape = Callable[[object], bool]

LIBRARIES = ("jinja2", "markupsafe", "math-core", "numpy", "sympy")
MOST_CHARACTERS = 32_000_000
"""Beyond this, what the last builds did not use is forgotten."""
MOST_VERSIONS = 3
"""So many versions of the package have their files side by side."""


def text(content: object) -> bool:
    """Whether something kept is one text."""
    return isinstance(content, str)


def texts(count: int) -> Shape:
    """Whether something kept is so many texts."""
    return lambda content: isinstance(content, list) and len(content) == count and all(map(text, content))


def rows(fits: Shape, count: int | None = None) -> Shape:
    """Whether something kept is a list of what `fits`, of `count` if that is known."""
    return lambda content: isinstance(content, list) and count in (None, len(content)) and all(map(fits, content))


class BuildCache:
    """What was made, by what it was made from. Without a file, it is forgotten at the end of the process."""

    def __init__(self, file: Path | None = None) -> None:
        self.file = file and file.with_stem(f"{file.stem}-{_package()[:12]}")
        self._contents = _read(self.file) if self.file else {}
        self._used: set[str] = set()
        self._fresh = False

    def of(self, kind: str, inputs: object, make: Callable[[], Made], fits: Shape) -> Made:
        """What `make` gives, from before if it was ever made. `inputs`, by its `repr`, says all that it depends on.

        An error of `make` is passed on, and nothing is kept. What was kept and does not have the shape that `fits` asks for
        was not written by us, so nothing else there is trusted.
        """
        key = f"{kind} {wheel_cache.digest([repr(inputs).encode()])}"
        self._used.add(key)
        if key in self._contents and not fits(self._contents[key]):
            self._contents.clear()
        if key not in self._contents:
            ready = wheel_cache.ready().get(key)
            self._contents[key] = ready if fits(ready) else _uncollected(make)
            self._fresh = True
        return self._contents[key]  # type: ignore[return-value]  # of the same `make`

    def save(self) -> None:
        """Write the file, if there is one and something is new in it. A folder that cannot be written to costs time only."""
        if not (self.file and self._fresh):
            return
        if sum(len(str(content)) for content in self._contents.values()) > MOST_CHARACTERS:
            self._contents = {key: content for key, content in self._contents.items() if key in self._used}
        written = json.dumps({"from": _package(), "made": self._contents}, ensure_ascii=False)
        self._fresh = not keep(self.file, written.encode())
        _forget_old(self.file)


def _uncollected(make: Callable[[], Made]) -> Made:
    """What `make` gives. Most of what is made on the way stays, and Python's collector would look through it in vain."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return make()
    finally:
        if collecting:
            gc.enable()


def fingerprint(files: Iterable[Path]) -> str:
    """A digest of names and contents of files, in the order given."""
    return wheel_cache.digest(part for file in files for part in (file.name.encode(), file.read_bytes()))


@cache
def _package() -> str:
    """A digest of all that what is kept is made by."""
    return wheel_cache.digest(text.encode() for text in (wheel_cache.here(), sys.version, *map(_version, LIBRARIES)))


def _version(library: str) -> str:
    try:
        return f"{library} {version(library)}"
    except PackageNotFoundError:  # packed by other means than pip
        return library


def _read(file: Path) -> dict[str, object]:
    try:
        entries = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    contents = entries.get("made") if isinstance(entries, dict) and entries.get("from") == _package() else None
    return contents if isinstance(contents, dict) else {}


def _forget_old(file: Path) -> None:
    """Remove the files of versions that were not used for longest."""
    with suppress(OSError):
        versions = file.parent.glob(f"{file.stem.rpartition('-')[0]}-*{file.suffix}")
        for old in sorted(versions, key=lambda path: path.stat().st_mtime, reverse=True)[MOST_VERSIONS:]:
            old.unlink()

"""What a wheel carries ready: all that a build of this site keeps, made when the wheel was built. A checkout has none.

It counts for the very files it was made by, and for no others; so a changed byte of the package makes everything anew.
"""

from __future__ import annotations

import hashlib
import json
import lzma
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PACKAGE = Path(__file__).parents[2]
FILE = "site/ready.xz"
"""Below the package; see hatch_build.py."""


def digest(parts: Iterable[bytes]) -> str:
    """One name for several contents, in the order given."""
    hashed = hashlib.sha256()
    for part in parts:
        hashed.update(len(part).to_bytes(8) + part)
    return hashed.hexdigest()[:32]


def named(files: Mapping[str, bytes]) -> str:
    """The digest of a package, of its files by their path in it; what is ready is not one of them."""
    return digest(part for name in sorted(files) if name != FILE for part in (name.encode(), files[name]))


def contents(package: Path) -> dict[str, bytes]:
    """The files of a package as it lies on disk, by their path in it."""
    files = (path for path in package.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return {path.relative_to(package).as_posix(): path.read_bytes() for path in files}


@cache
def here() -> str:
    """The digest of this package."""
    return named(contents(PACKAGE))


def packed(contents: Mapping[str, object], package: str) -> bytes:
    """The file for what was `made` by the package of that digest."""
    return lzma.compress(json.dumps({"from": package, "made": contents}, ensure_ascii=False, sort_keys=True).encode())


@cache
def ready() -> Mapping[str, object]:
    """What is ready, by its key; nothing, if there is no file, or one of another package."""
    try:
        file = json.loads(lzma.decompress((PACKAGE / FILE).read_bytes()))
    except (OSError, ValueError, lzma.LZMAError):
        return {}
    return file["made"] if file["from"] == here() else {}

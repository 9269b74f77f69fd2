"""Data files inside installed packages, read where they lie: nothing is copied, nothing downloaded."""

from __future__ import annotations

from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from ..ground.errors import LstmDocsError

EXTRA = "experiments"
"""The optional extra of this package that brings the data."""


class DataError(LstmDocsError):
    """Data that an experiment needs and that are not installed."""


def read(package: str, file: str) -> list[str]:
    """The lines of a file inside a package, which is found but not imported. Raises `DataError`."""
    spec = find_spec(package)
    for folder in (spec and spec.submodule_search_locations) or ():
        path = Path(folder) / file
        if path.is_file():
            return path.read_text(encoding="utf-8").splitlines()
    raise DataError(f"the data are in the package {package!r}, which is not installed: pip install 'lstm-docs[{EXTRA}]'")


def versions(*packages: str) -> dict[str, str]:
    """The versions of installed packages by name."""
    return {package: version(package) for package in packages}

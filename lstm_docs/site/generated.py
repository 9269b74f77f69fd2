"""What the package adds to a site: which pages there are, and what a generated file is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

PAGES = {
    "lstm-step-by-step": "One step of an LSTM",
    "worked-run": "Ten steps in numbers",
    "parameters": "Counting parameters",
    "unrolling": "Unrolling over time",
    "myths": "Myths",
    "quiz": "Practise",
}
"""The pages that ship, by name, in learning order, with their titles."""


@dataclass(frozen=True)
class GeneratedFile:
    """A file of the site's source: its path below the docs folder, what it holds, and a page's title."""

    path: str
    content: str | bytes
    title: str = ""


def write(files: Iterable[GeneratedFile], folder: Path) -> None:
    """Write the files below `folder`."""
    for file in files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content.encode() if isinstance(file.content, str) else file.content)

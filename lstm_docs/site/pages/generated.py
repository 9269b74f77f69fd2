"""What the package adds to a site: which pages there are, and what a generated file is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from ...ground.errors import LstmDocsError
from ..build.build_cache import rows, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from ..build.build_cache import BuildCache

PAGES = {
    "lstm-step-by-step": "One step of an LSTM",
    "worked-run": "Ten steps in numbers",
    "parameters": "Counting parameters",
    "unrolling": "Unrolling over time",
    "myths": "Myths",
    "quiz": "Practise",
}
"""The pages that ship, by name, in learning order, with their titles."""

BESIDE = {"worked-run": "worked-run.py"}
"""The code file that a page links to."""


@dataclass(frozen=True)
class GeneratedFile:
    """A file of the site's source: its path below the docs folder, what it holds, and a page's title."""

    path: str
    content: str | bytes
    title: str = ""


def paths(pages: Sequence[str], folder: str) -> list[str]:
    """Where the pages go, each followed by the code file it links to.

    Raises `LstmDocsError` for a folder that is not below the docs folder.
    """
    parts = PurePosixPath(folder.strip("/")).parts
    if ".." in parts or "\\" in folder or PureWindowsPath(folder).drive:
        raise LstmDocsError(f"folder must lie below the docs folder, as 'lstm' or 'guide/lstm' do, not {folder[:80]!r}")
    names = [name for page in pages for name in (f"{page}.md", BESIDE.get(page)) if name]
    return [str(PurePosixPath(*parts, name)) for name in names]


def kept_pages(
    cache: BuildCache, pages: Sequence[str], folder: str, inputs: object, make: Callable[[], Iterable[GeneratedFile]]
) -> tuple[GeneratedFile, ...]:
    """What `make` gives, whose files are `paths`; from before if it was ever made of the same `inputs`."""
    names = paths(pages, folder)
    files = cache.of("pages", inputs, lambda: [[str(it.content), it.title] for it in make()], rows(texts(2), len(names)))
    return tuple(GeneratedFile(name, *file) for name, file in zip(names, files, strict=True))


def write(files: Iterable[GeneratedFile], folder: Path) -> None:
    """Write the files below `folder`."""
    for file in files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content.encode() if isinstance(file.content, str) else file.content)

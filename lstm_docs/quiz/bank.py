"""The bank: every family of a folder of quiz files, compiled, with a digest that names its content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import LstmDocsError, one_of
from .compiled import CompiledFamily, compile_family
from .family import LARGEST_DOMAIN, read

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Bank:
    """Families by id, in the order of the files; `digest` changes with any byte of any file."""

    path: Path
    families: Mapping[str, CompiledFamily]
    digest: str
    revision: int

    def family(self, name: str) -> CompiledFamily:
        """A family by id. Raises `UnknownNameError` naming the nearest."""
        return self.families[one_of(name, self.families, "family")]

    @property
    def topics(self) -> dict[str, tuple[CompiledFamily, ...]]:
        """The families of each topic, in order."""
        found: dict[str, list[CompiledFamily]] = {}
        for compiled in self.families.values():
            found.setdefault(compiled.family.topic, []).append(compiled)
        return {topic: tuple(families) for topic, families in found.items()}


def bank_path() -> Path:
    """The bank that ships: `quizzes/` of a checkout, or the copy inside an installed package."""
    package = Path(__file__).parent.parent
    installed = package / "bank"
    return installed if installed.is_dir() else package.parent / "quizzes"


def bank_files(folder: Path) -> list[Path]:
    """The quiz files of a folder, in order. Raises `LstmDocsError` if there are none."""
    if not folder.is_dir():
        raise LstmDocsError(f"no folder of quiz files at {folder}")
    files = sorted(folder.glob("*.yml"))
    if not files:
        raise LstmDocsError(f"no quiz files (*.yml) in {folder}")
    return files


def load_bank(path: Path | None = None) -> Bank:
    """The bank at `path` (None: the one that ships), compiled; unchanged files are not compiled twice.

    Raises `LstmDocsError` with file:line for the first fault.
    """
    folder = path or bank_path()
    sources = tuple((_shown(file), _text(file)) for file in bank_files(folder))
    families, revision = _compiled(sources)
    digest = hashlib.sha256("".join(f"{Path(name).name}\0{text}\0" for name, text in sources).encode()).hexdigest()[:12]
    return Bank(folder, families, digest, revision)


@lru_cache(maxsize=4)
def _compiled(sources: tuple[tuple[str, str], ...]) -> tuple[dict[str, CompiledFamily], int]:
    families: dict[str, CompiledFamily] = {}
    newest = 1
    for source, text in sources:
        found, revision = _file(source, text)
        newest = max(newest, revision)
        for compiled in found:
            name = compiled.family.id
            if name in families:
                raise LstmDocsError(
                    f"family {name!r} stands also at {families[name].family.where}", where=compiled.family.where
                )
            families[name] = compiled
    return families, newest


@lru_cache(maxsize=256)
def _file(source: str, text: str) -> tuple[tuple[CompiledFamily, ...], int]:
    families, revision = read(text, source)
    for family in families:
        if family.domain > LARGEST_DOMAIN:
            raise LstmDocsError(f"{family.id} has more than 2^52 questions; draw from smaller ranges", where=family.where)
    return tuple(map(compile_family, families)), revision


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise LstmDocsError(f"not UTF-8 text at byte {error.start}", where=_shown(file)) from None


def _shown(file: Path) -> str:
    try:
        return str(file.relative_to(Path.cwd()))
    except ValueError:
        return str(file)

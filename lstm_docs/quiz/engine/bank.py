"""The bank: every family of a folder of quiz files, with a digest that names its content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ...ground.bank_folder import bank_files, bank_path
from ...ground.errors import LstmDocsError, one_of, reason
from ...ground.located import LONGEST
from .compiled import CompiledFamily, compile_family
from .family import LARGEST_DOMAIN, Family, read, read_shared
from .statements import statement

if TYPE_CHECKING:
    from ...ground.located import Located
    from .statements import Statement

SHARED = "shared.yml"
PROGRAMS = "programs.json"


class Compiling(Mapping[str, CompiledFamily]):
    """Families by id, each compiled when it is first asked for: a bank is read in a moment, and compiled in seconds.

    Asking raises `LstmDocsError` at the family's file:line if it cannot be compiled.
    """

    def __init__(self, read: Mapping[str, Family]) -> None:
        self.read = read
        self._compiled: dict[str, CompiledFamily] = {}

    def __getitem__(self, name: str) -> CompiledFamily:
        if name not in self._compiled:
            self._compiled[name] = compile_family(self.read[name])
        return self._compiled[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.read)

    def __len__(self) -> int:
        return len(self.read)


@dataclass(frozen=True)
class Bank:
    """Families by id, in the order of the files; `digest` changes with any byte of any file.

    `revision` is the sum of the files', so that it rises whichever of them is raised.
    """

    path: Path
    families: Compiling
    digest: str
    revision: int

    def family(self, name: str) -> CompiledFamily:
        """A family by id. Raises `UnknownNameError` naming the nearest, `LstmDocsError` if it cannot be compiled."""
        return self.families[one_of(name, self.families, "family")]

    @property
    def topics(self) -> dict[str, tuple[Family, ...]]:
        """The families of each topic, in order."""
        by_topic: dict[str, list[Family]] = {}
        for family in self.families.read.values():
            by_topic.setdefault(family.topic, []).append(family)
        return {topic: tuple(families) for topic, families in by_topic.items()}

    @property
    def statements(self) -> dict[str, Located]:
        """What the families declare true or false, by slug, as it is written; nothing is measured or compiled."""
        return {slug: node for family in self.families.read.values() for slug, node in family.statements.items()}

    def statement(self, slug: str) -> Statement:
        """A statement with its numbers measured. Raises `UnknownNameError` naming the nearest."""
        return statement(slug, self.statements[one_of(slug, self.statements, "statement")])


def load_bank(path: Path | None = None) -> Bank:
    """The bank at `path` (None: the one that ships); unchanged files are not read twice.

    Raises `LstmDocsError` with file:line for the first fault.
    """
    folder = path or bank_path()
    sources = tuple((shown_path(file), text_of(file)) for file in bank_files(folder))
    families, revision = _families(sources)
    if not families:
        raise LstmDocsError(f"the quiz files in {folder} hold no families")
    runs = folder / PROGRAMS
    whole = "".join(f"{Path(name).name}\0{text}\0" for name, text in sources).encode()
    digest = hashlib.sha256(whole + (runs.read_bytes() if runs.is_file() else b"")).hexdigest()[:12]
    return Bank(folder, families, digest, revision)


@lru_cache(maxsize=4)
def _families(sources: tuple[tuple[str, str], ...]) -> tuple[Compiling, int]:
    families: dict[str, Family] = {}
    total = 0
    for source, text in sources:
        read, revision = _file(source, text)
        total += revision
        for family in read:
            if family.id in families:
                raise LstmDocsError(f"family {family.id!r} stands also at {families[family.id].where}", where=family.where)
            families[family.id] = family
    return Compiling(families), total


@lru_cache(maxsize=256)
def _file(source: str, text: str) -> tuple[tuple[Family, ...], int]:
    families, revision = read(text, source, _shared())
    for family in families:
        if family.domain > LARGEST_DOMAIN:
            raise LstmDocsError(f"{family.id} has more than 2^52 questions; draw from smaller ranges", where=family.where)
    return tuple(families), revision


@lru_cache(maxsize=1)
def _shared() -> Mapping[str, Located]:
    """The wrong answers that families of every bank may name."""
    file = bank_path() / SHARED
    return read_shared(text_of(file), shown_path(file))


def text_of(file: Path) -> str:
    """The text of a file of questions, or of a set.

    Raises `LstmDocsError` for what is no file, is too large to be one of these, or is not UTF-8.
    """
    shown = shown_path(file)
    try:
        if file.exists() and not file.is_file():
            raise LstmDocsError(f"cannot read {shown}: it is not a file")
        if file.stat().st_size > 4 * LONGEST:
            raise LstmDocsError(f"longer than {LONGEST:,} characters; split the file", where=shown)
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise LstmDocsError(f"cannot read {shown}: {reason(error)}") from None
    except UnicodeDecodeError as error:
        raise LstmDocsError(f"not UTF-8 text at byte {error.start}", where=shown) from None


def shown_path(file: Path) -> str:
    """A file as errors name it: from the working folder, if it lies below."""
    try:
        return str(file.relative_to(Path.cwd()))
    except ValueError:
        return str(file)

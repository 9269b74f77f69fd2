"""Where a piece of a page stands, when the page was put together: in its own file, or in one that it includes.

Snippets, includes and macros move lines, and each in its own way. So the lines are looked for, and only once there is a
mistake to tell.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

ENDINGS = {".md", ".markdown", ".txt", ".inc", ".html"}
PASSED_OVER = {"node_modules", "site", "venv"}
MOST_FILES, LONGEST = 5000, 1_000_000

Text = tuple[str, str]
"""A file's name, as its author knows it, and what it holds."""


@dataclass
class Places:
    """The page's own file, and where to look for what is not in it."""

    own: Text
    others: Callable[[], Iterable[Text]]
    reported: set[tuple[str, int]] = field(default_factory=set)

    def of(self, lines: Sequence[str]) -> tuple[str, int] | None:
        """The file and the line where `lines` begin; of several such places, one that was not told yet."""
        wanted = [line.strip(" \t>") for line in lines]
        while wanted and not wanted[-1]:
            wanted.pop()
        candidates = next((places for text in self._texts() if (places := list(_places(text, wanted)))), [])
        place = next((place for place in candidates if place not in self.reported), candidates[-1] if candidates else None)
        if place:
            self.reported.add(place)
        return place

    def _texts(self) -> Iterator[Text]:
        yield self.own
        yield from self.others()


def _places(text: Text, wanted: Sequence[str]) -> Iterator[tuple[str, int]]:
    name, content = text
    lines = [line.strip(" \t>") for line in content.splitlines()]
    for start in range(len(lines) - len(wanted) + 1 if wanted else 0):
        if lines[start] == wanted[0] and lines[start : start + len(wanted)] == wanted:
            yield name, start + 1


def below(folders: Iterable[Path], root: Path) -> Iterator[Text]:
    """The texts that lie in folders, by name as seen from `root`; hidden and very large ones are passed over."""
    seen: set[Path] = set()
    for file in (file for folder in folders for file in _files(folder)):
        if file in seen or len(seen) == MOST_FILES:
            continue
        seen.add(file)
        try:
            content = file.read_text(encoding="utf-8", errors="replace") if file.stat().st_size <= LONGEST else ""
        except OSError:
            continue
        yield file.relative_to(root).as_posix() if file.is_relative_to(root) else str(file), content


def _files(folder: Path) -> Iterator[Path]:
    for home, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in PASSED_OVER)
        yield from (Path(home) / name for name in sorted(names) if Path(name).suffix in ENDINGS)

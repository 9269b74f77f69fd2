"""What a page of an installed wheel loads of our code, and what it weighs."""

from __future__ import annotations

import gzip
import re
from functools import cache
from pathlib import Path

from hatch_build import ASSETS, minified
from lstm_docs.site.fences.context import SHEETS

FOLDER = Path(__file__).parents[2] / ASSETS
PARTS = {part for parts in SHEETS.values() for part in parts}
STYLES = tuple(sorted(file.name for file in FOLDER.glob("*.css") if file.name not in PARTS))


@cache
def served(name: str) -> str:
    """What the wheel serves under a name of ours."""
    return "\n".join(minified(FOLDER / part) for part in SHEETS.get(name, (name,)))


def with_imports(name: str, *, later: bool = False) -> set[str]:
    """A script and what it imports; with `later`, what it fetches when it is needed as well."""
    pattern = r'(?:from ?|import ?\(?)"\./([\w.-]+)"' if later else r'(?:from|import) ?"\./([\w.-]+)"'
    return {name}.union(*(with_imports(other, later=later) for other in re.findall(pattern, served(name))))


def packed(*names: str) -> int:
    """Bytes of the files; the style sheets that every page gets come as one."""
    texts = ["\n".join(map(served, STYLES)), *map(served, names)]
    return sum(len(gzip.compress(text.encode(), 9)) for text in texts)

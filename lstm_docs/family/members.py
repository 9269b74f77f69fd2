"""Who belongs to the family, from whom it was made and what it changed: `members.yml`."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import yaml

from .. import cells
from ..ground.errors import LstmDocsError, one_of

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = "members.yml"
RUNS, READ = "runs", "read"
"""How it is known that a program has a cell: its numbers were compared with ours, or its source was read."""


@dataclass(frozen=True, kw_only=True)
class Member:
    """A cell, the year of its paper, the cell it was made from and what was new.

    For the family today also what it changes, what that costs and what people get wrong, as Markdown with formulas, and the
    programs that have it, each with how that is known.
    """

    cell: str
    year: int
    name: str
    news: str
    parent: str = ""
    changes: str = ""
    costs: str = ""
    wrong: str = ""
    programs: Mapping[str, str] = field(default_factory=dict)

    @property
    def today(self) -> bool:
        """Whether it is told of in full."""
        return bool(self.changes)


@cache
def members() -> tuple[Member, ...]:
    """All members by year. Raises `LstmDocsError` for one whose cell or parent is none."""
    rows = yaml.safe_load(resources.files(__package__).joinpath(FILE).read_text(encoding="utf-8"))
    known = tuple(Member(**row) for row in rows)
    names = [one.cell for one in known]
    for one in known:
        one_of(one.cell, cells.CELLS, "cell")
        if one.parent and one.parent not in names:
            raise LstmDocsError(f"{one.cell} is made from {one.parent!r}, which is no member", where=FILE)
    return tuple(sorted(known, key=lambda one: (one.year, names.index(one.cell))))


def member(cell: str) -> Member:
    """The member of a name. Raises `UnknownNameError`."""
    by_name = {one.cell: one for one in members()}
    return by_name[one_of(cell, by_name, "member of the family")]

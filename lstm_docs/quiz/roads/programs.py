"""Programs that were run: what they print, with their fault and with each change proposed.

`programs.json` of the bank holds it; tests run every program again. A case names its program as its `claim`.
"""

from __future__ import annotations

import json
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import sympy

from ...formulas.curves import HEADING
from ...ground.bank_folder import bank_path
from ..engine.bank import PROGRAMS
from ..engine.registry import road, word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..engine.case import Case

CHANGES = ("right", "a", "b", "c", "d", "e")
SIZES = "BCEHKNTQ"


@cache
def _programs() -> Mapping[str, Any]:
    programs: Mapping[str, Any] = json.loads((bank_path() / PROGRAMS).read_text(encoding="utf-8"))
    return programs


@word("program")
def program(case: Case) -> str:
    """The lines of the program, numbered."""
    return f"`\n{_programs()[case.claim]['code']}\n`"


@word("printed")
def printed(case: Case) -> str:
    """What it prints, on one line."""
    return _one_line(_programs()[case.claim]["printed"])


@word("printed_lines")
def printed_lines(case: Case) -> str:
    """What it prints, line by line."""
    return f"`\n{_programs()[case.claim]['printed']}\n`"


def _mend(case: Case, key: str) -> str:
    """A change in words: which line becomes what."""
    return str(_programs()[case.claim]["changes"][key]["text"])


def _after(case: Case, key: str) -> str:
    """What the program prints with a change, on one line."""
    return _one_line(_programs()[case.claim]["changes"][key]["printed"])


def _one_line(text: str) -> str:
    """Without the heading that curves have."""
    return "`" + " ".join(line for line in text.split("\n") if not line.startswith(HEADING)) + "`"


def _size(case: Case, letter: str) -> sympy.Expr:
    """A number that stands in the program."""
    return sympy.nsimplify(_programs()[case.claim]["words"][letter])


for _key in CHANGES:
    word(f"mend_{_key}")(partial(_mend, key=_key))
    word(f"after_{_key}")(partial(_after, key=_key))
for _letter in SIZES:
    word(f"program_{_letter}")(partial(_size, letter=_letter))


def _passing(case: Case, sizes: Mapping[str, int]) -> tuple[bool, ...]:
    """With which of the changes, in their order, the program did what it should."""
    return tuple(change["passes"] for change in _programs()[case.claim]["changes"].values())


def _printing(case: Case, sizes: Mapping[str, int]) -> tuple[str, ...]:
    """The lines it printed, each as code."""
    return tuple(f"`{line}`" for line in _programs()[case.claim]["printed"].splitlines())


def _register() -> None:
    """A second road for each program: whether its changes pass, or, where it has none, what it prints."""
    first = {slug.rpartition("-")[0]: run for slug, run in _programs().items()}
    for name, run in first.items():
        road(f"run-of-{name}")(_passing if run["changes"] else _printing)


if (bank_path() / PROGRAMS).is_file():
    _register()

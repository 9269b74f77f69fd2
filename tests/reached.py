"""Which tests know the functions of the package: what `make reached` (`record.py`) wrote to `reached.json`.

What the file lacks or has too much, after a change of names, does no harm: `make fast` goes on with what `belongs.yml` says.
"""

from __future__ import annotations

import ast
import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = Path(__file__).parent
ROOT = HERE.parent
KEPT = HERE / "reached.json"


def functions(text: str) -> dict[str, range]:
    """The functions and methods of a module, each with its lines from its decorators on; what stands in one is its own."""
    found: dict[str, range] = {}

    def within(body: Iterable[ast.stmt], above: str) -> None:
        for node in body:
            if isinstance(node, ast.ClassDef):
                within(node.body, f"{above}{node.name}.")
            elif isinstance(node, ast.FunctionDef):
                first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
                found[f"{above}{node.name}"] = range(first, (node.end_lineno or first) + 1)

    within(ast.parse(text).body, "")
    return found


@cache
def _kept() -> tuple[list[str], dict[str, dict[str, list[int]]]]:
    if not KEPT.exists():
        return [], {}
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    return kept["tests"], kept["modules"]


def reaching(file: str, lines: Iterable[int] | None = None) -> list[list[str]]:
    """The tests of each function that has one of some lines of a module, or of each that it has; the best of each first."""
    tests, modules = _kept()
    if not (known := modules.get(file)):
        return []
    try:
        names = touched((ROOT / file).read_text(encoding="utf-8"), lines)
    except SyntaxError:  # which every test of the module will tell
        names = [*known]
    return [[tests[n] for n in known.get(name, ())] for name in names]


def touched(text: str, lines: Iterable[int] | None = None) -> list[str]:
    """The functions of a module that have one of some lines, or name what a statement outside functions there defines.

    All of them where nothing is told, or where no function names it.
    """
    own, tree = functions(text), ast.parse(text)
    if lines is None:
        return [*own]
    changed = {*lines}
    found = {name for name, within in own.items() if changed & {*within}}
    outside = changed - {line for within in own.values() for line in within}
    for node in tree.body:
        if outside & {*range(node.lineno, (node.end_lineno or node.lineno) + 1)} and not isinstance(node, ast.FunctionDef):
            names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}
            found |= {name for name, within in own.items() if names & _names(text, within)} or {*own}
    return [name for name in own if name in found]


def _names(text: str, within: range) -> set[str]:
    return {*re.findall(r"\w+", "\n".join(text.splitlines()[within.start - 1 : within.stop - 1]))}

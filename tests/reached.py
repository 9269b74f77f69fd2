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
    from collections.abc import Iterable, Iterator

HERE = Path(__file__).parent
ROOT = HERE.parent
FILE = HERE / "reached.json"

Tests = list[str]


def functions(text: str, *, inside: bool = False) -> dict[str, range]:
    """The functions and methods of a module, each with its lines from its decorators on; or `inside` it, without its head.

    A function in another is a part of that one.
    """
    found: dict[str, range] = {}

    def within(body: Iterable[ast.stmt], above: str) -> None:
        for node in body:
            if isinstance(node, ast.ClassDef):
                within(node.body, f"{above}{node.name}.")
            elif isinstance(node, ast.FunctionDef):
                first = node.body[0].lineno if inside else min(part.lineno for part in (node, *node.decorator_list))
                found[f"{above}{node.name}"] = range(first, _last(node) + 1)

    within(ast.parse(text).body, "")
    return found


def _last(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno


@cache
def _kept() -> tuple[Tests, dict[str, dict[str, list[int]]]]:
    if not FILE.exists():
        return [], {}
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    return kept["tests"], kept["modules"]


def knows(file: str) -> bool:
    """Whether tests are known that reach a file."""
    return file in _kept()[1]


def reaching(file: str, lines: Iterable[int] | None = None) -> tuple[list[Tests], list[Tests]]:
    """The tests of each function of a module that has one of some lines, or is gone; and of each that is concerned by others.

    See `touched`. Where a module cannot be read, each of its functions was changed.
    """
    tests, modules = _kept()
    known = modules.get(file, {})
    try:
        text = (ROOT / file).read_text(encoding="utf-8")
        changed, concerned = touched(text, lines)
        gone = sorted(known.keys() - functions(text).keys()) if lines is not None else []
        changed = [*gone, *changed]
    except (SyntaxError, ValueError):  # which every test of the module will tell
        changed, concerned = [*known], []
    rows = [[tests[n] for n in known.get(name, ())] for name in (*changed, *concerned)]
    return rows[: len(changed)], rows[len(changed) :]


def touched(text: str, lines: Iterable[int] | None = None) -> tuple[list[str], list[str]]:
    """The functions of a module that have one of some lines; and the others that what was changed outside functions concerns.

    That is those which name what a statement there defines. All are changed where no lines are told.
    """
    own = functions(text)
    if lines is None:
        return [*own], []
    changed = {*lines}
    found = [name for name, within in own.items() if changed & {*within}]
    defined = {*_defined(ast.parse(text).body, changed)}
    concerned = [name for name, within in own.items() if name not in found and defined & _names(text, within)]
    return found, concerned


def _defined(body: Iterable[ast.stmt], changed: set[int]) -> Iterator[str]:
    """What each statement outside functions that has a changed line defines; a class by its name, if its head is changed."""
    for node in body:
        if isinstance(node, ast.FunctionDef) or not changed & {*range(node.lineno, _last(node) + 1)}:
            continue
        if isinstance(node, ast.ClassDef):
            if changed & {*range(node.lineno, node.body[0].lineno)}:
                yield node.name
            yield from _defined(node.body, changed)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield from (alias.asname or alias.name for alias in node.names)
        elif not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            yield from (part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store))


def _names(text: str, within: range) -> set[str]:
    return {*re.findall(r"\w+", "\n".join(text.splitlines()[within.start - 1 : within.stop - 1]))}

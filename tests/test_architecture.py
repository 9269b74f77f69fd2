"""Imports run one way, and the hosts are known in one file each."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import lstm_docs

PACKAGE = Path(lstm_docs.__file__).parent
# What a part may import besides itself and the ground.
DOMAIN = {"cells", "network", "derive", "reference", "frameworks", "facts"}
ALLOWED = {
    "ground": set(),
    "cells": set(),
    "formulas": {"cells"},
    "words": set(),
    "network": {"cells"},
    "derive": {"cells", "network"},
    "reference": {"network"},
    "training": {"network", "reference"},
    "frameworks": {"cells", "derive", "network", "reference"},
    "facts": DOMAIN,
    "explaining": {"cells", "network", "frameworks", "facts"},
    "live": {"cells", "derive", "network", "training"},
    "experiments": {"network", "reference", "training", "facts", "live"},
    "models": {"cells", "network", "reference", "frameworks", "facts"},
    "checking": {"network", "reference", "frameworks", "models"},
    "timings": {"network", "facts"},
    "family": {"cells", "network", "derive", "facts"},
    "arithmetic": {"network", "reference"},
    "quiz": DOMAIN | {"formulas", "timings", "live", "experiments"},
    "marks": {"formulas", "quiz"},
    "practice": {"cells", "derive", "quiz"},
    "schemas": {"cells", "frameworks", "quiz"},
    "syllabus": DOMAIN | {"formulas", "quiz"},
    "export": {"formulas", "quiz", "marks", "cells"},
    "interview": {"formulas", "quiz", "marks", "export"},
    "coding": DOMAIN | {"quiz", "export"},
    "site": DOMAIN
    | {"formulas", "quiz", "practice", "syllabus", "experiments", "timings", "arithmetic", "models", "words"}
    | {"explaining", "family", "live"},
    "rendering": {"export", "site", "words"},
    "sphinx": {"formulas", "rendering", "site", "words"},
    "myst": {"rendering", "site"},
    "__main__": {"cli"},
    "cli": DOMAIN
    | {"formulas", "quiz", "practice", "syllabus", "experiments", "timings", "models", "checking", "explaining"}
    | {"live", "marks"}
    | {"coding", "export", "schemas", "site", "rendering", "words", "interview"},
}
COMMON = {"ground"}
FILES = sorted(PACKAGE.rglob("*.py"))


def _part(file: Path) -> str:
    first = file.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def _imports(file: Path, *, at_run_time: bool = False) -> set[str]:
    """Absolute dotted names of everything a file imports; `if TYPE_CHECKING` is left out at run time."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    package = ["lstm_docs", *file.relative_to(PACKAGE).parts[:-1]]
    imported = set()
    for node in _nodes(tree, at_run_time):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            imported |= {f"{stem}.{alias.name}" for alias in node.names} | {stem}
    return imported


def _nodes(tree: ast.AST, at_run_time: bool):
    for node in ast.iter_child_nodes(tree):
        if at_run_time and isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        yield node
        yield from _nodes(node, at_run_time)


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(PACKAGE)))
def test_imports_run_downwards(file):
    part = _part(file)
    if part == "__init__":
        return
    inside = {name.split(".")[1] for name in _imports(file) if name.startswith("lstm_docs.")}
    assert inside - {part} - COMMON <= ALLOWED[part]


QUESTION_ENGINE = 9_000
"""The most lines of the engine that asks, judges and proves: what is beside that has a package of its own."""


def test_the_question_engine_stays_small():
    lines = [line for file in (PACKAGE / "quiz").rglob("*.py") for line in file.read_text(encoding="utf-8").splitlines()]
    assert len(lines) <= QUESTION_ENGINE


HOSTS = {"mkdocs": "site/hosts/plugin.py", "markdown": "site/hosts/extension.py", "sphinx": "sphinx.py"}


@pytest.mark.parametrize(("module", "home"), HOSTS.items())
def test_a_host_is_imported_in_one_file(module, home):
    users = {str(f.relative_to(PACKAGE)) for f in FILES if any(n == module or n.startswith(module + ".") for n in _imports(f))}
    assert users == {home}


def test_only_the_command_line_imports_what_hosts_load():
    users = {
        _part(f) for f in FILES if any(n.startswith("lstm_docs.site.hosts") for n in _imports(f)) and f.parent.name != "hosts"
    }
    assert users == {"cli"}


# The parts of the quiz, and what each may import of the others. Roads register themselves in the engine, which loads them.
QUIZ = {
    "engine": {"roads"},
    "roads": {"engine"},
    "papers": {"engine"},
}


@pytest.mark.parametrize("part", QUIZ)
def test_a_question_knows_nothing_of_papers(part):
    for file in (PACKAGE / "quiz" / part).rglob("*.py"):
        inside = {name.split(".")[2] for name in _imports(file) if re.match(r"lstm_docs\.quiz\.\w+", name)}
        assert inside - {part} <= QUIZ[part], file


def test_no_module_imports_itself_by_way_of_others():
    """Imports inside of functions count too; those for types alone do not."""
    names = {_dotted(file): file for file in FILES}
    imported = {name: _modules(_imports(file, at_run_time=True), names) - {name} for name, file in names.items()}
    while ready := [name for name, below in imported.items() if not below]:
        imported = {name: below - set(ready) for name, below in imported.items() if below}
    assert imported == {}


def _dotted(file: Path) -> str:
    return ".".join(["lstm_docs", *file.relative_to(PACKAGE).with_suffix("").parts]).removesuffix(".__init__")


def _modules(imported: set[str], names: dict[str, Path]) -> set[str]:
    """The files among what is imported. A package counts if something is taken from itself, not from a module in it."""
    files = imported & set(names)
    return {name for name in files if not any(other.startswith(name + ".") for other in files)}


def test_the_reference_knows_nothing_of_sympy():
    for file in (PACKAGE / "reference").glob("*.py"):
        for name in _imports(file, at_run_time=True):
            assert not name.startswith(("sympy", "lstm_docs.cells", "lstm_docs.derive", "lstm_docs.network"))


def test_nothing_evaluates_text():
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                assert ast.unparse(node.func) not in (
                    "eval",
                    "exec",
                    "sympy.sympify",
                    "sympify",
                    "yaml.load",
                    "sympy.parse_expr",
                )

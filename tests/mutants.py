"""Mutation testing of what marks and proves: `make mutants`. Each module has a suite of its own.

    python -m tests.mutants [MODULE ...]

Every function is changed in small ways, one at a time, and its suite must notice. What it did not notice is told, unless
`mutants.yml` says why it may live; a reason that is no longer needed is told too. The outcome is `mutants.md`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import yaml

HERE = Path(__file__).parent
ROOT = HERE.parent
TOOL = ROOT / ".cache" / "mutants"
MUTMUT = "mutmut==3.8.1"
REPORT, REASONS = HERE / "mutants.md", HERE / "mutants.yml"
COPIED = ("lstm_docs", "quizzes", "docs", "tests", "pyproject.toml", "README.md", "mkdocs.yml")
SUITES = {
    "check": ("test_prover",),
    "judging": ("test_judging",),
    "marking": ("test_judging",),
    "grammar": ("test_grammar", "test_expressions"),
    "streams": ("test_streams",),
    "plan": ("test_codes", "test_fixed"),
    "paper": ("test_codes", "test_fixed"),
}
LIVED = ("survived", "no tests", "suspicious", "timeout")


@dataclass(frozen=True)
class Mutant:
    """A change that was tried: in which function, which lines it took away and put, and what became of it."""

    name: str
    function: str
    was: str
    put: str
    status: str


def main(wanted: list[str]) -> int:
    """0 if every mutant was noticed or has a reason to live."""
    modules = wanted or list(SUITES)
    reasons = yaml.safe_load(REASONS.read_text(encoding="utf-8")) or {}
    sections, unexplained = [], 0
    for module in modules:
        print(f"{module} …", flush=True)
        found = run(module)
        text, left = told(module, found, reasons.get(module) or [])
        sections.append(text)
        unexplained += left
        print(text, flush=True)
    if not wanted:
        REPORT.write_text("# Mutants\n\nMade by `make mutants`.\n\n" + "\n".join(sections), encoding="utf-8")
    return 1 if unexplained else 0


def run(module: str) -> list[Mutant]:
    """Every mutant of a module, tried in a copy of the project."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "lstm-docs"
        copy.mkdir()
        for name in COPIED:
            source = ROOT / name
            (shutil.copytree if source.is_dir() else shutil.copy)(source, copy / name)
        suites = [f"tests/quiz/{name}.py" for name in SUITES[module]]
        with (copy / "pyproject.toml").open("a", encoding="utf-8") as file:
            file.write(_settings(f"lstm_docs/quiz/{module}.py", suites))
        environment = os.environ | {"PYTHONPATH": str(_tool())}
        _mutmut(copy, environment, "run", "--max-children", str(os.cpu_count() or 1))
        listed = _mutmut(copy, environment, "results", "--all", "true")
        named = re.findall(r"^\s*(\S+__mutmut_\d+): (.+?)\s*$", listed, re.MULTILINE)
        return [_mutant(copy, environment, name, status) for name, status in named]


def _settings(module: str, suites: list[str]) -> str:
    return f"""
[tool.mutmut]
source_paths = ["lstm_docs/quiz/"]
only_mutate = ["{module}"]
also_copy = ["lstm_docs", "quizzes", "docs", "README.md", "mkdocs.yml"]
pytest_add_cli_args_test_selection = {suites}
pytest_add_cli_args = ["-p", "no:cacheprovider", "-p", "no:xdist"]
"""


def _mutant(copy: Path, environment: dict[str, str], name: str, status: str) -> Mutant:
    function = re.sub(r"__mutmut_\d+$", "", name).rpartition(".")[2].replace("xǁ", "").replace("ǁ", ".").removeprefix("x_")
    if status not in LIVED:
        return Mutant(name, function, "", "", status)
    shown = _mutmut(copy, environment, "show", name).splitlines()
    lines = {sign: [line[1:].strip() for line in shown if line.startswith(sign) and line[:3] != 3 * sign] for sign in "-+"}
    return Mutant(name, function, " ".join(lines["-"]), " ".join(lines["+"]), status)


def told(module: str, found: list[Mutant], reasons: list[dict[str, str]]) -> tuple[str, int]:
    """A section of the report, and how many mutants live without a reason."""
    alive = [mutant for mutant in found if mutant.status in LIVED]
    killed = len(found) - len(alive)
    lines = [f"## {module}.py", "", f"{killed} of {len(found)} noticed by {' and '.join(SUITES[module])}.", ""]
    used, unexplained = set(), 0
    for mutant in alive:
        place = next((n for n, reason in enumerate(reasons) if _is_of(reason, mutant)), None)
        why = "**no reason given**" if place is None else reasons[place]["why"]
        used.add(place)
        unexplained += place is None
        was, put = (text.replace("|", "\\|").replace("`", "'") for text in (mutant.was, mutant.put))
        lines.append(f"- `{mutant.function}`: `{was}` → `{put}` ({mutant.status}): {why}")
    lines += [f"- needless reason: {reason}" for n, reason in enumerate(reasons) if n not in used]
    return "\n".join(lines) + "\n", unexplained


def _is_of(reason: dict[str, str], mutant: Mutant) -> bool:
    return reason["in"] == mutant.function and reason["put"] in mutant.put


def _mutmut(copy: Path, environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "-m", "mutmut", *arguments]
    done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"mutmut {arguments[0]}: {(done.stdout + done.stderr)[-2000:]}")
    return done.stdout


def _tool() -> Path:
    """mutmut in a folder of its own: its versions are not those of the project."""
    stamp = TOOL / f".{MUTMUT}"
    if not stamp.exists():
        command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(TOOL), MUTMUT, *NEEDED]
        subprocess.run(command, check=True)
        stamp.touch()
    return TOOL


NEEDED = ("libcst==1.9.0", "setproctitle==1.3.8", "textual==8.2.8", "rich==15.0.0", "coverage==7.17.5")
"""What it imports besides what the project's tests have."""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

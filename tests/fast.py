"""`make fast`: the tests that reach what was changed, what is said, the tests that belong to it, then the core's.

    python -m tests.fast [FILE ...] [pytest's options] | --table

What was changed is what differs from `main`, committed or not, or the files named. `reached.json` knows the tests that reach
the functions changed, `belongs.yml` which belong to the files. The workers (`in_time.py`) end within a minute of two idle
cores; what they did not reach is named.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from itertools import takewhile, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest
import yaml

from . import in_time, reached

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HERE = Path(__file__).parent
ROOT = HERE.parent
CORE = [line for line in (HERE / "fast.txt").read_text(encoding="utf-8").split() if line]
FEW = 4
"""A module that more tests import is known best by those of its rows."""
IMPORTED = re.compile(r"^\s*(?:from (lstm_docs[\w.]*) import (\([^)]*\)|[^\n]*)|import (lstm_docs[\w.]*))", re.MULTILINE)
SAID = "tests/test_said.py"
"""Transcripts of nearly all that the package says: no other test finds so much in half a minute, whatever Python runs."""
IN_A_BROWSER = (".js", ".ts", ".css")
"""What Python does not run."""


@dataclass(frozen=True)
class Belonging:
    """Tests that belong to files, which are paths or patterns: `tests` are cheap and come in this order, `slow` are not."""

    change: str
    files: tuple[str, ...]
    tests: tuple[str, ...]
    slow: tuple[str, ...]

    def touches(self, path: str) -> bool:
        """Whether a file is one of these, or lies below one."""
        return any(fnmatchcase(path, file) or path.startswith(f"{file}/") for file in self.files)


@cache
def rows() -> tuple[Belonging, ...]:
    """The rows of `belongs.yml`; of those that touch a file, the earlier ones know it better."""
    listed = yaml.safe_load((HERE / "belongs.yml").read_text(encoding="utf-8"))
    return tuple(Belonging(row["change"], *(tuple(row.get(key, ())) for key in ("files", "tests", "slow"))) for row in listed)


def belonging(changed: Iterable[str]) -> tuple[list[str], list[str]]:
    """The cheap tests of changed files, tests that were changed themselves before all others; and the slow ones."""
    paths = list(changed)
    touched = [row for row in rows() if any(map(row.touches, paths))]
    own = [path for path in paths if fnmatchcase(path, "tests/*/test_*.py") and (ROOT / path).exists()]
    cheap, slow = ([*dict.fromkeys(test for row in touched for test in getattr(row, part))] for part in ("tests", "slow"))
    return [*dict.fromkeys([*own, *_called(paths, cheap), *_naming(paths), *cheap, *_called(paths, slow)])], slow


def _called(paths: list[str], places: Iterable[str]) -> Iterator[str]:
    """The tests of some places that are called like a file, but those in a browser: `test_amc.py` is for `amc_scans.py`."""
    stems = {Path(path).stem.replace("-", "_") for path in paths}
    for place in places:
        for file in sorted((ROOT / place).glob("test_*.py")) or [ROOT / place]:
            name = file.stem.removeprefix("test_")
            if file.is_file() and file.parent.name != "browser" and any(f"{stem}_".startswith(f"{name}_") for stem in stems):
                yield file.relative_to(ROOT).as_posix()


def _naming(paths: Iterable[str]) -> Iterator[str]:
    """The few tests that import a changed module by its name, if some row has them among its cheap ones."""
    cheap = {*CORE, *(test for row in rows() for test in row.tests)}
    for path in paths:
        tests = _importing().get(path.removesuffix(".py").replace("/", "."), ())
        if len(tests) <= FEW:
            yield from (test for test in tests if any(test == place or test.startswith(f"{place}/") for place in cheap))


@cache
def _importing() -> dict[str, list[str]]:
    """The tests that import each module, or something of it."""
    found: dict[str, dict[str, None]] = {}
    for file in sorted(HERE.rglob("test_*.py")):
        for package, names, module in IMPORTED.findall(file.read_text(encoding="utf-8")):
            for name in (package or module, *(f"{package}.{name}" for name in re.findall(r"\w+", names))):
                found.setdefault(name, {})[file.relative_to(ROOT).as_posix()] = None
    return {name: [*files] for name, files in found.items()}


def table() -> str:
    """The table of `CONTRIBUTING.md`: rows of one change are one."""
    lines = ["| you change | that is | its tests |", "|:--|:--|:--|"]
    for row in rows():
        files, tests = (
            ", ".join(f"`{name.removeprefix('lstm_docs/')}`" for name in names)
            for names in (row.files, (*row.tests, *row.slow))
        )
        lines.append(f"| {row.change} | {files} | {tests} |")
    return "\n".join(lines) + "\n"


def known(changed: Iterable[str]) -> dict[str, list[str]]:
    """The tests that reach the functions changed, by file: of each function the best, then the second best, and so on."""
    modules = [file for file in changed if file.endswith(".py") and (ROOT / file).exists()]
    functions = [tests for file in modules for tests in reached.reaching(file, changed_lines(file))]
    found: dict[str, list[str]] = {}
    for test in dict.fromkeys(test for row in zip_longest(*functions) for test in row if test):
        file, _, name = test.partition("::")
        if (ROOT / file).exists():
            found.setdefault(file, []).append(name)
    return found


def changed_files() -> list[str]:
    """What differs from `main`, committed or not, or is new; nothing where this is no repository."""
    return [*_git("diff", "--name-only", "--no-renames", *_base()), *_git("ls-files", "--others", "--exclude-standard")]


def changed_lines(file: str) -> list[int] | None:
    """The lines of a file that differ, and those around what was taken out; None where it is as it was, or new."""
    spans = re.findall(r"^@@ -\S+ \+(\d+)(?:,(\d+))? @@", "\n".join(_git("diff", "-U0", *_base(), "--", file)), re.MULTILINE)
    lines = [line for first, count in spans for line in range(int(first), int(first) + (int(count or 1) or 2))]
    return lines or None


def _base() -> list[str]:
    return next((found for name in ("origin/main", "main") if (found := _git("merge-base", "HEAD", name))), ["HEAD"])


def _git(*arguments: str) -> list[str]:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    return done.stdout.splitlines() if done.returncode == 0 else []


def main(arguments: list[str]) -> int:
    """Run them; the exit status of pytest, or 2 where a file that is named is not there."""
    if arguments == ["--table"]:
        print(table(), end="")
        return 0
    named = [*takewhile(lambda argument: not argument.startswith("-"), arguments)]
    if missing := [file for file in named if not (ROOT / file).exists()]:
        print(f"There is no {missing[0]}: name files of the repository, as seen from its root.", file=sys.stderr)
        return 2
    changed = named or changed_files()
    first, slow = belonging(changed)
    said = [] if all(file.endswith(IN_A_BROWSER) for file in changed) else [SAID]
    print(f"first: {' '.join(first) or 'nothing was changed'}", flush=True)
    code = _run(known(changed), [*said, *first, *CORE], arguments[len(named) :])
    if slow:
        print(f"slow, left to make test: {' '.join(slow)}")
    return code


def _run(best: dict[str, list[str]], places: list[str], options: list[str]) -> int:
    """Let a worker for each core take file after file; the first of them shows what it does, the others when all is done."""
    files = [*dict.fromkeys(file for place in [*places, *best] for file in _files(place))]
    command = [sys.executable, "-m", "pytest", "-n", "0", "-p", "tests.in_time", "-p", "no:cacheprovider", *options, *files]
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        shown = [stack.enter_context(tempfile.TemporaryFile("w+")) for _ in range(1, psutil.cpu_count(logical=False) or 1)]
        Path(folder, in_time.KNOWN).write_text(json.dumps(best), encoding="utf-8")
        environment = {**os.environ, in_time.TAKEN: folder}
        workers = [
            subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT) for out in (None, *shown)
        ]
        codes = [worker.wait() for worker in workers]
        for out in shown:
            out.seek(0)
            print(out.read(), end="")
        taken = in_time.claimed(folder)
    left = [file for file in files if not any(place.startswith(file) for place in taken)]
    if left:
        print(f"not reached: {' '.join(left)}")
    none = pytest.ExitCode.NO_TESTS_COLLECTED
    return max((code for code in codes if code != none), default=int(none))


def _files(place: str) -> list[str]:
    """The files of a place, which is a folder, a file, or a test of one."""
    return [file.relative_to(ROOT).as_posix() for file in sorted((ROOT / place).rglob("test_*.py"))] or [place]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

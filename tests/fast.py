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
    cheap, slow = ([*dict.fromkeys(test for row in touched for test in getattr(row, part))] for part in ("tests", "slow"))
    return [*dict.fromkeys([*_own(paths), *_called(paths, cheap), *_naming(paths), *cheap, *_called(paths, slow)])], slow


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


def known(changed: Iterable[str]) -> dict[str, list[str] | None]:
    """The tests that come first, by file: all of those that were changed themselves, then those known to reach what was.

    Files stand in the order of their best tests: the best of each function that was changed, the second best, and so on;
    then those of the functions that a change outside of them concerns.
    """
    files = [*changed]
    modules = [file for file in files if reached.knows(file) and (ROOT / file).exists()]
    of_each = [reached.reaching(file, changed_lines(file)) for file in modules]
    rows = [row for part in (0, 1) for row in zip_longest(*(tests for it in of_each for tests in it[part]))]
    found: dict[str, list[str] | None] = dict.fromkeys(_own(files))
    for test in dict.fromkeys(test for row in rows for test in row if test):
        file, _, name = test.partition("::")
        if (ROOT / file).exists() and (names := found.setdefault(file, [])) is not None:
            names.append(name)
    return found


def _own(paths: Iterable[str]) -> list[str]:
    """The tests that were changed themselves."""
    return [path for path in paths if fnmatchcase(path, "tests/*test_*.py") and (ROOT / path).exists()]


def changed_files() -> list[str]:
    """What differs from `main`, committed or not, or is new; nothing where this is no repository."""
    return [*_git("diff", "--name-only", "--no-renames", *_base()), *_git("ls-files", "--others", "--exclude-standard")]


def changed_lines(file: str) -> list[int] | None:
    """The lines of a file that differ, and those around what was taken out; None where it is as it was, or new."""
    told = _git("diff", "-U0", "--no-color", "--no-ext-diff", *_base(), "--", file)
    spans = (re.match(r"@@ -\S+ \+(\d+)(?:,(\d+))? @@", line) for line in told)
    lines = [n for span in spans if span for n in range(int(span[1]), int(span[1]) + (int(span[2] or 1) or 2))]
    return lines if told else None


@cache
def _base() -> list[str]:
    """The commit that what was changed is compared with."""
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
    best, then = known(changed), [*dict.fromkeys([*said, *first])]
    print(f"first: {' '.join(best) or 'no test is known to reach what was changed'}")
    print(f"then: {' '.join(then)}", flush=True)
    code = _run(best, [*then, *CORE], arguments[len(named) :])
    if slow:
        print(f"slow, left to make test: {' '.join(slow)}")
    return code


def _run(best: dict[str, list[str] | None], places: list[str], options: list[str]) -> int:
    """Let a worker for each core take file after file; the first of them shows what it does, the others when all is done."""
    files = [*dict.fromkeys(file for place in places for file in _files(place))]
    run = ["-n", "0", "-p", "tests.in_time", "-p", "no:cacheprovider", *options, *dict.fromkeys([*files, *best])]
    command = [sys.executable, "-m", "pytest", *run]
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        shown = [stack.enter_context(tempfile.TemporaryFile("w+")) for _ in range(1, psutil.cpu_count(logical=False) or 1)]
        alone = [file for file in best if file not in files]
        Path(folder, in_time.PLAN).write_text(json.dumps([best, alone]), encoding="utf-8")
        environment = {**os.environ, in_time.TAKEN: folder}
        workers = [
            subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT) for out in (None, *shown)
        ]
        codes = [worker.wait() for worker in workers]
        for out in shown:
            out.seek(0)
            print(out.read(), end="")
        taken = in_time.claimed(folder)
    whole = [file for file, names in best.items() if names is None]
    taken += [file for file in whole if f"{in_time.KNOWN}{file}" in taken]
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

"""`make fast`: what is said, the tests that belong to what was changed, then the core's, until the time is used up.

    python -m tests.fast [FILE ...] [pytest's options] | --table

What was changed is what differs from `main`, committed or not, or the files named. `belongs.yml` says which tests belong to
it. Each worker has as many seconds of a processor as make a minute of two; what they did not reach is named.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HERE = Path(__file__).parent
ROOT = HERE.parent
CORE = [line for line in (HERE / "fast.txt").read_text(encoding="utf-8").split() if line]
SECONDS = float(os.environ.get("FAST_SECONDS", "50"))
LEFT = "no time left"
WHOLE = "site"
"""The fixture that builds all pages."""
FEW = 4
"""A module that more tests import is known best by those of its rows."""
IMPORTED = re.compile(r"^\s*(?:from (lstm_docs[\w.]*) import (\([^)]*\)|[^\n]*)|import (lstm_docs[\w.]*))", re.MULTILINE)
SAID = "tests/test_said.py"
"""Transcripts of nearly all that the package says: no other test finds so much in twenty seconds, whatever was changed."""


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


def changed_files() -> list[str]:
    """What differs from `main`, committed or not, or is new; nothing where this is no repository."""
    base = next((found for name in ("origin/main", "main") if (found := _git("merge-base", "HEAD", name))), ["HEAD"])
    return [*_git("diff", "--name-only", "--no-renames", *base), *_git("ls-files", "--others", "--exclude-standard")]


def _git(*arguments: str) -> list[str]:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    return done.stdout.splitlines() if done.returncode == 0 else []


def main(arguments: list[str]) -> int:
    """Run them; the exit status of pytest."""
    if arguments == ["--table"]:
        print(table(), end="")
        return 0
    named = [argument for argument in arguments if (ROOT / argument).exists()]
    first, slow = belonging(named or changed_files())
    tests = list(dict.fromkeys([SAID, *first, *CORE]))
    print(f"first: {' '.join(first) or 'nothing was changed'}")
    options = ["-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder", "-p", "tests.fast"]
    code = pytest.main([*options, *(a for a in arguments if a not in named), *tests])
    if slow:
        print(f"slow, left to make test: {' '.join(slow)}")
    return int(code)


def used() -> float:
    """The seconds of a processor that this process has used, and all that it began, which may still run."""
    living = psutil.Process().children(recursive=True)
    times = [os.times()[:4]]
    for child in living:
        with suppress(psutil.Error):
            times.append(child.cpu_times()[:4])
    return sum(map(sum, times))


def _out_of_time(*_: Any) -> None:
    pytest.skip(LEFT)


@contextmanager
def _in_time() -> Iterator[None]:
    """What goes on in here begins while there is time, and is ended with it."""
    left = SECONDS - used()
    if left <= 0:
        pytest.skip(LEFT)
    signal.signal(signal.SIGPROF, _out_of_time)
    signal.setitimer(signal.ITIMER_PROF, left)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: Any) -> Iterator[None]:
    """Fixtures take time too; the whole site takes more than there is."""
    if WHOLE in item.fixturenames:
        pytest.skip(LEFT)
    with _in_time():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    """The test itself."""
    with _in_time():
        return (yield)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Name what was not reached."""
    skipped = [report for report in terminalreporter.stats.get("skipped", ()) if LEFT in str(report.longrepr)]
    counts = Counter(report.nodeid.partition("::")[0] for report in skipped)
    for file, count in counts.items():
        terminalreporter.write_line(f"no time left for {count} of {file}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

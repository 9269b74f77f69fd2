"""Which tests reach which function: `make reached` runs them under coverage and writes `reached.json`, which `make fast` reads.

Of each function of the package it keeps a few tests, those first that reach little else and take little time: they know it
best. Tests in a browser or of the whole site are not asked. It takes as long as most of `make test`.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

from .in_time import WHOLE
from .reached import FILE, HERE, ROOT, functions

NOT_ASKED = "tests/browser/"
MOST = 12
"""Tests kept of a function."""
LONGEST = 20.0
"""The seconds of a test that is kept."""
FUNCTIONS_IN_A_SECOND = 20
"""So many functions more that a test reaches speak against it as much as a second more."""


SECONDS: dict[str, float] = defaultdict(float)
"""What each test took with its fixtures, all its parameters together."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[Any]) -> None:
    """Leave out those that need the whole site."""
    items[:] = [item for item in items if WHOLE not in item.fixturenames]


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add up what a test took."""
    SECONDS[_test(report.nodeid)] += report.duration


def _test(context: str) -> str:
    """A test by its file and name: `tests/test_a.py::test_b`, whatever its parameters and its phase are."""
    return context.partition("[")[0].partition("|")[0]


def main() -> int:
    """Run the tests, keep what they reach; the exit status of pytest. Where a test fails, nothing is kept."""
    from coverage import CoverageData  # kept beside the environment

    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder, "data"))
        os.environ["COVERAGE_FILE"] = file
        cover = ["--cov=lstm_docs", "--cov-context=test", "--cov-report=", f"--cov-config={os.devnull}"]
        run = ["-q", "-n", "auto", "--dist", "loadfile", "-p", "tests.record", "-p", "pytest_cov"]
        code = pytest.main([*run, *cover, *_asked()])
        if code != pytest.ExitCode.OK:
            print(f"{FILE.name} is left as it was: a test that fails does not reach all that it reaches otherwise.")
            return int(code)
        data = CoverageData(file)
        data.read()
        texts = {name: (ROOT / name).read_text(encoding="utf-8") for name in _modules()}
        reached = {name: reached_in(text, data.contexts_by_lineno(str(ROOT / name))) for name, text in texts.items()}
        FILE.write_text(written(reached, SECONDS), encoding="utf-8")
    return 0


def _asked() -> list[str]:
    files = (file.relative_to(ROOT).as_posix() for file in sorted(HERE.rglob("test_*.py")))
    return [file for file in files if not file.startswith(NOT_ASKED)]


def _modules() -> list[str]:
    return [file.relative_to(ROOT).as_posix() for file in sorted((ROOT / "lstm_docs").rglob("*.py"))]


def reached_in(text: str, contexts: dict[int, list[str]]) -> dict[str, set[str]]:
    """The tests that run a line inside each function of a module. Its head is run by whoever is the first to import it."""
    return {
        name: tests
        for name, within in functions(text, inside=True).items()
        if (tests := {_test(context) for line in within for context in contexts.get(line, ()) if context})
    }


def written(reached: dict[str, dict[str, set[str]]], seconds: dict[str, float]) -> str:
    """The file: tests by number, and those of each function, one module a line."""
    breadth = Counter(test for of_it in reached.values() for tests in of_it.values() for test in tests)

    def kept(tests: set[str]) -> list[str]:
        known = (test for test in tests if seconds[test] <= LONGEST)
        return sorted(known, key=lambda test: (breadth[test] + FUNCTIONS_IN_A_SECOND * round(seconds[test], 1), test))[:MOST]

    best = {file: {name: kept(tests) for name, tests in of_it.items()} for file, of_it in reached.items()}
    numbers = {
        test: n for n, test in enumerate(sorted({t for of_it in best.values() for tests in of_it.values() for t in tests}))
    }
    modules = (
        f"{json.dumps(file)}: {json.dumps({name: [numbers[test] for test in tests] for name, tests in of_it.items()})}"
        for file, of_it in best.items()
    )
    return "\n".join(('{"tests": [', ",\n".join(map(json.dumps, numbers)), '],\n"modules": {', ",\n".join(modules), "}}", ""))


if __name__ == "__main__":
    from tests.record import main as main_of_plugin  # as which pytest fills SECONDS, not this module's

    sys.exit(main_of_plugin())

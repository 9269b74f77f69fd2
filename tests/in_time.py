"""A worker of `make fast`, a plugin of pytest: it takes one place after the other, and ends when its time is used up.

Places are files of tests, or what comes first of one. A worker takes the first that no other has taken, and reads a file only
then: to import all of them takes as long as half of the tests that there is time for.
"""

from __future__ import annotations

import json
import os
import signal
from collections import Counter
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

import psutil
import pytest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

SECONDS = float(os.environ.get("FAST_SECONDS", "43"))
"""Of a processor, for each worker: with its waiting for disks and browsers a minute."""
READING = 1.0
"""With less time left no file is begun."""
TAKEN = "FAST_TAKEN"
"""The variable that names the folder of what is taken."""
STOP = "stop"
PLAN = "plan.json"
"""The file there that says which tests of which files come before all others, and of which no more are run."""
KNOWN = "known "
"""What the place is called of the tests of a file that come first."""
FOUND = pytest.StashKey[list[Any]]()
LEFT = "no time left"
WHOLE = "site"
"""The fixture that builds all pages."""


def used() -> float:
    """The seconds of a processor that this process has used, and all that it began, which may still run."""
    living = psutil.Process().children(recursive=True)
    times = [os.times()[:4]]
    for child in living:
        with suppress(psutil.Error):
            times.append(child.cpu_times()[:4])
    return sum(map(sum, times))


def pytest_collection(session: pytest.Session) -> bool:
    """Files are found and not yet read."""
    session.perform_collect(genitems=False)
    return True


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(session: pytest.Session, items: list[Any]) -> None:
    """Put aside what was found first, which are files: other plugins choose among tests."""
    if FOUND not in session.stash:
        session.stash[FOUND] = items[:]
        items.clear()


def pytest_runtestloop(session: pytest.Session) -> bool:
    """Run them; the next is known before one ends, so that what both need stays."""
    stop = Path(os.environ[TAKEN]) / STOP
    run, tests = 0, _tests(session)
    test = next(tests, None)
    while test and not stop.exists():
        following = next(tests, None)
        test.config.hook.pytest_runtest_protocol(item=test, nextitem=following)
        test, run = following, run + 1
        if session.shouldfail:
            stop.touch()
            raise session.Failed(session.shouldfail)
    session.testscollected = run
    return True


def _tests(session: pytest.Session) -> Iterator[pytest.Item]:
    """The tests of the places that no other worker has taken, as long as there is time: the first, then the others."""
    nodes = {node.nodeid: node for node in session.stash[FOUND]}
    first, alone = _plan()
    known_places, others = [place for place in first if place in nodes], [place for place in nodes if place not in alone]
    for place, known in [*((place, True) for place in known_places), *((place, False) for place in others)]:
        if SECONDS - used() < READING:
            return
        with suppress(FileExistsError):
            claim(KNOWN + place if known else place).touch(exist_ok=False)
            failed = session.testsfailed
            tests = [test for test in session.genitems(nodes[place]) if _is_known(test, first.get(place, ())) is known]
            if known and session.testsfailed > failed:  # it cannot be read, which is told once
                claim(place).touch()
            session.config.hook.pytest_collection_modifyitems(session=session, config=session.config, items=tests)
            yield from tests


def _is_known(test: pytest.Item, names: Collection[str] | None) -> bool:
    """Whether a test, whatever its parameters are, is one of these, or all are known."""
    return names is None or test.nodeid.partition("::")[2].partition("[")[0] in names


def _plan() -> tuple[dict[str, list[str] | None], list[str]]:
    """The tests that come first, by file, None for all of one; and the files of which no more are run."""
    file = Path(os.environ[TAKEN], PLAN)
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else ({}, [])


def claim(place: str) -> Path:
    """The file that says that a place is taken."""
    return Path(os.environ[TAKEN], quote(place, safe=""))


def claimed(folder: str) -> list[str]:
    """The places that are taken."""
    return [unquote(path.name) for path in Path(folder).iterdir()]


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
    """Name what was begun and not ended."""
    skipped = [report for report in terminalreporter.stats.get("skipped", ()) if LEFT in str(report.longrepr)]
    counts = Counter(report.nodeid.partition("::")[0] for report in skipped)
    for file, count in counts.items():
        terminalreporter.write_line(f"no time left for {count} of {file}")

"""Which tests belong to which files: every file has some, every test belongs to some, and `make fast` begins with them."""

from __future__ import annotations

import os
import subprocess
import sys
from fnmatch import fnmatchcase

import pytest

from . import fast

ROWS = fast.rows()
HOUSE = ("lstm_docs/", "quizzes/", "docs/")


def tracked(*places):
    listed = subprocess.run(["git", "ls-files", *places], cwd=fast.ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("no repository")
    return listed.stdout.splitlines()


def test_every_file_of_the_house_has_tests():
    assert [file for file in tracked(*HOUSE) if not fast.belonging([file])[0]] == []


def test_every_test_belongs_to_something_or_is_of_the_core():
    places = [*fast.CORE, *(test for row in ROWS for test in (*row.tests, *row.slow))]
    files = [file for file in tracked("tests") if fnmatchcase(file, "*/test_*.py")]
    assert [file for file in files if not any(file == place or file.startswith(f"{place}/") for place in places)] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.change)
def test_what_a_row_names_is_there(row):
    assert row.tests
    for test in (*row.tests, *row.slow):
        file, _, name = test.partition("::")
        assert (fast.ROOT / file).exists(), test
        assert not name or f"def {name}(" in (fast.ROOT / file).read_text(encoding="utf-8"), test
    for pattern in row.files:
        assert [*fast.ROOT.glob(pattern)], pattern


def test_the_core_is_there():
    assert [place for place in fast.CORE if not (fast.ROOT / place).exists()] == []


def test_what_was_changed_comes_first_and_what_is_slow_is_left():
    tests, slow = fast.belonging(["tests/marks/test_marking.py", "lstm_docs/schemas/from_tables.py"])
    assert tests == ["tests/marks/test_marking.py", "tests/quiz/test_schemas.py"]
    assert slow == []
    tests, slow = fast.belonging(["lstm_docs/export/gift.py"])
    assert "tests/export/test_gift.py" in tests
    assert "tests/export" in slow
    assert fast.belonging(["LICENSE"]) == ([], [])
    assert fast.belonging(["lstm_docs/export/amc_scans.py"])[0][0] == "tests/export/test_amc.py", "it is called so"
    named = ["tests/quiz/test_parity.py", "tests/quiz/test_streams.py", "tests/ground"]
    assert fast.belonging(["lstm_docs/ground/streams.py"])[0][:3] == named, "the tests that import it, then those of its row"


def test_the_table_for_people_is_made_of_it():
    assert fast.table() in (fast.ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), "python -m tests.fast --table"


PROBE = """
import time, pytest

@pytest.mark.parametrize("n", range(3))
def test_that_takes_a_while(n):
    end = time.process_time() + 2
    while time.process_time() < end:
        pass
"""

CONFTEST = """
import pytest

made = []

@pytest.fixture(scope="session")
def one():
    made.append(1)
    return len(made)
"""


def in_time(folder, seconds, *options):
    """What a worker with so many seconds says of the tests of a folder, and what another finds that it took."""
    (folder / "taken").mkdir()
    options = ["-p", "tests.in_time", "-p", "no:cacheprovider", "-p", "no:xdist", "--rootdir", str(folder), *options]
    places = sorted(map(str, folder.glob("test_*.py")))
    given = f"in_time.SECONDS = in_time.used() + {seconds}"
    script = f"import pytest; from tests import in_time; {given}; pytest.main({options + places})"
    environment = {**os.environ, "FAST_TAKEN": str(folder / "taken")}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=fast.ROOT, env=environment, capture_output=True, text=True, check=False
    )
    return done.stdout, sorted(file.name for file in (folder / "taken").iterdir())


def test_what_there_is_no_time_for_is_named(tmp_path):
    """A worker has time for one and a half of them: one test is run, one is ended, one is not begun, and no more is read."""
    (tmp_path / "test_probe.py").write_text(PROBE, encoding="utf-8")
    (tmp_path / "test_unread.py").write_text("1 / 0", encoding="utf-8")
    said, taken = in_time(tmp_path, 3.4)
    assert "1 passed, 2 skipped" in said
    assert "no time left for 2 of test_probe.py" in said
    assert taken == ["test_probe.py"]


def test_what_failed_ends_all_workers_where_that_is_wished(tmp_path):
    (tmp_path / "test_probe.py").write_text("def test_a(): assert 0\ndef test_b(): pass", encoding="utf-8")
    said, taken = in_time(tmp_path, 9, "-x")
    assert "1 failed" in said
    assert "passed" not in said
    assert taken == ["stop", "test_probe.py"]


def test_fixtures_of_a_folder_are_found_whichever_file_of_it_was_read_first(tmp_path):
    (tmp_path / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    for name in ("a", "b"):
        (tmp_path / f"test_{name}.py").write_text(f"def test_{name}(one): assert one == 1", encoding="utf-8")
    said, taken = in_time(tmp_path, 9)
    assert "2 passed" in said
    assert taken == ["test_a.py", "test_b.py"]


def test_a_file_that_is_not_there_is_told():
    done = subprocess.run(
        [sys.executable, "-m", "tests.fast", "docs/no.md", "-x"], cwd=fast.ROOT, capture_output=True, text=True, check=False
    )
    told = "There is no docs/no.md: name files of the repository, as seen from its root.\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", told)

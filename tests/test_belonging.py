"""Which tests belong to which files: every file has some, every test belongs to some, and `make fast` begins with them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from fnmatch import fnmatchcase

import pytest

from . import fast, reached, record

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


MODULE = """import re

NUMBER = re.compile("[0-9]")


def one(text):
    return NUMBER.findall(text)


class Two:
    size: int = 3

    @property
    def three(self):
        def inner():
            return self.size
        return inner()


def four():
    return 4
"""


def test_the_functions_of_changed_lines():
    assert reached.functions(MODULE) == {"one": range(6, 8), "Two.three": range(13, 18), "four": range(20, 22)}
    assert reached.functions(MODULE, inside=True) == {"one": range(7, 8), "Two.three": range(15, 18), "four": range(21, 22)}
    assert reached.touched(MODULE) == (["one", "Two.three", "four"], [])
    assert reached.touched(MODULE, [7]) == (["one"], [])
    assert reached.touched(MODULE, [16, 20]) == (["Two.three", "four"], []), "what stands in a function is its own"
    assert reached.touched(MODULE, [13]) == (["Two.three"], []), "a decorator is of its function"
    assert reached.touched(MODULE, [3, 20]) == (["four"], ["one"]), "what names it"
    assert reached.touched(MODULE, [11]) == ([], ["Two.three"]), "a field"
    assert reached.touched(MODULE.replace("return 4", "return Two()"), [10]) == ([], ["four"]), "the head of a class"
    assert reached.touched(MODULE.replace("return 4", "return re"), [1]) == ([], ["four"]), "an import"
    assert reached.touched(MODULE, [8, 9, 12]) == ([], [])


NETWORK = "lstm_docs/network.py"


def test_of_each_changed_function_the_best_test_comes_first(monkeypatch):
    """Then what a change outside functions concerns; of a module that cannot be read each function was changed."""
    tests = ["tests/test_said.py::a", "tests/test_options.py::b", "tests/gone.py::c", "tests/test_said.py::T::d"]
    kept = {"one": [0, 1, 2], "Two.three": [3, 1], "gone": [1], "concerned": [3, 2]}
    monkeypatch.setattr(reached, "_kept", lambda: (tests, {NETWORK: kept}))
    monkeypatch.setattr(reached, "functions", lambda text: dict.fromkeys(("one", "new", "Two.three", "concerned")))
    monkeypatch.setattr(reached, "touched", lambda text, lines: (["one", "new", "Two.three"], ["concerned"]))
    a, b, c, d = tests
    assert reached.reaching("lstm_docs/cells/calls.py") == ([[], [], []], [[]])
    assert reached.reaching(NETWORK) == ([[a, b, c], [], [d, b]], [[d, c]])
    assert reached.reaching(NETWORK, [1])[0] == [[b], [a, b, c], [], [d, b]], "a function that was taken out"
    known = {"tests/test_belonging.py": None, "tests/test_said.py": ["a", "T::d"], "tests/test_options.py": ["b"]}
    assert fast.known(["tests/test_belonging.py", NETWORK, "docs/index.md", "lstm_docs/gone.py"]) == known
    monkeypatch.undo()
    monkeypatch.setattr(reached, "_kept", lambda: (tests, {"tests/golden/math.yml": {"one": [0]}}))
    assert reached.reaching("tests/golden/math.yml") == ([[a]], [])


def git(folder, *arguments):
    names = ["-c", "user.name=a", "-c", "user.email=a@b"]
    subprocess.run(["git", *names, *arguments], cwd=folder, capture_output=True, check=True)


def test_which_lines_are_changed(tmp_path, monkeypatch):
    """Against `main`, whether committed or not; of what was taken out, the lines around it."""
    git(tmp_path, "init", "-b", "main")
    (tmp_path / "a.py").write_text("".join(f"{n}\n" for n in range(1, 10)), encoding="utf-8")
    (tmp_path / "b.py").write_text("1\n", encoding="utf-8")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "a")
    git(tmp_path, "checkout", "-b", "b")
    (tmp_path / "a.py").write_text("1\nx\ny\n3\n4\n8\n9\n", encoding="utf-8")
    git(tmp_path, "commit", "-am", "b")
    (tmp_path / "a.py").write_text("1\nx\ny\n3\n4\n8\n9\n10\n", encoding="utf-8")
    (tmp_path / "new.py").write_text("1\n", encoding="utf-8")
    monkeypatch.setattr(fast, "ROOT", tmp_path)
    fast._base.cache_clear()
    try:
        assert fast.changed_lines("a.py") == [2, 3, 5, 6, 8]
        assert fast.changed_lines("b.py") is None
        assert fast.changed_lines("new.py") is None
        assert fast.changed_files() == ["a.py", "new.py"]
    finally:
        fast._base.cache_clear()


def test_of_each_function_the_tests_are_kept_that_reach_little_else_and_take_little_time():
    """Those that run a line inside of it: its head is run by whoever is the first to import it."""
    contexts = {6: ["t::first|run"], 7: ["t::b[1]|run", "t::b[2]|call", ""], 15: ["t::c|setup"], 13: ["t::first|run"]}
    assert record.reached_in(MODULE, contexts) == {"one": {"t::b"}, "Two.three": {"t::c"}}
    wide, quick, slow, late = "t::wide", "t::quick", "t::slow", "t::late"
    found = {NETWORK: {"one": {wide, quick, slow, late}, **{f"two{n}": {wide} for n in range(30)}}}
    seconds = {wide: 0.0, quick: 0.01, slow: 1.0, late: record.LONGEST + 1}
    kept = json.loads(record.written(found, seconds))
    assert kept["tests"] == [quick, slow, wide]
    assert [kept["tests"][n] for n in kept["modules"][NETWORK]["one"]] == [quick, slow, wide]


def test_what_is_kept_of_tests_and_functions_is_not_long_ago():
    """A tenth of its tests may be gone, and a fifth of the functions without one, before `make reached` is due."""
    tests, modules = reached._kept()
    named = [test.split("::") for test in tests]
    texts = {file: path.read_text(encoding="utf-8") for file, *_ in named if (path := fast.ROOT / file).exists()}
    there = [name for file, *_, name in named if f"def {name}(" in texts.get(file, "")]
    assert len(there) > 0.9 * len(tests), "make reached"
    files = [file for file in tracked("lstm_docs") if file.endswith(".py")]
    functions = [(file, name) for file in files for name in reached.functions((fast.ROOT / file).read_text(encoding="utf-8"))]
    known = [1 for file, name in functions if modules.get(file, {}).get(name)]
    assert len(known) > 0.8 * len(functions), "make reached"


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


def in_time(folder, seconds, *options, known=None):
    """What a worker with so many seconds says of the tests of a folder, and what another finds that it took."""
    (folder / "taken").mkdir()
    if known:
        (folder / "taken" / "plan.json").write_text(known, encoding="utf-8")
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


CLASSES = """import pytest

class TestA:
    @pytest.mark.parametrize("n", [1, 2])
    def test_1(self, n): print(f"c{n}")
    def test_2(self): print("c3")
"""


def test_what_is_known_comes_first_and_nothing_twice(tmp_path):
    """By the name of its class too; of one file all; of another nothing more; and a file that cannot be read is told once."""
    for name in ("a", "b", "d", "e"):
        tests = "".join(f"def test_{n}(): print('{name}{n}')\n" for n in (1, 2, 3))
        (tmp_path / f"test_{name}.py").write_text(tests, encoding="utf-8")
    (tmp_path / "test_c.py").write_text(CLASSES, encoding="utf-8")
    (tmp_path / "test_f.py").write_text("1 / 0", encoding="utf-8")
    first = {"test_c.py": ["TestA::test_1"], "test_b.py": ["test_3", "test_9"], "test_gone.py": ["test_1"], "test_d.py": None}
    first |= {"test_e.py": ["test_2"], "test_f.py": ["test_1"]}
    said, taken = in_time(tmp_path, 9, "-s", known=json.dumps([first, ["test_e.py"]]))
    assert re.findall(r"\b[abcde]\d\b", said) == [
        *["c1", "c2", "b3", "d1", "d2", "d3", "e2", "a1", "a2", "a3", "b1", "b2", "c3"]
    ]
    assert said.count("ERROR collecting") == 1
    assert {place for place in taken if place.endswith("e.py")} == {"known%20test_e.py"}


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

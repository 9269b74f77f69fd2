"""What a killed run leaves is removed by the next, and what a living one writes is not."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from lstm_docs.export.new_folder import new_folder
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.ground.temporary_folder import PREFIX, WHOLE, aside

WRITES = """
import sys, time
from pathlib import Path
from lstm_docs.ground.temporary_folder import aside
with aside(Path(sys.argv[1])) as folder:
    (folder / "keys").write_text("half")
    print("ready", flush=True)
    time.sleep(60)
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be locked")


@pytest.fixture
def running(tmp_path):
    process = subprocess.Popen([sys.executable, "-c", WRITES, tmp_path], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    yield process
    process.kill()
    process.wait()


def left(folder):
    return [path for path in folder.iterdir() if path.name.startswith(PREFIX)]


def test_only_what_a_dead_process_left_is_removed(running, tmp_path):
    others = tmp_path / f"{PREFIX}mine"
    others.mkdir()
    (others / "letter.txt").write_text("not ours")
    with new_folder(tmp_path / "one"):
        assert len(left(tmp_path)) == 3  # its own, the running one's, the stranger's
    assert len(left(tmp_path)) == 2
    running.send_signal(signal.SIGKILL)
    running.wait()
    with new_folder(tmp_path / "two"):
        pass
    assert left(tmp_path) == [others]
    assert sorted(path.name for path in tmp_path.iterdir() if path not in left(tmp_path)) == ["one", "two"]


def test_a_folder_that_holds_only_what_was_left_is_empty(running, tmp_path):
    with pytest.raises(LstmDocsError, match="is not an empty folder"), new_folder(tmp_path):
        pass
    running.kill()
    running.wait()
    with new_folder(tmp_path) as folder:
        (folder / "a").write_text("whole")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_fault_leaves_nothing(tmp_path):
    def full() -> None:
        with new_folder(tmp_path / "out") as folder:
            (folder / "a").write_text("half")
            raise OSError("full")

    with pytest.raises(LstmDocsError, match="nothing was written"):
        full()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_whose_lock_was_lost_to_another_run_is_made_again(tmp_path, monkeypatch):
    from lstm_docs.ground import temporary_folder as module

    tries = iter([BlockingIOError(), FileNotFoundError(), None])
    real = module._lock

    def lock(folder):
        if lost := next(tries, None):
            raise lost
        return real(folder)

    monkeypatch.setattr(module, "_lock", lock)
    with aside(tmp_path) as folder:
        assert folder.name == WHOLE

"""A kit for many: stopped half way, and in no more memory than one for few."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
import tracemalloc

from lstm_docs.ground.temporary_folder import PREFIX, WHOLE

from .test_kit import SEED, written


def test_a_run_that_is_stopped_leaves_nothing(tmp_path):
    roster = tmp_path / "people.csv"
    roster.write_text("name\n" + "".join(f"Candidate {n}\n" for n in range(4_000)), encoding="utf-8")
    command = [sys.executable, "-m", "lstm_docs", "quiz", "make", "--set", "screen", "--candidates", str(roster)]
    running = subprocess.Popen([*command, "--seed", SEED, "--out", str(tmp_path / "out")], stderr=subprocess.DEVNULL)
    waited = 0.0
    while not any(tmp_path.glob(f"{PREFIX}*/{WHOLE}/papers/0005-*")) and waited < 60:
        time.sleep(0.05)
        waited += 0.05
    assert waited < 60
    running.send_signal(signal.SIGTERM)
    assert running.wait(120) != 0
    assert [file.name for file in tmp_path.iterdir()] == ["people.csv"]


def test_memory_does_not_grow_with_candidates(tmp_path):
    written(tmp_path / "warm", 10, ("md",))
    peaks = []
    for count in (20, 120):
        tracemalloc.start()
        written(tmp_path / str(count), count, ("md",))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 2**20  # a hundred candidates more, of whom each has 15 KB of files

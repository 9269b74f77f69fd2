"""What an answer may try in the closed room, and what becomes of it."""

from __future__ import annotations

import os
import re
import stat
import struct
from pathlib import Path

import numpy as np
import pytest

from lstm_docs.coding import Bounds, Call, Trial, carried, check_room, outcomes, verdict
from lstm_docs.coding.room import Outcome
from lstm_docs.coding.system_calls import ALLOW, REFUSE, REFUSED, refusing
from lstm_docs.ground.errors import LstmDocsError

CALL = Call("f", (np.arange(3.0),), "y")
RIGHT = Trial("doubled", CALL, {"y": np.array([0.0, 2, 4])})
SHORT = Bounds(cpu=1, wall=20)
DEF = "def f(x):\n    "


def became(code, bounds=SHORT, count=1):
    return [verdict(RIGHT, outcome) for outcome in outcomes(code, [CALL] * count, bounds)]


PLANTED = {
    "the answer": (DEF + "return 2 * x", "passed", ""),
    "NumPy without its import": (DEF + "return np.add(x, x)", "passed", ""),
    "in place": (DEF + "x *= 2\n    return x", "passed", ""),
    "an endless loop": (DEF + "while True: pass", "killed", "bound of CPU time: more than 1 seconds"),
    "a loop at import": ("while True: pass", "killed", "bound of CPU time"),
    "a fork bomb": (DEF + "import os\n    while True: os.fork()", "did not return", "PermissionError|BlockingIOError"),
    "a bomb of threads": (
        DEF + "import threading\n    while True: threading.Thread(target=f, args=(x,)).start()",
        "did not return",
        "can't start new thread",
    ),
    "another program": (DEF + "import subprocess\n    subprocess.run(['/bin/sh'])", "did not return", "PermissionError|Error"),
    "reading /etc": (DEF + "return len(open('/etc/passwd').read())", "did not return", "line 2: FileNotFoundError"),
    "reading the tests": (
        DEF + f"return len(open({__file__!r}).read())",
        "did not return",
        "line 2: FileNotFoundError",
    ),
    "our own package": ("import lstm_docs", "did not return", "ModuleNotFoundError"),
    "other packages": (DEF + "import sympy", "did not return", "ModuleNotFoundError"),
    "a socket": (
        DEF + "import socket\n    socket.create_connection(('1.1.1.1', 80), 1)",
        "did not return",
        "PermissionError|unreachable",
    ),
    "os._exit(0)": (DEF + "import os\n    os._exit(0)", "killed", "ended with status 0 and returned nothing"),
    "sys.exit(0)": (DEF + "import sys\n    sys.exit(0)", "did not return", "SystemExit"),
    "printing what is expected": (DEF + "print('[0. 2. 4.] passed', flush=True)", "failed", "y is no array of numbers"),
    "a 10 GB array": (DEF + "import numpy\n    return numpy.ones(10**10)", "did not return", "MemoryError"),
    "much memory in pieces": (DEF + "kept = []\n    while True: kept.append(bytes(10**7))", "did not return", "MemoryError"),
    "shared memory": (
        DEF + "import ctypes\n    return ctypes.CDLL(None).shmget(0, 2**40, 0o600) + 2 * x",
        "failed",
        r"y\[0\]: expected 0, returned -1",
    ),
    "too much output": (DEF + "import numpy\n    return numpy.ones(10**6)", "killed", "bound of output"),
    "writing outside": (DEF + "open('/tmp/out', 'w')", "did not return", "FileNotFoundError|Read-only"),
    "writing inside": (DEF + "open('/room/answer.py', 'w')", "did not return", "Permission|Read-only"),
    "a device": (DEF + "import os\n    os.mknod('/dev/sda', 0o60666, 0x800)", "did not return", "Error"),
    "a patched allclose": (
        "import numpy\nnumpy.allclose = numpy.array_equal = numpy.abs = lambda *a, **k: True\n" + DEF + "return 3 * x",
        "failed",
        r"y\[1\]: expected 2, returned 3",
    ),
    "an array that always agrees": (
        "import numpy\nclass A(numpy.ndarray):\n    __eq__ = __le__ = lambda *a: True\n" + DEF + "return (3 * x).view(A)",
        "failed",
        r"y\[1\]: expected 2",
    ),
    "a forged reply": (
        DEF + "import os\n    for fd in range(3, 60):\n        try: os.write(fd, b'passed' * 99)\n        except OSError: pass",
        "killed",
        "bound of output|no reply",
    ),
    "a pickle": (
        "import numpy, pickle\nclass P:\n    def __reduce__(self): return print, ('unpickled',)\n"
        + DEF
        + "return numpy.array([P()], dtype=object)",
        "failed",
        "no array of numbers",
    ),
    "nan": (DEF + "return x * float('nan')", "failed", "expected 0, returned nan"),
    "another shape": (DEF + "return 2 * x[None]", "failed", "expected shape 3, returned 1×3"),
    "no such function": ("def g(x): pass", "did not return", "has no attribute 'f'"),
    "no Python": ("def f(x:", "did not return", "line 1: SyntaxError"),
    "nothing of use": ("\x00\ud800", "did not return", "Error"),
    "an error of its own": (DEF + "x = 1\n    raise ValueError('\x1b[2J')", "did not return", "line 3: ValueError"),
}


@pytest.mark.parametrize("name", PLANTED)
def test_what_is_planted_is_stopped_and_told(name, room):
    code, state, said = PLANTED[name]
    (found,) = became(code)
    assert found.state == state, found.said
    assert re.search(said, found.said), found.said


def test_a_call_that_waits_is_ended_by_the_clock(room):
    (found,) = became(DEF + "import time\n    time.sleep(60)", Bounds(wall=1))
    assert (found.state, found.said) == ("killed", "bound of time: nothing came within 1 seconds")


def test_after_one_that_ended_the_process_the_next_is_run_and_after_two_none(room):
    code = "import os\n" + DEF + "os._exit(3) if x[0] else None\n    return 2 * x"
    bad = Call("f", (np.ones(3),), "y")
    states = [outcome.state for outcome in outcomes(code, [bad, CALL, bad, CALL], SHORT)]
    assert states == ["killed", "returned", "killed", "killed"]


def test_no_process_and_no_file_is_left(room, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    assert became(DEF + "return 2 * x")[0].passed
    assert list(tmp_path.iterdir()) == []


def test_without_bubblewrap_it_is_refused_in_a_line(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(LstmDocsError, match=r"^code is run inside bubblewrap, .* no answer was run$"):
        check_room()


def test_without_user_namespaces_it_is_refused_in_a_line(monkeypatch, tmp_path):
    program = tmp_path / "bwrap"
    program.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/bin{os.pathsep}/usr/bin")
    with pytest.raises(
        LstmDocsError, match=r"^bubblewrap opens no closed room here \(bwrap: No permissions .*no answer was run$"
    ):
        check_room()


def test_a_room_that_is_not_closed_is_refused(monkeypatch):
    found = Outcome("returned", "", [np.array([True] + 6 * [False])])
    monkeypatch.setattr("lstm_docs.coding.room.outcomes", lambda *_: iter([found]))
    with pytest.raises(LstmDocsError, match=r"not closed: inside there is a network; no answer was run"):
        check_room()


def test_the_bounds_are_those_of_the_page():
    assert Bounds() == Bounds(cpu=2, wall=10, memory=2**30, output=2**20)
    assert {name: Bounds().limits[f"RLIMIT_{name}"] for name in ("NPROC", "FSIZE")} == {"NPROC": 0, "FSIZE": 0}


def test_messages_are_read_back_and_others_refused():
    arrays = [np.arange(6.0).reshape(2, 3), np.array(7), np.array([True, False])]
    whole = carried.packed({"a": 1}, arrays)
    head, read = carried.unpacked(whole[carried.LENGTH.size :])
    assert head["a"] == 1
    assert [array.tolist() for array in read] == [array.tolist() for array in arrays]
    huge = carried.packed({}, [np.zeros(3)]).replace(b"(3,)", b"(9,)")
    for bad in (b"", b"12345678", struct.pack("<Q", 2**60) + b"{}", huge[carried.LENGTH.size :]):
        with pytest.raises(carried.CarriedError):
            carried.unpacked(bad)


@pytest.mark.parametrize("machine", REFUSED)
def test_the_filter_refuses_the_calls_it_names_and_no_others(machine):
    """The program is walked as the kernel walks it."""
    architecture, calls = REFUSED[machine]
    program = list(struct.iter_unpack("<HBBI", refusing(machine)))

    def verdict_of(number):
        place, loaded = 0, 0
        while True:
            code, yes, no, value = program[place]
            if code == 0x06:
                return value
            if code == 0x20:
                loaded = number if value == 0 else architecture
                place += 1
            else:
                place += 1 + (yes if (loaded == value if code == 0x15 else loaded >= value) else no)

    assert {number for number in range(600) if verdict_of(number) == REFUSE} == set(calls.values())
    assert {verdict_of(number) for number in range(600)} == {ALLOW, REFUSE}
    assert verdict_of(0x40000000) == REFUSE


HEADER = Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h")


@pytest.mark.skipif(not HEADER.is_file(), reason="no headers of the kernel here")
def test_numbers_of_calls_are_those_of_this_system():
    lines = HEADER.read_text(encoding="utf-8").splitlines()
    assert {f"#define __NR_{name} {number}" for name, number in REFUSED["x86_64"][1].items()} <= set(lines)

"""The closed room in which a candidate's code runs: bubblewrap, with nothing in it but Python and NumPy to read.

No network, no file of anybody, nothing that can be written, one process, bounded memory, work and output. The process
gets inputs and returns arrays; what is expected never enters.
"""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from ..ground.errors import LstmDocsError
from . import carried
from .bubblewrap import NOTHING_RUN, command
from .system_calls import refusing
from .trials import Call

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


MOST_TEXT = 300
MOST_KILLED = 2


@dataclass(frozen=True)
class Bounds:
    """What an answer may take: `cpu` seconds of work for all its tests, `wall` seconds for each, bytes of `memory`
    and `output`."""

    cpu: int = 2
    wall: float = 10
    memory: int = 2**30
    output: int = 2**20

    @property
    def limits(self) -> dict[str, int]:
        """By the names of the system."""
        return {
            "RLIMIT_CPU": self.cpu,
            "RLIMIT_AS": self.memory,
            "RLIMIT_NPROC": 0,
            "RLIMIT_FSIZE": 0,
            "RLIMIT_CORE": 0,
            "RLIMIT_NOFILE": 64,
            "RLIMIT_MEMLOCK": 0,
            "RLIMIT_MSGQUEUE": 0,
        }


BOUNDS = Bounds()


@dataclass(frozen=True)
class Outcome:
    """What became of a call: `returned` arrays; or `misshapen`, `raised` or `killed`, and what is `said` of it."""

    state: str
    said: str = ""
    arrays: list[Any] = field(default_factory=list)


NOT_RUN = Outcome("killed", f"not run, since {MOST_KILLED} tests before it were ended")


class _Ended(Exception):
    pass


def outcomes(code: str, calls: Sequence[Call], bounds: Bounds = BOUNDS) -> Iterator[Outcome]:
    """What becomes of each call of a candidate's code, in one process as long as it lives and in new ones after that.

    Raises `LstmDocsError` if there is no closed room on this machine.
    """
    left, killed = list(calls), 0
    while left and killed < MOST_KILLED:
        with _process(code, bounds) as process:
            unloaded = process.loaded()
            while left:
                outcome = unloaded or process.asked(left[0])
                left.pop(0)
                yield outcome
                if outcome.state == "killed" and not unloaded:
                    killed += 1
                    break
    yield from (NOT_RUN for _ in left)


PROBE = """
import os, socket
def probe():
    try:
        found = [len(socket.if_nameindex()) > 1]
    except OSError:
        found = [False]
    found.append(os.getuid() == 0)
    for name in ("/etc", "/home", "/proc"):
        found.append(os.path.exists(name))
    try:
        open("/room/written", "w")
        found.append(True)
    except OSError:
        found.append(False)
    try:
        found.append(os.fork() >= 0)
    except OSError:
        found.append(False)
    return found
"""
PROBED = ("a network", "all rights", "/etc", "/home", "/proc", "a place to write", "a second process")


def check_room() -> None:
    """Try from inside whether the room is closed. Raises `LstmDocsError` if there is none on this machine, or it leaks."""
    (outcome,) = outcomes(PROBE, [Call("probe", (), "found")])
    if outcome.state != "returned":
        raise LstmDocsError(f"the closed room cannot be tried ({outcome.said}); {NOTHING_RUN}")
    if leaks := [name for name, found in zip(PROBED, outcome.arrays[0], strict=True) if found]:
        raise LstmDocsError(
            f"the room that bubblewrap makes here is not closed: inside there is {', '.join(leaks)}; {NOTHING_RUN}"
        )


class _Process:
    def __init__(self, process: subprocess.Popen[bytes], bounds: Bounds, said: IO[bytes]) -> None:
        self.process, self.bounds, self.said = process, bounds, said
        if process.stdin is None or process.stdout is None:
            raise ValueError("a process without pipes")
        self.calls, self.replies = process.stdin, process.stdout
        os.set_blocking(self.replies.fileno(), False)

    def loaded(self) -> Outcome | None:
        """Nothing if the answer was loaded, and what became of it if not. Raises `LstmDocsError` if the room does not open."""
        try:
            head, _ = self._message()
        except _Ended:
            head = {}
        if head.get("state") != "ready":
            self.said.seek(0)
            lines = self.said.read(4000).decode(errors="replace").strip().splitlines()
            reason = lines[-1] if lines else "it ended without a word"
            raise LstmDocsError(
                f"bubblewrap opens no closed room here ({reason[:200]}); it needs user namespaces, which some containers and "
                f"systems forbid; {NOTHING_RUN}"
            )
        outcome = self._reply()
        return None if outcome.state == "loaded" else outcome

    def asked(self, call: Call) -> Outcome:
        """What becomes of one call."""
        head, arrays = call.message
        try:
            self.calls.write(carried.packed(head, arrays))
            self.calls.flush()
        except OSError:
            pass  # its end is told by what it does not reply
        return self._reply()

    def _reply(self) -> Outcome:
        try:
            head, arrays = self._message()
        except _Ended as end:
            return Outcome("killed", str(end))
        said = head.get("said", "")
        state = head.get("state")
        known = state in ("loaded", "returned", "misshapen", "raised")
        return Outcome(str(state), str(said)[:MOST_TEXT], arrays) if known else Outcome("killed", "it sent what is no reply")

    def _message(self) -> tuple[dict[str, Any], list[Any]]:
        """The next message. Raises `_Ended` with the bound that was met."""
        until = time.monotonic() + self.bounds.wall
        (length,) = carried.LENGTH.unpack(self._read(carried.LENGTH.size, until))
        if length > self.bounds.output:
            raise _Ended(f"bound of output: more than {self.bounds.output:,} bytes")
        try:
            head, arrays = carried.unpacked(self._read(length, until))
        except carried.CarriedError as error:
            raise _Ended(f"it sent what is no reply: {error}"[:MOST_TEXT]) from None
        if not isinstance(head, dict):
            raise _Ended("it sent what is no reply")
        return head, arrays

    def _read(self, count: int, until: float) -> bytes:
        parts: list[bytes] = []
        with selectors.DefaultSelector() as ready:
            ready.register(self.replies, selectors.EVENT_READ)
            while count:
                if not ready.select(max(0, until - time.monotonic())):
                    raise _Ended(f"bound of time: nothing came within {self.bounds.wall:g} seconds")
                part = os.read(self.replies.fileno(), min(count, 2**16))
                if not part:
                    raise _Ended(self._end())
                parts.append(part)
                count -= len(part)
        return b"".join(parts)

    def _end(self) -> str:
        try:
            status = self.process.wait(self.bounds.wall)
        except subprocess.TimeoutExpired:
            return "it closed its output and did not end"
        number = status - 128 if status > 128 else -status
        if number == 24:
            return f"bound of CPU time: more than {self.bounds.cpu} seconds of work"
        if number == 9:
            return "the system ended its process, as it does when memory is short"
        return (
            f"its process was ended by signal {number}"
            if number > 0
            else f"its process ended with status {status} and returned nothing"
        )


@contextmanager
def _process(code: str, bounds: Bounds) -> Iterator[_Process]:
    with (
        tempfile.TemporaryDirectory(prefix="lstm-docs-") as folder,
        tempfile.TemporaryFile() as said,
        tempfile.TemporaryFile() as calls,
    ):
        calls.write(refusing())
        calls.seek(0)
        answer = Path(folder, "answer.py")
        answer.write_text(code, encoding="utf-8", errors="replace")
        answer.chmod(0o444)
        process = subprocess.Popen(  # noqa: S603 - bubblewrap, with arguments of ours
            [*command(answer, calls.fileno()), json.dumps(bounds.limits)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            env={},
            cwd="/",
            pass_fds=[calls.fileno()],
        )
        try:
            yield _Process(process, bounds, said)
        finally:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                _close(pipe)


def _close(pipe: IO[bytes] | None) -> None:
    try:
        if pipe:
            pipe.close()
    except OSError:
        pass

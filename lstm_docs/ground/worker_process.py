"""Work on files of others, done in a process of its own that is ended when it takes too much time or memory.

A template is a program. A sandbox keeps it from doing harm and cannot keep it from running forever: one power of two
large numbers takes years, and no signal ends it.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import contextmanager
from functools import cache, lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar, cast

from .errors import LstmDocsError

try:
    import resource
except ImportError:  # Windows, where time alone is bounded
    resource = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection
    from typing import Any

P = ParamSpec("P")
T = TypeVar("T")

SECONDS = 10
PATIENCE = 60
MEMORY = 2**31
LONGEST = 2**26
MOST_FILES = 10_000
READY = "ready"
OUT_OF_TIME = -getattr(signal, "SIGXCPU", 0)


def with_templates(folder: Path | None, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What `work` returns, here, or if it fills in templates from a folder of the user's, `apart`. Raises as both do."""
    if folder is None:
        return work(*args, **kwargs)
    check_folder(folder)
    return apart(folder, work, *args, **kwargs)


def apart(where: object, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What `work` returns, or raises, when another process of ours does it; both must be fit to be pickled.

    Raises `LstmDocsError` at `where` if it computes for more than `SECONDS`, makes us wait for more than `PATIENCE`,
    takes more than `MEMORY`, or returns more than `LONGEST`.
    """
    worker = _worker(Path.cwd())
    try:
        answer, error = worker.asked((SECONDS, work, args, kwargs))
    except (TimeoutError, EOFError, OSError) as fault:
        _worker.cache_clear()
        too_long = isinstance(fault, TimeoutError) or worker.process.exitcode == OUT_OF_TIME
        limit = "too long" if too_long else "more memory than there is for it"
        raise LstmDocsError(f"what stands there takes {limit}; does a loop of a template ever end?", where=str(where)) from None
    if error is not None:
        raise error
    return cast("T", answer)


def check_folder(folder: Path) -> None:
    """Refuse a folder that is none, or from which a link leads out: a template must not show what lies elsewhere.

    Raises `LstmDocsError`, and `OSError` for a folder that cannot be read.
    """
    _check_folder(folder, Path.cwd())


@cache
def _check_folder(folder: Path, _seen_from: Path) -> None:
    """Once for each folder; a relative path is another one where it is seen from another."""
    if not folder.is_dir():
        raise LstmDocsError(f"{folder} is no folder: templates of your own lie in one")
    home = folder.resolve()
    for count, entry in enumerate(folder.rglob("*"), start=1):
        if count > MOST_FILES:
            raise LstmDocsError(f"{folder} holds more than {MOST_FILES:,} files; give a folder that holds templates alone")
        if entry.is_symlink() and not Path(os.path.realpath(entry)).is_relative_to(home):
            raise LstmDocsError(f"{entry} leads out of the folder of templates; put there what it leads to")


class _Worker:
    """Another process, which does one piece of work after another."""

    def __init__(self) -> None:
        context = get_context("spawn")
        self.pipe, there = context.Pipe()
        self.process = context.Process(target=_work, args=(there,), daemon=True)
        with _no_interruption():
            self.process.start()
        there.close()
        try:
            self._received()
        except (TimeoutError, EOFError, OSError):
            raise LstmDocsError("templates of your own are filled in by another process, which does not start") from None

    def asked(self, work: object) -> tuple[Any, Exception | None]:
        """What it returned, and what it raised. Raises `TimeoutError`, or `EOFError` or `OSError` if it died."""
        self.pipe.send(work)
        return cast("tuple[Any, Exception | None]", self._received())

    def _received(self) -> object:
        try:
            if self.pipe.poll(PATIENCE):
                return self.pipe.recv()
        except (EOFError, OSError):
            self.process.join(1)  # how it dies is known when it is dead
            raise
        self.process.kill()
        raise TimeoutError


@lru_cache(maxsize=1)
def _worker(_folder: Path) -> _Worker:
    """The process that works in a folder, from which paths are seen: in another one, it is another process."""
    return _Worker()


@contextmanager
def _no_interruption() -> Iterator[None]:
    """^C is for the process that a person sees: the one started in here never hears it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(pipe: Connection) -> None:
    """What the other process does until nobody asks any more."""
    # What a library says when it dies is no message of ours.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    if resource:
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    pipe.send(READY)
    while True:
        try:
            seconds, work, args, kwargs = pipe.recv()
        except EOFError:
            return
        _bound_time(seconds)
        pipe.send(_done(work, args, kwargs))


def _bound_time(seconds: int) -> None:
    """The system ends this process after so many seconds of work, however busy the machine is."""
    if resource:
        most = int(time.process_time()) + seconds
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _done(work: Callable[..., object], args: tuple[object, ...], kwargs: dict[str, object]) -> tuple[object, Exception | None]:
    try:
        answer = work(*args, **kwargs)
    except MemoryError:
        sys.exit(1)
    except Exception as error:
        return None, error
    if isinstance(answer, str | bytes) and len(answer) > LONGEST:
        return None, LstmDocsError(f"template: writes more than {LONGEST:,} characters")
    return answer, None

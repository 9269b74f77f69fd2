"""The command line of bubblewrap: what of this machine is seen inside the closed room, and nothing else."""

from __future__ import annotations

import os
import shutil
import site
import sys
from pathlib import Path

import numpy as np

from ..ground.errors import LstmDocsError
from .system_calls import refusing

HERE = Path(__file__).parent
NOTHING_RUN = "no answer was run"
NO_BUBBLEWRAP = (
    f"code is run inside bubblewrap, and there is no program bwrap here: install bubblewrap, which is for Linux; {NOTHING_RUN}"
)


def command(answer: Path, calls: int) -> list[str]:
    """The command line as far as the program inside; it ends before the limits. `calls` is the file of the filter.

    Raises `LstmDocsError` if there is no program bwrap.
    """
    program = shutil.which("bwrap")
    if not program:
        raise LstmDocsError(NO_BUBBLEWRAP)
    python = Path(sys.base_prefix, "bin", f"python{sys.version_info.major}.{sys.version_info.minor}")
    bound = {**_system(), **_python(), **_ours(answer)}
    parents = {parent for target in (*bound, "/dev/null") for parent in Path(target).parents if str(parent) != "/"}
    rights = ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"] if os.geteuid() == 0 else ["--unshare-user"]
    return [
        *(program, "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"),
        *("--die-with-parent", "--new-session", "--cap-drop", "ALL", *rights),
        *(word for parent in sorted(parents) for word in ("--dir", str(parent))),
        *(word for target, how in bound.items() for word in (*how, target)),
        *("--dev-bind", "/dev/null", "/dev/null", "--remount-ro", "/", "--chdir", "/"),
        *(("--seccomp", str(calls)) if refusing() else ()),
        *("--setenv", "OPENBLAS_NUM_THREADS", "1", "--setenv", "OMP_NUM_THREADS", "1"),
        *("--", str(python), "-I", "-S", "-B", "/room/inside.py"),
    ]


def _system() -> dict[str, tuple[str, ...]]:
    """The libraries of the system: where each comes from, by where it is seen."""
    bound: dict[str, tuple[str, ...]] = {}
    for name in ("/usr/lib", "/usr/lib64", "/usr/lib32", "/lib", "/lib64", "/nix/store", "/gnu/store"):
        if Path(name).is_symlink():
            bound[name] = ("--symlink", str(Path(name).readlink()))
        elif Path(name).is_dir():
            bound[name] = ("--ro-bind", name)
    return bound


def _python() -> dict[str, tuple[str, ...]]:
    """Python, with all packages hidden, and NumPy where `inside` looks for it."""
    numpy = Path(np.__file__).parent
    prefix = sys.base_prefix
    bound: dict[str, tuple[str, ...]] = {prefix: ("--ro-bind", prefix)}
    for hidden in site.getsitepackages([prefix]):
        if Path(hidden).is_dir():
            bound[hidden] = ("--tmpfs",)
    for folder in (numpy, numpy.with_name("numpy.libs")):
        if folder.is_dir():
            bound[f"/packages/{folder.name}"] = ("--ro-bind", str(folder))
    return bound


def _ours(answer: Path) -> dict[str, tuple[str, ...]]:
    files = (HERE / "inside.py", HERE / "carried.py", answer)
    return {f"/room/{file.name}": ("--ro-bind", str(file)) for file in files}

"""Where the JavaScript packages are. Run as a module it makes sure that they are there:

python -m tests.js.install
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
CACHE = HERE.parents[1] / ".cache" / "js"
FILES = ("package.json", "package-lock.json")
ADVICE = "npm is needed for the tests of QTI and GIFT: install it (apt-get install npm)"


class NoPackages(Exception):
    """The packages cannot be installed; the message says why."""


def packages() -> Path:
    """The folder of the installed packages, `node_modules`; they are installed first if the lock has changed.

    Raises `NoPackages`.
    """
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the workers of one test run share the folder
        if _stamp() != _wanted():
            _install()
    return CACHE / "node_modules"


def _wanted() -> bytes:
    return b"".join((HERE / name).read_bytes() for name in FILES)


def _stamp() -> bytes:
    stamp = CACHE / "node_modules" / ".stamp"
    return stamp.read_bytes() if stamp.is_file() else b""


def _install() -> None:
    for name in FILES:
        shutil.copy(HERE / name, CACHE / name)
    command = [_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=CACHE, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoPackages(f"npm ci failed in {CACHE}:\n{done.stderr}")
    (CACHE / "node_modules" / ".stamp").write_bytes(_wanted())


def _npm() -> str:
    program = shutil.which("npm")
    if not program and hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "install", "-y", "-qq", "npm"], stdout=subprocess.DEVNULL, check=False)
        program = shutil.which("npm")
    if not program:
        raise NoPackages(ADVICE)
    return program


def main() -> int:
    """0 if the packages are there, installing them if need be; otherwise advice and 1."""
    try:
        packages()
    except NoPackages as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The peers that benchmarks compare us with, installed in a folder of their own, so that none is ever missing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
WANTED = ROOT / "requirements" / "peers.txt"
FOLDER = ROOT / ".cache" / "peers"


def install() -> None:
    """Have them importable, after everything that is installed already."""
    stamp = FOLDER / ".stamp"
    if not stamp.is_file() or stamp.read_bytes() != WANTED.read_bytes():
        command = [sys.executable, "-m", "pip", "install", "-q", "--upgrade", "--target", str(FOLDER), "-r", str(WANTED)]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        stamp.write_bytes(WANTED.read_bytes())
    sys.path.append(str(FOLDER))

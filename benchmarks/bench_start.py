"""How soon a command starts: processor time of whole processes, medians of 20, beside what they cannot do without."""

from __future__ import annotations

import os
import subprocess
import sys
from statistics import median

RUNS = 20
PAIRS = (
    ("lstm-docs --help", ["-m", "lstm_docs", "--help"], "import click", 2.0),
    ("lstm-docs quiz --help", ["-m", "lstm_docs", "quiz", "--help"], "import click", 2.0),
    ("lstm-docs facts", ["-m", "lstm_docs", "facts", "--input", "80", "--hidden", "12"], "import sympy, numpy", 1.5),
)
"""A command, the least that it needs, and how many times that it may take."""


def seconds(arguments: list[str]) -> float:
    """Processor time of Python with these arguments."""
    before = os.times()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> None:
    """Print a line for each command."""
    for name, arguments, least, most in PAIRS:
        runs = [(seconds(arguments), seconds(["-c", least])) for _ in range(RUNS)]
        ours, theirs = (median(column) for column in zip(*runs, strict=True))
        print(f"{name:<22} {ours:.3f} s, {least!r} {theirs:.3f} s: {ours / theirs:.2f} ×, at most {most} ×")


if __name__ == "__main__":
    main()

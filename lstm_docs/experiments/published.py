"""The run of adding that a page repeats to the last weight: `python -m lstm_docs.experiments.published FOLDER`.

It takes ten to twenty seconds. What it comes to is the same on every machine, because every sum has an order.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..live.adding import Run, train

EVERY = 20
"""How many updates lie between two losses that are kept."""
DIGITS = 6
RATES = (0.001, 0.02, 1.0)
"""Beside the run's own cell, curves at other learning rates, each the mean of EVERY losses."""


def curve(run: Run) -> tuple[list[float], Any]:
    """The mean loss of each EVERY updates, and the parameters after the last."""
    losses, last = [], None
    for progress in train(run):
        losses.append(progress.loss)
        last = progress.parameters
    parts = [losses[n : n + EVERY] for n in range(0, len(losses), EVERY)]
    return [float(f"{sum(part) / len(part):.{DIGITS}g}") for part in parts], last


def results(run: Run) -> dict[str, Any]:
    """What the file holds."""
    losses, last = curve(run)
    curves = {f"{rate:g}": losses if rate == run.rate else curve(Run(**{**asdict(run), "rate": rate}))[0] for rate in RATES}
    return {"run": asdict(run), "every": EVERY, "curves": curves, "parameters": last.tolist()}


def main(folder: Path) -> None:
    """Write the file."""
    text = json.dumps(results(Run()))
    (folder / "adding.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

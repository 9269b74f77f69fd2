"""What five cells scored on two tasks: `tasks.json`, which `benchmarks/family_tasks.py` writes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from statistics import median
from typing import Any

FILE = "tasks.json"


@dataclass(frozen=True)
class Score:
    """A cell on a task: the median of its seeds, the best and the worst of them, and how large it was."""

    task: str
    cell: str
    units: int
    parameters: int
    median: float
    lowest: float
    highest: float
    seeds: int


@cache
def _stored() -> dict[str, Any]:
    stored: dict[str, Any] = json.loads(resources.files(__package__).joinpath(FILE).read_text(encoding="utf-8"))
    return stored


def about() -> dict[str, Any]:
    """The settings, the tasks and the versions."""
    return dict(_stored()["about"])


@cache
def scores() -> tuple[Score, ...]:
    """Every cell on every task, as they stand in the file."""
    rows = _stored()["rows"]
    keys = dict.fromkeys((row["task"], row["cell"], row["units"], row["parameters"]) for row in rows)
    return tuple(_score(*key, [row["score"] for row in rows if (row["task"], row["cell"]) == key[:2]]) for key in keys)


def _score(task: str, cell: str, units: int, parameters: int, of_seeds: list[float]) -> Score:
    return Score(task, cell, units, parameters, median(of_seeds), min(of_seeds), max(of_seeds), len(of_seeds))

"""What is said of simulated learners is what the benchmark computes."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from statistics import mean

ROOT = Path(__file__).parents[2]


def _benchmark():
    spec = importlib.util.spec_from_file_location("bench_practice", ROOT / "benchmarks" / "bench_practice.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look for their module
    spec.loader.exec_module(module)
    return module


def test_the_stored_result_is_computed_and_the_page_shows_it():
    bench = _benchmark()
    stored = json.loads(bench.RESULT.read_text(encoding="utf-8"))
    again = [bench.learnt("ours", "power", seed) for seed in range(stored["learners"])]
    for what, told in stored["power"]["ours"].items():
        assert round(100 * mean(one[what] for one in again), 1) == told[0]
    page = (ROOT / "docs/decisions/review.md").read_text(encoding="utf-8")
    assert bench.table(stored) in page
    assert f"{stored['learners']} learners" in page

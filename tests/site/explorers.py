"""The explorers' setups, and random states for them."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from lstm_docs.ground.located import load
from lstm_docs.site import explore
from lstm_docs.site.explore import controls, explorer


def setup(name: str, options: str = "") -> tuple[Any, Any, dict[str, Any]]:
    """An explorer, its controls, and the data that its page holds."""
    explorer = explore.EXPLORERS[name]
    parts = explorer.setup(load(f"explorer: {name}\n{options}", "page", 1))
    first = controls.read(parts.controls, load(f"explorer: {name}\n{options}", "page", 1))
    data = {"names": controls.names(parts.controls), "first": first, **parts.data}
    return explorer, parts.controls, json.loads(json.dumps(data))


def states(controls_: Any, count: int, seed: int) -> list[dict[str, Any]]:
    """Random states: sizes spread over all magnitudes, choices and numbers at will."""
    rng = np.random.default_rng(seed)
    return [{it.name: _drawn(it, rng) for it in controls_} for _ in range(count)]


def _drawn(it: Any, rng: np.random.Generator) -> Any:
    if it.kind == "choice":
        return str(rng.choice(list(it.choices)))
    if it.kind == "changes" and it.of:
        return str(rng.choice(["", ".".join(str(int(np.exp(rng.uniform(0, 8))) - 1) for _ in it.of)]))
    if it.kind == "changes":
        return ",".join(_changed(rng) for _ in range(rng.integers(0, 6)))
    if it.optional and rng.random() < 0.6:
        return None
    if it.low == 0 and rng.random() < 0.6:
        return 0
    unit = 10**it.decimals
    if it.low < 0 or it.high <= 64:
        return (
            int(rng.integers(it.low * unit, it.high * unit, endpoint=True)) / unit
            if it.decimals
            else int(rng.integers(it.low, it.high, endpoint=True))
        )
    top = np.log((it.high if rng.random() < 0.1 else min(it.high, 2000)) + 1)
    value = float(np.exp(rng.uniform(0, top)))
    return max(it.low, min(it.high, int(value * unit) / unit if it.decimals else int(value) - (it.low == 0)))


def _changed(rng: np.random.Generator) -> str:
    """A weight of some cell, or of none, with a place that may be out of it, and what it is changed to."""
    weight = rng.choice(["W_f", "W_i", "U_g", "U_o", "b_o", "W_r", "U_n", "b_n", "U_h", "W_h", "p_i", "W_q"])
    row, column = rng.integers(1, 5, size=2)
    return f"{weight}.{row}.{column}={int(rng.integers(-90, 91)) / 10}"


def python_parts(chosen: Any, data: Any, state: Any, before: Any) -> dict[str, str]:
    """What Python shows for the pair."""
    return {name: str(html) for name, html in explorer.parts(chosen, data, state, before).items()}

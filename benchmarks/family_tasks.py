"""Five cells of the family on the adding and the copying task: one layer each, about as many parameters, several seeds.

Run by `make experiments`; writes lstm_docs/family/tasks.json. Each cell is the PyTorch module that its equations give.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from pathlib import Path
from time import perf_counter

os.environ.setdefault("OMP_NUM_THREADS", "1")

import torch
from torch import nn
from torch.nn import functional

from lstm_docs import Network, cells, derive, facts
from lstm_docs.experiments.synthetic import ADDING_STEPS, COPIED, DELAY, SYMBOLS, adding, copying
from lstm_docs.training import Stream

OUT = Path(__file__).parents[1] / "lstm_docs/family/tasks.json"
CELLS = ("lstm", "gru-reset-after", "indrnn", "mingru", "slstm")
SEEDS = (0, 1, 2, 3)
PARAMETERS = 1500
"""The most that a layer may have; its units are as many as fit."""
ITERATIONS, BATCH, RATE, CLIP = 1000, 64, 0.01, 1.0
JUDGED = 2000
TASKS = {
    "adding": {"inputs": 2, "outputs": 1, "reads": 1, "make": adding, "metric": "mean squared error"},
    "copying": {"inputs": SYMBOLS + 1, "outputs": SYMBOLS, "reads": COPIED, "make": copying, "metric": "accuracy"},
}


def units(cell: str, inputs: int) -> int:
    """The most units whose layer has no more than PARAMETERS, one bias for each sum."""
    return max(h for h in range(1, 400) if parameters(cell, inputs, h) <= PARAMETERS)


def parameters(cell: str, inputs: int, hidden: int) -> int:
    """What the layer has, one bias for each sum."""
    return int(facts.of(Network(cell=cell, input=inputs, hidden=hidden))["parameters"].value)


def module(cell: str, inputs: int, hidden: int) -> nn.Module:
    """The cell's module, its weights as PyTorch draws a layer's; the vector u of an IndRNN from 0 to 1, as its paper says."""
    names: dict[str, object] = {}
    exec(compile(derive.torch_program(cells.build(cell)), cell, "exec"), names)
    (kind,) = (it for it in names.values() if isinstance(it, type) and issubclass(it, nn.Module))
    made = kind(inputs, hidden)
    if cell == "indrnn":
        nn.init.uniform_(made.u_h, 0, 1)
    return made


def loss_of(task: str, outputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """What is made small."""
    if task == "adding":
        return functional.mse_loss(outputs, targets)
    return functional.cross_entropy(outputs.flatten(0, 1), targets.flatten())


def score_of(task: str, outputs: torch.Tensor, targets: torch.Tensor) -> float:
    """What is judged: an error, or the share that is right."""
    if task == "adding":
        return float(functional.mse_loss(outputs, targets))
    return float((outputs.argmax(-1) == targets).float().mean())


def batch(task: str, count: int, stream: Stream) -> tuple[torch.Tensor, torch.Tensor]:
    """Sequences (T, N, I) and their targets."""
    made = TASKS[task]["make"](count, stream)
    targets = torch.from_numpy(made.targets)
    return torch.from_numpy(made.x).float(), targets.float() if task == "adding" else targets.long()


def trained(task: str, cell: str, seed: int, iterations: int = ITERATIONS) -> dict[str, object]:
    """One training on fresh sequences, judged on others."""
    about = TASKS[task]
    torch.manual_seed(seed)
    hidden = units(cell, about["inputs"])
    layer, head = module(cell, about["inputs"], hidden), nn.Linear(hidden, about["outputs"])
    every = [*layer.parameters(), *head.parameters()]
    adam = torch.optim.Adam(every, RATE)
    start = perf_counter()
    for iteration in range(iterations):
        x, targets = batch(task, BATCH, Stream(seed, 11, iteration))
        loss = loss_of(task, head(layer(x)[0][-about["reads"] :]), targets)
        adam.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(every, CLIP)
        adam.step()
    with torch.no_grad():
        x, targets = batch(task, JUDGED, Stream(seed, 12, 0))
        score = score_of(task, head(layer(x)[0][-about["reads"] :]), targets)
    row = {"task": task, "cell": cell, "units": hidden, "parameters": parameters(cell, about["inputs"], hidden), "seed": seed}
    return {**row, "score": float(f"{score:.6g}"), "seconds": round(perf_counter() - start, 1)}


def main() -> None:
    """Train all, and write what came of it."""
    torch.set_num_threads(1)
    about = {
        "settings": {
            "iterations": ITERATIONS,
            "batch": BATCH,
            "rate": RATE,
            "clip": CLIP,
            "judged": JUDGED,
            "most": PARAMETERS,
        },
        "tasks": {
            "adding": {"steps": ADDING_STEPS, "metric": TASKS["adding"]["metric"]},
            "copying": {"steps": 2 * COPIED + DELAY, "metric": TASKS["copying"]["metric"], "symbols": SYMBOLS},
        },
        "versions": {"python": platform.python_version(), "torch": torch.__version__.partition("+")[0]},
    }
    rows = []
    for seed in SEEDS:
        for task in TASKS:
            for cell in CELLS:
                rows.append(trained(task, cell, seed))
                print(json.dumps(rows[-1]), file=sys.stderr, flush=True)
    OUT.write_text(to_text(about, rows), encoding="utf-8", newline="\n")


def to_text(about: dict[str, object], rows: list[dict[str, object]]) -> str:
    """The file: the settings, then one line for each training."""
    ordered = sorted(rows, key=lambda row: (row["task"], CELLS.index(row["cell"]), row["seed"]))
    lines = ",\n".join("  " + json.dumps(row) for row in ordered)
    return f'{{\n "about": {json.dumps(about)},\n "rows": [\n{lines}\n ]\n}}\n'


if __name__ == "__main__":
    main()

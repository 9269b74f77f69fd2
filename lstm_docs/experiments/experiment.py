"""The results of an experiment, as they are stored and read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import facts
from ..ground.errors import one_of
from ..network import Network

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

RESULTS = Path(__file__).parent / "results"
COLUMNS = (
    *("variant", "units", "layers", "rate", "batch", "seed"),
    *("score", "train_score", "first_loss", "epochs", "seconds", "losses"),
)
"""What a results file holds of a row, in order; `variant` and `losses` only where there are any."""
VARIED = ("variant", "layers", "units", "rate", "batch")
"""What a grid may be over: rows that agree in these differ in their seed."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One training, or one for each fold: the scores are the means.

    `score` is on the validation data, which nothing of the training saw; `train_score` on the training data.
    `variant` names a mistake that was made on purpose; `rate` is the learning rate, `batch` how many sequences a batch has.
    `first_loss` is the mean training loss of the first epoch, which can be recomputed more exactly than a score.
    `losses` are those of every epoch, where they are kept: in training, and on the data that say when to stop.
    `epochs` were run in all. `parameters` and `macs` (of one sequence) include the head's.
    `seconds` is how long it took, on the machine it ran on: it is not comparable.
    """

    units: int
    layers: int
    rate: float
    batch: int
    seed: int
    score: float
    train_score: float
    first_loss: float
    epochs: int
    seconds: float
    parameters: int
    macs: int
    losses: tuple[tuple[float, ...], tuple[float, ...]] | None = None
    variant: str = ""


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """What was tried and what came of it.

    `metric` in `unit` is judged on `validation_samples` sequences of `steps` steps after training on
    `train_samples` (means over folds); `seed_means` says what differs between seeds. `baselines` are scores
    of predictions without a network, by name, means over the same validation data as the rows.
    `settings` are those of the training, `versions` what it ran with.
    """

    name: str
    says: str
    source: str
    seed_means: str
    metric: str
    unit: str
    higher_is_better: bool
    head: str
    input: int
    output: int
    steps: int
    reads: int
    train_samples: int
    validation_samples: int
    baselines: Mapping[str, float]
    settings: Mapping[str, Any]
    versions: Mapping[str, str]
    rows: tuple[Row, ...]

    @property
    def varied(self) -> tuple[str, ...]:
        """What the grid is over, of `VARIED`: what has more than one value."""
        return tuple(name for name in VARIED if len(self.tried(name)) > 1)

    def tried(self, name: str) -> tuple[Any, ...]:
        """The values that were tried of one of `VARIED`, in order."""
        return tuple(sorted({getattr(row, name) for row in self.rows}))

    def network(self, units: int, layers: int) -> Network:
        """The network of some rows."""
        return Network(cell="lstm", input=self.input, hidden=units, layers=layers)


def names() -> tuple[str, ...]:
    """The experiments whose results are stored."""
    return tuple(sorted(path.stem for path in RESULTS.glob("*.json")))


@cache
def stored(name: str) -> Experiment:
    """The stored results of an experiment. Raises `UnknownNameError`."""
    path = RESULTS / f"{one_of(name, names(), 'experiment')}.json"
    return from_data(json.loads(path.read_text(encoding="utf-8")))


def from_data(data: Mapping[str, Any]) -> Experiment:
    """An experiment from what a results file holds; parameters and MACs are computed, not stored."""
    fields = {**data["experiment"]}
    rows = [_row(dict(zip(data["columns"], row, strict=True))) for row in data["rows"]]
    costs = {key: cost(fields, *key) for key in {(row["units"], row["layers"]) for row in rows}}
    with_costs = (Row(**{**row, **costs[row["units"], row["layers"]]}) for row in rows)
    return Experiment(**fields, rows=tuple(with_costs))


def _row(values: dict[str, Any]) -> dict[str, Any]:
    if "losses" in values:
        values["losses"] = tuple(map(tuple, values["losses"]))
    return values


def cost(sizes: Mapping[str, int], units: int, layers: int) -> dict[str, int]:
    """Parameters and MACs of the LSTM, one bias for each gate, and of the dense head behind it."""
    network = Network(cell="lstm", input=sizes["input"], hidden=units, layers=layers)
    total = facts.cost(network, sizes["output"], steps=sizes["steps"], reads=sizes["reads"])
    return {"parameters": total.parameters, "macs": total.macs}


def to_text(fields: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> str:
    """What a results file holds: the experiment, then one line for each row."""
    ordered = sorted(rows, key=lambda row: tuple(row[name] for name in (*VARIED, "seed") if name in row))
    columns = [column for column in COLUMNS if column in ordered[0]]
    lines = ",\n".join("  " + json.dumps([row[column] for column in columns]) for row in ordered)
    about = json.dumps(fields, indent=1, ensure_ascii=False).replace("\n", "\n ")
    return f'{{\n "experiment": {about},\n "columns": {json.dumps(columns)},\n "rows": [\n{lines}\n ]\n}}\n'

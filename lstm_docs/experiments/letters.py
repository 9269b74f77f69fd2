"""The next letter of a first name: three networks trained, their weights rounded to 8 bits, and what they are beside tables.

`python -m lstm_docs.experiments.letters FOLDER` writes `letters.json`, the networks that the page runs, `letters-opens.json`,
which letters open which gate, and `letters-scores.json`. It takes two to three minutes.
"""

from __future__ import annotations

import json
import os
import sys
from base64 import b64encode
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any

from .running import SINGLE_THREADED

os.environ.update(SINGLE_THREADED)  # read when NumPy is first asked for a product

import numpy as np

from ..live import weights as eight_bits
from ..live.reading import END, SIGNS, Cell, left_of_the_first, of_data, read
from ..network import Network
from ..training import IGNORED, Model, Sequences, Settings, fit, hold_out, k_fold, loss
from .backing_off import BackOff
from .census import LONGEST, distinct
from .running import computed_with
from .sources import versions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..training.streams import Vector

    Names = tuple[str, ...]

HIDDEN, SEEDS, FOLDS, SPLIT_SEED, STOP_SHARE = 48, (0, 1, 2), 10, 1990, 0.1
SETTINGS = Settings(rate=0.004, batch=64, epochs=60, patience=4)
CELLS = {"lstm": "lstm", "gru": "gru-reset-after", "rnn": "rnn-tanh"}
ORDERS = (2, 3, 4, 5)
STEPS = LONGEST + 1
TENTH = 10


def split(seed: int) -> tuple[Names, Names, Names]:
    """Names that train, that say when to stop, and that nothing has seen; the last are the same for all seeds."""
    names = tuple(name.lower() for name in distinct().names)
    fold = k_fold(len(names), FOLDS, SPLIT_SEED)[0]
    inner = hold_out(fold.train, STOP_SHARE, seed)
    train, stop, unseen = (tuple(names[i] for i in it) for it in (inner.train, inner.validation, fold.validation))
    return train, stop, unseen


def sequences(names: Iterable[str]) -> Sequences:
    """Names as one-hot signs (T, N, 27), the start first, with the sign that follows each; nothing behind the end."""
    listed = tuple(names)
    x, targets = np.zeros((STEPS, len(listed), len(SIGNS)), np.float32), np.full((STEPS, len(listed)), IGNORED)
    for n, name in enumerate(listed):
        for t, (sign, following) in enumerate(zip(END + name, name + END, strict=True)):
            x[t, n, SIGNS.index(sign)], targets[t, n] = 1, SIGNS.index(following)
    return Sequences(x, targets)


def model(cell: str) -> Model:
    """A network with a softmax over the signs at every step."""
    return Model(
        network=Network(cell=CELLS[cell], input=len(SIGNS), hidden=HIDDEN), head="softmax", outputs=len(SIGNS), reads=STEPS
    )


def named(of: Model, vector: Vector) -> dict[str, Any]:
    """All parameters by name, those of the head with them."""
    return {name: array for layer in of.named(vector) for name, array in layer.items()}


def rounded(of: Model, vector: Vector, cell: str) -> tuple[dict[str, Any], Vector]:
    """What a file holds of a network, and the vector of its rounded weights."""
    stored = {"cell": CELLS[cell], **eight_bits.packed(named(of, vector))}
    again = eight_bits.unpacked(stored)
    return stored, np.concatenate([again[name].ravel() for _, name, _ in of.shapes])


def trained(cell: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The network of the first seed as a file holds it, and the scores over all seeds."""
    of, rows = model(cell), []
    first: dict[str, Any] = {}
    for seed in SEEDS:
        train, stop, unseen = map(sequences, split(seed))
        fitted = fit(of, train, stop, seed, SETTINGS)
        stored, vector = rounded(of, fitted.parameters, cell)
        row = {"nats": loss(of, fitted.parameters, unseen), "rounded": loss(of, vector, unseen), "epochs": fitted.best_epoch}
        rows.append(row | {"first_loss": fitted.train_losses[0]})
        first = first or stored
        print(cell, seed, row, flush=True)
    return first, {"parameters": of.count, "rows": [{k: float(f"{v:.8g}") for k, v in row.items()} for row in rows]}


def tables() -> list[dict[str, Any]]:
    """The scores of the tables, counted on the names that train each seed's networks."""
    told = []
    for order in ORDERS:
        counted = [(BackOff(train, order, SIGNS, END), unseen) for train, _, unseen in map(split, SEEDS)]
        nats = [float(f"{of.nats(unseen):.8g}") for of, unseen in counted]
        told.append({"order": order, "parameters": round(fmean(of.parameters for of, _ in counted)), "nats": nats})
    return told


def by_length(names: Iterable[str]) -> Iterable[Names]:
    """Names of one length together: they are read side by side."""
    groups: dict[int, list[str]] = {}
    for name in names:
        groups.setdefault(len(name), []).append(name)
    return (tuple(group) for _, group in sorted(groups.items()))


def opens(cell: Cell, names: Iterable[str]) -> dict[str, str]:
    """Of each gate the mean over all names at each sign read, in 255ths, (27, H) as bytes in base64."""
    sums = {gate: np.zeros((len(SIGNS), HIDDEN)) for gate in cell.gates}
    counts = np.zeros((len(SIGNS), 1))
    for group in by_length(names):
        done = read(cell, *group)
        for t, signs in enumerate(zip(*(END + name for name in group), strict=True)):
            places = [SIGNS.index(sign) for sign in signs]
            np.add.at(counts, places, 1)
            for gate, total in sums.items():
                np.add.at(total, places, done.values[gate][t].T)
    means = {gate: np.rint(255 * total / counts).astype(np.uint8) for gate, total in sums.items()}
    return {gate: b64encode(values.tobytes()).decode() for gate, values in means.items()}


def left(cell: Cell, names: Iterable[str]) -> list[float]:
    """What is still there of the first letter after each of TENTH letters, a mean over names; see `left_of_the_first`."""
    each = [left_of_the_first(cell, name)[:TENTH] for name in names]
    return [float(f"{share:.6g}") for share in np.mean(each, axis=0)]


def spoilt(cell: Cell, names: Names) -> dict[str, float]:
    """What a letter costs in the mean over `names`, in nats, where one gate is held at 0 or at 1 in every step."""
    costs = {}
    for gate in cell.gates:
        for value in (0, 1):
            total = sum(live_nats(cell, group, {gate: float(value)}) for group in by_length(names))
            costs[f"{gate[0]}={value}"] = float(f"{total / sum(len(name) + 1 for name in names):.8g}")
    return costs


def live_nats(cell: Cell, group: Names, held: Mapping[str, float]) -> float:
    """What names of one length cost together."""
    shares = read(cell, *group, held=held).next
    each = (shares[t, SIGNS.index(sign), n] for n, name in enumerate(group) for t, sign in enumerate(name + END))
    return -float(np.log(list(each)).sum())


def results() -> dict[str, Mapping[str, Any]]:
    """The three files, by name."""
    both = {cell: trained(cell) for cell in CELLS}
    networks = {cell: stored for cell, (stored, _) in both.items()}
    live = {cell: of_data(cell, stored) for cell, stored in networks.items()}
    train, stop, unseen = split(SEEDS[0])
    long = [name for name in (*train, *stop, *unseen) if len(name) >= TENTH]
    scores = {
        "names": {name: len(it) for name, it in {"train": train, "stop": stop, "unseen": unseen, "long": long}.items()},
        "settings": {"rate": SETTINGS.rate, "batch": SETTINGS.batch, "clip": SETTINGS.clip, "seeds": SEEDS},
        "versions": {**computed_with(), **versions("names")},
        "tables": tables(),
        "networks": {
            cell: told | {"left": left(live[cell], long), "held": spoilt(live[cell], unseen)}
            for cell, (_, told) in both.items()
        },
    }
    opened = {cell: opens(it, (*train, *stop, *unseen)) for cell, it in live.items() if it.gates}
    return {"letters": networks, "letters-opens": opened, "letters-scores": scores}


def main(folder: Path) -> None:
    """Write the files."""
    for name, content in results().items():
        text = json.dumps(content, ensure_ascii=False, indent=1 if name.endswith("scores") else None)
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

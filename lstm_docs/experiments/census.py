"""First names and gender, from the lists of the 1990 census of the United States.

Five experiments on one question. `names` has every name once. Two have people, drawn as often as their names
occur, so that most names come several times: `names-by-person` splits people at random, which puts the same name
on both sides; `names-by-name` splits the same people by name. The last two have every name once again:
`rate-and-batch` searches learning rate and batch size, and `not-stopped` goes on after the best epoch. More is
made of `NAMES` in `mistakes`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING

import numpy as np

from ..training import Fold, Sequences, Settings, Stream, grouped_k_fold, hold_out, k_fold
from .sources import read
from .task import ACCURACY, Split, Task

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..training.streams import Indices

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
GENDERS = ("female", "male")
LONGEST = 11
PEOPLE = 5000
FOLDS = 10
STOP_SHARE = 0.1
SPLIT_SEED = 1990


@dataclass(frozen=True, eq=False)
class Names:
    """Names with their genders (N,): 0 female, 1 male."""

    names: tuple[str, ...]
    genders: Indices

    @property
    def groups(self) -> Indices:
        """A number for each name, the same for the same name."""
        return np.unique(self.names, return_inverse=True)[1]

    def take(self, indices: Indices) -> Names:
        """Some of them."""
        return Names(tuple(self.names[i] for i in indices), self.genders[indices])

    def sequences(self) -> Sequences:
        """Names as one-hot letters (T, N, 26), read at each name's last letter."""
        x = np.zeros((LONGEST, len(self.names), len(LETTERS)), np.float32)
        for n, name in enumerate(self.names):
            for t, letter in enumerate(name):
                x[t, n, LETTERS.index(letter)] = 1
        lengths = np.array([len(name) for name in self.names])
        return Sequences(x, self.genders[np.newaxis], lengths)


@cache
def frequencies() -> tuple[dict[str, float], ...]:
    """The share in percent of every first name, of women and of men. Raises `DataError`."""
    shares = []
    for gender in GENDERS:
        rows = (line.split() for line in read("names", f"dist.{gender}.first"))
        shares.append({name: float(share) for name, share, *_ in rows if len(name) <= LONGEST})
    return tuple(shares)


@cache
def distinct() -> Names:
    """Every name once, as the gender that has it more often; in order of the alphabet."""
    women, men = frequencies()
    names = tuple(sorted({*women, *men}))
    return Names(names, np.array([int(men.get(name, 0) > women.get(name, 0)) for name in names]))


@cache
def people() -> Names:
    """People, women and men alike likely, each with a name drawn as often as it occurs."""
    stream = Stream(SPLIT_SEED, 10)
    genders = stream.below(2, PEOPLE)
    shares = stream.uniform(PEOPLE)
    lists = [(tuple(names), np.cumsum(list(names.values()))) for names in frequencies()]
    drawn = []
    for gender, share in zip(genders, shares, strict=True):
        names, sums = lists[gender]
        drawn.append(names[int(np.searchsorted(sums, share * sums[-1], side="right"))])
    return Names(tuple(drawn), genders)


def _splits(data: Callable[[], Names], by_name: bool, seed: int) -> tuple[Split, ...]:
    names = data()
    fold = _folds(names, by_name)[seed % FOLDS]
    inner = _inner(names.take(fold.train), by_name, seed)
    parts = (fold.train[inner.train], fold.train[inner.validation], fold.validation)
    train, stop, validation = (names.take(part).sequences() for part in parts)
    return (Split(train, stop, validation),)


def _folds(data: Names, by_name: bool) -> tuple[Fold, ...]:
    return grouped_k_fold(data.groups, FOLDS, SPLIT_SEED) if by_name else k_fold(len(data.names), FOLDS, SPLIT_SEED)


def _inner(train: Names, by_name: bool, seed: int) -> Fold:
    """What of the training part is kept to say when to stop."""
    if by_name:
        return grouped_k_fold(train.groups, round(1 / STOP_SHARE), seed)[0]
    return hold_out(np.arange(len(train.names)), STOP_SHARE, seed)


def _baselines(split: Split) -> Mapping[str, float]:
    """The more frequent gender; the more frequent gender by last letter; and by the whole name, if it was seen."""
    keys = {"majority": lambda name: "", "last letter": lambda name: name[-1:], "look-up of the name": lambda name: name}
    train, validation = _spelled(split.train), _spelled(split.validation)
    return {what: _table(key, train, validation) for what, key in keys.items()}


def _spelled(data: Sequences) -> list[tuple[str, int]]:
    """Each name with its gender, read back from the one-hot letters."""
    names = ("".join(LETTERS[k] for k in data.x[:, n].nonzero()[1]) for n in range(len(data)))
    return list(zip(names, data.targets[0].tolist(), strict=True))


def _table(key: Callable[[str], str], train: list[tuple[str, int]], validation: list[tuple[str, int]]) -> float:
    """The accuracy of answering by the training majority among names with the same key, or of all."""
    votes: dict[str, int] = {}
    for name, gender in train:
        votes[key(name)] = votes.get(key(name), 0) + 2 * gender - 1
    overall = sum(2 * gender - 1 for _, gender in train)
    right = (((votes.get(key(name), 0) or overall) > 0) == bool(gender) for name, gender in validation)
    return sum(right) / len(validation)


def _task(name: str, says: str, data: Callable[[], Names], by_name: bool, layers: tuple[int, ...]) -> Task:
    return Task(
        name=name,
        says=says,
        source="first names of the 1990 census of the United States (public domain), in the package names (MIT)",
        packages=("names",),
        seed_means=f"the fold that is held out, of {FOLDS}, and the initial weights",
        head="softmax",
        input=len(LETTERS),
        output=len(GENDERS),
        steps=LONGEST,
        reads=1,
        metric=ACCURACY,
        splits=partial(_splits, data, by_name),
        baselines=_baselines,
        settings=Settings(rate=0.01, batch=64, epochs=40, patience=5),
        layers=layers,
        seeds=tuple(range(FOLDS)),
    )


NAMES = _task("names", "gender from a first name, every name once", distinct, True, (1, 2))

TASKS = (
    NAMES,
    _task("names-by-person", "gender from a first name, people split at random: names leak", people, False, (1,)),
    _task("names-by-name", "gender from a first name, the same people split by name: none leaks", people, True, (1,)),
    replace(
        NAMES,
        name="rate-and-batch",
        says="gender from a first name, over learning rate and batch size",
        units=(16,),
        layers=(1,),
        rates=(0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3),
        batches=(16, 64, 256, 1024),
        seeds=tuple(range(5)),
    ),
    replace(
        NAMES,
        name="not-stopped",
        says="gender from a first name, trained on when held-out names get no better",
        units=(64,),
        layers=(1,),
        seeds=tuple(range(5)),
        settings=replace(NAMES.settings, epochs=30, patience=30),
        keeps_losses=True,
    ),
)

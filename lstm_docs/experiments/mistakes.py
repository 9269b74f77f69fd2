"""One mistake at a time, made on purpose in a training that is otherwise right: what its losses look like."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..training import Sequences, Stream
from .census import NAMES
from .task import Split

if TYPE_CHECKING:
    from collections.abc import Callable

    from .task import Task

    Change = Callable[[Task], Task]

TOO_LARGE, TOO_SLOW, TOO_FAST = 100, 1e-3, 100


def _data(change: Callable[[Sequences], Sequences]) -> Change:
    """The task with all of its sequences changed."""

    def changed(task: Task) -> Task:
        def splits(seed: int) -> tuple[Split, ...]:
            return tuple(
                Split(change(split.train), change(split.stop), change(split.validation), split.scale)
                for split in task.splits(seed)
            )

        return replace(task, splits=splits)

    return changed


def _rate(times: float) -> Change:
    return lambda task: replace(task, settings=replace(task.settings, rate=task.settings.rate * times))


def _padding_read(data: Sequences) -> Sequences:
    """Read at the last step of the longest name, which in others is padding."""
    return replace(data, lengths=None)


def _labels_moved(data: Sequences) -> Sequences:
    """Every name has the label of another, as when names and labels are shuffled apart."""
    return replace(data, targets=data.targets[:, Stream(1, 11).permutation(len(data))])


def _unscaled(data: Sequences) -> Sequences:
    return replace(data, x=data.x * TOO_LARGE)


TASKS = (
    replace(
        NAMES,
        name="mistakes",
        says="gender from a first name, with one mistake at a time",
        units=(16,),
        layers=(1,),
        seeds=(0, 1, 2),
        settings=replace(NAMES.settings, epochs=12, patience=12),
        keeps_losses=True,
        variants={
            "no mistake": lambda task: task,
            "padding is read": _data(_padding_read),
            "labels shuffled": _data(_labels_moved),
            "inputs × 100": _data(_unscaled),
            "rate × 100": _rate(TOO_FAST),
            "rate / 1000": _rate(TOO_SLOW),
        },
    ),
)

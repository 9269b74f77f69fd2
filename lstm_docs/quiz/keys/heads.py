"""What stands behind a recurrent layer: heads and losses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import sympy

from ...cells.sizes import H, size
from ...derive import latex_size
from .. import probes
from ..registry import Item, Key, Listed, answer
from ..texts import Said, said
from .activations import exact

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ...reference.packing import Array
    from ..case import Case

K, T = size("K"), size("T")


def _softmax(z: Array) -> Array:
    powers = np.exp(z - z.max())
    share: Array = powers / powers.sum()
    return share


def _sigmoid(z: Array) -> Array:
    share: Array = 1 / (1 + np.exp(-z))
    return share


def _same(z: Array) -> Array:
    return z


def _logit(p: Array) -> Array:
    odds: Array = np.log(p / (1 - p))
    return odds


def _categorical(p: Array, target: Array) -> float:
    return float(-(target * np.log(p)).sum())


def _binary(p: Array, target: Array) -> float:
    return float(-(target * np.log(p) + (1 - target) * np.log(1 - p)).mean())


def _squares(p: Array, target: Array) -> float:
    return float(((p - target) ** 2).mean())


@dataclass(frozen=True)
class Head:
    """A task, the head that is usual for it, what computes it and undoes it, and the targets' mean in an example."""

    task: str
    head: str
    activation: Callable[[Array], Array]
    inverse: Callable[[Array], Array]
    loss: Callable[[Array, Array], float]
    mean: tuple[float, ...]


CLASS_NUMBER = Head(
    "one of {K} classes, the target a class number",
    "{K} units, softmax, sparse categorical cross-entropy",
    _softmax,
    np.log,
    _categorical,
    (0.2, 0.5, 0.3),
)
ONE_HOT = Head(
    "one of {K} classes, the target one-hot",
    "{K} units, softmax, categorical cross-entropy",
    _softmax,
    np.log,
    _categorical,
    (0.6, 0.1, 0.3),
)
YES_OR_NO = Head("yes or no, the target 0 or 1", "1 unit, σ, binary cross-entropy", _sigmoid, _logit, _binary, (0.3,))
TAGS = Head("any number of {K} tags at once", "{K} units, σ, binary cross-entropy", _sigmoid, _logit, _binary, (0.3, 0.8, 0.6))
NEXT_VALUE = Head("the next value of a series", "1 unit, no activation, mean squared error", _same, _same, _squares, (-1.7,))
NEXT_VALUES = Head(
    "the next {T} values of a series", "{T} units, no activation, mean squared error", _same, _same, _squares, (2.5, -1.0)
)
HEADS = (CLASS_NUMBER, ONE_HOT, YES_OR_NO, TAGS, NEXT_VALUE, NEXT_VALUES)


@answer("head-match")
def head_match(case: Case) -> Listed:
    """Tasks with their heads; measured: the loss is least where the outputs are what the targets are on average."""
    items = tuple(
        Item(Said(head.task), partner=Said(head.head), said=Said(f"{head.task}: {head.head}."), misconception="head-mismatched")
        for head in HEADS
    )
    solution = (
        said("Classes that exclude each other share a softmax; tags that do not have a σ each."),
        said(
            "A class number goes with the sparse loss, a one-hot target with the plain one; values that may be any number "
            "need no activation."
        ),
    )
    return Listed(items, solution, lambda _: tuple(_is_least(head) for head in HEADS))


def _is_least(head: Head) -> bool:
    """Whether no small change of the logits lowers the expected loss at outputs that are the targets' mean."""
    mean = np.array(head.mean)
    logits = head.inverse(mean)
    nearby = [logits + sign * 1e-3 * row for row in np.eye(len(mean)) for sign in (1, -1)]
    least = head.loss(head.activation(logits), mean)
    reached = bool(np.allclose(head.activation(logits), mean))
    return reached and all(head.loss(head.activation(z), mean) > least for z in nearby)


@answer("head-parameters")
def head_parameters(case: Case) -> Key:
    """Weights and biases of a dense head on the last state; measured: on the arrays that a run's output needs."""
    directions = 2 if case.bidirectional else 1
    read = directions * H
    formula = K * (read + 1)
    solution = (
        said(
            "The head reads the {H} units." if directions == 1 else "The head reads both directions, {read:with} = {read}.",
            read=read,
        ),
        said(f"Weights and biases: ${latex_size(formula)}$ = {{count:with}} = {{count}}.", count=formula),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[int, ...]:
        network = case.network({"I": 1, "H": sizes["H"]})
        width = probes.random_run(network, 1).output.shape[-1]
        return (np.zeros((sizes["K"], width)).size + np.zeros(sizes["K"]).size,)

    return Key((formula,), solution, measured)


@answer("head-work")
def head_work(case: Case) -> Key:
    """MACs of a dense head, on every step or on the last state; measured: by walking over the products."""
    every = case.form == "True"
    formula = T * H * K if every else H * K
    solution = (
        said("On one hidden state the head takes {one:with} = {one} multiply-accumulates.", one=H * K),
        said(f"It is applied {'at each of {T} steps' if every else 'once'}: {{count:with}} = {{count}}.", count=formula),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[int, ...]:
        steps = sizes["T"] if every else 1
        return (sum(1 for _ in range(steps * sizes["K"]) for _ in range(sizes["H"])),)

    return Key((formula,), solution, measured)


@answer("untrained-loss")
def untrained_loss(case: Case) -> Key:
    """ln K, the cross-entropy of a guess that favours no class; measured: on a softmax over equal logits."""
    classes = int(case.argument)
    value = exact(sympy.log(classes))
    solution = (
        said(f"A network that knows nothing gives each of {classes} classes the probability 1/{classes}."),
        said(f"Its loss is −ln(1/{classes}) = ln {classes} = {{value}}.", value=value),
    )
    target = np.eye(classes)[0]
    return Key((value,), solution, lambda _: (_categorical(_softmax(np.zeros(classes)), target),))

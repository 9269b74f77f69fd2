"""What stands behind a recurrent layer: heads fitted to arrays, and losses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import sympy

from ...formulas.texts import Said, said
from ..engine.registry import Item, Listed, answer, road, word
from .activations import exact
from .shared import probes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ...reference.packing import Array
    from ..engine.case import Case

    Sizes = Mapping[str, int]


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
    "one of {K} classes, with class numbers as targets",
    "{K} units, softmax, sparse categorical cross-entropy",
    _softmax,
    np.log,
    _categorical,
    (0.2, 0.5, 0.3),
)
ONE_HOT = Head(
    "one of {K} classes, with one-hot targets",
    "{K} units, softmax, categorical cross-entropy",
    _softmax,
    np.log,
    _categorical,
    (0.6, 0.1, 0.3),
)
YES_OR_NO = Head("yes or no, with targets 0 and 1", "1 unit, σ, binary cross-entropy", _sigmoid, _logit, _binary, (0.3,))
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
        Item(Said(h.task), partner=Said(h.head), said=Said(f"For {h.task}, use {h.head}."), misconception="head-mismatched")
        for h in HEADS
    )
    solution = (
        said("Classes that exclude each other share a softmax; tags that may occur together have a σ each."),
        said(
            "A class number goes with the sparse loss and a one-hot target with the plain one; values that may be any number "
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


@road("head-fitted")
def head_fitted(case: Case, sizes: Sizes) -> tuple[int]:
    """A kernel and a bias that turn a run's output into K numbers."""
    width = probes.random_run(case.network({"I": 1, "H": sizes["H"]}), 1).output.shape[-1]
    return (np.zeros((sizes["K"], width)).size + np.zeros(sizes["K"]).size,)


@road("head-walked")
def head_walked(case: Case, sizes: Sizes) -> tuple[int]:
    """The head run on ones, at every step or at the last: each product adds one."""
    states = np.ones((sizes["T"] if case.form == "True" else 1, sizes["H"]))
    return (int((states @ np.ones((sizes["H"], sizes["K"]))).sum()),)


@word("log_of_classes")
def log_of_classes(case: Case) -> sympy.Expr:
    """ln K of the stated number of classes, to nine decimals."""
    return exact(sympy.log(int(case.argument)))


@word("log2_of_classes")
def log2_of_classes(case: Case) -> sympy.Expr:
    """log₂ K, to nine decimals."""
    return exact(sympy.log(int(case.argument), 2))


@word("log10_of_classes")
def log10_of_classes(case: Case) -> sympy.Expr:
    """log₁₀ K, to nine decimals."""
    return exact(sympy.log(int(case.argument), 10))


@road("loss-of-equal-logits")
def loss_of_equal_logits(case: Case, sizes: Sizes) -> tuple[float]:
    """The cross-entropy of a softmax over equal logits."""
    classes = int(case.argument)
    return (_categorical(_softmax(np.zeros(classes)), np.eye(classes)[0]),)

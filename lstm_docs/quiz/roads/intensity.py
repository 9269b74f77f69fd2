"""Operations for each byte that is moved: counted on arrays, and what that means for the speed of a step."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import count
from typing import TYPE_CHECKING

import numpy as np

from ... import facts
from ...cells.algebra import quotient
from ...cells.sizes import B, H, I
from ...facts import measure
from ...facts.fact import evaluate
from ...formulas.texts import said
from ...ground.errors import one_of
from ..engine.fact_words import fact_of, stand_in
from ..engine.registry import Item, Listed, answer, road
from .costs import tally
from .memory import moved

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import sympy

    from ..engine.case import Case

    Sizes = Mapping[str, int]
    Change = Callable[[Case, Sizes], tuple[Case, Sizes]]

BOUNDS = ("memory", "arithmetic")
TYPICAL = {"I": 128, "H": 128, "B": 8, "T": 10}
"""Sizes at which texts are decided; `measured` decides them again at the sizes drawn."""


def intensity(case: Case) -> sympy.Expr:
    """Operations per byte moved in a step, in I, H and B."""
    return quotient(fact_of(case, "intensity", stand_in("IH")))


def measured(case: Case, sizes: Sizes) -> Fraction:
    """The same over T steps, counted on arrays."""
    steps = sizes.get("T", 1)
    return Fraction(2 * tally(case, {**sizes, "T": steps}).macs, steps * moved(case, sizes))


@road("operations-over-bytes")
def operations_over_bytes(case: Case, sizes: Sizes) -> tuple[float]:
    """Operations for each byte moved."""
    return (float(measured(case, sizes)),)


@road("share-of-the-balance")
def share_of_the_balance(case: Case, sizes: Sizes) -> tuple[float]:
    """These in percent of what the machine can do in the time of a byte."""
    return (float(100 * measured(case, sizes) / sizes["M"]),)


def _at(case: Case, sizes: Sizes) -> int | Fraction:
    return evaluate(intensity(case), {I: sizes["I"], H: sizes["H"], B: sizes["B"]})


@answer("what-bounds-a-step")
def what_bounds_a_step(case: Case) -> Listed:
    """Whether memory or arithmetic, which `case.claim` says, limits a step.

    `case.argument` is the batch and `case.form` the balance of the machine, both in digits.
    """
    claims_memory = one_of(case.claim, BOUNDS, "bound") == "memory"
    batch, balance = int(case.argument), int(case.form)
    right = (_at(case, {**TYPICAL, "B": batch}) < balance) == claims_memory
    value = intensity(case).subs(B, batch)
    waits = "the arithmetic waits for memory" if right == claims_memory else "memory keeps up and arithmetic is the limit"
    first = "A step does {value:.2} operations for each byte that it moves"
    sentence = said(f"{first}; the machine can do {balance}, so {waits}.", value=value)
    steps = (said(f"{first}.", value=value), said(f"While a byte arrives, the machine can do {balance}, so {waits}."))
    item = Item(sentence, right=bool(right), said=sentence, misconception="wrong-side-of-the-roofline")

    def again(sizes: Sizes) -> tuple[bool, ...]:
        return ((measured(case, {**sizes, "B": batch}) < balance) == claims_memory,)

    return Listed((item,), steps, again)


def _sized(letter: str, factor: Fraction) -> Change:
    return lambda case, sizes: (case, {**sizes, letter: int(sizes[letter] * factor)})


def _stored(precision: str) -> Change:
    return lambda case, sizes: (replace(case, precision=precision), sizes)


CHANGES: tuple[tuple[str, Change, str], ...] = (
    ("twice as many sequences in the batch", _sized("B", Fraction(2)), "weights are read once for twice as many sequences"),
    ("half as many sequences in the batch", _sized("B", Fraction(1, 2)), "weights are read once for half as many sequences"),
    ("sequences twice as long", _sized("T", Fraction(2)), "every step reads the weights again"),
    ("sequences half as long", _sized("T", Fraction(1, 2)), "every step still moves and computes the same"),
    (
        "a second direction of as many units",
        lambda case, sizes: (replace(case, bidirectional=True), sizes),
        "the second direction has weights and states of its own, so work and bytes both double",
    ),
    *(
        (f"all numbers stored as {name}", _stored(name), f"each number takes {p.bytes} byte{'s' * (p.bytes > 1)}")
        for name, p in facts.PRECISIONS.items()
    ),
)
"""A change in words, what it does, and why it matters or does not."""


@answer("what-raises-intensity")
def what_raises_intensity(case: Case) -> Listed:
    """Which changes give a step more operations for each byte it moves."""
    changes = [entry for entry in CHANGES if entry[0] != f"all numbers stored as {case.precision}"]
    items = []
    for text, change, why in changes:
        raises = bool(_at(*change(case, TYPICAL)) > _at(case, TYPICAL))
        sentence = said(f"With {text}, {why}.")
        items.append(Item(said(text), right=raises, said=sentence, misconception="what-feeds-arithmetic"))

    def again(sizes: Sizes) -> tuple[bool, ...]:
        return tuple(measured(*change(case, sizes)) > measured(case, sizes) for _, change, _ in changes)

    raising = tuple(item.said for item in items if item.said and item.right)
    return Listed(tuple(items), (said("What counts is the work done with each byte that is moved."), *raising), again)


@road("batch-counted")
def batch_counted(case: Case, sizes: Sizes) -> tuple[int]:
    """The first batch whose products take at least as long as fetching the matrices, counted on arrays."""
    arrays = measure.layer_arrays(case.network(sizes), 0).values()
    fetched = sum(facts.PRECISIONS[case.precision].bytes * array.size for array in arrays if array.shape[1] > 1)
    of_one = tally(case, {**sizes, "T": 1, "B": 1}).products
    return (next(batch for batch in count(1) if batch * of_one >= sizes["M"] * fetched),)


@road("int8-sum-counted")
def int8_sum_counted(case: Case, sizes: Sizes) -> tuple[int]:
    """The largest product of any two int8 numbers, in every place of a row of the first layer's W."""
    every = np.arange(-128, 128)
    largest = int(np.multiply.outer(every, every).max())
    row = next(array for name, array in measure.layer_arrays(case.network(sizes), 0).items() if name[0] == "W")
    return (largest * row.shape[1],)

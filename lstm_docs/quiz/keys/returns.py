"""What a recurrent layer returns: Keras's return_sequences and return_state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import sympy

from ... import facts, reference
from ...cells.sizes import B, H, I, T
from ...network import Network
from .. import probes
from ..registry import Item, Key, Listed, answer
from ..texts import Said, said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..case import Case

SHAPES: dict[str, tuple[sympy.Expr, ...]] = {
    "({B}, {T}, {H})": (B, T, H),
    "({B}, {H})": (B, H),
    "({B}, {T}, {wide})": (B, T, 2 * H),
    "({B}, {wide})": (B, 2 * H),
    "({B}, {T}, {I})": (B, T, I),
    "({T}, {H})": (T, H),
}
"""Shapes that might be returned; `wide` is 2H."""


def sequences(case: Case) -> bool:
    """Whether the case says return_sequences=True."""
    return case.form == "True"


@answer("returned-shape")
def returned_shape(case: Case) -> Listed:
    """The shape of what a Keras layer returns; measured: on a run of the reference."""
    width = 2 * H if case.bidirectional else H
    right = (B, T, width) if sequences(case) else (B, width)
    kept = "all {T} steps are kept" if sequences(case) else "only the end is kept, without an axis for the steps"
    side = (
        "the two directions stand side by side, {wide:with} = {wide}"
        if case.bidirectional
        else "the features are the {H} units"
    )
    why = said(f"With return_sequences={case.form} {kept}; {side}.", wide=2 * H)
    items = tuple(
        Item(said(text, wide=2 * H), shape == right, said=why, misconception="returned-shape-confused")
        for text, shape in SHAPES.items()
    )
    return Listed(items, (why,), lambda sizes: tuple(_fits(case, sizes, shape) for shape in SHAPES.values()))


def _fits(case: Case, sizes: Mapping[str, int], shape: tuple[sympy.Expr, ...]) -> bool:
    numbers = tuple(int(axis.subs({size: sizes[str(size)] for size in axis.free_symbols})) for axis in shape)
    return _returned(case, sizes)[0].shape == numbers


def _returned(case: Case, sizes: Mapping[str, int], *, state: bool = False) -> tuple[np.ndarray, ...]:
    """What a layer of the case returns over zeros, batch first as Keras has it."""
    network = Network(cell=case.cell, input=sizes["I"], hidden=sizes["H"], bidirectional=case.bidirectional)
    weights = reference.random_weights(network, seed=0)
    out = reference.run(network, weights, np.zeros((sizes["B"], sizes["T"], sizes["I"])), batch_first=True)
    found = reference.returned(out, return_sequences=sequences(case), return_state=state)
    return found if isinstance(found, tuple) else (found,)


@answer("returned-count")
def returned_count(case: Case) -> Key:
    """How many tensors return_state=True gives; measured: by counting what a run returns."""
    states = len(case.network().equations.states)
    directions = 2 if case.bidirectional else 1
    count = sympy.Integer(1 + states * directions)
    names = " and ".join(state.name[0] for state in case.network().equations.states)
    each = " of each direction" if case.bidirectional else ""
    solution = (said(f"The output comes first, then {names}{each}: 1 + {states * directions} = {{count}}.", count=count),)
    sizes = {"I": 2, "H": 3, "B": 2, "T": 4}
    return Key((count,), solution, lambda _: (len(_returned(case, sizes, state=True)),))


CHANGES: dict[str, bool] = {
    "the number of parameters of the layer": False,
    "the multiply-accumulates of the layer": False,
    "the number of steps it runs": False,
    "the number of axes of what it returns": True,
    "how many numbers the next layer is given": True,
    "the hidden state after the last step": False,
}
"""What may change with return_sequences, and whether it does."""


@answer("returned-changes")
def returned_changes(case: Case) -> Listed:
    """What return_sequences changes; measured: on two runs of the reference and their facts."""
    why = said("The same steps are computed either way; only what is handed on differs, all hidden states or the last.")
    items = tuple(
        Item(Said(text), changes, said=why, misconception="returning-is-computing") for text, changes in CHANGES.items()
    )
    return Listed(items, (why,), lambda sizes: _changes(case, sizes))


def _changes(case: Case, sizes: Mapping[str, int]) -> tuple[bool, ...]:
    """Each quantity with return_sequences True and False, in the order of `CHANGES`: whether the two differ."""
    network = Network(cell=case.cell, input=2, hidden=sizes["H"])
    out = probes.random_run(network, sizes["T"])
    found = facts.of(network, steps=sizes["T"])
    pairs = []
    for every in (True, False):
        given = np.asarray(reference.returned(out, return_sequences=every, return_state=False))
        last = given[-1] if every else given
        counts = (found["parameters"].value, found["macs"].value, len(out.output))
        pairs.append((*counts, given.ndim, given.size, last.tobytes()))
    return tuple(a != b for a, b in zip(*pairs, strict=True))


STACKS = {
    "return_sequences=True, then False": (True, False),
    "return_sequences=False, then False": (False, False),
    "return_sequences=True, then True": (True, True),
    "return_sequences=False, then True": (False, True),
}
TASKS = {
    "one class for the whole sequence": (True, False),
    "one class for every step": (True, True),
}


@answer("stack-arguments")
def stack_arguments(case: Case) -> Listed:
    """The arguments of two stacked layers for a task; measured: by running them and looking at what comes out."""
    right = TASKS[case.form]
    below = said("The layer below must hand on a sequence, or the second has nothing to step through.")
    above = said(f"The upper one hands on {'every step' if right[1] else 'the last step only'}: {case.form}.")
    items = tuple(
        Item(Said(text), flags == right, said=below if not flags[0] else above, misconception="stack-arguments-confused")
        for text, flags in STACKS.items()
    )
    wanted = ("T", "K") if right[1] else ("K",)
    return Listed(items, (below, above), lambda _: tuple(_stacked(flags) == wanted for flags in STACKS.values()))


def _stacked(flags: tuple[bool, bool]) -> tuple[str, ...]:
    """The axes of the predictions for one sequence, T and K; empty where a layer gets no sequence."""
    layers = (Network(input=3, hidden=4), Network(input=4, hidden=5))
    steps, classes = 7, 2
    x = np.zeros((steps, 1, 3))
    for network, every in zip(layers, flags, strict=True):
        if x.ndim < 3:
            return ()
        out = reference.run(network, reference.random_weights(network, seed=0), x)
        x = np.asarray(reference.returned(out, return_sequences=every, return_state=False))
    scores = x @ np.ones((layers[-1].widths[0], classes))
    return tuple({steps: "T", classes: "K"}[axis] for axis in scores.shape if axis != 1)

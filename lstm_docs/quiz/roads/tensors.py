"""What each of a framework's tensors holds, and the weights that change with it alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ... import frameworks
from ...formulas.texts import said
from ...ground.errors import ConventionError
from ..engine.registry import Item, Listed, answer
from .shared.packed import unpacked

if TYPE_CHECKING:
    from ..engine.case import Case

HELD = {
    ("W",): "the weights that multiply $x_t$",
    ("U",): "the weights that multiply $h_{t-1}$",
    ("b",): "the biases",
    ("bh",): "a second bias vector, added to $U\\,h_{t-1}$",
    ("b", "bh"): "the biases of $W\\,x_t$ and of $U\\,h_{t-1}$, one after the other",
    ("W", "U"): "all weights, those for $x_t$ and for $h_{t-1}$ joined",
}
FIRST_OF_TWO = "a bias vector, added to $W\\,x_t$"


def _kinds(case: Case) -> dict[str, tuple[str, ...]]:
    """Tensor -> the kinds of weight it holds."""
    kinds: dict[str, tuple[str, ...]] = {}
    for kind in ("W", "U", "b", "bh"):
        try:
            name = frameworks.tensor_name(case.framework, case.network(), kind)
        except ConventionError:
            continue
        kinds[name] = (*kinds.get(name, ()), kind)
    return kinds


@answer("tensor-meaning")
def tensor_meaning(case: Case) -> Listed:
    """What each tensor of an LSTM layer holds."""
    kinds = _kinds(case)
    split = ("bh",) in kinds.values()
    texts = {name: FIRST_OF_TWO if split and held == ("b",) else HELD[held] for name, held in kinds.items()}
    items = tuple(
        Item(
            said(f"`{name}`"),
            partner=said(text),
            said=said(f"`{name}` holds {text}."),
            misconception="tensor-taken-for-another",
        )
        for name, text in texts.items()
    )
    listed = "; ".join(f"`{name}` has {text}" for name, text in texts.items())
    solution = (said(f"What multiplies the input is one thing, what multiplies the last state another: {listed}."),)
    return Listed(items, solution, lambda _: tuple(_acts_as(case, name) == _roles(held) for name, held in kinds.items()))


def _roles(held: tuple[str, ...]) -> set[str]:
    return {kind[0] for kind in held}


def _acts_as(case: Case, name: str) -> set[str]:
    """The kinds of canonical weight that come out when only this tensor is not zero."""
    none, only = (unpacked(case.framework, case.network(), ones) for ones in ("", name))
    return {key[0] for key, value in only.items() if np.any(value != none[key])}

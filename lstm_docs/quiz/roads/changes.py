"""What changes the number of parameters: a network changed, or the same weights run on other data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import sympy

from ... import frameworks, reference
from ...cells.algebra import factored
from ...cells.sizes import H, L, P
from ...formulas.texts import said
from ...ground.errors import ConformError
from ...reference.weights import random_inputs, random_weights
from ..engine.registry import Item, Listed, answer
from .shared.parameter_counts import parameters, stored

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ...network import Network
    from ..engine.case import Case


@dataclass(frozen=True)
class Change:
    """A change to a network, in words, of one `cell` if it names one.

    `others` are sizes that the changed network has besides I and H. Where the network stays what it is, `run`
    says how many steps and sequences the same weights then run.
    """

    text: str
    changed: Callable[[Network], Network] | None = None
    others: tuple[tuple[sympy.Symbol, sympy.Expr], ...] = ()
    run: tuple[int, int] = (3, 2)
    cell: str = ""


CHANGES = (
    Change("a second layer of as many units on top", lambda n: replace(n, layers=2), ((L, sympy.Integer(2)),)),
    Change("a backward direction beside the forward one", lambda n: replace(n, bidirectional=True)),
    Change("no bias vectors", lambda n: replace(n, bias=False)),
    Change(
        "a projection of $h_t$ to half as many components",
        lambda n: replace(n, projection=max(1, int(n.widths[0]) // 2)),
        ((P, H / 2),),
        cell="lstm",
    ),
    Change("peepholes from the cell state to the gates", lambda n: replace(n, cell="lstm-peephole"), cell="lstm"),
    Change("the reset gate before the product", lambda n: replace(n, cell="gru-reset-before"), cell="gru-reset-after"),
    Change("sequences twice as long", run=(6, 2)),
    Change("batches twice as large", run=(3, 4)),
    Change("the outputs of all steps returned, not only the last one"),
    Change("an initial state other than zeros"),
)


@answer("what-changes-the-count")
def what_changes_the_count(case: Case) -> Listed:
    """Which changes alter the number of parameters stored; measured: tensors counted, or the same weights run again."""
    before = parameters(case)
    changes = [change for change in CHANGES if _exists(case, change)]
    items = tuple(_item(change, before, _count_after(case, change, before)) for change in changes)
    solution = (
        said("The equations decide how many parameters there are; as it stands, the layer has {before}.", before=before),
        *(item.said for item in items if item.right and item.said),
        said("How often the layer uses them, and what it returns, does not change their number."),
    )
    return Listed(items, solution, lambda sizes: tuple(_alters(case, change, sizes) for change in changes))


def _exists(case: Case, change: Change) -> bool:
    """Whether the cell can be so changed, and the framework holds the changed network."""
    if change.cell not in ("", case.cell):
        return False
    return change.changed is None or frameworks.refusal(case.framework, change.changed(case.network())) is None


def _count_after(case: Case, change: Change, before: sympy.Expr) -> sympy.Expr:
    if change.changed is None:
        return before
    formula = frameworks.parameters(case.framework, change.changed(case.network()))
    return factored(formula.subs(dict(change.others)))


def _item(change: Change, before: sympy.Expr, after: sympy.Expr) -> Item:
    right = bool(sympy.expand(after - before) != 0)
    count = "{after} parameters instead of {before}" if right else "{before} parameters as before"
    sentence = f"With {change.text}, there are {count}."
    return Item(
        said(change.text), right=right, said=said(sentence, before=before, after=after), misconception="count-misjudged"
    )


def _alters(case: Case, change: Change, sizes: Mapping[str, int]) -> bool:
    network = case.network(sizes)
    if change.changed is not None:
        return stored(case.framework, change.changed(network)) != stored(case.framework, network)
    return not serves(network, *change.run)


def serves(network: Network, steps: int, batch: int) -> bool:
    """Whether weights made for the network run so many steps of so many sequences, from any state, to a full output."""
    weights = random_weights(network, seed=0)
    h = np.ones((1, batch, network.recurrent(0)))
    c = np.ones((1, batch, network.widths[0])) if network.cell == "lstm" else None
    try:
        out = reference.run(network, weights, random_inputs(network, steps, batch, seed=0), reference.State(h, c))
    except ConformError:
        return False
    return out.output.shape == (steps, batch, network.recurrent(0))

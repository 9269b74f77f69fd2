"""What changes the number of parameters, and how."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import sympy

from ... import frameworks, reference
from ...cells.sizes import H, I, L, P
from ...errors import ConformError, one_of
from ...reference.weights import random_inputs, random_weights
from ..counted import parameters, stored
from ..registry import Item, Listed, answer
from ..texts import said

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ...network import Network
    from ..case import Case

GROWTHS: dict[str, tuple[str, Callable[[int, int], bool]]] = {
    "same": ("It stays the same", lambda before, after: after == before),
    "less": ("It grows, but to less than twice as many", lambda before, after: before < after < 2 * before),
    "double": ("It doubles exactly", lambda before, after: after == 2 * before),
    "more": ("It grows to more than twice as many", lambda before, after: after > 2 * before),
}

DOUBLED: dict[str, tuple[str, str]] = {
    "steps": ("the sequences become twice as long", "The same weights serve every step."),
    "batch": ("the batches become twice as large", "The same weights serve every sequence."),
    "inputs": ("the number of inputs is doubled", "Only the columns of W double; U and the biases stay."),
    "units": ("the number of units is doubled", "W and the biases double, but U, square in the units, grows fourfold."),
    "directions": ("the layer is made bidirectional", "The backward direction has as many weights as the forward one."),
}
"""What is doubled, and why the number of parameters answers as it does."""


@answer("count-when-doubled")
def count_when_doubled(case: Case) -> Listed:
    """How the number of parameters answers to a doubling; measured: both networks counted, or the same weights run."""
    before = parameters(case)
    after = _doubled(case, before)
    change, why = DOUBLED[one_of(case.claim, DOUBLED, "thing to double")]
    told = said(f"{why} {{before}} parameters before, {{after}} after.", before=before, after=after)
    items = tuple(
        Item(said(words), right=_grows(name, before, after), said=told, misconception="growth-misjudged")
        for name, (words, _) in GROWTHS.items()
    )
    return Listed(items, (told,), lambda sizes: _measured_growth(case, sizes), stated=(("change", change),))


def _doubled(case: Case, before: sympy.Expr) -> sympy.Expr:
    """The formula after the doubling; it has no T and no B."""
    if case.claim == "directions":
        return frameworks.parameters(case.framework, replace(case.network(), bidirectional=True))
    twice = {"inputs": {I: 2 * I}, "units": {H: 2 * H}}.get(case.claim, {})
    return sympy.factor(before.subs(twice))


def _grows(name: str, before: sympy.Expr, after: sympy.Expr) -> bool:
    """Whether a growth holds for all sizes: SymPy knows the sign of the difference, as all sizes are positive."""
    more, excess = sympy.expand(after - before), sympy.expand(after - 2 * before)
    holds = {
        "same": more == 0,
        "less": bool(more.is_positive and excess.is_negative),
        "double": excess == 0,
        "more": bool(excess.is_positive),
    }
    return bool(holds[name])


def _measured_growth(case: Case, sizes: Mapping[str, int]) -> tuple[bool, ...]:
    """Which growths the counts show."""
    network = case.network({"I": sizes["I"], "H": sizes["H"]})
    changed = {
        "inputs": replace(network, input=2 * network.input),
        "units": replace(network, hidden=2 * sizes["H"]),
        "directions": replace(network, bidirectional=True),
    }.get(case.claim, network)
    steps = sizes["T"] * (1 + (case.claim == "steps"))
    batch = sizes["B"] * (1 + (case.claim == "batch"))
    before, after = stored(case.framework, network), stored(case.framework, changed)
    serves = changed is not network or _serves(network, steps, batch)
    return tuple(serves and holds(before, after) for _, holds in GROWTHS.values())


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
    Change("the outputs of all steps returned, not the last one's only"),
    Change("a first state other than zeros"),
)


@answer("what-changes-the-count")
def what_changes_the_count(case: Case) -> Listed:
    """Which changes alter the number of parameters stored; measured: tensors counted, or the same weights run again."""
    before = parameters(case)
    changes = [change for change in CHANGES if _exists(case, change)]
    items = tuple(_item(change, before, _count_after(case, change, before)) for change in changes)
    solution = (
        said("What the equations are, and how many, decides: {before} parameters as it stands.", before=before),
        *(item.said for item in items if item.right and item.said),
        said("How much is computed with them, and what is returned, changes none of them."),
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
    return sympy.factor(formula.subs(dict(change.others)))


def _item(change: Change, before: sympy.Expr, after: sympy.Expr) -> Item:
    right = bool(sympy.expand(after - before) != 0)
    text = "{text}: from {before} to {after} parameters." if right else "{text}: {before} parameters as before."
    told = text.replace("{text}", change.text[0].upper() + change.text[1:])
    return Item(said(change.text), right=right, said=said(told, before=before, after=after), misconception="count-misjudged")


def _alters(case: Case, change: Change, sizes: Mapping[str, int]) -> bool:
    network = case.network(sizes)
    if change.changed is not None:
        return stored(case.framework, change.changed(network)) != stored(case.framework, network)
    return not _serves(network, *change.run)


def _serves(network: Network, steps: int, batch: int) -> bool:
    """Whether weights made for the network run so many steps of so many sequences, from any state, to a full output."""
    weights = random_weights(network, seed=0)
    h = np.ones((1, batch, network.recurrent(0)))
    c = np.ones((1, batch, network.widths[0])) if network.cell == "lstm" else None
    try:
        out = reference.run(network, weights, random_inputs(network, steps, batch, seed=0), reference.State(h, c))
    except ConformError:
        return False
    return out.output.shape == (steps, batch, network.recurrent(0))

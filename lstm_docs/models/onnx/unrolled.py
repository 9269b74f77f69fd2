"""LSTMs that a graph writes out as products, a split and activations, step by step or one step alone.

Which part of the split is which gate follows from what is done with it: one part meets tanh and is the candidate, the
part that multiplies it is i, the one added to that product is f times the old c, and the last multiplies tanh of the new c.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ... import frameworks
from ...frameworks.support import form_for
from .. import naming
from ..guessing import fitting
from ..naming import different
from ..reading import Layer
from .folding import LONGEST_CHAIN

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from ..reading import Reading
    from ..stored import Stored
    from .folding import Folded, Folder, Scope
    from .graph import Node

PARTS = 4
THROUGH = ("Squeeze", "Unsqueeze", "Reshape", "Identity", "Gather", "Slice", "Split", "Transpose")
"""Operations that a state may go through from where it is given."""


@dataclass(frozen=True)
class Step:
    """One step: the name that was split, the gates in the order of the parts, the old c and the new h."""

    split: str
    order: str
    c: str
    h: str


@dataclass(frozen=True)
class Product:
    """A matrix of the file and what it multiplies."""

    given: str
    weight: Folded


def unrolled(scope: Scope, folder: Folder) -> Iterator[tuple[Layer, frozenset[Hashable]]]:
    """The layer of each step that a graph writes out, with the tensors of the file that it is made of."""
    users = _users(scope)
    steps = [step for node in scope.graph.nodes if (step := _step(node, users))]
    sums = [(step, *_sum(scope, step.split, folder)) for step in steps]
    sums = [(step, products, biases) for step, products, biases in sums if len(products) == 2 and len(biases) <= 2]
    states = {step.h for step in steps}
    recurrent = {place for step, products, _ in sums for place in _states(scope, step, products, states)}
    for step, products, biases in sums:
        yield _layer(scope, step, products, biases, recurrent)


def _states(scope: Scope, step: Step, products: list[Product], states: set[str]) -> list[Hashable]:
    """Which of the matrices multiply h, by place; one of them where the step tells."""
    on_state = [one.weight.stored.place for one in products if _is_state(scope, step, one, products, states)]
    return on_state if len(on_state) == 1 else []


def _users(scope: Scope) -> dict[str, list[Node]]:
    users: dict[str, list[Node]] = defaultdict(list)
    for node in scope.graph.nodes:
        for name in node.inputs:
            users[name].append(node)
    return users


def _step(node: Node, users: dict[str, list[Node]]) -> Step | None:
    """The step whose pre-activations a node splits into four, or None."""
    if node.op != "Split" or len(node.outputs) != PARTS or not node.inputs:
        return None
    squashed: dict[str, int] = {}
    candidate = None
    for place, part in enumerate(node.outputs):
        after = [user for user in users[part] if user.op in ("Sigmoid", "Tanh")]
        if len(after) != 1:
            return None
        squashed[after[0].outputs[0]] = place
        if after[0].op == "Tanh":
            candidate = after[0].outputs[0] if candidate is None else ""
    return _gates(node.inputs[0], squashed, candidate, users) if candidate else None


def _gates(split: str, squashed: dict[str, int], g: str, users: dict[str, list[Node]]) -> Step | None:
    written = _partner(users, g, squashed)
    total = next((user for user in users[written[1]] if user.op == "Add"), None) if written else None
    if written is None or total is None:
        return None
    summands = {name for name in total.inputs if name != written[1]}
    f, c = next(
        (
            (gate, next((other for other in user.inputs if other != gate), ""))
            for gate in squashed
            for user in users[gate]
            if user.op == "Mul" and user.outputs[0] in summands
        ),
        (None, ""),
    )
    bounded = next((user for user in users[total.outputs[0]] if user.op == "Tanh"), None)
    shown = _partner(users, bounded.outputs[0], squashed) if bounded else None
    if f is None or shown is None or {g, written[0], f, shown[0]} != set(squashed):
        return None
    letters = {squashed[g]: "g", squashed[written[0]]: "i", squashed[f]: "f", squashed[shown[0]]: "o"}
    return Step(split, "".join(letters[place] for place in range(PARTS)), c, shown[1])


def _partner(users: dict[str, list[Node]], name: str, squashed: dict[str, int]) -> tuple[str, str] | None:
    """The gate that multiplies a value, and the name of the product."""
    for user in users[name]:
        others = [other for other in user.inputs if other != name and other in squashed]
        if user.op == "Mul" and others:
            return others[0], user.outputs[0]
    return None


def _sum(scope: Scope, name: str, folder: Folder) -> tuple[list[Product], list[Folded]]:
    """The products and the biases whose sum a name is."""
    products: list[Product] = []
    biases: list[Folded] = []
    waiting = [name]
    for _ in range(LONGEST_CHAIN):
        if not waiting:
            break
        one = waiting.pop()
        known = folder.fold(scope, one)
        node = scope.sources.get(one)
        if known is not None:
            biases.append(known)
        elif node is not None and node.op == "Add":
            waiting += node.inputs
        elif node is not None and node.op in ("Gemm", "MatMul"):
            weight = folder.fold(scope, node.inputs[1])
            if weight is None or not _plain(node):
                return [], []
            products.append(Product(node.inputs[0], weight))
            waiting += [other for other in node.inputs[2:] if other]
    return products, biases


def _plain(node: Node) -> bool:
    factors = [node.attributes.get(name) for name in ("alpha", "beta")]
    return all(factor in (None, 1.0) for factor in factors) and not node.attributes.get("transA")


def _layer(
    scope: Scope, step: Step, products: list[Product], biases: list[Folded], recurrent: set[Hashable]
) -> tuple[Layer, frozenset[Hashable]]:
    roots: frozenset[Hashable] = frozenset().union(*(p.weight.roots for p in products), *(b.roots for b in biases))
    first, second = (product.weight.stored for product in products)
    name = _shared([first, second])
    uses = (f"{scope.path}{step.h}",)
    held = (first, second, *(bias.stored for bias in biases))
    said = f"the graph splits a sum of two products into 4 parts and uses them as {', '.join(step.order)}"
    on_state = [product for product in products if product.weight.stored.place in recurrent]
    if len(on_state) == 1:
        state = on_state[0].weight.stored
        several = list(fitting(second if state is first else first, state, held[2:]))
        unread = f"its gates are in the order {' '.join(step.order)}, as no framework of ours has them"
    else:
        several = [reading for layer in naming.layers(held) for reading in layer.readings]
        unread = "its two matrices have one shape, and cannot be told apart"
    several = [replace(one, because=(said, *one.because)) for one in several if _is_plain(one, step.order)]
    if not several:
        return Layer(name, (), uses, f"an LSTM written out step by step, but {unread}", held=held), roots
    sure = [replace(one, known_by="attribute", because=(said,)) if one.known_by == "guess" else one for one in several]
    return Layer(name, different(sure), uses), roots


def _is_plain(reading: Reading, order: str) -> bool:
    """Whether a framework has this order and adds nothing to the forget gate's bias."""
    form = form_for(frameworks.get(reading.framework), reading.network)
    return reading.order == order and not form.forget_added


def _is_state(scope: Scope, step: Step, product: Product, products: list[Product], states: set[str]) -> bool:
    """Whether a matrix multiplies h: by its width, or as what it multiplies comes from a step or from where c comes from."""
    sides = [sorted(one.weight.stored.shape) for one in products]
    if sides[0] != sides[1]:
        own = sorted(product.weight.stored.shape)
        return len(own) == 2 and own[1] == PARTS * own[0]
    origins = [_origin(scope, one.given, states) for one in products]
    if origins[0] == origins[1]:
        return False
    origin = _origin(scope, product.given, states)
    return origin in states or origin == _origin(scope, step.c, states)


def _origin(scope: Scope, name: str, states: set[str]) -> str:
    """The name that a value is cut or reshaped from."""
    for _ in range(LONGEST_CHAIN):
        node = scope.sources.get(name)
        if name in states or node is None or node.op not in THROUGH:
            break
        name = node.inputs[0]
    return name


def _shared(tensors: Sequence[Stored]) -> str:
    """What the names of the tensors begin with, by whole parts."""
    one, other = (re.split(r"(?<=[./])", tensor.name) for tensor in tensors)
    shared = []
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        shared.append(left)
    return "".join(shared).rstrip("./") or tensors[0].name

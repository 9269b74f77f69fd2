"""The order of axes and of states: what a framework reads and what it gives back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ... import frameworks, reference
from ...cells.sizes import B, H, I, L, P, T
from ...errors import one_of
from ..registry import Item, Listed, answer
from ..texts import said

if TYPE_CHECKING:
    from collections.abc import Mapping

    import sympy

    from ..case import Case
    from ..texts import Said

    Sizes = Mapping[str, int]
    Axes = tuple[sympy.Expr, ...]

LETTERS = {"T": T, "B": B, "I": I}
MEANING = {"T": "steps", "B": "sequences", "I": "inputs"}
ORDERS = ("T B I", "B T I", "B I T", "I T B", "I B T")
STATES = {"(h, c)": "h c", "(c, h)": "c h"}
VECTORS = ("h_n", "c_n")


def _tuple(axes: Axes) -> Said:
    parts = {f"a{n}": axis for n, axis in enumerate(axes)}
    return said("(" + ", ".join(f"{{{name}}}" for name in parts) + ")", **parts)


def _numbers(axes: Axes, sizes: Sizes) -> tuple[int, ...]:
    return tuple(int(axis.subs({symbol: sizes[str(symbol)] for symbol in axis.free_symbols})) for axis in axes)


@answer("input-axes")
def input_axes(case: Case) -> Listed:
    """The shape of a batch of sequences as a framework's layer reads it; tests run the frameworks on such batches."""
    convention = frameworks.get(case.framework)
    told = said(f"{convention.name} reads ({', '.join(MEANING[letter] for letter in convention.time.split())}).")
    ranked = (convention.time, *(order for order in ORDERS if order != convention.time))
    shapes = [tuple(LETTERS[letter] for letter in order.split()) for order in ranked]
    items = tuple(
        Item(_tuple(axes), right=order == convention.time, said=told, misconception="axes-of-another-framework")
        for order, axes in zip(ranked, shapes, strict=True)
    )

    def measured(sizes: Sizes) -> tuple[bool, ...]:
        batch = reference.random_inputs(case.network(sizes), sizes["T"], sizes["B"], seed=0)
        own_way = batch.transpose(["TBI".index(letter) for letter in convention.time.split()])
        return tuple(own_way.shape == _numbers(axes, sizes) for axes in shapes)

    return Listed(items, (told,), measured)


@answer("state-order")
def state_order(case: Case) -> Listed:
    """Whether a framework takes and returns the states as `case.form` says; tests hand states to the frameworks."""
    convention = frameworks.get(case.framework)
    claimed = STATES[one_of(case.form, STATES, "order of states")]
    told = said(f"{convention.name} has ({convention.state.replace(' ', ', ')}).")
    item = Item(told, right=convention.state == claimed, said=told, misconception="states-of-another-framework")
    return Listed((item,), (told,), lambda _: (claimed.split() == convention.state.split(),))


@answer("last-states")
def last_states(case: Case) -> Listed:
    """The shape of PyTorch's h_n, whether or not the batch comes first."""
    return _last_state(case, "h_n", H, _unlike(case, H))


@answer("projected-states")
def projected_states(case: Case) -> Listed:
    """The shape of PyTorch's h_n or c_n, which `case.argument` names, when h is projected to P components."""
    vector = one_of(case.argument, VECTORS, "state")
    width, other = (P, H) if vector == "h_n" else (H, P)
    why = said("Only h is projected, to {P} components; c keeps the {H} of the units.")
    swapped = ((_held(case), B, other), "projected-for-full", why)
    return _last_state(case, vector, width, [swapped, *_unlike(case, width)], why)


def _held(case: Case) -> sympy.Expr:
    """Layers times directions."""
    return L * _directions(case)


def _directions(case: Case) -> int:
    return 2 if case.bidirectional else 1


def _unlike(case: Case, width: sympy.Expr) -> list[tuple[Axes, str, Said]]:
    """Shapes that somebody may expect instead, and why not."""
    joined = _directions(case) * width
    output = (B, T, joined) if case.form == "batch_first=True" else (T, B, joined)
    moved = said("batch_first moves the batch to the front in the input and the output only, never in the states.")
    both = said("The output joins the directions; in the states each has an entry of its own.")
    last = said("This is the output, with all {T} steps; a state is what is left after the last one.")
    top = said("This is the top layer alone; the states of all layers are returned.")
    return [
        ((B, _held(case), width), "batch-first-for-states", moved),
        *([((L, B, joined), "directions-joined", both)] if case.bidirectional else []),
        (output, "output-for-state", last),
        ((B, joined), "states-of-the-top-layer", top),
    ]


def _last_state(case: Case, vector: str, width: sympy.Expr, wrong: list[tuple[Axes, str, Said]], *reasons: Said) -> Listed:
    held = "layer and direction" if case.bidirectional else "layer"
    count = "{held:with} = {held}" if case.bidirectional else "{held}"
    told = said(f"`{vector}` has an entry of {{B}}×{{width}} for each {held}: {count} of them.", held=_held(case), width=width)
    entries = [((_held(case), B, width), "", told), *wrong]
    items = tuple(Item(_tuple(axes), right=not slip, said=why, misconception=slip) for axes, slip, why in entries)

    def measured(sizes: Sizes) -> tuple[bool, ...]:
        network = case.network(sizes)
        batch = reference.random_inputs(network, sizes["T"], sizes["B"], seed=0)
        out = reference.run(network, reference.random_weights(network, seed=0), batch)
        shape = np.shape(out.h_n if vector == "h_n" else out.c_n)  # type: ignore[arg-type]
        return tuple(shape == _numbers(axes, sizes) for axes, _, _ in entries)

    return Listed(items, (told, *reasons), measured)

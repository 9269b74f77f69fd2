"""Tests of what is done to weights and gradients: converting, packing, quantising, clipping, counting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .. import facts, frameworks
from ..network import Network
from ..reference import random_weights
from .drawing import Numbers, tried
from .steps import stacked
from .trials import Call, Trial

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..quiz.engine.case import Case
    from .drawing import Array


@tried("convert-the-weights", "convert(tensors)", in_words=(3,))
def converted(case: Case, numbers: Numbers) -> Iterator[Trial]:
    """The tensors as PyTorch has them, two biases and all, and each array of the engine by itself."""
    _, _, inputs, units = numbers.sizes()
    network = Network(input=inputs, hidden=units)
    named = random_weights(network, numbers.whole(1, 10**6)).layers[0][0]
    pairs = {f"b_{gate}": numbers.array(units, 1) for gate in "ifgo"}
    first = {name: named[name] - pairs[name] for name in pairs}
    tensors = {
        "weight_ih_l0": stacked(named, "W", "i, f, g, o"),
        "weight_hh_l0": stacked(named, "U", "i, f, g, o"),
        "bias_ih_l0": stacked(first, "b", "i, f, g, o"),
        "bias_hh_l0": stacked(pairs, "b", "i, f, g, o"),
    }
    W, U = stacked(named, "W", case.form), stacked(named, "U", case.form)
    one, other = stacked(first, "b", case.form), stacked(pairs, "b", case.form)
    expected = {
        "W": W if case.function == "rows" else W.T,
        "U": U if case.function == "rows" else U.T,
        "b": np.concatenate([one, other]) if case.argument.startswith("two") else one + other,
    }
    call = Call("convert", (tensors,), ("W", "U", "b"))
    for name in "WUb":
        yield Trial(f"{name} of a layer", call, {name: expected[name]})


@tried("pack-the-gates", "pack(gates)")
def packed(case: Case, numbers: Numbers) -> Iterator[Trial]:
    """The blocks row by row."""
    _, _, inputs, units = numbers.sizes()
    for name, (i, h) in {"a layer": (inputs, units), "as many inputs as units": (3, 3), "one unit": (2, 1)}.items():
        gates = {f"{kind}_{gate}": numbers.array(*shape) for gate in "ifgo" for kind, shape in _shapes(i, h).items()}
        rows = {
            (gate, unit): [*gates[f"W_{gate}"][unit], *gates[f"U_{gate}"][unit], gates[f"b_{gate}"][unit]]
            for gate in "ifgo"
            for unit in range(h)
        }
        order = case.form.split(", ")
        by_gate = [(gate, unit) for gate in order for unit in range(h)]
        by_unit = [(gate, unit) for unit in range(h) for gate in order]
        matrix = np.array([rows[key] for key in (by_gate if case.claim == "gate by gate" else by_unit)])
        call = Call("pack", (gates,), "matrix")
        yield Trial(name, call, {"matrix": matrix if case.function == "rows" else matrix.T})


def _shapes(inputs: int, units: int) -> dict[str, tuple[int, ...]]:
    return {"W": (units, inputs), "U": (units, units), "b": (units,)}


@tried("quantise-the-weights", "quantise(W)")
def quantised(case: Case, numbers: Numbers) -> Iterator[Trial]:
    """Group by group; one group of a matrix is all zeros."""
    _, _, inputs, units = numbers.sizes()
    most = int(case.argument)
    W = numbers.array(4 * units, inputs) * np.repeat([1, 0.1, 3, 0.5], units)[:, None]
    empty = W.copy()
    empty[:units] = 0
    for name, matrix in {"a matrix": W, "a gate of zeros": empty, "nothing but zeros": 0 * W}.items():
        size = {"matrix": 4 * units, "row": 1}.get(case.claim.rpartition(" ")[2], units)
        groups = [matrix[start : start + size] for start in range(0, 4 * units, size)]
        scales = [float(np.abs(group).max()) / most or 1.0 for group in groups]
        whole = np.concatenate([np.rint(group / scale) for group, scale in zip(groups, scales, strict=True)])
        turned = (matrix, whole) if case.form == "4H×I" else (matrix.T, whole.T)
        call = Call("quantise", (turned[0],), ("numbers", "scales"))
        known = np.asarray(scales[0] if len(scales) == 1 else scales)
        yield Trial(f"the numbers of {name}", call, {"numbers": turned[1]})
        yield Trial(f"the scales of {name}", call, {"scales": known})


@tried("clip-the-gradients", "clip(gradients, limit)")
def clipped(case: Case, numbers: Numbers) -> Iterator[Trial]:
    """Above the limit, below it, zero, and not finite."""
    arrays = [numbers.array(4, 3), numbers.array(3), numbers.array(2, 5) / 20]
    broken = [array.copy() for array in arrays]
    broken[1][0] = np.nan
    endless = [array.copy() for array in arrays]
    endless[0][1, 1] = np.inf
    names = ("W", "b", "V")

    def trial(name: str, given: list[Array], limit: float) -> Trial:
        if all(np.isfinite(array).all() for array in given):
            wanted = _clipped(case.function, given, limit)
        else:
            wanted = [np.zeros_like(array) if case.claim.startswith("zeros") else array for array in given]
        known = {name: array for name, array in zip(names, wanted, strict=True) if np.isfinite(array).all()}
        argument = given if case.form == "a list" else dict(zip(names, given, strict=True))
        return Trial(name, Call("clip", (argument, limit), names), known)

    yield trial("gradients above the limit", arrays, 0.75)
    yield trial("gradients of which some are above", arrays, 1.5)
    yield trial("gradients below the limit", arrays, 1000.0)
    yield trial("gradients that are zero", [0 * array for array in arrays], 1.0)
    yield trial("a number that is none", broken, 0.75)
    yield trial("a number that is infinite", endless, 0.75)


def _clipped(way: str, arrays: list[Array], limit: float) -> list[Array]:
    if way == "by value":
        return [np.where(np.abs(array) > limit, np.sign(array) * limit, array) for array in arrays]
    norms = [float(np.linalg.norm(array)) for array in arrays]
    if way == "by their common norm":
        norms = [float(np.linalg.norm(norms))] * len(arrays)
    return [array * limit / norm if norm > limit else array for array, norm in zip(arrays, norms, strict=True)]


@tried("count-a-module", "count(inputs, hidden, layers, bidirectional, steps, batch)")
def counted(case: Case, numbers: Numbers) -> Iterator[Trial]:
    """The facts of the network, and for two biases PyTorch's tensors."""
    inputs, units = numbers.whole(5, 90), numbers.whole(5, 90)
    for name, (layers, both, steps, batch) in {
        "one layer and one step": (1, False, 1, 1),
        "many steps of a batch": (1, False, 20, 4),
        "stacked layers": (3, False, 1, 1),
        "two directions": (1, True, 1, 1),
        "stacked layers of two directions": (3, True, 7, 2),
    }.items():
        network = Network(cell=case.cell, input=inputs, hidden=units, layers=layers, bidirectional=both)
        call = Call("count", (inputs, units, layers, both, steps, batch), "count")
        yield Trial(name, call, {"count": np.asarray(_count(case, network, steps, batch))})


def _count(case: Case, network: Network, steps: int, batch: int) -> int:
    if case.claim.startswith("multiply"):
        return int(facts.of(network, steps=steps, batch=batch)["macs"].value)
    if "two" in case.claim:
        shapes = frameworks.tensor_shapes("pytorch", network).values()
        return sum(int(np.prod(shape)) for shape in shapes)
    without = Network(
        cell=network.cell,
        input=network.input,
        hidden=network.hidden,
        layers=network.layers,
        bidirectional=network.bidirectional,
        bias=False,
    )
    gates = {"rnn-tanh": 1, "lstm": 4}.get(network.cell, 3)
    biases = gates * network.widths[0] * network.layers * network.directions
    return int(facts.of(without)["parameters"].value) + biases

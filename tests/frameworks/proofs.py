"""What is proved of a framework's row on the framework itself: one function for each claim.

A probe runs the real thing: it knows how to build the framework's layers, how they name their tensors,
and how to run them. It knows nothing of `conventions.yml`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, prod, tanh
from random import Random
from typing import TYPE_CHECKING, Protocol

import numpy as np

from lstm_docs import Network, frameworks, reference
from lstm_docs.derive.stack import values
from lstm_docs.frameworks.layout import arrange, placed
from lstm_docs.frameworks.packing import sizes_of
from lstm_docs.reference.weights import random_inputs, random_weights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from lstm_docs.reference.weights import Weights

    Array = NDArray[np.float64]
    Tensors = Mapping[str, Array]

STEPS, BATCH = 4, 2


@dataclass(frozen=True)
class Ran:
    """What a framework gave: the output (T, B, D·R), and for a cell that has it the last c (B, H) of one layer."""

    output: Array
    c: Array | None = None


class Probe(Protocol):
    """A framework, run for real."""

    framework: str
    cells: tuple[str, ...]
    time: str  # the axes in which `run` really hands x over, and
    state: str  # the order in which it really hands the states over

    def tolerance(self, cell: str) -> float:
        """How far its outputs may be from float64's: 1e-12 where it computes in float64, 2e-6 in float32."""

    def shapes(self, network: Network) -> dict[str, tuple[int, ...]]:
        """The tensors of a freshly built network, as the framework names and shapes them."""

    def run(self, network: Network, tensors: Tensors, x: Array, h: Array | None = None, c: Array | None = None) -> Ran:
        """The network with these tensors on x (T, B, I); h, c (B, R), (B, H) start a network of one layer, zeros if None."""


def networks(probe: Probe, count: int, seed: str, *, largest: int = 9, layers: int = 3) -> Iterator[Network]:
    """Random networks that the framework can hold, cell by cell in turn."""
    draw, count_drawn = Random(f"{probe.framework}/{seed}"), 0
    while count_drawn < count:
        depth = draw.randint(1, layers)
        widths = tuple(draw.randint(2, largest) for _ in range(depth))
        cell = probe.cells[count_drawn % len(probe.cells)]
        network = Network(
            cell=cell,
            input=draw.randint(1, largest),
            hidden=draw.choice([widths, widths[0]]),
            layers=depth,
            bidirectional=draw.random() < 0.4,
            projection=draw.choice([None, None, draw.randint(1, largest)]) if cell.startswith("lstm") else None,
            bias=draw.random() < 0.8,
        )
        if frameworks.refusal(probe.framework, network) is None:
            count_drawn += 1
            yield network


def prove_shapes(probe: Probe, count: int) -> None:
    """Names, shapes and the number of parameters are those of the framework's own layers."""
    for network in networks(probe, count, "shapes"):
        real = probe.shapes(network)
        symbolic = frameworks.symbolic_shapes(probe.framework, network)
        numbers = values(network)
        assert frameworks.tensor_shapes(probe.framework, network) == real, network
        assert {name: tuple(int(n.subs(numbers)) for n in shape) for name, shape in symbolic.items()} == real, network
        formula = frameworks.parameters(probe.framework, network)
        assert formula.subs(numbers) == sum(map(prod, real.values())), (network, formula)


def prove_outputs(probe: Probe, count: int, *, largest: int = 5, layers: int = 2) -> None:
    """Packed canonical weights, and the framework's own tensors unpacked, give the reference's outputs."""
    for seed, network in enumerate(networks(probe, count, "outputs", largest=largest, layers=layers)):
        if not getattr(probe, "runs", lambda _: True)(network):  # a kernel that is missing on this machine
            continue
        weights = storable(probe.framework, network, random_weights(network, seed))
        x = random_inputs(network, STEPS, BATCH, seed)
        _same(probe, network, frameworks.pack(probe.framework, weights, network), weights, x)
        if network.bias or frameworks.get(probe.framework).bias == "optional":
            tensors = random_tensors(probe.shapes(network), seed)
            _same(probe, network, tensors, frameworks.unpack(probe.framework, tensors, network), x)


def prove_conversions(probe: Probe, other: Probe, count: int, *, largest: int = 5, layers: int = 2) -> None:
    """Tensors of one framework, converted, give in the other what they give in the first; and back."""
    biased = (n for n in networks(probe, 20 * count, "conversions", largest=largest, layers=layers) if n.bias)
    shared = [network for network in biased if frameworks.refusal(other.framework, network) is None][:count]
    assert len(shared) == count
    for seed, network in enumerate(shared):
        x = random_inputs(network, STEPS, BATCH, seed)
        for here, there in ((probe, other), (other, probe)):
            tensors = random_tensors(here.shapes(network), seed)
            if not _convertible(tensors, network, here.framework, there.framework):
                continue
            converted = frameworks.convert(tensors, network, source=here.framework, target=there.framework)
            tolerance = max(probe.tolerance(network.cell), other.tolerance(network.cell))
            given, got = here.run(network, tensors, x).output, there.run(network, converted, x).output
            np.testing.assert_allclose(got, given, atol=tolerance, rtol=0, err_msg=f"{here} to {there}: {network}")


def prove_orders(probe: Probe) -> None:
    """Every block of every packed tensor is the gate that the row says, found by what saturating it does."""
    for cell in probe.cells:
        if not cell.startswith("rnn"):
            _prove_order(probe, cell)


def prove_states(probe: Probe) -> None:
    """Axes and states in the order that the row says: given states mean what they mean in the equations, c is returned."""
    convention = frameworks.get(probe.framework)
    assert (convention.time, convention.state) == (probe.time, probe.state)
    for cell in probe.cells:
        network = Network(cell=cell, input=3, hidden=4)
        weights = storable(probe.framework, network, random_weights(network, seed=5))
        x, draw = random_inputs(network, STEPS, BATCH, seed=5), np.random.default_rng(5)
        h, c = (draw.uniform(-1, 1, (BATCH, 4)) for _ in "hc")
        state = reference.State(h[None], c[None] if cell.startswith("lstm") else None)
        expected = reference.run(network, weights, x, state=state)
        got = probe.run(network, frameworks.pack(probe.framework, weights, network), x, h, c)
        np.testing.assert_allclose(got.output, expected.output, atol=probe.tolerance(cell), rtol=0, err_msg=cell)
        if expected.c_n is not None:
            np.testing.assert_allclose(got.c, expected.c_n[0], atol=probe.tolerance(cell), rtol=0, err_msg=cell)


def handed(x: Array, time: str) -> Array:
    """A sequence (T, B, ·) in the axes of a framework, and back."""
    return np.ascontiguousarray(x.transpose(1, 0, 2)) if time == "B T I" else x


def in_order(state: str, h: Array, c: Array) -> tuple[Array, Array]:
    """h and c in the order of a framework; the same order puts what it returns back into h, c."""
    return (h, c) if state == "h c" else (c, h)


def random_tensors(shapes: Mapping[str, tuple[int, ...]], seed: int) -> dict[str, Array]:
    """Uniform draws from ±1/2."""
    draw = np.random.default_rng(seed)
    return {name: draw.uniform(-0.5, 0.5, shape) for name, shape in shapes.items()}


def storable(framework: str, network: Network, weights: Weights) -> Weights:
    """The weights with a candidate's recurrent bias of zero, if the framework has no place for another."""
    form = next(form for form in frameworks.get(framework).forms if network.cell in form.cells)
    if form.tensor_of("bh", "n") is not None or not network.cell.startswith("gru"):
        return weights
    changed = ({name: 0 * a if name == "bh_n" else a for name, a in d.items()} for layer in weights.layers for d in layer)
    named = list(changed)
    directions = network.directions
    return type(weights)(tuple(tuple(named[i : i + directions]) for i in range(0, len(named), directions)))


def in_layers(
    network: Network,
    tensors: Tensors,
    x: Array,
    one: Callable[[Network, Tensors, Array, str], Ran],
    directions: tuple[str, str] = ("forward", "backward"),
) -> Ran:
    """A network of single objects: `one` runs an object on (T, B, in) in the order given; layers and directions are ours."""
    ran = Ran(x)
    for layer in range(network.layers):
        outputs = []
        for direction in directions[: network.directions]:
            lead = [str(layer)] * (network.layers > 1) + [direction] * network.bidirectional
            own = named_under("/".join(lead), tensors)
            alone = layer_alone(network, layer, bidirectional=False)
            backward = direction == directions[1]
            done = one(alone, own, ran.output[::-1] if backward else ran.output, direction)
            outputs.append(done.output[::-1] if backward else done.output)
        ran = Ran(np.concatenate(outputs, axis=-1), done.c)
    return ran


def layer_alone(network: Network, layer: int, *, bidirectional: bool) -> Network:
    """One layer of a network as a network."""
    return Network(
        cell=network.cell,
        input=network.layer_input(layer),
        hidden=network.widths[layer],
        projection=network.projection,
        bidirectional=bidirectional,
        bias=network.bias,
    )


def named_under(lead: str, tensors: Tensors) -> dict[str, Array]:
    """The tensors whose names begin with `lead/`, without it."""
    if not lead:
        return dict(tensors)
    return {name.removeprefix(f"{lead}/"): t for name, t in tensors.items() if name.startswith(f"{lead}/")}


def object_shapes(
    network: Network,
    one: Callable[[Network], Mapping[str, tuple[int, ...]]],
    directions: tuple[str, str] = ("forward", "backward"),
) -> dict[str, tuple[int, ...]]:
    """The tensors of a network of single objects, under the names that `in_layers` reads."""
    by_name = {}
    for layer in range(network.layers):
        for direction in directions[: network.directions]:
            lead = [str(layer)] * (network.layers > 1) + [direction] * network.bidirectional
            shapes = one(layer_alone(network, layer, bidirectional=False))
            by_name |= {"/".join([*lead, name]): shape for name, shape in shapes.items()}
    return by_name


def _same(probe: Probe, network: Network, tensors: Tensors, weights: Weights, x: Array) -> None:
    expected = reference.run(network, weights, x).output
    got = probe.run(network, tensors, x).output
    np.testing.assert_allclose(
        got, expected, atol=probe.tolerance(network.cell), rtol=0, err_msg=f"{probe.framework}: {network}"
    )


def _convertible(tensors: Tensors, network: Network, source: str, target: str) -> bool:
    """Whether the target has a place for everything: a candidate's recurrent bias may have none."""
    weights = frameworks.unpack(source, tensors, network)
    return storable(target, network, weights) is weights or "bh_n" not in weights.layers[0][0]


# What saturating one block does, on paper: one unit, every other pre-activation at BIAS.

BIAS, BIG, H0, C0, RECURRENT = 0.5, 20.0, 0.7, 0.4, 0.3


def _prove_order(probe: Probe, cell: str) -> None:
    network = Network(cell=cell, input=2, hidden=3)
    convention = frameworks.get(probe.framework)
    form = next(form for form in convention.forms if cell in form.cells)
    items, sizes = placed(convention, form, network), sizes_of(network, 0)
    places = [(item, part.kind, gate) for item in items for part in item.tensor.parts for gate in part.gates]
    gru = cell.startswith("gru")

    def respond(kind: str, gate: str) -> tuple[float, float]:
        blocks = {}
        for _, other, letter in places:
            base = {"b": BIAS, "U": RECURRENT * gru}.get(other, 0.0)
            shape = {"W": (3, 2), "U": (3, 3)}.get(other, (3,))
            large = BIG / C0 if other == "p" else BIG
            blocks[0, other, letter] = np.full(shape, large if (other, letter) == (kind, gate) else base)
        tensors = {item.key: arrange(item, blocks, sizes) for item in items}
        if convention.flat:
            tensors = {convention.flat: np.concatenate([tensor.ravel() for tensor in tensors.values()])}
        ones = np.ones((1, 1, 3))
        ran = probe.run(network, tensors, np.ones((1, 1, 2)), H0 * ones[0], C0 * ones[0])
        return float(ran.output[0, 0, 0]), 0.0 if gru else float(ran.c[0, 0])

    base = respond("", "")
    if gru:
        on_paper = _gru_on_paper(base[0])
    else:
        added = _added(base[1]) if cell != "lstm-coupled" else 0.0
        assert abs(added - form.forget_added) < 1e-4, f"{probe.framework} adds {added} to the forget gate's bias"
        on_paper = _lstm_on_paper(cell, round(added, 3))
    for _, kind, gate in places:
        got = respond(kind, gate)
        near = [letter for letter, h_c in on_paper.items() if np.allclose(h_c, got, atol=1e-4)]
        assert near == [gate], f"{probe.framework} {cell}: {kind}[{gate}] acts like {near}"


def _lstm_on_paper(cell: str, added: float) -> dict[str, tuple[float, float]]:
    """(h, c) after one step, by the block that is saturated; `_` is a block that changes nothing."""

    def step(saturated: str) -> tuple[float, float]:
        i, f, o = (1.0 if saturated == gate else _sigmoid(BIAS + added * (gate == "f")) for gate in "ifo")
        if cell == "lstm-coupled":
            i = 1.0 if saturated == "F" else _sigmoid(BIAS)
            f = 1.0 - i
        c = f * C0 + i * (1.0 if saturated == "g" else tanh(BIAS))
        return o * tanh(c), c

    return {letter: step(letter) for letter in ("Fgo_" if cell == "lstm-coupled" else "ifgo_")}


def _gru_on_paper(base: float) -> dict[str, tuple[float, float]]:
    """The same for a GRU, whose `base` without saturation shows in which sense it uses z."""
    recurrent = 3 * RECURRENT * H0

    def step(saturated: str, *, opposite: bool) -> float:
        r, z = (1.0 if saturated.lower() == gate else _sigmoid(BIAS + recurrent) for gate in "rz")
        n = 1.0 if saturated == "n" else tanh(BIAS + r * recurrent)
        keeps = 1 - z if opposite else z
        return (1 - keeps) * n + keeps * H0

    (opposite,) = [sense for sense in (False, True) if abs(step("", opposite=sense) - base) < 1e-4]
    return {letter: (step(letter, opposite=opposite), 0.0) for letter in ("rZn_" if opposite else "rzn_")}


def _added(c: float) -> float:
    """What is added to the forget gate's bias at run time, from c after one step with every bias at BIAS."""
    forget = (c - _sigmoid(BIAS) * tanh(BIAS)) / C0
    return log(forget / (1 - forget)) - BIAS


def _sigmoid(a: float) -> float:
    return 1 / (1 + exp(-a))

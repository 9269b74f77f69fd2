"""What happens to a gradient on its way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ... import frameworks, reference
from ...network import Network
from .. import probes
from .table import Shown, fixed, statement

if TYPE_CHECKING:
    from ...reference.weights import Array

CHANGE = 1e-6


def _jacobian(network: Network, weights: reference.Weights, steps: int, letter: str) -> Array:
    """How the last state (h or c, all units) changes with the first one of the same letter; by differences."""
    units = network.widths[0]
    inputs = reference.random_inputs(network, steps, 1, seed=7)
    columns = []
    for unit in range(units):
        ends = []
        for sign in (1, -1):
            start = {"h": np.zeros((1, units)), "c": np.zeros((1, units))}
            start[letter][0, unit] = sign * CHANGE
            state = reference.State((start["h"],), (start["c"],) if network.cell.startswith("lstm") else None)
            out = reference.run(network, weights, inputs, state)
            ends.append(np.asarray(out.h_n if letter == "h" else out.c_n)[0, 0])
        columns.append((ends[0] - ends[1]) / (2 * CHANGE))
    return np.array(columns).T


def _scaled(network: Network, scale: float) -> reference.Weights:
    return reference.random_weights(network, seed=5, scale=scale)


def _without_recurrence(weights: reference.Weights) -> reference.Weights:
    """The same weights with every U zero, so that the gates do not see the state."""
    (named,) = weights.layers[0]
    return reference.Weights(((({n: np.zeros_like(a) if n[0] == "U" else a for n, a in named.items()}),),))


def _gates_product(network: Network, weights: reference.Weights, steps: int) -> Array:
    (found,) = reference.gates(network, weights, reference.random_inputs(network, steps, 1, seed=7))
    return np.asarray(np.prod(found["f_t"][:, 0], axis=0))


@statement("direct-path-is-forget-gates", right=True)
def direct_path_is_forget_gates() -> Shown:
    """dc_T/dc_0 with gates that do not move."""
    network = Network(input=2, hidden=3)
    weights = _without_recurrence(_scaled(network, 1.0))
    found, product = _jacobian(network, weights, 4, "c"), _gates_product(network, weights, 4)
    return Shown(
        "If the gates do not depend on the state, $\\partial c_T / \\partial c_0$ is the product of the forget gates.",
        bool(np.allclose(found, np.diag(product), atol=1e-8)),
        f"Three units, 4 steps: the first one's gates multiply to {fixed(product[0], 4)}, and of a change "
        f"{fixed(found[0, 0], 4)} arrived.",
    )


@statement("full-jacobian-is-forget-gates", right=False)
def full_jacobian_is_forget_gates() -> Shown:
    """The paths through h."""
    network = Network(input=2, hidden=3)
    weights = _scaled(network, 1.5)
    found, product = _jacobian(network, weights, 4, "c"), _gates_product(network, weights, 4)
    return Shown(
        "In every LSTM $\\partial c_T / \\partial c_0$ is exactly the product of the forget gates.",
        bool(np.allclose(found, np.diag(product), atol=1e-6)),
        f"The gates read $h$, which reads $c$: with three units and 4 steps the product was {fixed(product[0], 4)}, "
        f"the whole derivative {fixed(found[0, 0], 4)}, and that of one unit by another {fixed(found[0, 1], 4)}.",
    )


@statement("open-forget-gate-keeps-gradient", right=True)
def open_forget_gate_keeps_gradient() -> Shown:
    """f = 1, i = 0."""
    left = [probes.stepped("lstm", {"f": 1.0, "i": 0.0, "g": 0.0, "o": 0.5}, c=c, steps=100)["c_t"] for c in (0.5, 0.6)]
    arrived = (left[1] - left[0]) / 0.1
    return Shown(
        "With the forget gate fully open and the input gate shut, a gradient passes along the cell state undiminished.",
        abs(arrived - 1) < 1e-9,
        f"After 100 steps {fixed(arrived, 4)} of a change of $c_0$ was still there.",
    )


@statement("lstm-gradients-cannot-explode", right=False)
def lstm_gradients_cannot_explode() -> Shown:
    """A large U_g."""
    network, zeros = probes.constant_gates("lstm", [{"i": 40.0, "f": 40.0, "o": 40.0}])
    weights = reference.Weights(((dict(zeros.layers[0][0]) | {"U_g": np.full((1, 1), 3.0)},),))
    grown = float(_jacobian(network, weights, 3, "c")[0, 0])
    return Shown(
        "Because its gates are below 1, the gradients of an LSTM cannot explode.",
        grown <= 1,
        f"There are paths through the candidate too: one unit with open gates and $U_g = 3$ multiplied a change by "
        f"{fixed(grown, 0)} in 3 steps.",
    )


@statement("rnn-halves-at-every-step", right=True)
def rnn_halves_at_every_step() -> Shown:
    """|U| = 1/2."""
    arrived = _simple("rnn-tanh", 0.5, 10)
    return Shown(
        "A tanh RNN of one unit whose recurrent weight is 1/2 lets at most 1/2¹⁰ of a gradient through 10 steps.",
        0 < arrived <= 0.5**10 * (1 + 1e-6),
        f"{fixed(arrived, 6)} of a change arrived, 1/2¹⁰ is {fixed(0.5**10, 6)}: each step multiplies by at most 1/2 · 1.",
    )


@statement("second-derivatives-decide", right=False)
def second_derivatives_decide() -> Shown:
    """ReLU has none, and yet."""
    kept, lost = (_simple("rnn-relu", weight, 20) for weight in (1.0, 0.5))
    return Shown(
        "Whether a gradient vanishes is decided by the second derivative of the activation.",
        abs(kept - lost) < 1e-3,
        f"Behind 0 a ReLU has second derivative 0, and still {fixed(kept, 4)} of a change arrives after 20 steps "
        f"with a recurrent weight of 1, {fixed(lost, 6)} with 1/2.",
    )


@statement("first-derivatives-multiply", right=True)
def first_derivatives_multiply() -> Shown:
    """The chain rule."""
    network = Network(cell="rnn-tanh", input=2, hidden=3)
    weights = _scaled(network, 1.0)
    inputs = reference.random_inputs(network, 4, 1, seed=7)
    states = np.concatenate([np.zeros((1, 3)), reference.run(network, weights, inputs).output[:, 0]])
    U = weights.layers[0][0]["U_h"]
    product = np.eye(3)
    for h in states[1:]:
        product = np.diag(1 - h**2) @ U @ product
    found = _jacobian(network, weights, 4, "h")
    return Shown(
        "Going back through time multiplies first derivatives, one matrix for each step.",
        bool(np.allclose(found, product, atol=1e-8)),
        "Three units, 4 steps: the product of the four matrices is the measured derivative, to eight decimals.",
    )


def _simple(cell: str, weight: float, steps: int) -> float:
    """One unit with a recurrent weight and no input; what part of a change of its state arrives."""
    network = Network(cell=cell, input=1, hidden=1)
    named = {"W_h": np.zeros((1, 1)), "U_h": np.full((1, 1), weight), "b_h": np.zeros((1, 1))}
    ends = []
    for start in (0.1, 0.1 + 1e-4):
        state = reference.State((np.full((1, 1), start),))
        ends.append(
            float(reference.run(network, reference.Weights(((named,),)), np.zeros((steps, 1, 1)), state).output[-1, 0, 0])
        )
    return (ends[1] - ends[0]) / 1e-4


@statement("rnns-cannot-read-long", right=False)
def rnns_cannot_read_long() -> Shown:
    """They can; credit fades."""
    return Shown(
        "An RNN cannot be run over a sequence of 1 000 steps.",
        not bool(np.isfinite(_long_run()).all()),
        "It can: 1 000 steps gave 1 000 finite outputs. What fades over so many is the gradient, not the ability to run.",
    )


@statement("long-runs-fade", right=True)
def long_runs_fade() -> Shown:
    """The run works, the gradient fades."""
    network = Network(cell="rnn-tanh", input=2, hidden=3)
    left = [float(np.abs(_jacobian(network, _scaled(network, 0.5), steps, "h")).max()) for steps in (1, 30)]
    return Shown(
        "An RNN can be run over 1 000 steps; what may fade is the gradient with respect to the early ones.",
        bool(np.isfinite(_long_run()).all()) and left[1] < 1e-3 * left[0],
        f"In a small tanh RNN a step passed {fixed(left[0], 2)} of a change on, 30 steps less than "
        f"{fixed(max(left[1], 1e-6), 6)}.",
    )


def _long_run() -> Array:
    return np.asarray(probes.random_run(Network(cell="rnn-tanh", input=2, hidden=3), 1000).output)


@statement("clipping-revives-gradients", right=False)
def clipping_revives_gradients() -> Shown:
    """Clipping only shrinks."""
    small = np.array([1e-6, 2e-6])
    clipped = small * min(1.0, 1.0 / float(np.linalg.norm(small)))
    return Shown(
        "Clipping the norm of the gradient to 1 keeps it from vanishing.",
        bool(np.linalg.norm(clipped) > np.linalg.norm(small)),
        f"Clipping only shortens: a gradient of norm {fixed(float(np.linalg.norm(small)), 7)} keeps its "
        f"{fixed(float(np.linalg.norm(clipped)), 7)}.",
    )


@statement("keras-opens-forget-gates", right=True)
def keras_opens_forget_gates() -> Shown:
    """unit_forget_bias."""
    initial = next(form.forget_initial for form in frameworks.get("keras").forms if "lstm" in form.cells)
    gate = probes.squashed("sigmoid", initial or 0.0)
    return Shown(
        "A fresh LSTM of Keras begins with forget gates nearer open than shut.",
        gate > 0.5,
        f"Their bias starts at {initial:g}: with little else in the sum, f is σ({initial:g}) = {fixed(gate, 3)}; "
        f"after 10 steps that leaves {fixed(gate**10, 3)}.",
    )

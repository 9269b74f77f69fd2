"""Whether statements about gradients hold: derivatives by differences, on small networks of the NumPy reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .... import frameworks, reference
from ....formulas.decimals import fixed
from ....network import Network
from ...engine.registry import Outcome, measurement
from ..shared import probes

if TYPE_CHECKING:
    from ....reference.weights import Array

CHANGE = 1e-6
LSTM, RNN = (Network(cell=cell, input=2, hidden=3) for cell in ("lstm", "rnn-tanh"))
STEPS, MANY = 4, 1000


def _inputs(network: Network, steps: int) -> Array:
    return reference.random_inputs(network, steps, 1, seed=7)


def _weights(network: Network, scale: float) -> reference.Weights:
    return reference.random_weights(network, seed=5, scale=scale)


def _jacobian(network: Network, weights: reference.Weights, steps: int, letter: str) -> Array:
    """How the last state (h or c, all units) changes with the first one of the same letter; by differences."""
    units = network.widths[0]
    columns = []
    for unit in range(units):
        ends = []
        for sign in (1, -1):
            start = {"h": np.zeros((1, units)), "c": np.zeros((1, units))}
            start[letter][0, unit] = sign * CHANGE
            state = reference.State((start["h"],), (start["c"],) if network.cell.startswith("lstm") else None)
            out = reference.run(network, weights, _inputs(network, steps), state)
            ends.append(np.asarray(out.h_n if letter == "h" else out.c_n)[0, 0])
        columns.append((ends[0] - ends[1]) / (2 * CHANGE))
    return np.array(columns).T


def _beside_the_gates(weights: reference.Weights) -> tuple[Array, Array]:
    """The Jacobian of the cell state over the steps, and the product of each unit's forget gates."""
    (vectors,) = reference.gates(LSTM, weights, _inputs(LSTM, STEPS))
    return _jacobian(LSTM, weights, STEPS, "c"), np.asarray(np.prod(vectors["f_t"][:, 0], axis=0))


@measurement("direct-path-is-forget-gates")
def direct_path_is_forget_gates() -> Outcome:
    """With every U zero, so that the gates do not see the state."""
    (named,) = _weights(LSTM, 1.0).layers[0]
    blind = {name: np.zeros_like(array) if name[0] == "U" else array for name, array in named.items()}
    jacobian, product = _beside_the_gates(reference.Weights(((blind,),)))
    holds = bool(np.allclose(jacobian, np.diag(product), atol=1e-8))
    return Outcome(holds, {"product": fixed(product[0]), "arrived": fixed(jacobian[0, 0])})


@measurement("full-jacobian-is-forget-gates")
def full_jacobian_is_forget_gates() -> Outcome:
    """With the paths through h."""
    jacobian, product = _beside_the_gates(_weights(LSTM, 1.5))
    holds = bool(np.allclose(jacobian, np.diag(product), atol=1e-6))
    return Outcome(holds, {"product": fixed(product[0]), "whole": fixed(jacobian[0, 0]), "other": fixed(jacobian[0, 1])})


@measurement("open-forget-gate-keeps-gradient")
def open_forget_gate_keeps_gradient() -> Outcome:
    """f = 1, i = 0, over 100 steps."""
    gates = {"f": 1.0, "i": 0.0, "g": 0.0, "o": 0.5}
    left = [probes.stepped("lstm", gates, c=c, steps=100)["c_t"] for c in (0.5, 0.6)]
    arrived = (left[1] - left[0]) / 0.1
    return Outcome(abs(arrived - 1) < 1e-9, {"arrived": fixed(arrived)})


@measurement("lstm-gradients-cannot-explode")
def lstm_gradients_cannot_explode() -> Outcome:
    """Open gates and a large U_g."""
    network, zeros = probes.constant_gates("lstm", [{"i": 40.0, "f": 40.0, "o": 40.0}])
    weights = reference.Weights(((dict(zeros.layers[0][0]) | {"U_g": np.full((1, 1), 3.0)},),))
    grown = float(_jacobian(network, weights, 3, "c")[0, 0])
    return Outcome(grown <= 1, {"grown": fixed(grown, 0)})


def _arrived(cell: str, weight: float, steps: int) -> float:
    """What part of a change of its state arrives; of one unit with a recurrent weight and no input."""
    network = Network(cell=cell, input=1, hidden=1)
    weights = reference.Weights((({"W_h": np.zeros((1, 1)), "U_h": np.full((1, 1), weight), "b_h": np.zeros((1, 1))},),))
    starts = (reference.State((np.full((1, 1), h),)) for h in (0.1, 0.1 + 1e-4))
    ends = [float(reference.run(network, weights, np.zeros((steps, 1, 1)), start).output[-1, 0, 0]) for start in starts]
    return (ends[1] - ends[0]) / 1e-4


@measurement("rnn-halves-at-every-step")
def rnn_halves_at_every_step() -> Outcome:
    """A recurrent weight of 1/2, over 10 steps."""
    arrived, most = _arrived("rnn-tanh", 0.5, 10), 0.5**10
    return Outcome(0 < arrived <= most * (1 + 1e-6), {"arrived": fixed(arrived, 6), "most": fixed(most, 6)})


@measurement("second-derivatives-decide")
def second_derivatives_decide() -> Outcome:
    """A ReLU has none, and yet the weight decides."""
    arrived, lost = (_arrived("rnn-relu", weight, 20) for weight in (1.0, 0.5))
    return Outcome(abs(arrived - lost) < 1e-3, {"kept": fixed(arrived), "lost": fixed(lost, 6)})


@measurement("first-derivatives-multiply")
def first_derivatives_multiply() -> Outcome:
    """The chain rule by hand, beside the measured derivative."""
    weights = _weights(RNN, 1.0)
    product = np.eye(3)
    for h in reference.run(RNN, weights, _inputs(RNN, STEPS)).output[:, 0]:
        product = np.diag(1 - h**2) @ weights.layers[0][0]["U_h"] @ product
    return Outcome(bool(np.allclose(_jacobian(RNN, weights, STEPS, "h"), product, atol=1e-8)))


def _runs_on() -> bool:
    return bool(np.isfinite(probes.random_run(RNN, MANY).output).all())


@measurement("rnns-cannot-read-long")
def rnns_cannot_read_long() -> Outcome:
    """Whether all outputs of a long run are finite."""
    return Outcome(not _runs_on(), {"many": MANY})


@measurement("long-runs-fade")
def long_runs_fade() -> Outcome:
    """The run works, the gradient fades."""
    one, thirty = (float(np.abs(_jacobian(RNN, _weights(RNN, 0.5), steps, "h")).max()) for steps in (1, 30))
    holds = _runs_on() and thirty < 1e-3 * one
    return Outcome(holds, {"many": MANY, "one": fixed(one, 2), "most": fixed(max(thirty, 1e-6), 6)})


@measurement("clipping-revives-gradients")
def clipping_revives_gradients() -> Outcome:
    """A small gradient, clipped."""
    small = np.array([1e-6, 2e-6])
    before, after = (float(np.linalg.norm(g)) for g in (small, small * min(1.0, 1.0 / float(np.linalg.norm(small)))))
    return Outcome(after > before, {"before": fixed(before, 7), "after": fixed(after, 7)})


@measurement("keras-opens-forget-gates")
def keras_opens_forget_gates() -> Outcome:
    """unit_forget_bias."""
    bias = next(form.forget_initial for form in frameworks.get("keras").forms if "lstm" in form.cells) or 0.0
    gate = probes.squashed("sigmoid", bias)
    return Outcome(gate > 0.5, {"bias": bias, "gate": fixed(gate, 3), "left": fixed(gate**10, 3)})

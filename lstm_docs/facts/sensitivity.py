"""How much a state owes to what came before it: what vanishes on the way, what explodes, and what a forget gate keeps.

All norms are spectral: the most that a Jacobian stretches any change. For the diagonal matrix of a product of
gates that is the largest of its entries, so the two can stand side by side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .. import reference
from ..ground.errors import ConformError, SizeError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import ArrayLike

    from ..network import Network
    from ..reference import Prepared, Weights
    from ..reference.packing import Array
    from ..reference.weights import Array as Float64

LARGEST = 2**24
"""Numbers in the Jacobians of all steps, at most: steps times the square of the state's width."""


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """For every step t and every earlier or equal step s, as [t, s] of arrays (T, T); zero where s > t.

    `h_by_x`: the norm of ∂h_t/∂x_s. For cells with a cell state, else None: `c_by_c`, the norm of ∂c_t/∂c_s by
    every way there is from c_s, that through h_s among them; `direct`, the largest component of the forget gates'
    product f_s+1 ⊙ … ⊙ f_t, which is the norm of the way along the cell states alone, peepholes left out; and
    `direct_mean`, the mean of its components. Both are 1 in a cell without a forget gate.
    """

    h_by_x: Array
    c_by_c: Array | None = None
    direct: Array | None = None
    direct_mean: Array | None = None

    @property
    def first_input(self) -> Array:
        """(T,): the norm of ∂h_t/∂x_1 over the steps t: how long the first input is felt."""
        return self.h_by_x[:, 0]

    @property
    def last_state(self) -> Array:
        """(T,): the norm of ∂h_T/∂x_t over the steps t: how far back the last state looks."""
        last: Array = self.h_by_x[-1]
        return last


class Rates(NamedTuple):
    """What a plain RNN multiplies a gradient by at each step back: the mean slope of tanh, and two sizes of U_h.

    `norm`, the largest singular value, is the most that U_h stretches any one vector; `radius`, the largest
    eigenvalue's absolute value, is what many products with U_h come to for each of them.
    """

    slope: float
    norm: float
    radius: float


class _Steps(NamedTuple):
    """Each step's own Jacobians: of its states by the states before (T, S, S), and by its input (T, S, I)."""

    by_states: Array
    by_input: Array


def of(net: Network, weights: Weights, x: ArrayLike) -> Sensitivity:
    """The sensitivity of every step of one sequence `x` (T, 1, I), run from zero states, float64.

    `net` has one layer in one direction. Raises `ConformError` if it has more, or if shapes do not fit;
    `SizeError` if the Jacobians would not fit into memory.
    """
    if (net.layers, net.directions) != (1, 1):
        raise ConformError(f"sensitivity is of one layer in one direction, not of {net.layers} in {net.directions}")
    prepared = reference.prepare(net, weights)  # in float64, whatever x is
    (value,) = reference.gates(net, prepared, x)
    _check(net, value["h_t"])
    steps = _steps(prepared, np.asarray(x), value)
    h_by_x = np.zeros((len(steps.by_input),) * 2)
    if "c_t" not in value:
        for s, by_state in _by_earlier(steps):
            h_by_x[s:, s] = _norms(by_state @ steps.by_input[s])
        return Sensitivity(h_by_x)
    width, c_by_c, h_by_c = net.recurrent(0), np.zeros_like(h_by_x), _h_by_c(weights, value)
    for s, by_state in _by_earlier(steps):
        h_by_x[s:, s] = _norms(by_state[:, :width] @ steps.by_input[s])
        c_by_c[s:, s] = _norms(by_state[:, width:, width:] + by_state[:, width:, :width] @ h_by_c[s])
    return Sensitivity(h_by_x, c_by_c, *_direct(value))


def rates(net: Network, weights: Weights, x: ArrayLike) -> Rates:
    """The rates of an `rnn-tanh` of one layer in one direction on `x` (T, 1, I). Raises `ConformError` for another network."""
    if (net.cell, net.layers, net.directions) != ("rnn-tanh", 1, 1):
        raise ConformError("rates are those of one rnn-tanh layer in one direction")
    (value,), U = reference.gates(net, weights, x), weights.layers[0][0]["U_h"]
    slopes = 1 - value["h_t"] ** 2
    return Rates(float(slopes.mean()), float(np.linalg.norm(U, 2)), float(np.abs(np.linalg.eigvals(U)).max()))


def with_forget_bias(net: Network, weights: Weights, bias: float) -> Weights:
    """`weights` with every component of every b_f equal to `bias`, and all else as it is.

    Raises `ConformError` for a network whose cell has no forget gate, or that has no biases.
    """
    if "b_f" not in reference.weight_shapes(net, 0):
        raise ConformError(f"{net.cell} {'has no forget gate' if net.bias else 'is without biases'}, so there is no b_f to set")

    def changed(named: Mapping[str, Float64]) -> dict[str, Float64]:
        return {**named, "b_f": np.full_like(named["b_f"], bias)}

    return reference.Weights(tuple(tuple(changed(named) for named in layer) for layer in weights.layers))


def _check(net: Network, h: Array) -> None:
    steps, batch, width = h.shape
    if batch != 1:
        raise ConformError(f"x holds {batch} sequences, expected one: (T, 1, {net.input})")
    width += net.widths[0] * net.cell.startswith("lstm")
    if steps * width * max(width, net.input) > LARGEST:
        raise SizeError(f"the Jacobians of {steps} steps and a state {width} wide are too large; take fewer steps or units")


def _steps(prepared: Prepared, x: Array, value: Mapping[str, Array]) -> _Steps:
    """One backward step for every step and every component of its states: all of them as one batch."""
    letters = [letter for letter in "hc" if f"{letter}_t" in value]
    before = [np.insert(value[f"{letter}_t"][:-1, 0], 0, 0, axis=0) for letter in letters]
    recurrent, width = before[0].shape[1], sum(state.shape[1] for state in before)
    rows = np.tile(np.eye(width), (len(x), 1))
    gradients = reference.gradients(
        prepared.network,
        prepared,
        np.repeat(x.transpose(1, 0, 2), width, axis=1),
        np.zeros((1, len(rows), recurrent)),
        reference.State(*([np.repeat(state, width, axis=0)] for state in before)),
        reference.State(*([by] for by in np.split(rows, [recurrent], axis=1)[: len(letters)])),
    )
    by_states = np.concatenate([getattr(gradients.state, letter)[0] for letter in letters], axis=1)
    return _Steps(by_states.reshape(len(x), width, width), gradients.x.reshape(len(x), width, -1))


def _by_earlier(steps: _Steps) -> Iterator[tuple[int, Array]]:
    """For each s from the last: the Jacobians of the states of s, s+1, … by those of s, (T-s, S, S)."""
    own = np.eye(steps.by_states.shape[1])[np.newaxis]
    later = own[:0]
    for s in reversed(range(len(steps.by_states))):
        if s + 1 < len(steps.by_states):
            later = later @ steps.by_states[s + 1]
        later = np.concatenate([own, later])
        yield s, later


def _h_by_c(weights: Weights, value: Mapping[str, Array]) -> Array:
    """∂h_t/∂c_t of every step, (T, R, H): through the tanh, a peephole of the output gate, and a projection."""
    ((named,),) = weights.layers
    o, squashed = value["o_t"][:, 0], np.tanh(value["c_t"][:, 0])
    slope = o * (1 - squashed**2)
    if "p_o" in named:
        slope = slope + squashed * o * (1 - o) * named["p_o"][:, 0]
    h_by_c: Array = named.get("V_h", np.eye(o.shape[1])) * slope[:, np.newaxis]
    return h_by_c


def _direct(value: Mapping[str, Array]) -> tuple[Array, Array]:
    """The largest and the mean component of the forget gates' product between any two steps."""
    f = value["f_t"][:, 0] if "f_t" in value else np.ones_like(value["c_t"][:, 0])
    largest, mean = np.zeros((2, len(f), len(f)))
    for s in range(len(f)):
        product = np.cumprod(np.concatenate([np.ones_like(f[:1]), f[s + 1 :]]), axis=0)
        largest[s:, s], mean[s:, s] = product.max(axis=1), product.mean(axis=1)
    return largest, mean


def _norms(jacobians: Array) -> Array:
    norms: Array = np.linalg.norm(jacobians, ord=2, axis=(-2, -1))
    return norms

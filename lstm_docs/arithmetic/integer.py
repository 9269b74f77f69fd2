"""An LSTM in integers alone: int8 weights, inputs and h, sums in int32, gates and cell state in int16.

The layout of numbers is that of TensorFlow Lite's integer LSTM: pre-activations are Q3.12, gates Q0.15, and the step of
the cell state is a power of two. σ and tanh are the exact functions, rounded to the nearest integer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .. import reference
from .approximations import sigmoid
from .quantizing import Scale, power_scale_of, scale_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..network import Network
    from .quantizing import Array, Integers, Numbers

Q12, Q15 = 2.0**-12, 2.0**-15


@dataclass(frozen=True, eq=False)
class IntegerLSTM:
    """One layer in one direction: the integers of each weight, and the scales of weights, x, h and c, by name."""

    weights: Mapping[str, Integers]
    scales: Mapping[str, Scale]

    @classmethod
    def of(cls, network: Network, weights: reference.Weights, x: Array, *, cell_bits: int = 16) -> IntegerLSTM:
        """Quantise `weights`; the scales of x, h and c are those of what the reference makes of `x` (T, B, I)."""
        (named,), states = weights.layers[0], reference.gates(network, weights, x)[0]
        scales = {name: scale_of(array) for name, array in named.items() if name[0] in "WU"}
        scales |= {"x": scale_of(x), "h": scale_of(states["h_t"]), "c": power_scale_of(states["c_t"], cell_bits)}
        scales |= {name: Scale(scales[f"W_{name[2]}"].step * scales["x"].step, 32) for name in named if name[0] == "b"}
        return cls({name: scales[name].integers(array) for name, array in named.items()}, scales)

    def run(self, x: Array) -> Integers:
        """The integers of h after each step of `x` (T, B, I), from zero states: (T, B, H)."""
        steps, batch, _ = x.shape
        h = c = np.zeros((batch, len(self.weights["b_f"])), np.int64)
        outputs = np.empty((steps, *h.shape), np.int64)
        for t, inputs in enumerate(self.scales["x"].integers(x)):
            i, f, g, o = (self._gate(letter, inputs, h) for letter in "ifgo")
            most = self.scales["c"].most
            written = rounded(i * g * (Q15 * Q15 / self.scales["c"].step))
            c = held(shifted(f * c, 15) + written, most)
            squashed = fraction(np.tanh(c * self.scales["c"].step))
            h = held(rounded(o * squashed * (Q15 * Q15 / self.scales["h"].step)), 127)
            outputs[t] = h
        return outputs

    def sums(self, letter: str, inputs: Integers, h: Integers) -> tuple[Integers, Integers]:
        """The two sums of a gate: of W x with the bias, and of U h. They have scales of their own."""
        bias = self.weights[f"b_{letter}"][:, 0]
        return inputs @ self.weights[f"W_{letter}"].T + bias, h @ self.weights[f"U_{letter}"].T

    def _gate(self, letter: str, inputs: Integers, h: Integers) -> Integers:
        by_x, by_h = self.sums(letter, inputs, h)
        of_x = self.scales[f"W_{letter}"].step * self.scales["x"].step / Q12
        of_h = self.scales[f"U_{letter}"].step * self.scales["h"].step / Q12
        pre = held(held(rounded(by_x * of_x)) + rounded(by_h * of_h))
        return fraction(np.tanh(pre * Q12) if letter == "g" else sigmoid(pre * Q12))


def rounded(values: Numbers) -> Integers:
    """The nearest integers, halves away from zero."""
    return np.asarray(np.sign(values) * np.floor(np.abs(values) + 0.5), np.int64)


def shifted(values: Integers, bits: int) -> Integers:
    """Divided by a power of two, to the nearest integer, halves away from zero."""
    return rounded(values / 2.0**bits)


def fraction(values: Numbers) -> Integers:
    """A number from -1 to 1 as Q0.15."""
    return held(rounded(values / Q15))


def held(values: Integers, most: int = 2**15 - 1) -> Integers:
    """Cut off at the largest integer and at the one below its negative."""
    return np.asarray(np.clip(values, -most - 1, most), np.int64)

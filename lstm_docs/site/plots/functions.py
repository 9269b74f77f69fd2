"""The pointwise functions as curves."""

from __future__ import annotations

from math import exp, tanh
from typing import TYPE_CHECKING

from .. import figures
from ..fences import options as given
from ..figures.squashing import Squash
from .plot import Plot

if TYPE_CHECKING:
    from markupsafe import Markup

    from ...ground.located import Located


def _sigmoid(a: float) -> float:
    return 1 / (1 + exp(-a))


def _hard(slope: float, words: str) -> Squash:
    """A sigmoid of three straight lines."""

    def value(a: float) -> float:
        return min(1.0, max(0.0, slope * a + 0.5))

    return Squash("hard sigmoid", f"{words} + ½, from 0 to 1", value, lambda a: slope if 0 < value(a) < 1 else 0.0, -0.2, 1.2)


FUNCTIONS = {
    "sigmoid": Squash("sigmoid", "σ(a) = 1 / (1 + e⁻ᵃ)", _sigmoid, lambda a: _sigmoid(a) * (1 - _sigmoid(a)), -0.2, 1.2),
    "tanh": Squash("tanh", "tanh a = 2σ(2a) − 1", tanh, lambda a: 1 - tanh(a) ** 2, -1.3, 1.3),
    "hard-sigmoid": _hard(1 / 6, "a/6"),
    "hard-sigmoid-onnx": _hard(0.2, "0.2a"),
    "relu": Squash("ReLU", "max(0, a)", lambda a: max(0.0, a), lambda a: float(a > 0), -0.8, 4.2),
}
"""By the name in the fence. The hard sigmoid is a/6 + 1/2 in PyTorch and Keras 3, 0.2 a + 1/2 in ONNX and older Keras."""


def _squashing(options: Located) -> Markup:
    names = given.choices(options, "functions", FUNCTIONS, ("sigmoid", "tanh"))
    if not names:
        raise options["functions"].error("name at least one function: " + ", ".join(FUNCTIONS))
    return figures.squashing([FUNCTIONS[name] for name in names])


PLOTS = {"squashing": Plot(_squashing, ("functions",))}

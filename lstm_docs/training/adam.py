"""Adam, and the clipping of gradients: on one vector that holds every parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]


class Adam:
    """Adam (Kingma and Ba, 2015) as PyTorch has it: ε is added to √v after its bias is corrected.

    Keras adds ε before: the same up to ε.
    """

    def __init__(self, count: int, rate: float, betas: tuple[float, float] = (0.9, 0.999), epsilon: float = 1e-8) -> None:
        self.rate, self.betas, self.epsilon = rate, betas, epsilon
        self.steps = 0
        self._m, self._v = np.zeros(count), np.zeros(count)

    def step(self, parameters: Array, gradient: Array) -> None:
        """Move `parameters` in place, against the gradient."""
        self.steps += 1
        first, second = self.betas
        self._m += (1 - first) * (gradient - self._m)
        self._v += (1 - second) * (gradient**2 - self._v)
        root = np.sqrt(self._v / (1 - second**self.steps)) + self.epsilon
        parameters -= self.rate / (1 - first**self.steps) * self._m / root


def clip_by_global_norm(gradient: Array, limit: float) -> Array:
    """`gradient` shortened to length `limit` if it is longer: all parameters by one factor, so its direction stays.

    As `torch.nn.utils.clip_grad_norm_` does, 1e-6 on the length included; Keras' `global_clipnorm` has none.
    """
    return gradient * min(1.0, limit / (float(np.sqrt(gradient @ gradient)) + 1e-6))

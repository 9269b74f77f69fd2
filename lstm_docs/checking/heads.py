"""What a dense head makes of a layer's output, where a port's last answer is all that somebody kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from ..models import File
    from ..models.stored import Stored

    Array = NDArray[Any]

ROUNDED = 1e-2
"""By how much probabilities in few digits may miss 1 together."""


def _softmax(a: Array) -> Array:
    powers = np.exp(a - a.max(axis=-1, keepdims=True))
    shares: Array = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def _log_softmax(a: Array) -> Array:
    shifted = a - a.max(axis=-1, keepdims=True)
    logs: Array = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return logs


ENDS: dict[str, Callable[[Array], Array]] = {
    "softmax": _softmax,
    "log-softmax": _log_softmax,
    "": lambda a: a,
    "sigmoid": lambda a: (1 + np.tanh(a / 2)) / 2,
    "tanh": np.tanh,
    "relu": lambda a: np.maximum(a, 0),
}
"""What may stand behind the product, the most telling first."""


@dataclass(frozen=True, eq=False)
class Dense:
    """A dense layer of a file: `matrix` (O, width), `bias` (O,), and `end`, a name of `ENDS`."""

    name: str
    matrix: Array
    bias: Array
    end: str = ""

    @property
    def title(self) -> str:
        """`fc, 4 → 2, sigmoid`."""
        outputs, width = self.matrix.shape
        return f"{self.name}, {width} → {outputs}" + (f", {self.end}" if self.end else "")

    def __call__(self, output: Array) -> Array:
        """(…, O) of the layer's output (…, width)."""
        return ENDS[self.end](output @ self.matrix.T + self.bias)


def heads(file: File, width: int, outputs: int) -> list[Dense]:
    """The file's one dense layer from `width` to `outputs`, in every way in which its tensors can be read; none for several."""
    dense = [tensor for tensor in _beside(file) if tensor.shape in ((outputs, width), (width, outputs))]
    if len(dense) != 1:
        return []
    (tensor,) = dense
    bias = _bias(file, tensor, outputs)
    matrix = np.asarray(tensor.load(), dtype=np.float64)
    ways = [one for one in (matrix, matrix.T) if one.shape == (outputs, width)]
    return [Dense(_module(tensor.name), way, bias) for way in ways]


def ended(head: Dense, given: list[Array]) -> Iterator[Dense]:
    """The head with every end that the numbers given allow."""
    numbers = np.concatenate([y.reshape(-1, y.shape[-1]) for y in given])
    allowed = {
        "softmax": numbers.shape[1] > 1 and (numbers >= 0).all() and _is_one(numbers.sum(axis=1)),
        "log-softmax": numbers.shape[1] > 1 and (numbers <= 0).all() and _is_one(np.exp(numbers).sum(axis=1)),
        "": True,
        "sigmoid": ((numbers >= 0) & (numbers <= 1)).all(),
        "tanh": (np.abs(numbers) <= 1).all(),
        "relu": (numbers >= 0).all(),
    }
    return (Dense(head.name, head.matrix, head.bias, end) for end in ENDS if allowed[end])


def _is_one(sums: Array) -> bool:
    return bool((np.abs(sums - 1) < ROUNDED).all())


def _beside(file: File) -> Iterator[Stored]:
    """What belongs to no recurrent layer and may be weights, in numbers that can be read."""
    return (
        tensor for place, tensor in file.distinct.items() if file.kinds.get(place) != "recurrent" and "float" in tensor.dtype
    )


def _bias(file: File, matrix: Stored, outputs: int) -> Array:
    """The vector of the same module, else the file's only one of that size, else none."""
    vectors = [tensor for tensor in _beside(file) if tensor.shape == (outputs,)]
    own = [tensor for tensor in vectors if _module(tensor.name) == _module(matrix.name)]
    found = own or vectors
    return np.asarray(found[0].load(), dtype=np.float64) if len(found) == 1 else np.zeros(outputs)


def _module(name: str) -> str:
    """`fc` of `fc.weight`."""
    return re.split(r"[/.]", name[::-1], maxsplit=1)[-1][::-1].removeprefix("layers/").removesuffix("/vars")

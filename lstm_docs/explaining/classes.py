"""Which ways to count a printed class leaves open, as data: the page reads it too."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from .. import cells, frameworks
from ..network import Network
from .ways import Way, way

if TYPE_CHECKING:
    from collections.abc import Iterator

DENSE = ("Dense", "Linear", "TimeDistributed")
EMBEDDING = ("Embedding",)
PER_FEATURE = {"LayerNormalization": 2, "BatchNormalization": 4, "LayerNorm": 2, "BatchNorm1d": 2}
"""Layers that have so many numbers for each feature."""
WITHOUT = (
    "AlphaDropout", "Dropout", "Dropout1d", "ELU", "Flatten", "GELU", "Identity", "LeakyReLU", "LogSoftmax", "ReLU",
    "ReLU6", "SELU", "SiLU", "Sigmoid", "Softmax", "Tanh",
)  # fmt: skip
"""Modules of PyTorch that have no weights; their arguments do not say so."""


MATRICES = {
    "weight_ih": "W, which multiplies what the layer reads",
    "weight_hh": "U, which multiplies h of the step before",
    "bias_ih": "the bias beside W",
    "bias_hh": "the bias beside U",
}
"""What the tensors of a recurrent layer are."""


@dataclass(frozen=True)
class Called:
    """A way to count what is called so where it is printed, and how simple it is beside the other ways."""

    title: str
    way: Way
    cost: int


@cache
def called() -> dict[str, dict[str, tuple[Called, ...]]]:
    """By who prints, `keras` or `torch`, and by class: the ways that the class leaves open."""
    keras = {
        "LSTM": tuple(_keras("lstm", "LSTM")),
        "GRU": (*_keras("gru-reset-after", "GRU"), *_keras("gru-reset-before", "GRU with reset_after=False", unbiased=False)),
        "SimpleRNN": tuple(_keras("rnn-tanh", "SimpleRNN")),
        "CuDNNLSTM": (Called("CuDNNLSTM", way("lstm", "cudnn"), 0),),
        "CuDNNGRU": (Called("CuDNNGRU", way("gru-reset-after", "cudnn"), 0),),
    }
    every = tuple(
        Called(it.title, it.way, it.cost + place)
        for place, kind in enumerate(("LSTM", "GRU", "SimpleRNN"))
        for it in keras[kind]
    )
    torch = {
        "LSTM": (*_torch("lstm", "LSTM"), *_torch("lstm", "LSTM", projected=True)),
        "GRU": tuple(_torch("gru-reset-after", "GRU")),
        "RNN": tuple(_torch("rnn-tanh", "RNN")),
    }
    single = {f"{kind}Cell": tuple(Called(f"{kind}Cell", it.way, it.cost) for it in torch[kind][:2]) for kind in torch}
    return {"keras": {**keras, "Bidirectional": every, "RNN": every}, "torch": {**torch, **single}}


def _keras(cell: str, title: str, *, unbiased: bool = True) -> Iterator[Called]:
    yield Called(title, way(cell, "keras"), 0 if unbiased else 1)
    if unbiased:
        yield Called(title, way(cell, "keras", bias=False), 2)


def _torch(cell: str, title: str, *, projected: bool = False) -> Iterator[Called]:
    yield Called(title, way(cell, "pytorch", projected=projected), 3 * projected)
    yield Called(title, way(cell, "pytorch", bias=False, projected=projected), 2 + 3 * projected)


@cache
def orders() -> dict[int, tuple[str, str]]:
    """The class by its number of gates, and their order in PyTorch's tensors."""
    known = {"LSTM": "lstm", "GRU": "gru-reset-after", "RNN": "rnn-tanh"}
    found = {}
    for kind, cell in known.items():
        order = frameworks.gate_order("pytorch", Network(cell=cell, input=1, hidden=1))
        found[len(cells.build(cell).gates)] = (kind, " ".join(order))
    return found


def rules() -> dict[str, Any]:
    """The same for the page."""
    return {
        "called": {
            who: {
                kind: [
                    {
                        "title": it.title, "biases": it.way.biases, "cost": it.cost, "cell": it.way.cell, "bias": it.way.bias,
                        "projected": it.way.projected, "formula": it.way.formula, "terms": it.way.terms,
                    }
                    for it in several
                ]
                for kind, several in kinds.items()
            }
            for who, kinds in called().items()
        },
        "orders": {str(gates): list(found) for gates, found in orders().items()},
        "dense": DENSE,
        "embedding": EMBEDDING,
        "perFeature": PER_FEATURE,
        "without": WITHOUT,
        "matrices": MATRICES,
    }  # fmt: skip

"""Flax Linen, in float64."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flax.linen as nn
import jax
import jax.numpy as jnp
import numpy as np
from flax import traverse_util

from .proofs import Ran, handed, in_order, layer_alone, named_under

if TYPE_CHECKING:
    from lstm_docs import Network

    from .proofs import Array, Tensors

jax.config.update("jax_enable_x64", True)

framework = "flax"
time, state = "B T I", "c h"
cells = ("lstm", "gru-reset-after", "rnn-tanh", "rnn-relu")
CELLS = {"lstm": nn.LSTMCell, "gru-reset-after": nn.GRUCell, "rnn-tanh": nn.SimpleCell, "rnn-relu": nn.SimpleCell}


def tolerance(cell: str) -> float:
    return 1e-12


def build(network: Network) -> nn.Module:
    """One layer in one direction, or in both."""
    options = {"activation_fn": nn.relu} if network.cell == "rnn-relu" else {}
    one = [
        nn.RNN(CELLS[network.cell](network.widths[0], param_dtype=jnp.float64, **options)) for _ in range(network.directions)
    ]
    return nn.Bidirectional(*one) if network.bidirectional else one[0]


def shapes(network: Network) -> dict[str, tuple[int, ...]]:
    by_name = {}
    for layer in range(network.layers):
        alone = layer_alone(network, layer, bidirectional=network.bidirectional)
        tree = jax.eval_shape(build(alone).init, jax.random.key(0), jnp.zeros((1, 2, alone.input)))
        lead = f"{layer}/" if network.layers > 1 else ""
        by_name |= {lead + _ours(name): a.shape for name, a in traverse_util.flatten_dict(tree["params"], sep="/").items()}
    return by_name


def run(network: Network, tensors: Tensors, x: Array, h: Array | None = None, c: Array | None = None) -> Ran:
    sequence, last, lstm = handed(x, time), None, network.cell == "lstm"
    first = None if h is None else in_order(state, h, c) if lstm else h
    for layer in range(network.layers):
        alone = layer_alone(network, layer, bidirectional=network.bidirectional)
        own = named_under(str(layer), tensors) if network.layers > 1 else tensors
        params = traverse_util.unflatten_dict({_theirs(name): jnp.asarray(tensor) for name, tensor in own.items()}, sep="/")
        if network.bidirectional:
            sequence = build(alone).apply({"params": params}, sequence)
        else:
            carry, sequence = build(alone).apply({"params": params}, sequence, initial_carry=first, return_carry=True)
            last = np.asarray(in_order(state, *carry)[1]) if lstm else None
    return Ran(handed(np.asarray(sequence), time), last)


def _ours(name: str) -> str:
    """`forward_rnn/cell/hf/bias` as `forward/hf/bias`, without the wrappers around the cell."""
    return name.replace("_rnn/cell/", "/").removeprefix("cell/")


def _theirs(name: str) -> str:
    direction, _, rest = name.partition("/")
    return f"{direction}_rnn/cell/{rest}" if direction in ("forward", "backward") else f"cell/{name}"

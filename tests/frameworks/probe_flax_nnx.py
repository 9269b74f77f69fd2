"""Flax NNX, in float64."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx

from .proofs import Ran, handed, in_layers, in_order, object_shapes

if TYPE_CHECKING:
    from lstm_docs import Network

    from .proofs import Array, Tensors

jax.config.update("jax_enable_x64", True)

framework = "flax-nnx"
time, state = "B T I", "c h"
cells = ("lstm", "gru-reset-after", "rnn-tanh", "rnn-relu")


def tolerance(cell: str) -> float:
    return 1e-12


def build(network: Network) -> nnx.Module:
    """The cell of one layer in one direction."""
    sizes, options = (network.input, network.widths[0]), {"param_dtype": jnp.float64, "rngs": nnx.Rngs(0)}
    if network.cell == "lstm":
        return nnx.OptimizedLSTMCell(*sizes, **options)
    if network.cell == "gru-reset-after":
        return nnx.GRUCell(*sizes, **options)
    activation = nnx.relu if network.cell == "rnn-relu" else nnx.tanh
    return nnx.SimpleCell(*sizes, dtype=jnp.float64, activation_fn=activation, **options)


def shapes(network: Network) -> dict[str, tuple[int, ...]]:
    def one(alone: Network) -> dict[str, tuple[int, ...]]:
        state = nnx.state(nnx.eval_shape(lambda: build(alone)), nnx.Param)
        return {".".join(path): leaf.get_value().shape for path, leaf in nnx.to_flat_state(state)}

    return object_shapes(network, one)


def run(network: Network, tensors: Tensors, x: Array, h: Array | None = None, c: Array | None = None) -> Ran:
    lstm = network.cell == "lstm"
    first = None if h is None else tuple(map(jnp.asarray, in_order(state, h, c))) if lstm else jnp.asarray(h)

    def one(alone: Network, own: Tensors, sequence: Array, direction: str) -> Ran:
        cell = nnx.eval_shape(lambda: build(alone))
        nnx.update(cell, nnx.from_flat_state([(tuple(n.split(".")), nnx.Param(jnp.asarray(t))) for n, t in own.items()]))
        layer = nnx.RNN(cell, return_carry=True)
        carry, output = layer(jnp.asarray(handed(sequence, time)), initial_carry=first)
        return Ran(handed(np.asarray(output), time), np.asarray(in_order(state, *carry)[1]) if lstm else None)

    return in_layers(network, tensors, x, one)

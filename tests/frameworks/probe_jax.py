"""JAX's cuDNN array, in float64, by the reference implementation that JAX itself compares its GPU kernels with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jax
import jax.numpy as jnp
import numpy as np
from jax.experimental import rnn

from .proofs import Ran, handed, in_order

if TYPE_CHECKING:
    from lstm_docs import Network

    from .proofs import Array, Tensors

jax.config.update("jax_enable_x64", True)

framework = "jax"
time, state = "B T I", "h c"
cells = ("lstm",)


def tolerance(cell: str) -> float:
    return 1e-12


def _sizes(network: Network) -> dict[str, int | bool]:
    return {
        "input_size": network.input,
        "hidden_size": network.widths[0],
        "num_layers": network.layers,
        "bidirectional": network.bidirectional,
    }


def shapes(network: Network) -> dict[str, tuple[int, ...]]:
    weights = jax.eval_shape(lambda: rnn.init_lstm_weight(jax.random.key(0), **_sizes(network)))
    return {"weights": weights.shape}


def run(network: Network, tensors: Tensors, x: Array, h: Array | None = None, c: Array | None = None) -> Ran:
    sizes, batch = _sizes(network), x.shape[1]
    matrices = rnn.unpack_lstm_weights(jnp.asarray(tensors["weights"]), **sizes)
    zeros = np.zeros((network.layers * network.directions, batch, network.widths[0]))
    first = (zeros, zeros) if h is None else in_order(state, h[None], c[None])
    y, *after = rnn.lstm_ref(
        jnp.asarray(handed(x, time)),
        *map(jnp.asarray, first),
        *matrices,
        seq_lengths=jnp.full((batch,), len(x), dtype=jnp.int32),
        dropout=0.0,
        **sizes,
    )
    return Ran(handed(np.asarray(y), time), np.asarray(in_order(state, *after)[1])[0])

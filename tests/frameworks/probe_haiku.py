"""Haiku, in float64."""

from __future__ import annotations

from typing import TYPE_CHECKING

import haiku as hk
import jax
import jax.numpy as jnp
import numpy as np

from .proofs import Ran, handed, in_layers, in_order, object_shapes

if TYPE_CHECKING:
    from lstm_docs import Network

    from .proofs import Array, Tensors

jax.config.update("jax_enable_x64", True)

framework = "haiku"
time, state = "T B I", "h c"
cells = ("lstm", "gru-reset-before", "rnn-relu")
CORES = {"lstm": hk.LSTM, "gru-reset-before": hk.GRU, "rnn-relu": hk.VanillaRNN}


def tolerance(cell: str) -> float:
    return 1e-12


def build(network: Network) -> hk.Transformed:
    """One layer in one direction over (T, B, I), from a state."""

    def unroll(x: jax.Array, first: object) -> tuple[jax.Array, object]:
        core = CORES[network.cell](network.widths[0], name="core")
        start = core.initial_state(x.shape[1]) if first is None else first
        return hk.dynamic_unroll(core, x, jax.tree.map(lambda a: a.astype(x.dtype), start))

    return hk.without_apply_rng(hk.transform(unroll))


def shapes(network: Network) -> dict[str, tuple[int, ...]]:
    def one(alone: Network) -> dict[str, tuple[int, ...]]:
        tree = jax.eval_shape(lambda: build(alone).init(jax.random.key(0), jnp.zeros((2, 1, alone.input)), None))
        return {
            f"{module}/{name}".removeprefix("core/"): a.shape for module, named in tree.items() for name, a in named.items()
        }

    return object_shapes(network, one)


def run(network: Network, tensors: Tensors, x: Array, h: Array | None = None, c: Array | None = None) -> Ran:
    lstm = network.cell == "lstm"
    first = None if h is None else hk.LSTMState(*map(jnp.asarray, in_order(state, h, c))) if lstm else jnp.asarray(h)

    def one(alone: Network, own: Tensors, sequence: Array, direction: str) -> Ran:
        params: dict[str, dict[str, jax.Array]] = {}
        for name, tensor in own.items():
            module, _, last = f"core/{name}".rpartition("/")
            params.setdefault(module, {})[last] = jnp.asarray(tensor)
        output, after = build(alone).apply(params, jnp.asarray(handed(sequence, time)), first)
        return Ran(handed(np.asarray(output), time), np.asarray(in_order(state, *after)[1]) if lstm else None)

    return in_layers(network, tensors, x, one)

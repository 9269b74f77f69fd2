"""Haiku, in float64."""

from __future__ import annotations

from typing import TYPE_CHECKING

import haiku as hk
import jax
import jax.numpy as jnp
import numpy as np

from .proofs import Ran, in_layers, object_shapes

if TYPE_CHECKING:
    from lstm_docs import Network

    from .proofs import Array, Tensors

jax.config.update("jax_enable_x64", True)

framework = "haiku"
cells = ("lstm", "gru-reset-before", "rnn-relu")
CORES = {"lstm": hk.LSTM, "gru-reset-before": hk.GRU, "rnn-relu": hk.VanillaRNN}


def tolerance(cell: str) -> float:
    return 1e-12


def build(network: Network) -> hk.Transformed:
    """One layer in one direction over (T, B, I), from a state."""

    def unroll(x: jax.Array, state: object) -> tuple[jax.Array, object]:
        core = CORES[network.cell](network.widths[0], name="core")
        start = core.initial_state(x.shape[1]) if state is None else state
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
    state = None if h is None else hk.LSTMState(jnp.asarray(h), jnp.asarray(c)) if network.cell == "lstm" else jnp.asarray(h)

    def one(alone: Network, own: Tensors, sequence: Array, direction: str) -> Ran:
        params: dict[str, dict[str, jax.Array]] = {}
        for name, tensor in own.items():
            module, _, last = f"core/{name}".rpartition("/")
            params.setdefault(module, {})[last] = jnp.asarray(tensor)
        output, after = build(alone).apply(params, jnp.asarray(sequence), state)
        return Ran(np.asarray(output), np.asarray(after.cell) if network.cell == "lstm" else None)

    return in_layers(network, tensors, x, one)

"""Equinox, in float64; its cells take one vector at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np

from .proofs import Ran, in_layers, in_order, object_shapes

if TYPE_CHECKING:
    from lstm_docs import Network

    from .proofs import Array, Tensors

jax.config.update("jax_enable_x64", True)

framework = "equinox"
time, state = "step", "h c"
cells = ("lstm", "gru-reset-after")


def tolerance(cell: str) -> float:
    return 1e-12


def build(network: Network) -> eqx.Module:
    kind = eqx.nn.LSTMCell if network.cell == "lstm" else eqx.nn.GRUCell
    return eqx.filter_eval_shape(
        kind, network.input, network.widths[0], use_bias=network.bias, dtype=jnp.float64, key=jax.random.key(0)
    )


def shapes(network: Network) -> dict[str, tuple[int, ...]]:
    def one(alone: Network) -> dict[str, tuple[int, ...]]:
        leaves = jax.tree_util.tree_leaves_with_path(build(alone))
        return {jax.tree_util.keystr(path).removeprefix("."): leaf.shape for path, leaf in leaves}

    return object_shapes(network, one)


def run(network: Network, tensors: Tensors, x: Array, h: Array | None = None, c: Array | None = None) -> Ran:
    lstm = network.cell == "lstm"

    def one(alone: Network, own: Tensors, sequence: Array, direction: str) -> Ran:
        cell = build(alone)
        for name, tensor in own.items():
            cell = eqx.tree_at(lambda tree, name=name: getattr(tree, name), cell, jnp.asarray(tensor))
        zeros = np.zeros((sequence.shape[1], alone.widths[0]))
        first = (zeros, zeros) if h is None else in_order(state, h, c)
        step = jax.vmap(cell)
        after, outputs = jax.lax.scan(
            lambda s, v: (s := step(v, s), in_order(state, *s)[0] if lstm else s),
            tuple(map(jnp.asarray, first)) if lstm else jnp.asarray(first[0]),
            jnp.asarray(sequence),
        )
        return Ran(np.asarray(outputs), np.asarray(in_order(state, *after)[1]) if lstm else None)

    return in_layers(network, tensors, x, one)

"""TensorFlow: the cells of version 1 as tf_keras still has them, the BlockLSTM operations, and Sonnet 2 on top."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import sonnet
import tensorflow as tf
from tf_keras.src.layers.rnn import legacy_cells

from lstm_docs import frameworks

from ..proofs import Ran, in_layers, in_order, object_shapes

if TYPE_CHECKING:
    from lstm_docs import Network

    from ..proofs import Array, Tensors

GRAPHS = {"rnn-tanh": tf.tanh, "rnn-relu": tf.nn.relu}


def _cell(network: Network) -> tf.Module:
    """A cell of version 1, built; its forget bias is the default."""
    name = f"cell{np.random.default_rng().integers(2**60)}"
    options = {"dtype": tf.float64, "name": name}
    if network.cell.startswith("lstm"):
        peepholes = network.cell == "lstm-peephole"
        cell = legacy_cells.LSTMCell(network.widths[0], use_peepholes=peepholes, num_proj=network.projection, **options)
    elif network.cell == "gru-reset-before":
        cell = legacy_cells.GRUCell(network.widths[0], **options)
    else:
        cell = legacy_cells.BasicRNNCell(network.widths[0], activation=GRAPHS[network.cell], **options)
    cell.build((1, network.input))
    return cell


def _variables(module: tf.Module) -> dict[str, tf.Variable]:
    return {variable.name.partition("/")[2].removesuffix(":0"): variable for variable in module.variables}


def _tf1_shapes(network: Network) -> dict[str, tuple[int, ...]]:
    return object_shapes(network, lambda alone: {n: tuple(v.shape) for n, v in _variables(_cell(alone)).items()}, ("fw", "bw"))


def _tf1_run(network: Network, tensors: Tensors, x: Array, h: Array | None = None, c: Array | None = None) -> Ran:
    lstm = network.cell.startswith("lstm")

    def one(alone: Network, own: Tensors, sequence: Array, direction: str) -> Ran:
        cell = _cell(alone)
        for name, variable in _variables(cell).items():
            variable.assign(own[name])
        now = cell.zero_state(sequence.shape[1], tf.float64)
        if h is not None:
            now = legacy_cells.LSTMStateTuple(*map(tf.constant, in_order("c h", h, c))) if lstm else tf.constant(h)
        outputs = []
        for step in sequence:
            output, now = cell(tf.constant(step), now)
            outputs.append(output.numpy())
        return Ran(np.stack(outputs), in_order("c h", *now)[1].numpy() if lstm else None)

    return in_layers(network, tensors, x, one, ("fw", "bw"))


def _block_run(version: int):
    operation = tf.raw_ops.BlockLSTMV2 if version == 2 else tf.raw_ops.BlockLSTM

    def run(network: Network, tensors: Tensors, x: Array, h: Array | None = None, c: Array | None = None) -> Ran:
        def one(alone: Network, own: Tensors, sequence: Array, direction: str) -> Ran:
            width, peepholes = alone.widths[0], alone.cell == "lstm-peephole"
            zeros = np.zeros((sequence.shape[1], width))
            named = {name: own.get(name, np.zeros(width)) for name in ("w", "wci", "wcf", "wco", "b")}
            after = operation(
                seq_len_max=len(sequence),
                x=_f32(sequence),
                cs_prev=_f32(zeros if c is None else c),
                h_prev=_f32(zeros if h is None else h),
                use_peephole=peepholes,
                cell_clip=0,
                **({"forget_bias": 1} if version == 1 else {}),
                **{name: _f32(tensor) for name, tensor in named.items()},
            )
            return Ran(after.h.numpy(), after.cs.numpy()[-1])

        return in_layers(network, tensors, x, one)

    return run


def _block_shapes(framework: str):
    """The operations have no variables: they are given tensors, and accept them or not."""
    return lambda network: frameworks.tensor_shapes(framework, network)


def _core(network: Network) -> sonnet.Module:
    if network.cell == "lstm":
        core = sonnet.LSTM(network.widths[0], projection_size=network.projection, dtype=tf.float64)
    else:
        core = sonnet.GRU(network.widths[0], dtype=tf.float64)
    core(tf.zeros((1, network.input), tf.float64), core.initial_state(1))
    return core


def _sonnet_shapes(network: Network) -> dict[str, tuple[int, ...]]:
    return object_shapes(network, lambda alone: {n: tuple(v.shape) for n, v in _variables(_core(alone)).items()})


def _sonnet_run(network: Network, tensors: Tensors, x: Array, h: Array | None = None, c: Array | None = None) -> Ran:
    lstm = network.cell == "lstm"

    def one(alone: Network, own: Tensors, sequence: Array, direction: str) -> Ran:
        core = _core(alone)
        for name, variable in _variables(core).items():
            variable.assign(own[name])
        first = core.initial_state(sequence.shape[1])
        if h is not None:
            first = sonnet.LSTMState(*map(tf.constant, in_order("h c", h, c))) if lstm else tf.constant(h)
        output, after = sonnet.dynamic_unroll(core, tf.constant(np.ascontiguousarray(sequence)), first)
        return Ran(output.numpy(), in_order("h c", *after)[1].numpy() if lstm else None)

    return in_layers(network, tensors, x, one)


def _f32(array: Array) -> tf.Tensor:
    return tf.constant(np.ascontiguousarray(array, dtype=np.float32))


def _probe(framework: str, time: str, state: str, cells: tuple[str, ...], tolerance: float, shapes, run) -> SimpleNamespace:
    return SimpleNamespace(
        framework=framework, time=time, state=state, cells=cells, tolerance=lambda cell: tolerance, shapes=shapes, run=run
    )


LSTMS = ("lstm", "lstm-peephole")
PROBES = [
    _probe("tf1", "step", "c h", (*LSTMS, "gru-reset-before", "rnn-tanh", "rnn-relu"), 1e-12, _tf1_shapes, _tf1_run),
    _probe("tf-blocklstm", "T B I", "c h", LSTMS, 2e-6, _block_shapes("tf-blocklstm"), _block_run(1)),
    _probe("tf-blocklstmv2", "T B I", "c h", LSTMS, 2e-6, _block_shapes("tf-blocklstmv2"), _block_run(2)),
    _probe("sonnet", "T B I", "h c", ("lstm", "gru-reset-before"), 1e-12, _sonnet_shapes, _sonnet_run),
]

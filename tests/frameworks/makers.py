"""One layer of a framework, built from its tensors and settings alone: what `convert` prints, and nothing else."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Tensors = Mapping[str, Array]
    Settings = Mapping[str, Any]
    Maker = Callable[[Tensors, Settings, Array], Array]


def pytorch(tensors: Tensors, settings: Settings, x: Array) -> Array:
    import torch

    arguments = dict(settings)
    layer = _named(arguments.pop("class"))(**arguments, dtype=torch.float64)
    layer.load_state_dict({name: torch.from_numpy(tensor) for name, tensor in tensors.items()})
    return layer(torch.from_numpy(x))[0].detach().numpy()


def keras(tensors: Tensors, settings: Settings, x: Array) -> Array:
    from . import probe_keras

    arguments = dict(settings)
    kind, wrapper, mode = arguments.pop("class"), arguments.pop("wrapper", None), arguments.pop("merge_mode", None)
    layer = _named(kind)(**arguments, dtype="float64", return_sequences=True)
    layer = _named(wrapper)(layer, merge_mode=mode, dtype="float64") if wrapper else layer
    layer.build((None, None, x.shape[-1]))
    for name, variable in probe_keras.variables(layer).items():
        variable.assign(tensors[name])
    return _numpy(layer(_turned(x))).transpose(1, 0, 2)


def onnx(tensors: Tensors, settings: Settings, x: Array) -> Array:
    import onnxruntime
    from onnx import TensorProto, helper, numpy_helper

    arguments = dict(settings)
    kind = arguments.pop("op_type")
    names = ["X", *(name if name in tensors else "" for name in "WRB"), *([""] * 3), "P" if "P" in tensors else ""]
    while not names[-1]:
        names.pop()
    node = helper.make_node(kind, names, ["Y"], **arguments)
    graph = helper.make_graph(
        [node],
        "layer",
        [helper.make_tensor_value_info("X", TensorProto.FLOAT, [None] * 3)],
        [helper.make_tensor_value_info("Y", TensorProto.FLOAT, [None] * 4)],
        [numpy_helper.from_array(tensor.astype(np.float32), name) for name, tensor in tensors.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 22)], ir_version=10)
    (y,) = onnxruntime.InferenceSession(model.SerializeToString()).run(None, {"X": x.astype(np.float32)})
    return y.transpose(0, 2, 1, 3).reshape(*x.shape[:2], -1)


def flax(tensors: Tensors, settings: Settings, x: Array) -> Array:
    import jax.numpy as jnp
    from flax import traverse_util

    from . import probe_flax

    arguments = dict(settings)
    kind, wrapper = _named(arguments.pop("class")), arguments.pop("wrapper")
    arguments = {key: _function("jax.nn", value) for key, value in arguments.items()}
    cells = [kind(**arguments, param_dtype=jnp.float64) for _ in range(2)]
    rnn = _named("flax.linen.RNN")
    layer = _named(wrapper)(rnn(cells[0]), rnn(cells[1])) if wrapper.endswith("Bidirectional") else rnn(cells[0])
    params = traverse_util.unflatten_dict({probe_flax._theirs(n): jnp.asarray(t) for n, t in tensors.items()}, sep="/")
    with _step_by_step():
        return np.asarray(layer.apply({"params": params}, _turned(x))).transpose(1, 0, 2)


def flax_nnx(tensors: Tensors, settings: Settings, x: Array) -> Array:
    import jax.numpy as jnp
    from flax import nnx

    arguments = {key: _function("jax.nn", value) for key, value in settings.items() if key != "class"}
    kind = _named(settings["class"])
    cell = kind(**arguments, dtype=jnp.float64, param_dtype=jnp.float64, rngs=nnx.Rngs(0))
    nnx.update(cell, nnx.from_flat_state([(tuple(n.split(".")), nnx.Param(jnp.asarray(t))) for n, t in tensors.items()]))
    with _step_by_step():
        return np.asarray(nnx.RNN(cell)(jnp.asarray(_turned(x)))).transpose(1, 0, 2)


def haiku(tensors: Tensors, settings: Settings, x: Array) -> Array:
    import haiku as hk
    import jax
    import jax.numpy as jnp

    arguments = dict(settings)
    kind = _named(arguments.pop("class"))

    def unroll(given: jax.Array) -> jax.Array:
        core = kind(**arguments, name="core")
        first = jax.tree.map(lambda a: a.astype(given.dtype), core.initial_state(given.shape[1]))
        return hk.dynamic_unroll(core, given, first)[0]

    params: dict[str, dict[str, jax.Array]] = {}
    for name, tensor in tensors.items():
        module, _, last = f"core/{name}".rpartition("/")
        params.setdefault(module, {})[last] = jnp.asarray(tensor)
    with _step_by_step():
        return np.asarray(hk.without_apply_rng(hk.transform(unroll)).apply(params, jnp.asarray(x)))


def equinox(tensors: Tensors, settings: Settings, x: Array) -> Array:
    import equinox as eqx
    import jax
    import jax.numpy as jnp

    arguments = dict(settings)
    cell = _named(arguments.pop("class"))(**arguments, dtype=jnp.float64, key=jax.random.key(0))
    for name, tensor in tensors.items():
        cell = eqx.tree_at(lambda tree, name=name: getattr(tree, name), cell, jnp.asarray(tensor))
    lstm, zeros = settings["class"].endswith("LSTMCell"), jnp.zeros((x.shape[1], settings["hidden_size"]))
    state, outputs = (zeros, zeros) if lstm else zeros, []
    with _step_by_step():
        for step in x:
            state = jax.vmap(cell)(jnp.asarray(step), state)
            outputs.append(state[0] if lstm else state)
    return np.stack(outputs)


def jax(tensors: Tensors, settings: Settings, x: Array) -> Array:
    import jax.numpy as jnp
    from jax.experimental import rnn

    sizes = {name: value for name, value in settings.items() if name != "class"}
    zeros = jnp.zeros((sizes["num_layers"] * (1 + sizes["bidirectional"]), x.shape[1], sizes["hidden_size"]))
    matrices = rnn.unpack_lstm_weights(jnp.asarray(tensors["weights"]), **sizes)
    lengths = jnp.full((x.shape[1],), len(x), dtype=jnp.int32)
    y, *_ = rnn.lstm_ref(jnp.asarray(_turned(x)), zeros, zeros, *matrices, seq_lengths=lengths, dropout=0.0, **sizes)
    return np.asarray(y).transpose(1, 0, 2)


def mlx(tensors: Tensors, settings: Settings, x: Array) -> Array:
    import mlx.core as mx
    import mlx.nn

    mx.set_default_device(mx.cpu)
    arguments = dict(settings)
    kind = getattr(mlx.nn, arguments.pop("class").rpartition(".")[2])
    if "nonlinearity" in arguments:
        arguments["nonlinearity"] = getattr(mlx.nn, arguments["nonlinearity"])
    layer = kind(**arguments)
    layer.update({name: mx.array(np.ascontiguousarray(tensor), dtype=mx.float64) for name, tensor in tensors.items()})
    given = layer(mx.array(_turned(x), dtype=mx.float64))
    return np.array(given[0] if isinstance(given, tuple) else given).transpose(1, 0, 2)


def tinygrad(tensors: Tensors, settings: Settings, x: Array) -> Array:
    from tinygrad import Tensor
    from tinygrad.nn import LSTMCell

    cell = LSTMCell(**{name: value for name, value in settings.items() if name != "class"})
    for name, tensor in tensors.items():
        setattr(cell, name, Tensor(np.ascontiguousarray(tensor)))
    zeros = np.zeros((x.shape[1], settings["hidden_size"]))
    state, outputs = (Tensor(zeros), Tensor(zeros)), []
    for step in x:
        state = tuple(s.realize() for s in cell(Tensor(np.ascontiguousarray(step)), state))
        outputs.append(state[0].numpy())
    return np.stack(outputs)


def openvino(tensors: Tensors, settings: Settings, x: Array) -> Array:
    import openvino as ov
    from openvino import opset13 as ops

    from . import probe_openvino

    arguments = dict(settings)
    kind, hidden, direction = arguments.pop("class"), arguments.pop("hidden_size"), arguments.pop("direction")
    directions, sequence = 1 + (direction == "BIDIRECTIONAL"), _turned(x).astype(np.float32)
    given = ops.parameter(sequence.shape, np.float32)
    zeros = [np.zeros((len(sequence), directions, hidden), np.float32)] * (1 + (kind == "LSTMSequence"))
    lengths = np.full(len(sequence), x.shape[0], dtype=np.int64)
    weights = [np.ascontiguousarray(tensors[name], dtype=np.float32) for name in "WRB"]
    make = {"LSTMSequence": ops.lstm_sequence, "GRUSequence": ops.gru_sequence, "RNNSequence": ops.rnn_sequence}[kind]
    node = make(given, *zeros, lengths, *weights, hidden, direction, **arguments)
    y, *_ = probe_openvino.CORE.compile_model(ov.Model([node.output(0)], [given]), "CPU", probe_openvino.PRECISE)(
        sequence
    ).values()
    return y.transpose(2, 0, 1, 3).reshape(x.shape[0], x.shape[1], -1)


MAKERS: Mapping[str, Maker] = {
    "pytorch": pytorch,
    "keras": keras,
    "onnx": onnx,
    "flax": flax,
    "flax-nnx": flax_nnx,
    "haiku": haiku,
    "equinox": equinox,
    "jax": jax,
    "mlx": mlx,
    "tinygrad": tinygrad,
    "openvino": openvino,
}
WRAPPED = ("pytorch", "keras", "onnx", "flax", "jax", "openvino")
"""Those that run a layer in both directions themselves."""


def _named(path: str) -> Any:
    module, _, name = path.rpartition(".")
    return getattr(import_module(module), name)


def _step_by_step() -> Any:
    """JAX without its compiler, which takes seconds for what runs once."""
    import jax

    return jax.disable_jit()


def _function(module: str, value: Any) -> Any:
    return _named(f"{module}.{value}") if isinstance(value, str) else value


def _turned(x: Array) -> Array:
    return np.ascontiguousarray(x.transpose(1, 0, 2))


def _numpy(tensor: Any) -> Array:
    return tensor.detach().numpy()

"""The NumPy reference's LSTM beside PyTorch, ONNX Runtime and ONNX's own evaluator, on one thread.

    python benchmarks/bench_reference.py [--rounds 15]

All contenders hold the same weights, and must agree on the output before they are timed. They take turns:
a round runs each in a row for a few milliseconds, and the median over the rounds is shown.
"""

from __future__ import annotations

# ruff: noqa: E402 - the libraries read these once, when they are loaded
import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import argparse
import statistics
import time
from typing import TYPE_CHECKING

import numpy as np
import onnxruntime
import torch
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

from lstm_docs import Network, reference

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray
    from onnx import ModelProto

    from lstm_docs.reference import Weights

    Array = NDArray[np.floating]
    Contender = Callable[[], Array]

SIZES = ((10, 1, 80, 12), (100, 32, 45, 25), (100, 32, 256, 256), (200, 1, 128, 512))
"""(T, B, I, H)"""

TURN = 0.005
"""Seconds a contender runs in a row, at least."""

TOLERANCE = {"float32": 1e-5, "float64": 1e-12}


def main() -> None:
    """Time every size in both precisions and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    torch.set_num_threads(1)
    with torch.no_grad():
        for dtype in ("float32", "float64"):
            report(dtype, {size: measure(contenders(size, dtype), rounds, TOLERANCE[dtype]) for size in SIZES})


def contenders(size: tuple[int, int, int, int], dtype: str) -> dict[str, Contender]:
    """What is to be timed, by name: functions that return the output (T, B, H)."""
    steps, batch, inputs, hidden = size
    net = Network(input=inputs, hidden=hidden)
    weights, x = reference.random_weights(net, 1), reference.random_inputs(net, steps, batch, 1).astype(dtype)
    prepared, module, tensor = reference.prepare(net, weights, dtype), torch_lstm(net, weights, dtype), torch.from_numpy(x)
    by_name: dict[str, Contender] = {
        "ours": lambda: reference.run(net, prepared, x).output,
        "ours, packing": lambda: reference.run(net, weights, x).output,
        "PyTorch": lambda: module(tensor)[0].numpy(),  # noqa: PLW0108 - the module must run anew
    }
    if dtype == "float32":  # ONNX Runtime has no LSTM in float64
        model = onnx_model(net, weights)
        session, evaluator = onnx_session(model), ReferenceEvaluator(model)
        by_name["ONNX Runtime"] = lambda: session.run(None, {"X": x})[0][:, 0]
        by_name["ONNX reference"] = lambda: evaluator.run(None, {"X": x})[0][:, 0]
    return by_name


def measure(functions: Mapping[str, Contender], rounds: int, tolerance: float) -> dict[str, float]:
    """Median seconds per call of each, once all agree."""
    expected = functions["PyTorch"]()
    for name, function in functions.items():
        np.testing.assert_allclose(function(), expected, rtol=0, atol=tolerance, err_msg=name)
    calls = {name: max(1, round(TURN / seconds(function, 1))) for name, function in functions.items()}
    taken: dict[str, list[float]] = {name: [] for name in functions}
    for _ in range(rounds):
        for name, function in functions.items():
            taken[name].append(seconds(function, calls[name]))
    return {name: statistics.median(times) for name, times in taken.items()}


def seconds(function: Contender, calls: int) -> float:
    """Seconds per call over `calls` in a row."""
    start = time.perf_counter()
    for _ in range(calls):
        function()
    return (time.perf_counter() - start) / calls


def report(dtype: str, results: Mapping[tuple[int, int, int, int], Mapping[str, float]]) -> None:
    """Print milliseconds of every contender, and the time of each in units of PyTorch's."""
    names = list(next(iter(results.values())))
    print(f"\n{dtype}: milliseconds per call (times PyTorch's)")
    print(f"{'(T, B, I, H)':22}" + "".join(f"{name:>20}" for name in names))
    for size, times in results.items():
        cells = (f"{1e3 * times[name]:.3f} ({times[name] / times['PyTorch']:.2f})" for name in names)
        print(f"{size!s:22}" + "".join(f"{cell:>20}" for cell in cells))
    means = (statistics.geometric_mean(times[name] / times["PyTorch"] for times in results.values()) for name in names)
    print(f"{'geometric mean':22}" + "".join(f"{f'({mean:.2f})':>20}" for mean in means))


def torch_lstm(net: Network, weights: Weights, dtype: str) -> torch.nn.LSTM:
    """PyTorch's module with the same weights."""
    module = torch.nn.LSTM(net.input, net.widths[0], dtype=getattr(torch, dtype)).eval()
    W, U, b = (torch.from_numpy(rows(weights, kind, "ifgo")) for kind in "WUb")
    module.load_state_dict({"weight_ih_l0": W, "weight_hh_l0": U, "bias_ih_l0": b[:, 0], "bias_hh_l0": 0 * b[:, 0]})
    return module


def onnx_model(net: Network, weights: Weights) -> ModelProto:
    """A model of one LSTM node with the same weights, in float32."""
    b = rows(weights, "b", "iofg")[:, 0]
    tensors = {"W": rows(weights, "W", "iofg"), "R": rows(weights, "U", "iofg"), "B": np.concatenate([b, 0 * b])}
    held = [
        helper.make_tensor(name, TensorProto.FLOAT, (1, *array.shape), array.ravel().tolist())
        for name, array in tensors.items()
    ]
    node = helper.make_node("LSTM", ["X", *tensors], ["Y"], hidden_size=net.widths[0])
    x = helper.make_tensor_value_info("X", TensorProto.FLOAT, ("T", "B", net.input))
    y = helper.make_tensor_value_info("Y", TensorProto.FLOAT, ("T", 1, "B", net.widths[0]))
    graph = helper.make_graph([node], "lstm", [x], [y], held)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)], ir_version=8)


def onnx_session(model: ModelProto) -> onnxruntime.InferenceSession:
    """A session of ONNX Runtime on one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])


def rows(weights: Weights, kind: str, gates: str) -> Array:
    """The weights of one kind, gate below gate."""
    return np.concatenate([weights.layers[0][0][f"{kind}_{gate}"] for gate in gates])


if __name__ == "__main__":
    main()

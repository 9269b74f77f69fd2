"""What the profilers make of a recurrent layer: what each counts, beside the rule that its source follows.

    pip install -r requirements/profilers.txt          in an environment of its own
    python benchmarks/profilers.py

Each tool that is installed counts a layer in PyTorch (TensorFlow's own counter: in Keras) with 80 inputs, 12 units, 10
steps and one sequence. A rule is an expression in I, H, T and B. The exit status is 1 where a count is not as the rule
says: a newer version may follow another.
"""

from __future__ import annotations

import contextlib
import io
import sys
import warnings
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from onnx import ModelProto
    from torch import Tensor, nn

INPUT, HIDDEN, STEPS, BATCH = 80, 12, 10, 1
KINDS = ("LSTM", "LSTM without bias", "GRU", "RNN")
BLOCKS = {"LSTM": 4, "LSTM without bias": 4, "GRU": 3, "RNN": 1}


@dataclass(frozen=True)
class Tool:
    """A counter by its name: what it counts, by which rules for `KINDS` (None: it refuses), and where it stands."""

    name: str
    package: str
    counts: str
    rules: tuple[str | None, ...]
    source: str
    count: Callable[[str], float]


def beside(multiple: int, *more: int | None, scale: str = "T*B*") -> tuple[str | None, ...]:
    """Rules that count each MAC of the products so often, and so many times H more; None: nothing is counted."""
    return tuple(
        "0" if extra is None else f"{scale}({multiple * blocks}*H*(I + H) + {extra}*H)"
        for blocks, extra in zip(BLOCKS.values(), more, strict=True)
    )


def layer(kind: str) -> nn.Module:
    """The layer in a module of its own, as some tools hook only what lies in one."""
    from torch import nn

    class Model(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layer = getattr(nn, kind.split()[0])(INPUT, HIDDEN, bias="without" not in kind)

        def forward(self, x: Tensor) -> object:
            return self.layer(x)

    return Model()


def zeros() -> Tensor:
    """The input, (T, B, I)."""
    import torch

    return torch.zeros(STEPS, BATCH, INPUT)


def flop_counter(kind: str, *, onednn: bool) -> float:
    """PyTorch's own counter."""
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    with (
        torch.backends.mkldnn.flags(enabled=onednn),  # type: ignore[no-untyped-call]
        FlopCounterMode(display=False) as counter,
        torch.no_grad(),
    ):
        layer(kind)(zeros())
    return float(counter.get_total_flops())


def fvcore(kind: str) -> float:
    """fvcore's count of operators."""
    from fvcore.nn import FlopCountAnalysis

    return float(FlopCountAnalysis(layer(kind), zeros()).total())


def torchinfo(kind: str) -> float:
    """The mult-adds of torchinfo's summary."""
    from torchinfo import summary

    return float(summary(layer(kind), input_data=zeros(), verbose=0).total_mult_adds)


def thop(kind: str) -> float:
    """The operations of thop, or of ultralytics-thop, which has its name."""
    from thop import profile

    return float(profile(layer(kind), (zeros(),), verbose=False)[0])


def ptflops(kind: str, backend: str) -> float:
    """The MACs of ptflops by one of its two ways."""
    from ptflops import get_model_complexity_info

    quiet = {"as_strings": False, "print_per_layer_stat": False, "verbose": False, "backend": backend}
    # It makes the batch itself: one sequence more to the front, where this layer has its steps.
    return float(get_model_complexity_info(layer(kind), (INPUT,), input_constructor=lambda _: {"x": zeros()}, **quiet)[0])


def calflops(kind: str, place: int) -> float:
    """FLOPs (place 0) or MACs (place 1)."""
    from calflops import calculate_flops

    return float(calculate_flops(layer(kind), args=[zeros()], print_results=False, output_as_string=False)[place])


def deepspeed(kind: str, place: int) -> float:
    """FLOPs (place 0) or MACs (place 1) of DeepSpeed's profiler."""
    from deepspeed.profiling.flops_profiler import get_model_profile

    return float(get_model_profile(layer(kind), args=[zeros()], print_profile=False, as_string=False)[place])


def torchprofile(kind: str) -> float:
    """MACs of the traced graph."""
    from torchprofile import profile_macs

    return float(profile_macs(layer(kind), zeros()))


def exported(kind: str) -> ModelProto:
    """The layer as PyTorch's exporter writes it in ONNX."""
    import onnx
    import torch

    buffer = io.BytesIO()
    torch.onnx.export(layer(kind).eval(), (zeros(),), buffer, dynamo=False, do_constant_folding=True)
    return onnx.load_from_string(buffer.getvalue())


def onnx_tool(kind: str) -> float:
    """MACs of the exported graph."""
    import onnx_tool as tool

    graph = tool.Model(exported(kind)).graph
    graph.shape_infer()
    graph.profile()
    return float(graph.macs[0])


def onnx_opcounter(kind: str) -> float:
    """MACs of the exported graph."""
    from onnx_opcounter import calculate_macs

    return float(calculate_macs(exported(kind)))


def tensorflow(kind: str, *, unroll: bool) -> float:
    """The counter of operations in TensorFlow's graph of a Keras layer. Keras has none of its own."""
    import keras
    import tensorflow as tf

    layer_of = getattr(keras.layers, "SimpleRNN" if kind == "RNN" else kind.split()[0])
    called = tf.function(layer_of(HIDDEN, unroll=unroll, use_bias="without" not in kind))
    graph = called.get_concrete_function(tf.TensorSpec((BATCH, STEPS, INPUT))).graph
    options = tf.compat.v1.profiler.ProfileOptionBuilder.float_operation() | {"output": "none"}
    return float(tf.compat.v1.profiler.profile(graph, cmd="scope", options=options).total_float_ops)


NOTHING = ("0",) * 4
HOOKED = "T*B*H + B*H + 3"
"""What onnx-opcounter counts for an operator that it does not know: the components of its first output."""

TOOLS = (
    Tool(
        "FlopCounterMode, as it comes",
        "torch",
        "FLOPs",
        beside(2, None, None, 0, 0),
        "torch/utils/flop_counter.py: matrix products as they go by; with oneDNN an LSTM is one operator",
        lambda kind: flop_counter(kind, onednn=True),
    ),
    Tool(
        "FlopCounterMode, oneDNN off",
        "torch",
        "FLOPs",
        beside(2, 0, 0, 0, 0),
        "torch/utils/flop_counter.py: matrix products as they go by",
        lambda kind: flop_counter(kind, onednn=False),
    ),
    Tool("fvcore", "fvcore", "MACs", NOTHING, "fvcore/nn/flop_count.py: no rule for aten::lstm, gru, rnn_tanh", fvcore),
    Tool("torchinfo", "torchinfo", "MACs", beside(1, 8, 0, 6, 2), "torchinfo/layer_info.py:244", torchinfo),
    Tool("thop", "thop", "MACs", beside(1, 16, 8, 13, 3), "thop/rnn_hooks.py:6, 24, 56", thop),
    Tool("ultralytics-thop", "ultralytics-thop", "MACs", beside(1, 16, 8, 13, 3), "thop/rnn_hooks.py", thop),
    Tool(
        "ptflops, `pytorch`",
        "ptflops",
        "MACs",
        beside(1, 18, 10, 13, 3),
        "ptflops/pytorch_ops.py:105",
        lambda kind: ptflops(kind, "pytorch"),
    ),
    Tool(
        "ptflops, `aten`",
        "ptflops",
        "MACs",
        beside(1, None, None, 6, 2),
        "ptflops/aten_ops.py: matrix products with their biases",
        lambda kind: ptflops(kind, "aten"),
    ),
    Tool(
        "calflops, FLOPs",
        "calflops",
        "FLOPs",
        beside(2, 10, 2, 7, 1),
        "calflops/pytorch_ops.py:371",
        lambda kind: calflops(kind, 0),
    ),
    Tool("calflops, MACs", "calflops", "MACs", NOTHING, "calflops/pytorch_ops.py:371", lambda kind: calflops(kind, 1)),
    Tool(
        "DeepSpeed, FLOPs",
        "deepspeed",
        "FLOPs",
        beside(2, 10, 2, 7, 1),
        "deepspeed/profiling/flops_profiler/profiler.py:1041",
        lambda kind: deepspeed(kind, 0),
    ),
    Tool(
        "DeepSpeed, MACs",
        "deepspeed",
        "MACs",
        NOTHING,
        "deepspeed/profiling/flops_profiler/profiler.py:1092: a recurrent layer adds to its FLOPs alone",
        lambda kind: deepspeed(kind, 1),
    ),
    Tool(
        "torchprofile",
        "torchprofile",
        "MACs",
        beside(1, 0, 0, None, None),
        "torchprofile/handlers.py:109",
        torchprofile,
    ),
    Tool(
        "onnx-tool",
        "onnx-tool",
        "MACs",
        (*beside(1, 188, 180, 116, None)[:3], None),
        "onnx_tool/node.py:1946, 2655: a σ is 32, a tanh 38",
        onnx_tool,
    ),
    Tool(
        "onnx-opcounter",
        "onnx-opcounter",
        "MACs",
        (f"{HOOKED} + B*H + 3", f"{HOOKED} + B*H + 3", HOOKED, HOOKED),
        "onnx_opcounter/onnx_opcounter.py, end of calculate_macs: an operator it does not know is its output's components",
        onnx_opcounter,
    ),
    Tool(
        "TensorFlow, a loop",
        "tensorflow",
        "FLOPs",
        beside(2, 12, 8, 14, 2, scale="B*"),
        "tensorflow/python/profiler/internal/flops_registry.py:145, 158, 449: operators of the graph, a loop's once",
        lambda kind: tensorflow(kind, unroll=False),
    ),
    Tool(
        "TensorFlow, unrolled",
        "tensorflow",
        "FLOPs",
        beside(2, 12, 8, 14, 2),
        "tensorflow/python/profiler/internal/flops_registry.py:145, 158, 449: operators of the graph",
        lambda kind: tensorflow(kind, unroll=True),
    ),
)


def by_rule(tool: Tool) -> list[int | None]:
    """What the rules give for the layers here."""
    from lstm_docs.formulas.grammar import evaluate

    sizes = {"I": INPUT, "H": HIDDEN, "T": STEPS, "B": BATCH}
    return [None if rule is None else int(evaluate(rule, sizes)) for rule in tool.rules]


def counted(tool: Tool) -> list[int | None]:
    """What the tool counts; None where it raises."""
    counts: list[int | None] = []
    for kind in KINDS:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            try:
                counts.append(int(tool.count(kind)))
            except (NotImplementedError, TypeError):
                counts.append(None)
    return counts


def main() -> int:
    """Print every tool that is installed; 1 if one does not follow its rule."""
    apart = 0
    for tool in TOOLS:
        try:
            version = metadata.version(tool.package)
        except metadata.PackageNotFoundError:
            print(f"{tool.name:<30} not installed: {tool.package}")
            continue
        numbers, expected = counted(tool), by_rule(tool)
        apart += numbers != expected
        verdict = "as its rule says" if numbers == expected else f"its rule says {expected}"
        print(f"{tool.name:<30} {version:<20} {tool.counts:<6} {numbers}  {verdict}  ({tool.source})")
    return 1 if apart else 0


if __name__ == "__main__":
    sys.exit(main())

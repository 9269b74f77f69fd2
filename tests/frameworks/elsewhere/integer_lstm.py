"""Our LSTM in integers beside TensorFlow Lite's: `python -m tests.frameworks.elsewhere.integer_lstm`.

One UNIDIRECTIONAL_SEQUENCE_LSTM is written with the flatbuffer classes of `tflite` from the integers and scales of
`arithmetic.IntegerLSTM`, and run by LiteRT. The integers of h are compared one by one. The two part where TensorFlow
Lite's fixed-point σ and tanh round otherwise than the exact functions. Needs requirements/litert.txt.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

import flatbuffers
import numpy as np
import tflite
from ai_edge_litert.interpreter import Interpreter

from lstm_docs import Network, arithmetic, reference

if TYPE_CHECKING:
    from collections.abc import Sequence

INT8, INT16, INT32 = tflite.TensorType.INT8, tflite.TensorType.INT16, tflite.TensorType.INT32
SEQUENCE_LSTM = tflite.BuiltinOperator.UNIDIRECTIONAL_SEQUENCE_LSTM
OPTIONS = "UnidirectionalSequenceLSTMOptions"
NONE = -1


@dataclass
class Tensor:
    name: str
    shape: tuple[int, ...]
    type: int
    step: float
    data: bytes | None = None
    variable: bool = False


class Writer:
    """Tables and vectors of the schema by their names."""

    def __init__(self):
        self.builder = flatbuffers.Builder(1 << 16)

    def table(self, kind: str, **fields: Any) -> int:
        module = import_module(f"tflite.{kind}")
        getattr(module, f"{kind}Start")(self.builder)
        for name, value in fields.items():
            if value is not None:
                getattr(module, f"{kind}Add{name}")(self.builder, value)
        return getattr(module, f"{kind}End")(self.builder)

    def vector(self, kind: str, field: str, values: Sequence[Any], prepend: str) -> int:
        getattr(import_module(f"tflite.{kind}"), f"{kind}Start{field}Vector")(self.builder, len(values))
        for value in reversed(values):
            getattr(self.builder, f"Prepend{prepend}")(value)
        return self.builder.EndVector()

    def tensor(self, place: int, it: Tensor) -> int:
        scale = self.vector("QuantizationParameters", "Scale", [it.step], "Float32")
        zero = self.vector("QuantizationParameters", "ZeroPoint", [0], "Int64")
        return self.table(
            "Tensor",
            Name=self.builder.CreateString(it.name),
            Shape=self.vector("Tensor", "Shape", it.shape, "Int32"),
            Type=it.type,
            Buffer=place + 1,
            Quantization=self.table("QuantizationParameters", Scale=scale, ZeroPoint=zero),
            IsVariable=it.variable or None,
        )

    def model(self, tensors: Sequence[Tensor], inputs: Sequence[int], intermediates: Sequence[int]) -> bytes:
        """A model of one LSTM; its first tensor is the input, its last the output."""
        last = len(tensors) - 1
        data = [None, *(self.builder.CreateByteVector(it.data) if it.data else None for it in tensors)]
        buffers = [self.table("Buffer", Data=each) for each in data]
        placed = [self.tensor(place, it) for place, it in enumerate(tensors)]
        operator = self.table(
            "Operator",
            OpcodeIndex=0,
            BuiltinOptions=self.table(OPTIONS, FusedActivationFunction=tflite.ActivationFunctionType.TANH, TimeMajor=True),
            BuiltinOptionsType=getattr(tflite.BuiltinOptions, OPTIONS),
            Inputs=self.vector("Operator", "Inputs", inputs, "Int32"),
            Outputs=self.vector("Operator", "Outputs", [last], "Int32"),
            Intermediates=self.vector("Operator", "Intermediates", intermediates, "Int32"),
        )
        graph = self.table(
            "SubGraph",
            Tensors=self.vector("SubGraph", "Tensors", placed, "UOffsetTRelative"),
            Inputs=self.vector("SubGraph", "Inputs", [0], "Int32"),
            Outputs=self.vector("SubGraph", "Outputs", [last], "Int32"),
            Operators=self.vector("SubGraph", "Operators", [operator], "UOffsetTRelative"),
        )
        code = self.table("OperatorCode", DeprecatedBuiltinCode=SEQUENCE_LSTM, BuiltinCode=SEQUENCE_LSTM, Version=1)
        model = self.table(
            "Model",
            Version=3,
            OperatorCodes=self.vector("Model", "OperatorCodes", [code], "UOffsetTRelative"),
            Subgraphs=self.vector("Model", "Subgraphs", [graph], "UOffsetTRelative"),
            Buffers=self.vector("Model", "Buffers", buffers, "UOffsetTRelative"),
        )
        self.builder.Finish(model, b"TFL3")
        return bytes(self.builder.Output())


def written(lstm: arithmetic.IntegerLSTM, steps: int, batch: int) -> bytes:
    """The same LSTM as a file of TensorFlow Lite."""
    step = {name: scale.step for name, scale in lstm.scales.items()}
    units, width = lstm.weights["W_f"].shape
    tensors = [Tensor("x", (steps, batch, width), INT8, step["x"])]

    def add(name: str, shape: tuple[int, ...], kind: int, size: float, **more: Any) -> int:
        tensors.append(Tensor(name, shape, kind, size, **more))
        return len(tensors) - 1

    def stored(letter: str, kind: int, dtype: type) -> list[int]:
        names = [f"{letter}_{gate}" for gate in "ifgo"]
        arrays = [lstm.weights[name].squeeze() if letter == "b" else lstm.weights[name] for name in names]
        return [
            add(name, array.shape, kind, step[name], data=array.astype(dtype).tobytes())
            for name, array in zip(names, arrays, strict=True)
        ]

    by_x, by_h, biases = stored("W", INT8, np.int8), stored("U", INT8, np.int8), stored("b", INT32, np.int32)
    h = add("h", (batch, units), INT8, step["h"], variable=True)
    c = add("c", (batch, units), INT16, step["c"], variable=True)
    between = [add(f"pre-activation {n}", (0,), INT16, 2.0**-12) for n in range(4)]
    between.append(add("hidden", (0,), INT8, step["h"]))
    add("y", (steps, batch, units), INT8, step["h"])
    inputs = [0, *by_x, *by_h, *[NONE] * 3, *biases, NONE, NONE, h, c, *[NONE] * 4]
    return Writer().model(tensors, inputs, between)


def main() -> int:
    network, steps, batch = Network(input=80, hidden=12), 100, 16
    weights, x = reference.random_weights(network, 1, 1.0), reference.random_inputs(network, steps, batch, 1)
    lstm = arithmetic.IntegerLSTM.of(network, weights, x)
    runtime = Interpreter(model_content=written(lstm, steps, batch))
    runtime.allocate_tensors()
    runtime.set_tensor(runtime.get_input_details()[0]["index"], lstm.scales["x"].integers(x).astype(np.int8))
    runtime.invoke()
    theirs = runtime.get_tensor(runtime.get_output_details()[0]["index"]).astype(int)
    apart = np.abs(theirs - lstm.run(x))
    print(f"{np.count_nonzero(apart)} of {apart.size} integers of h differ, by {apart.max()} at most")
    return int(apart.max() > 2)


if __name__ == "__main__":
    sys.exit(main())

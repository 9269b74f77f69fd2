"""`.tflite`, by the tflite package's reader of flatbuffers: the operators LSTM and their tensors."""

from __future__ import annotations

import mmap
import struct
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .. import frameworks
from ..ground.errors import LstmDocsError
from ..network import Network
from .reading import Contents, Layer, Reading
from .stored import ModelError, Stored, at, check_shape

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator
    from pathlib import Path

    from .stored import Array

DTYPES = {
    0: "float32", 1: "float16", 2: "int32", 3: "uint8", 4: "int64", 6: "bool", 7: "int16", 9: "int8", 10: "float64",
    18: "bfloat16",
}  # fmt: skip
SEQUENCE_LSTM, LSTM, FULL, TANH = 44, 16, 0, 4
MOST = 50_000
UNSEEN = {
    24: "RNN",
    35: "UNIDIRECTIONAL_SEQUENCE_RNN",
    46: "BIDIRECTIONAL_SEQUENCE_RNN",
    52: "BIDIRECTIONAL_SEQUENCE_LSTM",
    119: "WHILE",
}
"""Operators that are, or may hold, a recurrent layer, and are told because they are not read."""
GATES = ("input", "forget", "cell", "output")
PLACES = {
    **{f"input_to_{gate}_weights": place for place, gate in enumerate(GATES, start=1)},
    **{f"recurrent_to_{gate}_weights": place for place, gate in enumerate(GATES, start=5)},
    **{f"cell_to_{gate}_weights": place for place, gate in enumerate(("input", "forget", "output"), start=9)},
    **{f"{gate}_gate_bias": place for place, gate in enumerate(GATES, start=12)},
    "projection_weights": 16,
}
"""Which input of the operator is which tensor (tensorflow/lite/kernels/lstm_shared.h)."""
PROJECTION_BIAS, NORMALISED = 17, range(20, 24)
KINDS = {
    3: ("convolution", (1, 2)),
    4: ("convolution", (1, 2)),
    9: ("dense", (1, 2)),
    36: ("embedding", (0,)),
    7: ("embedding", (1,)),
}
"""By operator (CONV_2D, DEPTHWISE_CONV_2D, FULLY_CONNECTED, GATHER, EMBEDDING_LOOKUP): what its constants are, and where."""


def read(path: Path) -> Contents:
    """The tensors with numbers, the layers, and by place what uses a tensor. Raises `ModelError`."""
    try:
        import tflite
    except ImportError:
        raise ModelError("reading .tflite takes the package tflite; pip install 'lstm-docs[files]' brings it") from None
    try:
        with path.open("rb") as file:
            data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        model = tflite.Model.GetRootAs(data, 0)
        return _read(path, model)
    except (struct.error, IndexError, TypeError, ValueError, OverflowError, UnicodeDecodeError, AttributeError) as error:
        raise ModelError(f"the flatbuffer is damaged: {error}"[:160].split("\n")[0]) from None


def _read(path: Path, model: Any) -> Contents:  # noqa: ANN401 - the package has no types
    counts = [model.Subgraphs(n).TensorsLength() for n in range(min(model.SubgraphsLength(), MOST))]
    if sum(counts) + model.BuffersLength() + model.SubgraphsLength() > MOST:
        raise ModelError(f"the file has more than {MOST:,} tensors; at most that many are read")
    codes = [_code(model.OperatorCodes(n)) for n in range(min(model.OperatorCodesLength(), MOST))]
    stored: list[Stored] = []
    layers: list[Layer] = []
    kinds: dict[Hashable, str] = {}
    unseen: Counter[str] = Counter()
    for number, count in enumerate(counts):
        graph = model.Subgraphs(number)
        tensors = {n: tensor for n in range(count) if (tensor := _tensor(path, model, graph.Tensors(n)))}
        stored += tensors.values()
        for operator in map(graph.Operators, range(min(graph.OperatorsLength(), MOST))):
            code = codes[operator.OpcodeIndex()]
            inputs = [operator.Inputs(n) for n in range(min(operator.InputsLength(), 64))]
            if code in (SEQUENCE_LSTM, LSTM):
                layer = _layer(operator, code, graph, inputs, tensors)
                layers.append(layer)
                kinds |= {tensors[place].place: "recurrent" for place in inputs if place in tensors}
            if code in UNSEEN:
                unseen[UNSEEN[code]] += 1
            kind, places = KINDS.get(code, ("", ()))
            for place in places:
                if place < len(inputs) and inputs[place] in tensors:
                    kinds.setdefault(tensors[inputs[place]].place, kind)
    notes = tuple(f"{count} {name}: if it is a recurrent layer, it is not seen" for name, count in unseen.items())
    return Contents(stored, layers, kinds, notes)


def _code(code: Any) -> int:  # noqa: ANN401
    return max(int(code.BuiltinCode()), int(code.DeprecatedBuiltinCode()))


def _tensor(path: Path, model: Any, tensor: Any) -> Stored | None:  # noqa: ANN401
    """A tensor whose numbers are in the file, dequantised if its scale is there too."""
    buffer = model.Buffers(tensor.Buffer())
    size, field = int(buffer.DataLength()), buffer._tab.Offset(4)
    start = int(buffer.Offset()) if not size and buffer.Size() else int(buffer._tab.Vector(field)) if field else 0
    size = size or int(buffer.Size())
    name = (tensor.Name() or b"").decode("utf-8", "replace")
    if not size:
        return None
    if start + size > path.stat().st_size:
        raise ModelError(f"tensor {name[:80]!r} ends beyond the end of the file")
    shape = check_shape(name, [int(tensor.Shape(n)) for n in range(min(tensor.ShapeLength(), 33))])
    dtype = DTYPES.get(tensor.Type(), f"type {tensor.Type()}")
    stored = Stored(name, shape, dtype, at(path, start, dtype, shape), (str(path), start, size))
    if dtype in DTYPES.values() and stored.bytes > size:
        raise ModelError(f"tensor {name[:80]!r} takes {stored.bytes:,} bytes by its shape, and {size:,} are there")
    return _scaled(stored, tensor.Quantization())


def _scaled(stored: Stored, quantised: Any) -> Stored:  # noqa: ANN401
    if stored.dtype not in ("int8", "uint8") or quantised is None or quantised.ScaleLength() != 1:
        return stored
    scale, zero = float(quantised.Scale(0)), int(quantised.ZeroPoint(0)) if quantised.ZeroPointLength() else 0

    def load() -> Array:
        array: Array = (stored.load().astype("float64") - zero) * scale
        return array

    return replace(stored, load=load)


def _layer(operator: Any, code: int, graph: Any, inputs: list[int], tensors: dict[int, Stored]) -> Layer:  # noqa: ANN401
    name = (graph.Tensors(operator.Outputs(0)).Name() or b"LSTM").decode("utf-8", "replace")
    held = {key: tensors[inputs[n]] for key, n in PLACES.items() if n < len(inputs) and inputs[n] in tensors}
    unread = next(_other(operator, code, inputs, tensors), "")
    if not unread:
        try:
            return Layer(name, (_reading(held, operator, code),), (name,))
        except (LstmDocsError, KeyError, IndexError) as error:
            unread = error.message if isinstance(error, LstmDocsError) else "its tensors are not those of one"
    return Layer(name, (), (name,), f"an operator LSTM, but {unread}", held=tuple(held.values()))


def _other(operator: Any, code: int, inputs: list[int], tensors: dict[int, Stored]) -> Iterator[str]:  # noqa: ANN401
    """What it computes that no cell of ours does."""
    options = _options(operator, code)
    if code == LSTM and options is not None and options.KernelType() != FULL:
        yield "of the basic kind, which keeps its gates in one matrix"
    if options is None or options.FusedActivationFunction() != TANH:
        yield "its activation is not tanh"
    elif options.CellClip() or options.ProjClip():
        yield "it clips its state, which no cell of ours does"
    if len(inputs) > PROJECTION_BIAS and inputs[PROJECTION_BIAS] in tensors:
        yield "its projection has a bias, which no cell of ours has"
    if any(n < len(inputs) and inputs[n] in tensors for n in NORMALISED):
        yield "its gates are normalised, which no cell that we count does"


def _options(operator: Any, code: int) -> Any:  # noqa: ANN401
    import tflite

    table = operator.BuiltinOptions()
    if table is None:
        return None
    options = tflite.UnidirectionalSequenceLSTMOptions() if code == SEQUENCE_LSTM else tflite.LSTMOptions()
    options.Init(table.Bytes, table.Pos)
    return options


def _reading(held: dict[str, Stored], operator: Any, code: int) -> Reading:  # noqa: ANN401
    coupled, peephole = "input_to_input_weights" not in held, "cell_to_forget_weights" in held
    if coupled and peephole:
        raise ModelError("it couples its gates and has peepholes, which no cell of ours does")
    network = Network(
        cell="lstm-coupled" if coupled else "lstm-peephole" if peephole else "lstm",
        input=held["input_to_output_weights"].shape[1],
        hidden=held["input_to_output_weights"].shape[0],
        projection=held["projection_weights"].shape[0] if "projection_weights" in held else None,
    )
    shapes = frameworks.tensor_shapes("tflite", network)
    if {key: held[key].shape for key in held if key in shapes} != shapes:
        raise ModelError("its tensors have not the shapes of one")
    options = _options(operator, code)
    major = code == SEQUENCE_LSTM and bool(options.TimeMajor())
    notes = ["time_major: its input is (T, B, I)"] if major else []
    scaled = {key: replace(t, dtype="float32") if "int" in t.dtype else t for key, t in held.items()}
    if any("int" in tensor.dtype for tensor in held.values()):
        notes.append("its matrices are quantised to 8 bits; their numbers here are (stored - zero point)·scale")
    because = ("an operator LSTM", "no input gate: i = 1 - f" if coupled else "its inputs, by their places")
    return Reading(network, "tflite", {key: scaled[key] for key in shapes}, "attribute", because, (), tuple(notes))

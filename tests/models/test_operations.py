"""What a graph does to weights on their way into a recurrent node comes out as ONNX's own evaluator has it."""

from __future__ import annotations

import numpy as np
import pytest
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

from lstm_docs.models.onnx.operations import OPERATIONS, NotFolded

OPSET = 21
A, B = np.arange(6.0, dtype=np.float32).reshape(2, 3), np.arange(10.0, 16.0, dtype=np.float32).reshape(2, 3)
C = np.arange(24.0, dtype=np.float32).reshape(2, 3, 4)
D = np.arange(12, dtype=np.uint8).reshape(3, 4)
CASES = {
    "the same": ("Identity", [A], {}),
    "turned": ("Transpose", [A], {}),
    "turned in an order": ("Transpose", [C], {"perm": [2, 0, 1]}),
    "as double": ("Cast", [A], {"to": TensorProto.DOUBLE}),
    "in another shape": ("Reshape", [C, [4, -1]], {}),
    "in a shape that keeps a side": ("Reshape", [C, [0, -1]], {}),
    "with sides of one": ("Unsqueeze", [A, [0, -1]], {}),
    "without sides of one": ("Squeeze", [A[None, :, None], [0, -2]], {}),
    "without any side of one": ("Squeeze", [A[None, :, None]], {}),
    "below each other": ("Concat", [A, B], {"axis": 0}),
    "beside each other": ("Concat", [A, B[:, :2]], {"axis": 1}),
    "beside each other, from the end": ("Concat", [A, B[:, :2]], {"axis": -1}),
    "below each other, from the end": ("Concat", [A, B[:1]], {"axis": -2}),
    "a part": ("Slice", [C, [1], [3], [1]], {}),
    "a part from the end": ("Slice", [C, [-2], [4], [-1]], {}),
    "every other, backwards": ("Slice", [C, [3], [-5], [2], [-2]], {}),
    "from bytes": ("DequantizeLinear", [D, np.float32(0.5), np.uint8(3)], {}),
    "from bytes, a scale a row": ("DequantizeLinear", [D, np.float32([1, 2, 4]), np.uint8([1, 2, 3])], {"axis": 0}),
    "from bytes, a scale a column": ("DequantizeLinear", [D, np.float32([1, 2, 4, 8]), np.uint8([1, 2, 3, 4])], {"axis": -1}),
}


def ours(op, inputs, attributes):
    arrays = [np.array(value) for value in inputs]
    ints = [value if isinstance(value, list) else None for value in inputs]
    shape, run = OPERATIONS[op](attributes, [array.shape for array in arrays], ints)
    return shape, run(arrays)


def theirs(op, inputs, attributes):
    feeds = {f"in{n}": np.array(value) for n, value in enumerate(inputs)}
    graph = helper.make_graph(
        [helper.make_node(op, [*feeds], ["out"], **attributes)],
        "one",
        [helper.make_tensor_value_info(k, helper.np_dtype_to_tensor_dtype(v.dtype), v.shape) for k, v in feeds.items()],
        [helper.make_tensor_value_info("out", TensorProto.UNDEFINED, None)],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)])
    return ReferenceEvaluator(model).run(None, feeds)[0]


@pytest.mark.parametrize(("op", "inputs", "attributes"), CASES.values(), ids=CASES)
def test_an_operation_does_what_onnx_does(op, inputs, attributes):
    shape, found = ours(op, inputs, attributes)
    wanted = theirs(op, inputs, attributes)
    assert shape == found.shape == wanted.shape
    assert found.dtype == wanted.dtype
    np.testing.assert_array_equal(found, wanted)


def test_every_operation_is_compared():
    assert {op for op, *_ in CASES.values()} == set(OPERATIONS)


@pytest.mark.parametrize("axis", [2, -3])
def test_an_axis_that_is_none_is_not_folded(axis):
    with pytest.raises(NotFolded):
        ours("Concat", [A, B], {"axis": axis})

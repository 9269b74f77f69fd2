"""ONNX models of one recurrent layer: as a node whose weights come in many ways, and written out step by step."""

from __future__ import annotations

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from ..frameworks import probe_onnx

STEPS = 3


def node(network, tensors, ways=()):
    """A model of one node whose W, R and B come in the ways named, among other nodes."""
    session = probe_onnx._attributes(network)
    kind = "LSTM" if network.cell.startswith("lstm") else network.cell[:3].upper()
    names = [name if name in (*tensors, "X") else "" for name in probe_onnx.INPUTS[kind]]
    while names and not names[-1]:
        names.pop()
    held, before = {name: np.asarray(tensor, np.float32) for name, tensor in tensors.items()}, []
    for name in list(held):
        if name in "WRB":
            before += _computed(name, held, ways)
    node = helper.make_node(kind, names, ["Y"], name="the_layer", hidden_size=network.widths[0], **session)
    initial = [numpy_helper.from_array(tensor, name) for name, tensor in held.items()]
    head = numpy_helper.from_array(np.zeros((4, 2), np.float32), "head")
    x = helper.make_tensor_value_info("X", TensorProto.FLOAT, [None, None, network.input])
    y = helper.make_tensor_value_info("Y", TensorProto.FLOAT, [None] * 4)
    nodes, functions = [*before, node], []
    if "branch" in ways:
        body = helper.make_graph(nodes, "body", [], [y])
        other = helper.make_graph([helper.make_node("Identity", ["X"], ["Y2"])], "other", [], [y])
        other.output[0].name = "Y2"
        flag = helper.make_tensor_value_info("flag", TensorProto.BOOL, [])
        nodes = [helper.make_node("If", ["flag"], ["Y"], name="choice", then_branch=body, else_branch=other)]
        graph = helper.make_graph(nodes, "g", [x, flag], [y], [*initial, head])
    elif "function" in ways:
        opset = [helper.make_opsetid("", 18)]
        function = helper.make_function("mine", "Layer", [n for n in names if n], ["Y"], [node], opset)
        functions = [function]
        nodes = [*before, helper.make_node("Layer", [n for n in names if n], ["Y"], domain="mine", name="call")]
        graph = helper.make_graph(nodes, "g", [x], [y], [*initial, head])
    else:
        graph = helper.make_graph(nodes, "g", [x], [y], [*initial, head])
    imports = [helper.make_opsetid("", 18), helper.make_opsetid("mine", 1)]
    model = helper.make_model(graph, opset_imports=imports, functions=functions, ir_version=10)
    if "function" not in ways:
        onnx.checker.check_model(model)
    return model.SerializeToString()


def _computed(name, held, ways):
    """Nodes that compute `name` from what replaces it in `held`."""
    nodes, result = [], name

    def constant(key, values):
        held[f"{name}_{key}"] = np.array(values, np.int64)
        return f"{name}_{key}"

    def step(op, array, *inputs, **attributes):
        nonlocal result
        held[f"{result}_"] = held.pop(result) if array is None else array
        nodes.insert(0, helper.make_node(op, [f"{result}_", *inputs], [result], **attributes))
        result += "_"

    if "transpose" in ways:
        order = list(range(held[result].ndim))[::-1]
        step("Transpose", held.pop(result).transpose(order), perm=order)
    if "reshape" in ways:
        shape = held[result].shape
        step("Reshape", held.pop(result).reshape(-1), constant("shape", shape))
    if "cast" in ways:
        step("Cast", held.pop(result).astype(np.float16), to=TensorProto.FLOAT)
    if "quantised" in ways:
        whole = held.pop(result)
        scale = np.float32(abs(whole).max() / 127)
        held[f"{name}_scale"], held[f"{name}_zero"] = scale, np.int8(0)
        step("DequantizeLinear", np.round(whole / scale).astype(np.int8), f"{name}_scale", f"{name}_zero")
    if "pieces" in ways:
        whole = held.pop(result)
        axis, half = len(whole.shape) - 1, whole.shape[-1] // 2
        turned = np.concatenate([whole[..., half:], whole[..., :half]], axis=axis)
        held[f"{result}_"] = turned
        far, rest = constant("far", [2**62]), whole.shape[-1] - half
        first, second, along = constant("rest", [rest]), constant("zero", [0]), constant("axis", [axis])
        nodes[:0] = [
            helper.make_node("Slice", [f"{result}_", first, far, along], [f"{result}_1"]),
            helper.make_node("Slice", [f"{result}_", second, first, along], [f"{result}_2"]),
            helper.make_node("Concat", [f"{result}_1", f"{result}_2"], [result], axis=axis),
        ]
    return nodes


def unrolled(order, op, W, U, biases):
    """An LSTM of STEPS steps over x, its gates in an order, from products of W and U under names like t1."""
    held = {f"t{n}": array.astype(np.float32) for n, array in enumerate([W, U, *biases])}
    initial = [numpy_helper.from_array(array, name) for name, array in held.items()]
    initial += [numpy_helper.from_array(np.array(step), f"step{step}") for step in range(STEPS)]
    nodes, h, c = [], "h0", "c0"
    for t in range(STEPS):
        nodes.append(helper.make_node("Gather", ["x", f"step{t}"], [f"x{t}"], axis=0))
        turned = {"transB": 1} if op == "Gemm" else {}
        nodes.append(helper.make_node(op, [f"x{t}", "t0"], [f"p{t}"], **turned))
        nodes.append(helper.make_node(op, [h, "t1"], [f"q{t}"], **turned))
        nodes.append(helper.make_node("Add", [f"p{t}", f"q{t}"], [f"s{t}_0"]))
        nodes += [helper.make_node("Add", [f"s{t}_{n}", f"t{n + 2}"], [f"s{t}_{n + 1}"]) for n in range(len(biases))]
        parts = [f"{gate}{t}_" for gate in order]
        nodes.append(helper.make_node("Split", [f"s{t}_{len(biases)}"], parts, axis=-1, num_outputs=4))
        nodes += [helper.make_node("Tanh" if p[0] == "g" else "Sigmoid", [p], [p + "s"]) for p in parts]
        nodes.append(helper.make_node("Mul", [f"f{t}_s", c], [f"kept{t}"]))
        nodes.append(helper.make_node("Mul", [f"i{t}_s", f"g{t}_s"], [f"new{t}"]))
        nodes.append(helper.make_node("Add", [f"kept{t}", f"new{t}"], [f"state{t}"]))
        nodes.append(helper.make_node("Tanh", [f"state{t}"], [f"shown{t}"]))
        nodes.append(helper.make_node("Mul", [f"o{t}_s", f"shown{t}"], [f"hidden{t}"]))
        h, c = f"hidden{t}", f"state{t}"
    value = helper.make_tensor_value_info
    given = [value("x", TensorProto.FLOAT, [STEPS, 2, None]), *(value(n, TensorProto.FLOAT, [2, 4]) for n in ("h0", "c0"))]
    graph = helper.make_graph(nodes, "g", given, [value(h, TensorProto.FLOAT, [2, 4])], initial)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)
    onnx.checker.check_model(model)
    return model.SerializeToString()

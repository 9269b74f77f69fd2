"""The cells that PyTorch does not have, and what Keras layers return, against Keras and ONNX's own evaluator."""

from __future__ import annotations

import os
from dataclasses import replace

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
import pytest
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

from lstm_docs import Network, reference
from lstm_docs.network import MERGES

ONNX_ROWS = {"LSTM": "iofg", "GRU": "zrn"}


def onnx_run(net, kind, named, x, peepholes=None, **attributes):
    """Y (T, B, H) of one ONNX node run in float64 by ONNX's evaluator."""
    steps, batch, _ = x.shape
    rows = ONNX_ROWS[kind]
    hidden = net.widths[0]
    B = np.concatenate([*(named[f"b_{gate}"] for gate in rows), *(named.get(f"bh_{g}", np.zeros((hidden, 1))) for g in rows)])
    feeds = {
        "X": x,
        "W": np.concatenate([named[f"W_{gate}"] for gate in rows])[None],
        "R": np.concatenate([named[f"U_{gate}"] for gate in rows])[None],
        "B": B[:, 0][None],
    }
    names = list(feeds)
    if peepholes:
        feeds["P"] = np.concatenate([named[name] for name in peepholes])[:, 0][None]
        names += ["", "", "", "P"]
    node = helper.make_node(kind, names, ["Y"], hidden_size=hidden, **attributes)
    declared = [helper.make_tensor_value_info(name, TensorProto.DOUBLE, array.shape) for name, array in feeds.items()]
    result = helper.make_tensor_value_info("Y", TensorProto.DOUBLE, (steps, 1, batch, hidden))
    model = helper.make_model(
        helper.make_graph([node], "cell", declared, [result]), opset_imports=[helper.make_opsetid("", 14)]
    )
    return ReferenceEvaluator(model).run(None, feeds)[0][:, 0]


@pytest.mark.parametrize(("cell", "after"), [("gru-reset-before", 0), ("gru-reset-after", 1)])
def test_gru_like_onnx(cell, after):
    net = Network(cell=cell, input=5, hidden=7)
    weights, x = reference.random_weights(net, 1, scale=0.8), reference.random_inputs(net, 9, 4, 2)
    theirs = onnx_run(net, "GRU", weights.layers[0][0], x, linear_before_reset=after)
    np.testing.assert_allclose(reference.run(net, weights, x).output, theirs, rtol=0, atol=1e-12)


def test_peepholes_like_onnx():
    net = Network(cell="lstm-peephole", input=5, hidden=7)
    weights, x = reference.random_weights(net, 1, scale=0.8), reference.random_inputs(net, 9, 4, 2)
    theirs = onnx_run(net, "LSTM", weights.layers[0][0], x, peepholes=("p_i", "p_o", "p_f"))
    np.testing.assert_allclose(reference.run(net, weights, x).output, theirs, rtol=0, atol=1e-12)


KERAS_COLUMNS = {"lstm": "ifgo", "gru-reset-before": "zrn", "gru-reset-after": "zrn"}
# Keras multiplies in float32 on this backend, except where PyTorch's own kernels run.
KERAS_TOLERANCE = {"lstm": 1e-12, "gru-reset-before": 2e-6, "gru-reset-after": 1e-12}


def keras_layer(net, weights, **options):
    options |= {"dtype": "float64"}
    if net.cell == "lstm":
        layer = keras.layers.LSTM(net.widths[0], **options)
    else:
        layer = keras.layers.GRU(net.widths[0], reset_after=net.cell.endswith("after"), **options)
    if net.bidirectional:
        layer = keras.layers.Bidirectional(layer, merge_mode=net.merge, dtype="float64")
    layer.build((None, None, net.input))
    layer.set_weights([array for named in weights.layers[0] for array in keras_arrays(net, named)])
    return layer


def keras_arrays(net, named):
    columns = KERAS_COLUMNS[net.cell]
    kernel, recurrent, bias = (np.concatenate([named[f"{kind}_{gate}"] for gate in columns]).T for kind in "WUb")
    if "bh_n" in named:
        none = np.zeros_like(named["bh_n"])
        return kernel, recurrent, np.vstack([bias, np.concatenate([none, none, named["bh_n"]]).T])
    return kernel, recurrent, bias[0]


@pytest.mark.parametrize("cell", KERAS_COLUMNS)
@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("return_sequences", [False, True])
@pytest.mark.parametrize("return_state", [False, True])
def test_returned_like_keras(cell, bidirectional, return_sequences, return_state):
    net = Network(cell=cell, input=5, hidden=4, bidirectional=bidirectional)
    weights, x = reference.random_weights(net, 1), reference.random_inputs(net, 6, 3, 2)
    choice = {"return_sequences": return_sequences, "return_state": return_state}
    theirs = keras_layer(net, weights, **choice)(x.transpose(1, 0, 2))
    ours = reference.returned(reference.run(net, weights, x.transpose(1, 0, 2), batch_first=True), **choice)
    pairs = list(zip(ours, theirs, strict=True)) if return_state else [(ours, theirs)]
    for mine, tensor in pairs:
        other = keras.ops.convert_to_numpy(tensor.detach())
        np.testing.assert_allclose(mine, other, rtol=0, atol=KERAS_TOLERANCE[cell])


@pytest.mark.parametrize("merge", MERGES)
@pytest.mark.parametrize("return_sequences", [False, True])
def test_layers_whose_directions_are_merged_are_those_of_keras(merge, return_sequences):
    net = Network(input=5, hidden=(4, 3), bidirectional=True, merge=merge)
    weights, x = reference.random_weights(net, 1), reference.random_inputs(net, 6, 2, 2)
    theirs = x.transpose(1, 0, 2)
    for layer, units in enumerate(net.widths):
        alone = replace(net, input=net.layer_input(layer), hidden=units, layers=1)
        choice = {"return_sequences": return_sequences or layer == 0}
        theirs = keras_layer(alone, reference.Weights((weights.layers[layer],)), **choice)(theirs)
    run = reference.run(net, weights, x.transpose(1, 0, 2), batch_first=True)
    ours = reference.returned(run, return_sequences=return_sequences, return_state=False)
    np.testing.assert_allclose(ours, keras.ops.convert_to_numpy(theirs.detach()), rtol=0, atol=1e-12)

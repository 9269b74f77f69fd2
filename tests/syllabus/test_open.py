"""The solutions of open questions, run: against the reference, and on the frameworks themselves."""

from __future__ import annotations

import os

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
import pytest
import torch

from lstm_docs import Network, frameworks, reference
from lstm_docs.quiz import load_bank

from ..frameworks import probe_keras, probe_onnx, probe_pytorch

torch.set_num_threads(1)
BANK = load_bank()
NETWORK = Network(input=5, hidden=4)


def _solutions(family):
    compiled = BANK.family(family)
    return [(compiled_case.case, compiled_case) for compiled_case in compiled.cases]


def _defined(code):
    names = {}
    exec(compile(code, "solution", "exec"), names)
    return names


def _id(solution):
    return solution[0].target or solution[0].form or solution[0].framework


@pytest.mark.parametrize("solution", _solutions("write-a-step"), ids=_id)
def test_a_step_is_the_references(solution):
    case, key = solution
    weights, x = reference.random_weights(NETWORK, 3), reference.random_inputs(NETWORK, 6, 1, 4)
    out = reference.run(NETWORK, weights, x)
    packed = frameworks.pack(case.framework, weights, NETWORK)
    W, U = (packed[frameworks.tensor_name(case.framework, NETWORK, kind)].reshape(16, -1) for kind in "WU")
    b = packed[frameworks.tensor_name(case.framework, NETWORK, "b")].ravel()[:16]
    step = _defined(key.reference)["lstm_step"]
    h = c = np.zeros(4)
    for t in range(6):
        h, c = step(x[t, 0], h, c, W, U, b)
        np.testing.assert_allclose(h, out.output[t, 0], rtol=0, atol=1e-12)
    np.testing.assert_allclose(c, np.asarray(out.c_n)[0, 0], rtol=0, atol=1e-12)
    with np.errstate(all="raise", under="ignore"):
        step(1e6 * x[0, 0], h, c, W, U, b)


@pytest.mark.parametrize("solution", _solutions("convert-the-weights"), ids=_id)
def test_converted_weights_give_the_same_output(solution):
    case, key = solution
    target = {"keras": probe_keras, "onnx": probe_onnx}[case.target]
    weights, x = reference.random_weights(NETWORK, 5), reference.random_inputs(NETWORK, 6, 2, 6)
    tensors = frameworks.pack("pytorch", weights, NETWORK)
    split = reference.random_weights(NETWORK, 7).layers[0][0]["b_i"].ravel()
    tensors["bias_hh_l0"][:4] += split  # two bias vectors, neither of them zero
    tensors["bias_ih_l0"][:4] -= split
    converted = _defined(key.reference)["convert"](tensors)
    there = target.run(NETWORK, converted, x)
    here = probe_pytorch.run(NETWORK, tensors, x)
    np.testing.assert_allclose(there.output, here.output, rtol=0, atol=target.tolerance("lstm"))
    for name, array in frameworks.convert(tensors, NETWORK, source="pytorch", target=case.target).items():
        assert converted[name].shape == array.shape


@pytest.mark.parametrize("solution", _solutions("mend-the-stack"), ids=_id)
def test_the_mended_stack_is_built_and_trained(solution):
    case, key = solution
    model = _defined(key.reference)["build"](7, 3)
    each = case.form.endswith("step")
    x, targets = np.zeros((4, 7, 3), np.float32), np.arange(28).reshape(4, 7) % 10
    scores = model.predict(x, verbose=0)
    assert scores.shape == ((4, 7, 10) if each else (4, 10))
    np.testing.assert_allclose(scores.sum(axis=-1), 1, rtol=1e-5)
    assert np.isfinite(model.train_on_batch(x, targets if each else targets[:, 0]))


def test_the_stack_as_it_was_cannot_be_built():
    assert all("`LSTM(64)`, `LSTM(32)`" in case.ask for case in BANK.family("mend-the-stack").cases)
    with pytest.raises(ValueError, match="ndim=3"):
        keras.Sequential([keras.Input((7, 3)), keras.layers.LSTM(64), keras.layers.LSTM(32)])


def test_marks_are_ten():
    for family in ("write-a-step", "convert-the-weights", "mend-the-stack"):
        for _, key in _solutions(family):
            assert sum(points for _, points in key.rubric) == 10

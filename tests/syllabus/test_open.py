"""The solutions of open questions, run: against the reference, and on the frameworks themselves."""

from __future__ import annotations

import os
import re

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
import pytest
import torch

from lstm_docs import Network, frameworks, reference
from lstm_docs.quiz import load_bank

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
    case = solution[0]
    return "-".join(filter(None, (case.form, case.function, case.claim, case.argument)))


def _stacked(packed, order):
    """Blocks of i, f, g, o in another order."""
    return np.concatenate([np.split(packed, 4)["ifgo".index(gate)] for gate in order])


@pytest.mark.parametrize("solution", _solutions("write-a-step"), ids=_id)
def test_a_step_is_the_references(solution):
    case, key = solution
    many = case.argument == "a batch of sequences"
    weights, x = reference.random_weights(NETWORK, 3), reference.random_inputs(NETWORK, 6, 3, 4)
    out = reference.run(NETWORK, weights, x)
    packed = frameworks.pack("pytorch", weights, NETWORK)
    order = case.form.split(", ")
    W, U, b = (_stacked(packed[name], order) for name in ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0"))
    W, U = (W, U) if case.function == "rows" else (W.T, U.T)
    step = _defined(key.reference)["lstm_step"]
    shown = (lambda array: array) if many else (lambda array: array[0])
    h = c = np.zeros((3, 4) if many else 4)
    for t in range(6):
        h, c = step(shown(x[t]), h, c, W, U, b)
        np.testing.assert_allclose(h, shown(out.output[t]), rtol=0, atol=1e-12)
    np.testing.assert_allclose(c, shown(np.asarray(out.c_n)[0]), rtol=0, atol=1e-12)
    with np.errstate(all="raise", under="ignore"):
        step(1e6 * shown(x[0]), h, c, W, U, b)


@pytest.mark.parametrize("solution", _solutions("convert-the-weights"), ids=_id)
def test_converted_weights_give_the_same_output(solution):
    """The engine is written here from what the question says of it, and the other side is PyTorch itself."""
    case, key = solution
    draw = np.random.default_rng(5)
    layer = torch.nn.LSTM(5, 4, dtype=torch.float64)
    tensors = {name: draw.normal(size=tuple(tensor.shape)) for name, tensor in layer.state_dict().items()}
    layer.load_state_dict({name: torch.tensor(array) for name, array in tensors.items()})
    x = draw.normal(size=(6, 5))
    with torch.no_grad():
        wanted = layer(torch.tensor(x)[:, None])[0][:, 0].numpy()
    made = _defined(key.reference)["convert"](tensors)
    rows, two = case.function == "rows", case.argument.startswith("two")
    assert [made[name].shape for name in "WUb"] == [
        (16, 5)[:: 1 if rows else -1],
        (16, 4)[:: 1 if rows else -1],
        (32 if two else 16,),
    ]
    bias = made["b"][:16] + made["b"][16:] if two else made["b"]
    h = c = np.zeros(4)
    for t in range(6):
        sums = (made["W"] @ x[t] + made["U"] @ h if rows else x[t] @ made["W"] + h @ made["U"]) + bias
        gate = dict(zip(case.form.split(", "), np.split(sums, 4), strict=True))
        i, f, o = (1 / (1 + np.exp(-gate[name])) for name in "ifo")
        c = f * c + i * np.tanh(gate["g"])
        h = o * np.tanh(c)
        np.testing.assert_allclose(h, wanted[t], rtol=0, atol=1e-12)


def _once(solutions):
    """One of those that have the same reference."""
    return list({key.reference: (case, key) for case, key in solutions}.values())


@pytest.mark.parametrize("solution", _once(_solutions("mend-the-stack")), ids=_id)
def test_the_mended_stack_is_built_and_trained(solution):
    case, key = solution
    model = _defined(key.reference)["build"](7, 3)
    each = case.form.endswith("step")
    x, targets = np.zeros((4, 7, 3), np.float32), np.arange(28).reshape(4, 7) % 10
    scores = model.predict(x, verbose=0)
    assert [layer.units for layer in model.layers] == [*map(int, case.argument.split(", ")), 10]
    assert scores.shape == ((4, 7, 10) if each else (4, 10))
    np.testing.assert_allclose(scores.sum(axis=-1), 1, rtol=1e-5)
    assert np.isfinite(model.train_on_batch(x, targets if each else targets[:, 0]))


@pytest.mark.parametrize("solution", [s for s in _solutions("mend-the-stack") if s[0].argument == "48, 24"], ids=_id)
def test_the_stack_as_it_was_has_the_faults_that_the_solution_names(solution):
    case, key = solution
    names = {"LSTM": keras.layers.LSTM, "Dense": keras.layers.Dense}
    layers = [eval(code, names) for code in re.findall(r"`((?:LSTM|Dense)[^`]*)`", key.ask)]
    wanted = (None, 7, 10) if case.form.endswith("step") else (None, 10)
    if case.function == "nothing handed up":
        with pytest.raises(ValueError, match="ndim=3"):
            keras.Sequential([keras.Input((7, 3)), *layers])
        return
    model = keras.Sequential([keras.Input((7, 3)), *layers])
    assert len(model.output_shape) != len(wanted)
    sums = model.predict(np.ones((1, 7, 3), np.float32), verbose=0).sum(axis=-1)
    ten_that_add_up = model.output_shape[-1] == 10 and np.allclose(sums, 1, rtol=1e-3)
    assert not ten_that_add_up
    if case.claim == "a head of one unit":
        return  # this one trains without a word
    model.compile(loss="categorical_crossentropy", optimizer="adam")
    with pytest.raises((ValueError, RuntimeError, IndexError)):
        model.train_on_batch(np.ones((2, 7, 3), np.float32), np.array([3, 4]))


@pytest.mark.parametrize("family", ["write-a-step", "convert-the-weights", "mend-the-stack"])
def test_marks_are_ten_and_fifty_variants_differ_in_question_and_solution(family):
    solutions = _solutions(family)
    assert {sum(points for _, points in key.rubric) for _, key in solutions} == {10}
    assert len({key.ask for _, key in solutions}) == len(solutions) >= 50
    assert len({(key.reference, key.solution) for _, key in solutions}) == len(solutions)

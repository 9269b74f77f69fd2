"""Bad input is refused in one sentence that names it and both shapes."""

from __future__ import annotations

import numpy as np
import pytest

from lstm_docs import Network, reference
from lstm_docs.ground.errors import ConformError, SizeError
from lstm_docs.reference import State, Weights

NET = Network(input=3, hidden=4, layers=2)
WEIGHTS = reference.random_weights(NET, 1)
X = reference.random_inputs(NET, 5, 2, 1)
H, C = np.zeros((2, 2, 4)), np.zeros((2, 2, 4))


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({"x": X[..., :2]}, ConformError, "x is (5, 2, 2): its last axis is 2, but the network's input is 3"),
        ({"x": X[:, 0]}, ConformError, "x is (5, 3), expected three axes (T, B, I)"),
        ({"x": X[:, 0], "batch_first": True}, ConformError, "x is (5, 3), expected three axes (B, T, I)"),
        ({"x": X[:0]}, SizeError, "x is (0, 2, 3)"),
        ({"x": X[:, :0]}, SizeError, "x is (5, 0, 3)"),
        ({"x": X.astype(complex)}, ConformError, "x holds complex128, expected real numbers"),
        ({"x": X.astype(object)}, ConformError, "x holds object, expected real numbers"),
        ({"x": X > 0}, ConformError, "x holds bool, expected real numbers"),
        ({"x": [[[1, 2, 3]], [[1, 2]]]}, ConformError, "x is not an array"),
        ({"x": "x"}, ConformError, "x holds <U1"),
        ({"lengths": [5]}, ConformError, "lengths is (1,), expected one per sequence: (2,)"),
        ({"lengths": 5}, ConformError, "lengths is (), expected one per sequence: (2,)"),
        ({"lengths": [5, 6]}, SizeError, "lengths[1] is 6, expected a whole number from 1 to the 5 steps of x"),
        ({"lengths": [0, 5]}, SizeError, "lengths[0] is 0"),
        ({"lengths": [-1, 5]}, SizeError, "lengths[0] is -1"),
        ({"lengths": [2.5, 5]}, SizeError, "lengths[0] is 2.5"),
        ({"lengths": [np.nan, 5]}, SizeError, "lengths[0] is nan"),
        ({"lengths": [True, False]}, ConformError, "lengths holds bool"),
        ({"lengths": ["a", "b"]}, ConformError, "lengths holds <U1"),
        ({"state": (H, C)}, ConformError, "state is a tuple, expected State(h, c)"),
        ({"state": State(H)}, ConformError, "state has no c, but lstm has one"),
        ({"state": State(H[:1], C)}, ConformError, "state.h must hold 2 arrays"),
        ({"state": State(1, C)}, ConformError, "state.h must hold 2 arrays"),
        ({"state": State(H, C[:, :1])}, ConformError, "state.c[0] is (1, 4), expected (batch, width) = (2, 4)"),
        ({"state": State((H[0], H[1, :, :3]), C)}, ConformError, "state.h[1] is (2, 3), expected (batch, width) = (2, 4)"),
        ({"state": State((H[0], "h"), C)}, ConformError, "state.h[1] holds <U1"),
        ({"weights": Weights(WEIGHTS.layers[:1])}, ConformError, "weights hold 1 layers"),
        ({"weights": reference.prepare(NET, WEIGHTS), "net": Network(input=3, hidden=4)}, ConformError, "were prepared for"),
    ],
)
def test_a_run_refuses(given, error, words):
    arguments = {"net": NET, "weights": WEIGHTS, "x": X} | given
    with pytest.raises(error) as caught:
        reference.run(**arguments)
    assert words in str(caught.value)


def test_a_state_with_c_is_refused_where_there_is_none():
    net = Network(cell="gru-reset-after", input=3, hidden=4)
    with pytest.raises(ConformError, match="state has a c, but gru-reset-after has none"):
        reference.run(net, reference.random_weights(net, 1), X, State(H[:1], C[:1]))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"W_f": np.zeros((4, 2))}, "layer 0: W_f is (4, 2), expected (4, 3)"),
        ({"W_f": None}, "layer 0: W_f is (), expected (4, 3)"),
        ({"W_q": np.zeros((4, 3))}, "layer 0: this network has no weight W_q"),
    ],
)
def test_weights_that_do_not_fit(change, words):
    first = dict(WEIGHTS.layers[0][0]) | change
    with pytest.raises(ConformError) as caught:
        reference.run(NET, Weights(((first,), WEIGHTS.layers[1])), X)
    assert str(caught.value) == words


def test_a_precision_that_is_not_offered():
    with pytest.raises(ConformError, match="cannot compute in float16; choose float64 or float32"):
        reference.prepare(NET, WEIGHTS, np.float16)


@pytest.mark.parametrize(
    ("given", "computed"),
    [(np.float32, np.float32), (np.float64, np.float64), (np.float16, np.float64), (np.int8, np.float64)],
)
def test_the_input_decides_the_precision(given, computed):
    out = reference.run(NET, WEIGHTS, (4 * X).astype(given))
    assert {a.dtype for a in (out.output, *out.state.h, *out.state.c)} == {np.dtype(computed)}
    assert reference.run(NET, reference.prepare(NET, WEIGHTS, np.float32), X).output.dtype == np.float32

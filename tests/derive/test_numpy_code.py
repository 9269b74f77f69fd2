"""The lines of NumPy that the page shows: run in their order, they make what a step of the reference makes."""

from __future__ import annotations

import numpy as np
import pytest

from lstm_docs import cells, derive
from lstm_docs.derive.numpy_code import numpy_words, variable
from lstm_docs.network import Network
from lstm_docs.reference import random_weights

KNOWN = {"np": np, "sigmoid": lambda a: 1 / (1 + np.exp(-a)), "relu": lambda a: np.maximum(a, 0)}


@pytest.mark.parametrize("name", cells.COMMON)
def test_the_lines_make_a_step(name):
    cell, rng = cells.build(name), np.random.default_rng(1)
    weights = random_weights(Network(cell=name, input=3, hidden=4), 1, 1.0).layers[0][0]
    weights = {key: array if array.ndim == 2 else array[:, None] for key, array in weights.items()}
    x = rng.uniform(-1, 1, (3, 1))
    states = {state.name: rng.uniform(-1, 1, (4, 1)) for state in cell.states}
    (step,) = derive.trace(cell, weights, [x], states)
    held = KNOWN | weights | {"x": x} | {variable(key): array for key, array in states.items()}
    for equation in cell.equations:
        exec("".join(word for word, _ in numpy_words(equation)), held)
        np.testing.assert_allclose(held[variable(equation.name)], step.values[equation.name], atol=1e-12)

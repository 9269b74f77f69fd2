"""sLSTM and mLSTM against the functions of the package `xlstm`, without its kernels. Run by `make test-family`."""

from __future__ import annotations

from importlib.metadata import version

import numpy as np
import pytest
import torch
from xlstm.blocks.mlstm.backends import parallel_stabilized_simple, recurrent_step_stabilized_simple
from xlstm.blocks.slstm.src.vanilla.slstm import slstm_forward_pointwise

from lstm_docs import derive, family
from lstm_docs.reference import random_inputs, random_weights

INPUTS, HIDDEN, STEPS = 3, 4, 12


def given(cell, seed):
    net = family.network(cell, INPUTS, HIDDEN)
    weights = random_weights(net, seed, 1.5).layers[0][0]
    columns = [x.T for x in random_inputs(net, STEPS, 1, seed)]
    done = derive.trace(net.equations, weights, columns, derive.zero_states(net))
    return weights, np.hstack(columns), np.hstack([step.values["h_t"] for step in done])


def test_the_version_is_the_one_that_the_page_names():
    assert version("xlstm") == "2.0.6"


@pytest.mark.parametrize("seed", range(5))
def test_slstm(seed):
    w, x, expected = given("slstm", seed)
    order = "ifzo"
    into, back, bias = (torch.from_numpy(np.vstack([w[f"{it}_{gate}"] for gate in order])) for it in "WUb")
    states, outputs = torch.zeros(4, 1, HIDDEN, dtype=torch.float64), []
    for step in torch.from_numpy(x.T):
        states, _ = slstm_forward_pointwise(step[None] @ into.T, states[0] @ back.T, bias.T, states, {})
        outputs.append(states[0, 0])
    np.testing.assert_allclose(expected, torch.stack(outputs).T.numpy(), rtol=0, atol=1e-12)


def heads(array):
    """(rows, T) as (batch, heads, T, rows)."""
    return torch.from_numpy(np.ascontiguousarray(array.T))[None, None]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("form", ["parallel", "recurrent"])
def test_mlstm(seed, form):
    w, x, expected = given("mlstm", seed)
    q, v = (heads(w[f"W_{it}"] @ x + w[f"b_{it}"]) for it in "qv")
    # The package divides the whole key by the root, so it is given a key that is as much larger.
    k = heads(w["W_k"] @ x + w["b_k"] * HIDDEN**0.5)
    i, f = (heads(w[f"w_{it}"].T @ x + w[f"b_{it}"]) for it in "if")
    o = 1 / (1 + np.exp(-(w["W_o"] @ x + w["b_o"])))
    if form == "parallel":
        read = parallel_stabilized_simple(q, k, v, i, f, eps=0.0)[0, 0]
    else:
        state = torch.zeros(1, 1, HIDDEN, HIDDEN), torch.zeros(1, 1, HIDDEN, 1), torch.zeros(1, 1, 1, 1)
        state, rows = tuple(it.double() for it in state), []
        for t in range(STEPS):
            now = [it[:, :, t : t + 1].clone() for it in (q, k, v, i, f)]
            row, state = recurrent_step_stabilized_simple(*state, *now, eps=0.0)
            rows.append(row.reshape(-1))
        read = torch.stack(rows)
    np.testing.assert_allclose(expected, o * read.T.numpy(), rtol=0, atol=1e-12)

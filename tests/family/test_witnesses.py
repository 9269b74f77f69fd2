"""The members of the family against programs and functions that know nothing of our equations."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import torchrecurrent

from lstm_docs import cells, derive, family
from lstm_docs.reference import random_inputs, random_weights

INPUTS, HIDDEN, STEPS = 3, 4, 6


def given(cell):
    net = family.network(cell, INPUTS, HIDDEN)
    return net, random_weights(net, 3, 0.8).layers[0][0], [x.T for x in random_inputs(net, STEPS, 1, 4)]


def ours(cell):
    net, weights, columns = given(cell)
    done = derive.trace(net.equations, weights, columns, derive.zero_states(net))
    return np.hstack([step.values["h_t"] for step in done]).T


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def sru(w, xs):
    """Lei and others, 2018, equations 1 to 4."""
    c, outputs = np.zeros(HIDDEN), []
    for x in xs:
        f = sigmoid(w["W_f"] @ x + w["v_f"][:, 0] * c + w["b_f"][:, 0])
        r = sigmoid(w["W_r"] @ x + w["v_r"][:, 0] * c + w["b_r"][:, 0])
        c = f * c + (1 - f) * (w["W_c"] @ x)
        outputs.append(r * c + (1 - r) * x)
    return outputs


def qrnn(w, xs):
    """Bradbury and others, 2017: masked convolutions of width 2 first, then fo-pooling."""
    padded = np.vstack([np.zeros((1, INPUTS)), xs])
    z, f, o = (xs @ w[f"W_{it}"].T + padded[:-1] @ w[f"V_{it}"].T for it in "zfo")
    c, outputs = np.zeros(HIDDEN), []
    for step in range(STEPS):
        kept = sigmoid(f[step])
        c = kept * c + (1 - kept) * np.tanh(z[step])
        outputs.append(sigmoid(o[step]) * c)
    return outputs


def minlstm(w, xs):
    """Feng and others, 2024, algorithm of the sequential mode."""
    h, outputs = np.zeros(HIDDEN), []
    for x in xs:
        forget, write = (sigmoid(w[f"W_{it}"] @ x + w[f"b_{it}"][:, 0]) for it in "fi")
        total = forget + write
        h = forget / total * h + write / total * (w["W_g"] @ x + w["b_g"][:, 0])
        outputs.append(h)
    return outputs


def layer_norm_lstm(w, xs):
    """Ba, Kiros and Hinton, 2016, equations 20 to 22, each gate by itself."""

    def norm(v, gain):
        return gain[:, 0] * (v - v.mean()) / np.sqrt(v.var() + 1e-5)

    h, c, outputs = np.zeros(HIDDEN), np.zeros(HIDDEN), []
    for x in xs:
        sums = {
            it: norm(w[f"W_{it}"] @ x, w[f"s_{it}"]) + norm(w[f"U_{it}"] @ h, w[f"r_{it}"]) + w[f"b_{it}"][:, 0]
            for it in "ifgo"
        }
        c = sigmoid(sums["f"]) * c + sigmoid(sums["i"]) * np.tanh(sums["g"])
        h = sigmoid(sums["o"]) * np.tanh(norm(c, w["s_c"]) + w["b_c"][:, 0])
        outputs.append(h)
    return outputs


@pytest.mark.parametrize(
    ("cell", "witness"), [("sru", sru), ("qrnn", qrnn), ("minlstm", minlstm), ("lstm-layernorm", layer_norm_lstm)]
)
def test_a_function_written_from_the_paper_computes_the_same(cell, witness):
    _, weights, columns = given(cell)
    expected = np.array(witness(weights, np.hstack(columns).T))
    np.testing.assert_allclose(ours(cell), expected, rtol=0, atol=1e-12)


TENSORS = {
    "mgu": ("MGUCell", {"weight_ih": "W_f W_g", "weight_hh": "U_f U_g", "bias_ih": "b_f b_g"}),
    "ran": ("RANCell", {"weight_ih": "W_c W_i W_f", "weight_hh": "U_i U_f", "bias_ih": "b_i b_f"}),
    "ligru": ("LiGRUCell", {"weight_ih": "W_z W_g", "weight_hh": "U_z U_g", "bias_ih": "b_z b_g"}),
    "janet": ("JANETCell", {"weight_ih": "W_f W_g", "weight_hh": "U_f U_g", "bias_ih": "b_f b_g"}),
    "indrnn": ("IndRNNCell", {"weight_ih": "W_h", "vector_u": "u_h", "bias_ih": "b_h"}),
    "ugrnn": ("UGRNNCell", {"weight_ih": "W_g W_z", "weight_hh": "U_g U_z", "bias_ih": "b_g b_z"}),
    "nbr": ("NBRCell", {"weight_ih": "W_a W_z W_h", "weight_hh": "U_a U_z", "bias_ih": "b_a b_z b_h"}),
    "mlstm-multiplicative": (
        "MultiplicativeLSTMCell",
        {"weight_ih": "W_m W_i W_f W_g W_o", "weight_hh": "U_m", "weight_mh": "M_i M_f M_g M_o", "bias_mh": "b_i b_f b_g b_o"},
    ),
}
"""What the package calls the same cell, and of what weights of ours each of its tensors is a stack; its other biases are 0."""


@pytest.mark.parametrize("cell", TENSORS)
def test_torchrecurrent_computes_the_same(cell):
    name, tensors = TENSORS[cell]
    _, weights, columns = given(cell)
    more = {"nonlinearity": torch.relu} if cell == "indrnn" else {}
    module = getattr(torchrecurrent, name)(INPUTS, HIDDEN, **more).double()
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.zero_()
        for tensor, stacked in tensors.items():
            target = getattr(module, tensor)
            target.copy_(torch.from_numpy(np.vstack([weights[it] for it in stacked.split()])).reshape(target.shape))
        if cell == "janet":
            module.beta.fill_(1.0)
    assert {it for stacked in tensors.values() for it in stacked.split()} == set(weights)
    state, outputs = None, []
    for column in columns:
        state = module(torch.from_numpy(column.T), state)
        outputs.append((state[0] if isinstance(state, tuple) else state).detach().numpy()[0])
    np.testing.assert_allclose(ours(cell), np.array(outputs), rtol=0, atol=1e-12)


def test_every_member_has_a_witness():
    """Those that are here, and those of `test_forms.py` and of `xlstm_cells.py`."""
    elsewhere = {"mingru", "slstm", "mlstm"}
    today = {one.cell for one in family.members() if one.today}
    assert today == {*TENSORS, "sru", "qrnn", "minlstm", "lstm-layernorm"} | elsewhere
    assert today <= set(cells.CELLS)

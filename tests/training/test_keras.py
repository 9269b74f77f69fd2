"""Recurrent dropout against Keras' own cells, given our masks."""

from __future__ import annotations

import os

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
import pytest
import torch

from lstm_docs.training import Dropout, Stream, initial, loss_and_gradient
from lstm_docs.training.passes import _run

from .cases import STEPS, batch, model

CELLS = {"lstm": (keras.layers.LSTMCell, "ifgo", {}), "gru-reset-after": (keras.layers.GRUCell, "zrn", {"reset_after": True})}
RATES = {"dropout": 0.3, "recurrent_dropout": 0.4}


def _on_keras(cell, named, x, masks):
    """h of every step (T, B, H), by calling Keras' cell with our weights and with our masks in place of its own."""
    make, gates, options = CELLS[cell]
    units = named[f"U_{gates[0]}"].shape[0]
    theirs = make(units, **RATES, **options, dtype="float64")
    theirs.build((None, x.shape[-1]))
    bias = np.concatenate([named[f"b_{g}"] for g in gates])[:, 0]
    if options:
        bias = np.stack([bias, np.concatenate([named.get(f"bh_{g}", np.zeros((units, 1))) for g in gates])[:, 0]])
    theirs.set_weights([*(np.concatenate([named[f"{kind}_{g}"] for g in gates]).T for kind in "WU"), bias])
    assert theirs.dropout_mask_count == len(gates)
    theirs._dropout_mask = [torch.tensor(masks.gates[f"W_{g}"]) for g in gates]
    theirs._recurrent_dropout_mask = [torch.tensor(masks.gates[f"U_{g}"]) for g in gates]
    states = [torch.zeros(x.shape[1], units, dtype=torch.float64) for _ in range(2 if cell == "lstm" else 1)]
    outputs = []
    for step in torch.tensor(x):
        h, states = theirs(step, states, training=True)
        outputs.append(h.detach().numpy())
    return np.stack(outputs)


@pytest.mark.parametrize("cell", CELLS)
def test_recurrent_dropout_is_that_of_keras(cell):
    mine = model(cell)
    data, (named, _) = batch(mine, 2), mine.named(initial(mine, seed=2))
    (masks,) = Dropout(inputs=RATES["dropout"], recurrent=RATES["recurrent_dropout"]).draw(mine, STEPS, len(data), Stream(1))
    dropped = _run(mine.layers[0], named, data.x, masks.gates)
    np.testing.assert_allclose(
        dropped, _on_keras(cell, named, data.x, masks), rtol=0, atol=1e-6
    )  # Keras' own products are in float32


@pytest.mark.parametrize("cell", CELLS)
def test_its_gradient_is_that_of_finite_differences(cell):
    mine = model(cell, layers=2)
    data, vector = batch(mine, 2, lengths=True), initial(mine, seed=2)
    masks = Dropout(inputs=0.3, recurrent=0.4).draw(mine, STEPS, len(data), Stream(1))
    _, gradient = loss_and_gradient(mine, vector, data, masks)
    for direction in (2 * Stream(n, 7).uniform(mine.count) - 1 for n in range(5)):
        ahead, behind = (loss_and_gradient(mine, vector + s * 1e-6 * direction, data, masks)[0] for s in (1, -1))
        assert gradient @ direction == pytest.approx((ahead - behind) / 2e-6, rel=1e-6, abs=1e-8)


def test_masks_are_the_same_at_every_step_where_keras_has_them_so():
    mine = model(layers=2)
    (first, second) = Dropout(inputs=0.5, recurrent=0.5).draw(mine, STEPS, 200, Stream(1))
    assert first.inputs is None
    assert set(first.gates) == {f"{kind}_{gate}" for kind in "WU" for gate in "ifgo"}
    assert first.gates["W_f"].shape == (200, 4)
    assert second.gates["W_f"].shape == (200, 6)
    assert set(np.unique(first.gates["U_f"])) == {0.0, 2.0}
    assert 0.4 < (first.gates["U_f"] == 0).mean() < 0.6
    assert not np.array_equal(first.gates["U_f"], first.gates["U_i"])

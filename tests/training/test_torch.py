"""Training step by step against PyTorch: the same start, the same batches, the same losses and weights."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from lstm_docs.training import Adam, Dropout, Settings, Stream, initial, loss_and_gradient, step

from .cases import batch, model
from .on_torch import OnTorch

STEPS = 20


@pytest.mark.parametrize("clip", [None, 0.05], ids=["free", "clipped"])
@pytest.mark.parametrize("lengths", [False, True], ids=["full", "ragged"])
@pytest.mark.parametrize("head", ["softmax", "sigmoid", "linear"])
@pytest.mark.parametrize("cell", ["lstm", "gru-reset-after"])
def test_twenty_steps_of_adam(cell, head, lengths, clip):
    mine = model(cell, head, layers=2)
    vector = initial(mine, seed=3)
    theirs = OnTorch(mine, vector)
    settings = Settings(rate=0.01, clip=clip)
    adam, optimiser = Adam(mine.count, 0.01), torch.optim.Adam(theirs.parameters(), lr=0.01)
    clipped = 0
    for n in range(STEPS):
        data = batch(mine, n, lengths=lengths)
        optimiser.zero_grad()
        loss = theirs.loss(data)
        loss.backward()
        if clip is not None:
            clipped += float(torch.nn.utils.clip_grad_norm_(theirs.parameters(), clip)) > clip
        optimiser.step()
        assert step(mine, vector, data, adam, settings, Stream(0)) == pytest.approx(float(loss.detach()), abs=1e-8)
    np.testing.assert_allclose(vector, theirs.vector(), rtol=0, atol=1e-8)
    assert clip is None or clipped == STEPS


@pytest.mark.parametrize("head", ["softmax", "sigmoid", "linear"])
def test_a_head_that_reads_several_steps(head):
    mine = model(head=head, reads=3)
    data, vector = batch(mine, 1), initial(mine, seed=1)
    _same_gradient(mine, vector, data, None)


@pytest.mark.parametrize("cell", ["lstm", "gru-reset-after"])
def test_dropout_between_layers_and_of_inputs(cell):
    mine = model(cell, layers=3)
    data, vector = batch(mine, 1, lengths=True), initial(mine, seed=1)
    masks = Dropout(between=0.4, inputs=0.3).draw(mine, len(data.x), len(data), Stream(5))
    assert [mask.output is None for mask in masks] == [False, False, True]
    assert all(mask.inputs is not None for mask in masks)
    _same_gradient(mine, vector, data, masks)


def _same_gradient(mine, vector, data, masks):
    theirs = OnTorch(mine, vector)
    loss = theirs.loss(data, masks or ())
    loss.backward()
    mine_loss, gradient = loss_and_gradient(mine, vector, data, masks)
    assert mine_loss == pytest.approx(float(loss.detach()), abs=1e-12)
    np.testing.assert_allclose(gradient, theirs.vector(gradient=True), rtol=0, atol=1e-12)

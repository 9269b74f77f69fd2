"""Models and random batches for them."""

from __future__ import annotations

import numpy as np

from lstm_docs import Network
from lstm_docs.training import Model, Sequences, Stream

STEPS, BATCH = 7, 5


def model(cell="lstm", head="softmax", *, layers=1, reads=1, outputs=3):
    network = Network(cell=cell, input=4, hidden=6, layers=layers)
    return Model(network=network, head=head, outputs=outputs, reads=reads)


def batch(of, seed, *, lengths=False, count=BATCH):
    stream = Stream(seed, 99)
    x = 2 * stream.uniform(STEPS, count, of.network.input) - 1
    shape = (of.reads, count, of.outputs)
    targets = {
        "softmax": stream.below(of.outputs, *shape[:2]),
        "sigmoid": stream.below(2, *shape).astype(np.float64),
        "linear": 2 * stream.uniform(*shape) - 1,
    }[of.head]
    return Sequences(x, targets, 1 + stream.below(STEPS, count) if lengths else None)

"""What the dropout of recurrent layers was seen to act on, argument by argument.

`PROBED` is the share of zeros that was seen at each place when a stack of two layers was run in training mode at a rate
of one half, on weights that let one place be seen at a time. A test runs that again on the frameworks themselves.
"""

from __future__ import annotations

ARGUMENTS = {
    "pytorch-dropout": "`torch.nn.LSTM` with `num_layers=2` and `dropout=0.5`",
    "keras-dropout": "two `keras.layers.LSTM` layers with `dropout=0.5`",
    "keras-recurrent-dropout": "two `keras.layers.LSTM` layers with `recurrent_dropout=0.5`",
    "keras-layer": "two `keras.layers.LSTM` layers, each followed by a `keras.layers.Dropout(0.5)`",
}
"""The stacks asked about."""

PROBED: dict[str, dict[str, float]] = {
    "pytorch-dropout": {"inputs": 0, "recurrent": 0, "between": 0.5, "output": 0, "cell": 0},
    "keras-dropout": {"inputs": 0.5, "recurrent": 0, "between": 0.5, "output": 0, "cell": 0},
    "keras-recurrent-dropout": {"inputs": 0, "recurrent": 0.5, "between": 0, "output": 0, "cell": 0},
    "keras-layer": {"inputs": 0, "recurrent": 0, "between": 0.5, "output": 0.5, "cell": 0},
}
"""The share of components that were zero at each place, to two in a hundred."""

AGREEING = {"pytorch-dropout": 0.5, "keras-dropout": 1.0, "keras-recurrent-dropout": 1.0, "keras-layer": 0.5}
"""The share of components whose mask was the same at two steps of one sequence: by chance, one half."""

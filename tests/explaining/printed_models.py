"""Small random models and what Keras, torchinfo and PyTorch print of them, with the truth about every recurrent layer."""

from __future__ import annotations

import os
from random import Random

os.environ["KERAS_BACKEND"] = "torch"

import keras
import torch
import torchinfo
from keras import layers as kit
from torch import nn

STEPS = 6


def keras_summary(seed):
    """A summary, and (cell, input, hidden, layers, directions, projection, bias) of each recurrent layer in order."""
    rng = Random(f"keras {seed}")
    width, truth, stack = rng.randint(2, 60), [], []
    embedded = rng.random() < 0.5
    if embedded:
        stack += [keras.Input((STEPS,)), kit.Embedding(rng.randint(20, 500), width)]
    else:
        stack += [keras.Input((STEPS, width))]
    for _ in range(rng.randint(1, 3)):
        kind, units, bias = rng.choice(["LSTM", "GRU", "SimpleRNN"]), rng.randint(2, 40), rng.random() < 0.85
        more = {"reset_after": rng.random() < 0.7} if kind == "GRU" else {}
        layer = getattr(kit, kind)(units, return_sequences=True, use_bias=bias, **more)
        both = rng.random() < 0.4
        merge = rng.choice(["concat", "concat", "sum"])
        cell = {"LSTM": "lstm", "SimpleRNN": "rnn-tanh"}.get(kind) or (
            "gru-reset-after" if more["reset_after"] or not bias else "gru-reset-before"
        )
        truth.append((cell, width, units, 1, 1 + both, 0, bias))
        stack += [kit.Bidirectional(layer, merge_mode=merge) if both else layer]
        width = units * (2 if both and merge == "concat" else 1)
        if rng.random() < 0.4:
            stack += [kit.Dropout(0.2)]
    if rng.random() < 0.5:
        stack += [kit.TimeDistributed(kit.Dense(rng.randint(1, 9)))]
    else:
        stack += [kit.Flatten(), kit.Dense(rng.randint(1, 9), use_bias=rng.random() < 0.8)]
    if rng.random() < 0.5:
        model = keras.Sequential(stack)
    else:  # with a column that says what is read
        first = through = keras.Input(tuple(stack[0].shape[1:]))
        for layer in stack[1:]:
            through = layer(through)
        model = keras.Model(first, [through, kit.GlobalAveragePooling1D()(kit.Identity()(first))] if not embedded else through)
    written = []
    model.summary(print_fn=lambda line, **_: written.append(line))
    return "\n".join(written), truth


class _Model(nn.Module):
    """An embedding or not, recurrent layers, dropout and a dense head."""

    def __init__(self, seed):
        super().__init__()
        rng = Random(f"torch {seed}")
        self.width, self.truth, self.depth = rng.randint(2, 60), [], 0
        self.embedding = nn.Embedding(rng.randint(20, 500), self.width) if rng.random() < 0.6 else None
        width = self.width
        for place in range(rng.randint(1, 2)):
            kind, bias, layers, both = (
                rng.choice(["LSTM", "GRU", "RNN"]),
                rng.random() < 0.8,
                rng.randint(1, 3),
                rng.random() < 0.4,
            )
            units = rng.randint(3, 40)
            projection = rng.randint(1, units - 1) if kind == "LSTM" and rng.random() < 0.2 else 0
            more = {"proj_size": projection} if projection else {}
            layer = getattr(nn, kind)(width, units, layers, bias=bias, bidirectional=both, batch_first=True, **more)
            self.add_module(f"recurrent{place}", layer)
            cell = {"LSTM": "lstm", "GRU": "gru-reset-after", "RNN": "rnn-tanh"}[kind]
            self.truth.append((cell, width, units, layers, 1 + both, projection, bias))
            width, self.depth = (1 + both) * (projection or units), self.depth + 1
        self.dropout = nn.Dropout(0.1)
        self.head = nn.Linear(width, rng.randint(1, 9), bias=rng.random() < 0.8)

    def forward(self, x):
        x = self.embedding(x) if self.embedding else x
        for place in range(self.depth):
            x, _ = getattr(self, f"recurrent{place}")(x)
        return self.head(self.dropout(x))


def torchinfo_summary(seed):
    """The same of torchinfo; half of them with the columns that it has beside its own."""
    model = _Model(seed)
    data = torch.zeros(1, STEPS, dtype=torch.long) if model.embedding else torch.zeros(1, STEPS, model.width)
    more = {"col_names": ("input_size", "output_size", "num_params", "mult_adds"), "row_settings": ("var_names", "depth")}
    return str(torchinfo.summary(model, input_data=data, verbose=0, **(more if seed % 2 else {}))), model.truth


def printed_module(seed):
    """The same of `print(model)`."""
    model = _Model(seed)
    return str(model), model.truth, sum(one.numel() for one in model.parameters())


def printed_tensors(seed):
    """The shapes of a state_dict, in one of the ways in which people print them."""
    tensors = _Model(seed).state_dict()
    ways = [
        "\n".join(f"{name} {tuple(one.shape)}" for name, one in tensors.items()),
        "\n".join(f"{name}\t{one.shape}" for name, one in tensors.items()),
        str({name: one.shape for name, one in tensors.items()}),
        "\n".join(f"{name}: {list(one.shape)}" for name, one in tensors.items()),
    ]
    return ways[seed % len(ways)], {name: tuple(one.shape) for name, one in tensors.items()}

"""Parameters of four kinds of layers that map 64 numbers a step to 64."""

import torch
from torch import nn

D, KERNEL = 64, 3
kinds = {
    "LSTM": nn.LSTM(D, D),
    "GRU": nn.GRU(D, D),
    "convolution over 3 steps": nn.Conv1d(D, D, KERNEL),
    "self-attention": nn.MultiheadAttention(D, 4),
    "transformer layer": nn.TransformerEncoderLayer(D, 4, 4 * D),
}
counts = {
    name: sum(weight.numel() for weight in layer.parameters())
    for name, layer in kinds.items()
}
for name, count in counts.items():
    print(f"{name}: {count}")
assert list(counts.values()) == [
    4 * D * (2 * D + 2),
    3 * D * (2 * D + 2),
    D * (KERNEL * D + 1),
    4 * D * (D + 1),
    4 * D * (D + 1) + 8 * D * D + 5 * D + 4 * D,
]

# How far back does an output see? Change the first of 20 inputs.
x = torch.randn(20, 1, D)
other = x.clone()
other[0] += 1


def moved(function):
    """The last step with a change in the first, or not."""
    with torch.no_grad():
        return not torch.equal(function(x)[-1], function(other)[-1])


conv, attend = kinds["convolution over 3 steps"], kinds["self-attention"]
seen = {
    "LSTM": moved(lambda x: kinds["LSTM"](x)[0]),
    "convolution": moved(lambda x: conv(x.permute(1, 2, 0)).permute(2, 0, 1)),
    "self-attention": moved(lambda x: attend(x, x, x)[0]),
}
print("sees 19 steps back:", seen)
assert seen == {"LSTM": True, "convolution": False, "self-attention": True}

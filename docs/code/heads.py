"""Heads in PyTorch: their size, their loss, and two mistakes."""

import math

import torch
from torch import nn

words = nn.Linear(128, 20_000)
lstm = nn.LSTM(128, 128)
count = lambda m: sum(p.numel() for p in m.parameters())  # noqa: E731
print("head", count(words), "LSTM", count(lstm))
assert count(words) == 20_000 * 129 > count(lstm)

# Two outputs with softmax are one output with sigmoid.
logits = torch.tensor([1.0, -0.5], dtype=torch.float64)
two = torch.softmax(logits, 0)[0]
one = torch.sigmoid(logits[0] - logits[1])
print("softmax", two.item(), "sigmoid", one.item())
assert torch.isclose(two, one)

# The loss of a model that knows nothing is ln K.
nothing = nn.functional.cross_entropy(torch.zeros(1, 10), torch.tensor([3]))
print("untrained, 10 classes:", round(nothing.item(), 3))
assert math.isclose(nothing.item(), math.log(10), rel_tol=1e-6)
assert round(math.log(10), 1) == 2.3

# Softmax before a loss that has its own: never below this.
sure = torch.softmax(torch.tensor([[50.0] + [0.0] * 9]), 1)
twice = nn.functional.cross_entropy(sure, torch.tensor([0]))
print("right and sure, squashed twice:", round(twice.item(), 2))
assert twice > 1.4

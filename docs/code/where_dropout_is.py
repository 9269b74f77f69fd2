"""PyTorch masks between layers alone; the last output is whole."""

import warnings

import torch

torch.manual_seed(1)
x = torch.randn(50, 4, 8)

with warnings.catch_warnings(record=True) as told:
    warnings.simplefilter("always")
    one = torch.nn.LSTM(8, 64, dropout=0.5)
print("one layer:", str(told[0].message)[:52], "…")
one.train()
assert torch.equal(one(x)[0], one(x)[0])
print("one layer in training gives the same twice")

two = torch.nn.LSTM(8, 64, num_layers=2, dropout=0.5)
first, second = two(x)[0], two(x)[0]
assert not torch.equal(first, second)
assert (first == 0).sum() == 0
print("two layers differ from run to run; no output is zero")

mask = torch.nn.functional.dropout(torch.ones(100_000), 0.2)
kept = (mask > 0).float().mean().item()
print("kept", kept, "scaled to", mask.max().item())
assert mask.max() == 1.25

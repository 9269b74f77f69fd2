"""The forget bias: what it is at the start, and how to set it."""

import os

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras
import torch

UNITS = 12
F = slice(UNITS, 2 * UNITS)  # both keep i, f, g, o in this order

torch.manual_seed(1)
layer = torch.nn.LSTM(8, UNITS)
with torch.no_grad():
    at_start = layer.bias_ih_l0[F] + layer.bias_hh_l0[F]
print(f"PyTorch starts between {at_start.min():.2f} and", end=" ")
print(f"{at_start.max():.2f}, which is the sum of two biases")
assert at_start.abs().max() <= 2 / UNITS**0.5

# Setting both to 1 makes it 2: one is enough.
with torch.no_grad():
    layer.bias_ih_l0[F] = 1.0
    layer.bias_hh_l0[F] = 1.0
    assert (layer.bias_ih_l0[F] + layer.bias_hh_l0[F] == 2).all()
    layer.bias_hh_l0[F] = 0.0
    set_to = layer.bias_ih_l0[F] + layer.bias_hh_l0[F]
print("set:", set_to.unique().tolist())
assert torch.equal(set_to, torch.ones(UNITS))

kept = keras.layers.LSTM(UNITS)
kept.build((None, 10, 8))
bias = keras.ops.convert_to_numpy(kept.cell.bias)
print("Keras starts at", bias[F].min(), "and at 0 elsewhere")
assert (bias[F] == 1).all() and bias.sum() == UNITS

for bias in (0.0, 1.0, 2.0, 5.0):
    f = torch.sigmoid(torch.tensor(bias)).item()
    left = f"{f**24:.1g}" if f**24 < 0.001 else f"{f**24:.2g}"
    print(f"bias {bias:.0f}: f = {f:.3f}, after 24 steps {left}")

"""The axes of input, output and states in PyTorch and Keras."""

import keras
import numpy as np
import torch

B, T, I, H = 3, 4, 26, 12  # three names of four letters

for first in (False, True):
    lstm = torch.nn.LSTM(I, H, num_layers=2, batch_first=first)
    x = torch.zeros((B, T, I) if first else (T, B, I))
    output, (h_n, c_n) = lstm(x)
    print(f"PyTorch, batch_first={first}")
    print("  input", tuple(x.shape), "output", tuple(output.shape))
    print("  h_n", tuple(h_n.shape), "c_n", tuple(c_n.shape))
    assert h_n.shape == c_n.shape == (2, B, H)  # never batch first

both = {"return_sequences": True, "return_state": True}
layer = keras.layers.LSTM(H, **both)
x = np.zeros((B, T, I), "float32")
output, h, c = layer(x)
print("Keras")
print("  input", x.shape, "output", tuple(output.shape))
print("  h", tuple(h.shape), "c", tuple(c.shape))
assert tuple(h.shape) == tuple(c.shape) == (B, H)

kernel, recurrent, bias = layer.get_weights()
by_gate = bias.reshape(4, H)  # i, f, g, o
print("  fresh bias by gate", by_gate.mean(axis=1))
assert (by_gate == [[0], [1], [0], [0]]).all()

# Two axes swapped. Both shapes are valid, so nothing complains.
names = ["anna", "emma", "otto"]
letters = torch.tensor([[ord(a) - ord("a") for a in n] for n in names])
x = torch.nn.functional.one_hot(letters, I).float()  # (B, T, I)
_, (h_n, _) = torch.nn.LSTM(I, H)(x)
print(f"swapped: {h_n.shape[1]} last states, for {B} names")
assert h_n.shape[1] == T
read = ["".join(chr(ord("a") + a) for a in one) for one in letters.T]
print("  it has read", *read)
assert read == ["aeo", "nmt", "nmt", "aao"]

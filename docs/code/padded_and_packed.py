"""alexandra and anna in one batch: padded, packed, and masked."""

import keras
import numpy as np
import torch
from torch.nn.utils import rnn

from lstm_docs import frameworks, reference
from lstm_docs.network import Network

names = ["alexandra", "anna"]
lengths = [len(name) for name in names]
network = Network(input=26, hidden=12)
weights = reference.random_weights(network, seed=1)
x = np.zeros((max(lengths), 2, 26))  # T, B, I; padding stays zero
for row, name in enumerate(names):
    for step, letter in enumerate(name):
        x[step, row, ord(letter) - ord("a")] = 1
truth = reference.run(network, weights, x, lengths=lengths)

# PyTorch, packed: no step of padding is computed.
lstm = torch.nn.LSTM(26, 12).double()
tensors = frameworks.pack("pytorch", weights, network)
tensors = {n: torch.tensor(a) for n, a in tensors.items()}
lstm.load_state_dict(tensors)
with torch.no_grad():
    packed = rnn.pack_padded_sequence(torch.tensor(x), lengths)
    output, (h_n, c_n) = lstm(packed)
    output, _ = rnn.pad_packed_sequence(output)
print("steps computed:", len(packed.data))
print("names at each step:", packed.batch_sizes.tolist())
assert np.allclose(output, truth.output)
assert np.allclose(h_n, truth.h_n) and np.allclose(c_n, truth.c_n)

# PyTorch, padded: the last state comes after the padding.
with torch.no_grad():
    every, (h_late, _) = lstm(torch.tensor(x))
late = (h_late - h_n)[0, 1].abs().max()
print(f"state of anna after the padding: off by {late:.2f}")
assert round(late.item(), 2) == 0.15
assert torch.allclose(every[3, 1], h_n[0, 1])  # where it ended

# Keras, masked: the states stay as they are in masked steps.
keras.config.set_floatx("float64")
both = {"return_sequences": True, "return_state": True}
layer = keras.layers.LSTM(12, **both)
layer.build((2, 9, 26))
tensors = frameworks.pack("keras", weights, network)
names = ("kernel", "recurrent_kernel", "bias")
layer.set_weights([tensors[name] for name in names])
masked = keras.layers.Masking(mask_value=0.0)(x.swapaxes(0, 1))
every, h, c = map(keras.ops.convert_to_numpy, layer(masked))
assert np.allclose(h, truth.h_n[0]) and np.allclose(c, truth.c_n[0])
print("both end where the reference ends")

# Beyond the end PyTorch gives zeros, Keras the last output again.
assert np.allclose(output[4:, 1], 0)
assert np.allclose(every[1, 4:], h[1])

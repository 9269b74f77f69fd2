"""The four calls of an LSTM in Keras, and the one of PyTorch."""

from itertools import product

import keras
import numpy as np
import torch

B, T, I, H = 32, 4, 26, 12
x = np.random.default_rng(1).normal(size=(B, T, I))
x = x.astype("float32")

found = {}
for sequences, state in product((False, True), repeat=2):
    keras.utils.set_random_seed(1)  # the same weights in all four
    layer = keras.layers.LSTM(
        H, return_sequences=sequences, return_state=state
    )
    given = layer(x) if state else [layer(x)]
    given = [keras.ops.convert_to_numpy(one) for one in given]
    print(sequences, state, *(one.shape for one in given))
    found[sequences, state] = given

(short,), (every,) = found[False, False], found[True, False]
_, h, c = found[True, True]
assert np.array_equal(short, every[:, -1])  # its end
assert np.array_equal(h, short)  # given twice
assert not np.allclose(c, h)  # the other state

lstm = torch.nn.LSTM(I, H, batch_first=True)
output, (h_n, c_n) = lstm(torch.tensor(x))  # always everything
print("PyTorch", *(tuple(one.shape) for one in (output, h_n, c_n)))
assert torch.allclose(output[:, -1], h_n[-1])

# A dense layer acts on the last axis, so on every step, and
# TimeDistributed round it changes nothing.
dense = keras.layers.Dense(26)
around = keras.layers.TimeDistributed(dense)
once, wrapped = dense(every), around(every)
print("a dense layer on every step", tuple(once.shape))
assert keras.ops.all(once == wrapped)

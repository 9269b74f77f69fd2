"""A recurrent layer is one of several; an LSTM is one of them."""

import os

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras
import numpy as np
from keras import layers

I, H, T = 80, 12, 10
x = np.random.default_rng(1).normal(size=(2, T, I)).astype("float32")

kinds = {
    "SimpleRNN": layers.SimpleRNN(H),
    "GRU": layers.GRU(H),
    "LSTM": layers.LSTM(H),
    "RNN(LSTMCell)": layers.RNN(layers.LSTMCell(H)),
}
for name, layer in kinds.items():
    layer.build((2, T, I))
    print(f"{name}: {layer.count_params()} parameters")
counts = [layer.count_params() for layer in kinds.values()]
assert counts == [1116, 3384, 4464, 4464]

# An LSTM is the recurrent layer with the LSTM's cell in it.
lstm, same = kinds["LSTM"], kinds["RNN(LSTMCell)"]
same.set_weights(lstm.get_weights())
off = keras.ops.convert_to_numpy(lstm(x) - same(x))
print("LSTM and RNN(LSTMCell) differ by", abs(off).max())
assert abs(off).max() < 1e-6
assert isinstance(lstm, layers.RNN) and isinstance(kinds["GRU"], layers.RNN)

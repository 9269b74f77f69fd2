"""stateful=True in Keras: which sample goes on from which."""

import keras
import numpy as np

T, I, H = 5, 3, 4
keras.utils.set_random_seed(1)
x = np.random.default_rng(1).normal(size=(2, 3 * T, I))
x = x.astype("float32")  # two sequences, three pieces each

layer = keras.layers.LSTM(H, stateful=True)
plain = keras.layers.LSTM(H)
layer.build((2, T, I))
plain.build((2, 3 * T, I))
plain.set_weights(layer.get_weights())
whole = keras.ops.convert_to_numpy(plain(x))


def last_of(samples):
    """What the last of three batches of two samples gives."""
    layer.reset_state()
    for batch in np.split(samples, 3):
        output = keras.ops.convert_to_numpy(layer(batch))
    return output


pieces = x.reshape(2, 3, T, I)  # sequence, piece
by_piece = pieces.swapaxes(0, 1).reshape(6, T, I)
by_sequence = pieces.reshape(6, T, I)

names = np.array(["P0", "P1", "P2", "Q0", "Q1", "Q2"]).reshape(2, 3)
print("right:", *names.T, "row 0 reads", names.T[:, 0])
assert np.allclose(last_of(by_piece), whole, atol=1e-6)

wrong = names.reshape(3, 2)
print("wrong:", *wrong, "row 0 reads", wrong[:, 0])
assert not np.allclose(last_of(by_sequence), whole, atol=1e-6)

"""From PyTorch to Keras and ONNX, and one copy gone wrong."""

import keras
import numpy as np
import onnx.parser
import onnxruntime
import torch

from lstm_docs import frameworks
from lstm_docs.network import Network

I, H, T = 26, 12, 4
torch.manual_seed(1)
lstm = torch.nn.LSTM(I, H)
letters = torch.tensor([ord(letter) - ord("a") for letter in "anna"])
x = torch.nn.functional.one_hot(letters, I).float()[:, None]
expected = lstm(x)[0].detach().numpy()
x = x.numpy()
tensors = {n: t.numpy() for n, t in lstm.state_dict().items()}


def converted(target):
    network = Network(input=I, hidden=H)
    found = frameworks.convert(
        tensors, network, source="pytorch", target=target
    )
    return {n: a.astype("float32") for n, a in found.items()}


def off(found):
    return np.abs(found.reshape(expected.shape) - expected).max()


# PyTorch to Keras: the same order, transposed, the biases summed.
there = converted("keras")
layer = keras.layers.LSTM(H, return_sequences=True)
layer.build((1, T, I))
layer.set_weights(
    [there[n] for n in ("kernel", "recurrent_kernel", "bias")]
)
found = keras.ops.convert_to_numpy(layer(x.swapaxes(0, 1)))
print(f"Keras, converted: off by {off(found):.0e}")
assert off(found) < 1e-6

# PyTorch to ONNX: the blocks move.
model = onnx.parser.parse_model(f"""
<ir_version: 10, opset_import: ["": 22]>
layer (float[{T}, 1, {I}] x, float[1, {4 * H}, {I}] W,
       float[1, {4 * H}, {H}] R, float[1, {8 * H}] B)
    => (float[{T}, 1, 1, {H}] y)
{{ y = LSTM <hidden_size = {H}> (x, W, R, B) }}
""")
onnx_layer = onnxruntime.InferenceSession(model.SerializeToString())
(found,) = onnx_layer.run(None, {"x": x} | converted("onnx"))
print(f"ONNX, converted: off by {off(found):.0e}")
assert off(found) < 1e-6

# The same without moving them: every shape fits.
W, U, b, bh = tensors.values()
biases = np.concatenate([b, bh])[None]
copied = {"x": x, "W": W[None], "R": U[None], "B": biases}
(found,) = onnx_layer.run(None, copied)
print(f"ONNX, only copied: off by {off(found):.1f}, and no error")
assert off(found) > 0.1

# By hand: blocks 0, 3, 1, 2 of PyTorch are i, o, f, g.
by_hand = W.reshape(4, H, -1)[[0, 3, 1, 2]].reshape(4 * H, -1)
assert np.array_equal(by_hand[None], converted("onnx")["W"])

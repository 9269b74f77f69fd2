"""Which block is which gate? Open one at a time and look."""

import numpy as np
import onnx.parser
import onnxruntime
import torch

# One input, one unit, x and h zero, c two. All weights are zero but
# one bias of 20, of which σ and tanh are 1; σ of the others is ½.
cell = torch.nn.LSTMCell(1, 1)
model = onnx.parser.parse_model("""
<ir_version: 10, opset_import: ["": 22]>
step (float[1, 1, 1] x, float[1, 4, 1] W, float[1, 4, 1] R,
      float[1, 8] B, float[1, 1, 1] h, float[1, 1, 1] c)
    => (float[1, 1, 1] h_n, float[1, 1, 1] c_n)
{ , h_n, c_n = LSTM <hidden_size = 1> (x, W, R, B, , h, c) }
""")
session = onnxruntime.InferenceSession(model.SerializeToString())


def in_pytorch(bias):
    zeros = torch.zeros(4, 1)
    tensors = zeros, zeros, torch.tensor(bias), torch.zeros(4)
    cell.load_state_dict(dict(zip(cell.state_dict(), tensors)))
    x, h, c = torch.tensor([[[0.0]], [[0.0]], [[2.0]]])
    h, c = cell(x, (h, c))
    return h.item(), c.item()


def in_onnx(bias):
    given = {
        "x": np.zeros((1, 1, 1)),
        "W": np.zeros((1, 4, 1)),
        "R": np.zeros((1, 4, 1)),
        "B": np.array([[*bias, 0, 0, 0, 0]]),
        "h": np.zeros((1, 1, 1)),
        "c": np.full((1, 1, 1), 2),
    }
    given = {n: a.astype("float32") for n, a in given.items()}
    return [state.item() for state in session.run(None, given)]


def gate(h, c):
    if np.isclose(c, 2):
        return "f"  # all of the old c was kept, not half of it
    if np.isclose(c, 1.5):
        return "g"  # half of a candidate of 1 came in
    return "o" if np.isclose(h, np.tanh(1)) else "i"


def order(step):
    biases = 20 * np.eye(4, dtype="float32")
    return "".join(gate(*step(bias)) for bias in biases)


print("PyTorch", order(in_pytorch))
print("ONNX", order(in_onnx))
assert order(in_pytorch) == "ifgo"
assert order(in_onnx) == "iofg"

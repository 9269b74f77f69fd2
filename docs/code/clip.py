"""A gradient that explodes, and what clipping makes of it."""

import os

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras
import torch

torch.manual_seed(1)
STEPS, UNITS = 40, 12


def ran(scale):
    """An RNN with U = scale I, and its gradients by the inputs."""
    rnn = torch.nn.RNN(8, UNITS, nonlinearity="relu")
    with torch.no_grad():
        rnn.weight_hh_l0.copy_(scale * torch.eye(UNITS))
    x = torch.rand(STEPS, 1, 8, requires_grad=True)
    rnn(x)[0][-1].sum().backward()
    return rnn, x.grad[:, 0].norm(dim=1)


for scale in (0.9, 1.0, 1.1):
    _, by_x = ran(scale)
    share = by_x[0] / by_x[-1]
    print(f"U = {scale} I: times {share:.2g} in {STEPS - 1} steps")

rnn, _ = ran(1.5)
weights = list(rnn.parameters())
old = torch.cat([w.grad.flatten() for w in weights])
norm = torch.nn.utils.clip_grad_norm_(weights, 1.0)
new = torch.cat([w.grad.flatten() for w in weights])
print(f"U = 1.5 I: norm {norm:.0e}, clipped to {new.norm():.2f}")
assert torch.allclose(new * norm, old, rtol=1e-4), "same direction"

# A small gradient stays as it is: clipping revives nothing.
small = torch.nn.Parameter(torch.zeros(3))
small.grad = torch.full((3,), 1e-6)
torch.nn.utils.clip_grad_norm_([small], 1.0)
assert torch.equal(small.grad, torch.full((3,), 1e-6))

# Keras: clipnorm takes each weight by itself, global_clipnorm all.
for option in ("clipnorm", "global_clipnorm"):
    sgd = keras.optimizers.SGD(1.0, **{option: 1.0})
    two = [keras.Variable([0.0]), keras.Variable([0.0])]
    sgd.apply([torch.tensor([3.0]), torch.tensor([4.0])], two)
    steps = [round(-float(w.value[0].detach()), 2) for w in two]
    print(f"Keras {option} makes 3, 4 into", steps)
    assert steps == ([1, 1] if option == "clipnorm" else [0.6, 0.8])

"""Three ways to one gradient: by hand, autograd, differences."""

import numpy as np
import torch

from lstm_docs import Network, frameworks, reference

STEPS, BATCH = 12, 3
net = Network(input=5, hidden=4)
weights = reference.random_weights(net, seed=1)
x = reference.random_inputs(net, STEPS, BATCH, seed=1)
by_h = np.random.default_rng(2).normal(size=(STEPS, BATCH, 4))


def loss():
    return np.sum(reference.run(net, weights, x).output * by_h)


# 1. Backpropagation through time, by hand in NumPy.
ours = reference.gradients(net, weights, x, by_h)
packed = frameworks.pack("pytorch", ours.weights, net)

# 2. Autograd of PyTorch, on the same weights.
module = torch.nn.LSTM(5, 4).double()
for name, array in frameworks.pack("pytorch", weights, net).items():
    getattr(module, name).data = torch.from_numpy(array)
sequence = torch.from_numpy(x).requires_grad_()
(module(sequence)[0] * torch.from_numpy(by_h)).sum().backward()
pairs = [
    (ours.x, sequence.grad),
    (packed["weight_ih_l0"], module.weight_ih_l0.grad),
    (packed["weight_hh_l0"], module.weight_hh_l0.grad),
]
apart = max(np.abs(one - two.numpy()).max() for one, two in pairs)
print(f"by hand and autograd: at most {apart:.0e} apart")
assert apart < 1e-12


# 3. Central differences: each number a little more and less.
def difference(array, at, step=1e-5):
    kept = array[at]
    array[at] = kept + step
    above = loss()
    array[at] = kept - step
    below = loss()
    array[at] = kept
    return (above - below) / (2 * step)


apart, count = 0.0, 0
for name, array in weights.layers[0][0].items():
    by_hand = ours.weights.layers[0][0][name]
    for at in np.ndindex(array.shape):
        apart = max(apart, abs(by_hand[at] - difference(array, at)))
        count += 1
print(f"and differences: {count} weights, {apart:.0e} apart")
assert apart < 1e-8 and count == weights.count

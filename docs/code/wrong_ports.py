"""Ports that are wrong as public ones were: the original's weights in a file, and what each port gives for x.npy."""

import numpy as np

from lstm_docs import Network, frameworks, reference
from lstm_docs.reference import State, random_inputs, random_weights

T, B, I, H = 6, 2, 3, 4
x = random_inputs(Network(input=I, hidden=H), T, B, seed=1)
np.save("x.npy", x)


def original(name, network, seed):
    """PyTorch's tensors of a network, with both bias vectors in use."""
    tensors = frameworks.pack("pytorch", random_weights(network, seed, 0.9), network)
    half = random_weights(network, seed + 1, 0.4).layers[0]
    for key in [key for key in tensors if "bias_ih" in key]:
        gates = [half["reverse" in key][f"b_{gate}"] for gate in frameworks.gate_order("pytorch", network)]
        tensors[key] += np.concatenate(gates).ravel()
        tensors[key.replace("ih", "hh")] -= np.concatenate(gates).ravel()
    save(name, tensors)
    return tensors


def save(name, tensors):
    np.savez(f"{name}.npz", **{f"rnn.{key}": tensor for key, tensor in tensors.items()})


def run(network, tensors, x, *rest):
    return reference.run(network, frameworks.unpack("pytorch", tensors, network), x, *rest)


def moved(tensors, order):
    """The blocks of rows in another order."""
    return {
        key: tensor.reshape(len(order), H, -1)[order].reshape(tensor.shape) for key, tensor in tensors.items()
    }


lstm, gru = Network(input=I, hidden=H), Network(cell="gru-reset-after", input=I, hidden=H)
both = Network(input=I, hidden=H, bidirectional=True)
weights, gated, two = original("lstm", lstm, 1), original("gru", gru, 3), original("both", both, 5)
state = State(random_inputs(Network(input=H, hidden=H), 1, B, 7), random_inputs(Network(input=H, hidden=H), 1, B, 8))
np.savez("state.npz", h=state.h, c=state.c)

# In the port's file: o and g exchanged, r and z exchanged.
save("as-documented", moved(weights, [0, 1, 3, 2]))
save("as-in-cudnn", moved(gated, [1, 0, 2]))

# The reset gate before the product: the weights are the same, and b of the candidate is the sum of both.
named = dict(frameworks.unpack("pytorch", gated, gru).layers[0][0])
named["b_n"] = named["b_n"] + named.pop("bh_n")
before = Network(cell="gru-reset-before", input=I, hidden=H)
np.save("reset.npy", reference.run(before, reference.Weights(((named,),)), x).output)

# The update gate the other way round.
turned = frameworks.unpack("pytorch", gated, gru).layers[0][0]
turned = {key: -value if key[2:] == "z" else value for key, value in turned.items()}
np.save("update.npy", reference.run(gru, reference.Weights(((turned,),)), x).output)

# The biases: one left out, one bias added in two places, and 1 that the original adds to the forget gate.
np.save("one-bias.npy", run(lstm, weights | {"bias_hh_l0": np.zeros(4 * H)}, x).output)
total = weights["bias_ih_l0"] + weights["bias_hh_l0"]
np.save("twice.npy", run(lstm, weights | {"bias_ih_l0": total, "bias_hh_l0": total}, x).output)
less = weights["bias_ih_l0"].copy()
less[H : 2 * H] -= 1
np.save("forget.npy", run(lstm, weights | {"bias_ih_l0": less}, x).output)

# Two calls on one stream, each from a state of zero; and a state that is given and not used.
for call, part in enumerate((x[:3], x[3:]), 1):
    np.save(f"x{call}.npy", part)
    np.save(f"y{call}.npy", run(lstm, weights, part).output)
np.save("no-state.npy", run(lstm, weights, x).output)

# Time: the last position of both directions, padding that is read, from back to front, batch and time exchanged.
np.save("last.npy", run(both, two, x).output[-1])
padded = x.copy()
padded[3:, 1] = 0
np.save("padded.npy", padded)
np.save("read.npy", run(lstm, weights, padded).output[-1])
np.save("backwards.npy", run(lstm, weights, x[::-1]).output)
np.save("batch-first.npy", run(lstm, weights, x.transpose(1, 0, 2)).output.transpose(1, 0, 2))

print("lstm.npz, gru.npz and both.npz are the originals; the rest is what ports made of them")

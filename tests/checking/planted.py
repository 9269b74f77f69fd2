"""Faults planted in random networks: what a port that has one holds in its file."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lstm_docs import Network, frameworks, models
from lstm_docs.reference.weights import Weights, weight_shapes

FILES = {"pytorch": "rnn.", "keras": "rnn/"}


def original(seed, cell=None, **settings):
    """A network of random sizes with the tensors that PyTorch keeps of it: two bias vectors, both of them used."""
    rng = np.random.default_rng(seed)
    cell = cell or ("lstm", "gru-reset-after")[seed % 2]
    network = Network(
        cell=cell,
        input=int(rng.integers(2, 6)),
        hidden=int(rng.integers(2, 6)),
        bidirectional=bool(rng.integers(2)),
        layers=int(rng.integers(1, 3)),
    )
    network = replace(network, **settings)
    shapes = frameworks.tensor_shapes("pytorch", network)
    tensors = {name: rng.uniform(-1, 1, shape).astype(np.float32).astype(float) for name, shape in shapes.items()}
    return network, tensors


def saved(path, tensors, framework, dtype=np.float32):
    """The file with these tensors, read."""
    lead = FILES.get(framework, "")
    np.savez(path, **{lead + name: np.asarray(tensor, dtype) for name, tensor in tensors.items()})
    return models.read(path)


def edited(weights, edit):
    """The weights of every layer and direction after `edit(named, layer)` has given a new mapping."""
    return Weights(tuple(tuple(edit(dict(named)) for named in layer) for layer in weights.layers))


def permuted(mapping, kinds="WUb"):
    """Each gate of the mapping holds what another held. Both biases of a gate go with it."""

    def edit(named):
        moved = dict(named)
        for gate, source in mapping.items():
            for kind in kinds:
                moved[f"{kind}_{gate}"] = named[f"{kind}_{source}"]
        return moved

    return edit


def moved_blocks(tensors, network, mapping):
    """PyTorch's tensors with whole blocks moved, biases of both kinds with them: gate g stands where `mapping` has it."""
    order = frameworks.gate_order("pytorch", network)
    places = [order.index(mapping.get(gate, gate)) for gate in order]
    done = {}
    for name, tensor in tensors.items():
        gates = tensor.reshape(len(order), -1, *tensor.shape[1:])
        done[name] = gates[places].reshape(tensor.shape)
    return done


def negated(gate, kinds="WUb"):
    return lambda named: {n: -a if n in [f"{k}_{gate}" for k in kinds] else a for n, a in named.items()}


def transposed(kind):
    return lambda named: {n: a.T if n.startswith(f"{kind}_") else a for n, a in named.items()}


def shifted(by, gate="f"):
    return lambda named: {n: a + by if n == f"b_{gate}" else a for n, a in named.items()}


def on_biases(change):
    """PyTorch's tensors with the two bias vectors of every layer and direction as `change(ih, hh)` leaves them."""

    def edit(tensors):
        done = dict(tensors)
        for name in tensors:
            if name.startswith("bias_ih"):
                other = name.replace("_ih", "_hh")
                done[name], done[other] = change(tensors[name], tensors[other])
        return done

    return edit


def shapes_fit(network, kind):
    """Whether a transposed matrix of this kind has the shape of the matrix, and is another matrix."""
    return all(
        shape[0] == shape[1] > 1
        for layer in range(network.layers)
        for name, shape in weight_shapes(network, layer).items()
        if name.startswith(f"{kind}_")
    )

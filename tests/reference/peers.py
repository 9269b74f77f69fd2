"""Real frameworks fed with canonical weights, laid out by hand."""

from __future__ import annotations

import numpy as np
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from lstm_docs import reference

torch.set_num_threads(1)

TORCH_ROWS = {"lstm": "ifgo", "gru-reset-after": "rzn", "rnn-tanh": "h", "rnn-relu": "h"}


def torch_network(net, weights, dtype=torch.float64):
    """PyTorch's module for `net`; its two biases are b and 0, but for the GRU's candidate b_n and bh_n."""
    options = {
        "num_layers": net.layers,
        "bidirectional": net.bidirectional,
        "bias": net.bias,
        "dtype": dtype,
    }
    if net.cell == "lstm":
        module = torch.nn.LSTM(net.input, net.widths[0], proj_size=net.projection or 0, **options)
    elif net.cell == "gru-reset-after":
        module = torch.nn.GRU(net.input, net.widths[0], **options)
    else:
        module = torch.nn.RNN(net.input, net.widths[0], nonlinearity=net.cell.removeprefix("rnn-"), **options)
    module.load_state_dict({name: torch.tensor(array) for name, array in torch_tensors(net, weights).items()})
    return module.eval()


def torch_tensors(net, weights):
    tensors = {}
    for index, layer in enumerate(weights.layers):
        for d, named in enumerate(layer):
            suffix = f"l{index}" + "_reverse" * d
            rows = TORCH_ROWS[net.cell]
            tensors[f"weight_ih_{suffix}"] = np.concatenate([named[f"W_{gate}"] for gate in rows])
            tensors[f"weight_hh_{suffix}"] = np.concatenate([named[f"U_{gate}"] for gate in rows])
            if net.projection:
                tensors[f"weight_hr_{suffix}"] = named["V_h"]
            if net.bias:
                tensors[f"bias_ih_{suffix}"] = np.concatenate([named[f"b_{gate}"] for gate in rows])[:, 0]
                none = np.zeros_like(named[f"b_{rows[0]}"])
                tensors[f"bias_hh_{suffix}"] = np.concatenate([named.get(f"bh_{gate}", none) for gate in rows])[:, 0]
    return tensors


def torch_run(net, weights, x, state=None, lengths=None):
    """(output, h_n, c_n or None) of PyTorch, as arrays."""
    module = torch_network(net, weights, torch.from_numpy(x).dtype)
    sequence = torch.from_numpy(x)
    if lengths is not None:
        sequence = pack_padded_sequence(sequence, torch.tensor(lengths), enforce_sorted=False)
    with torch.no_grad():
        output, last = module(sequence, _torch_state(net, state))
    if lengths is not None:
        output, _ = pad_packed_sequence(output, total_length=len(x))
    h, c = last if net.cell == "lstm" else (last, None)
    return output.numpy(), h.numpy(), None if c is None else c.numpy()


def _torch_state(net, state):
    if state is None:
        return None
    h = torch.from_numpy(np.stack(list(state.h)))
    return (h, torch.from_numpy(np.stack(list(state.c)))) if net.cell == "lstm" else h


def random_state(net, batch, seed):
    """A state of every layer and direction, drawn uniformly from ±1."""
    draws = np.random.default_rng(seed)
    layers = [layer for layer in range(net.layers) for _ in range(net.directions)]
    h = tuple(draws.uniform(-1, 1, (batch, net.recurrent(layer))) for layer in layers)
    c = tuple(draws.uniform(-1, 1, (batch, net.widths[layer])) for layer in layers)
    return reference.State(h, c if net.cell.startswith("lstm") else None)

"""The same model in PyTorch, in float64, from the same vector of parameters."""

from __future__ import annotations

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, mse_loss
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

torch.set_num_threads(1)

GATES = {"lstm": "ifgo", "gru-reset-after": "rzn"}
MODULES = {"lstm": torch.nn.LSTM, "gru-reset-after": torch.nn.GRU}
LOSSES = {
    "softmax": lambda logits, targets: cross_entropy(logits.flatten(0, 1), targets.flatten()),
    "sigmoid": binary_cross_entropy_with_logits,
    "linear": mse_loss,
}


class OnTorch(torch.nn.Module):
    """One torch module for each layer, so that masks can be multiplied in between, and a dense head."""

    def __init__(self, model, vector):
        super().__init__()
        self.model = model
        *layers, top = model.named(vector)
        self.layers = torch.nn.ModuleList()
        for net, named in zip(model.layers, layers, strict=True):
            layer = MODULES[net.cell](net.input, net.hidden).double()
            gates, zeros = GATES[net.cell], np.zeros((net.hidden, 1))
            stacked = {kind: np.concatenate([named[f"{kind}_{g}"] for g in gates]) for kind in "WUb"}
            second = np.concatenate([named.get(f"bh_{g}", zeros) for g in gates])
            for name, array in zip(("weight_ih_l0", "weight_hh_l0", "bias_ih_l0"), stacked.values(), strict=True):
                layer.get_parameter(name).data = torch.tensor(array).reshape(layer.get_parameter(name).shape)
            layer.bias_hh_l0.data = torch.tensor(second)[:, 0]
            # A second bias that our equations do not have is kept at zero.
            trained = torch.tensor(np.concatenate([np.full(net.hidden, float(f"bh_{g}" in named)) for g in gates]))
            layer.bias_hh_l0.register_hook(lambda gradient, trained=trained: gradient * trained)
            self.layers.append(layer)
        self.head = torch.nn.Linear(model.width, model.outputs).double()
        self.head.weight.data, self.head.bias.data = torch.tensor(top["W_y"]), torch.tensor(top["b_y"])[:, 0]

    def loss(self, data, masks=()):
        x = torch.tensor(data.x)
        for n, layer in enumerate(self.layers):
            x = x * torch.tensor(masks[n].inputs) if masks and masks[n].inputs is not None else x
            x = self._run(layer, x, data.lengths)
            x = x * torch.tensor(masks[n].output) if masks and masks[n].output is not None else x
        rows = x[-self.model.reads :] if data.lengths is None else x[data.lengths - 1, np.arange(len(data))][None]
        return LOSSES[self.model.head](self.head(rows), torch.tensor(data.targets))

    def _run(self, layer, x, lengths):
        if lengths is None:
            return layer(x)[0]
        packed = pack_padded_sequence(x, torch.tensor(lengths), enforce_sorted=False)
        return pad_packed_sequence(layer(packed)[0], total_length=len(x))[0]

    def vector(self, *, gradient=False):
        """The parameters, or their gradients, in the order of our vector."""
        parameters = np.empty(self.model.count)
        *layers, top = self.model.named(parameters)

        def of(parameter):
            return (parameter.grad if gradient else parameter).detach().numpy()

        for layer, named in zip(self.layers, layers, strict=True):
            gates = GATES[self.model.network.cell]
            names = {"W": "weight_ih_l0", "U": "weight_hh_l0", "b": "bias_ih_l0", "bh": "bias_hh_l0"}
            for name, slot in named.items():
                kind, gate = name.split("_")
                slot[...] = np.split(of(layer.get_parameter(names[kind])), len(gates))[gates.index(gate)].reshape(slot.shape)
        top["W_y"][...], top["b_y"][...] = of(self.head.weight), of(self.head.bias)[:, None]
        return parameters

"""Multiply-accumulates, as PyTorch's own counter sees its matrix products go by."""

from random import Random

import torch
from torch.utils.flop_counter import FlopCounterMode

from lstm_docs import Network, derive
from lstm_docs.derive.stack import values

from . import probe_pytorch


def networks(count):
    draw = Random("macs")
    for n in range(count):
        cell = ("lstm", "gru-reset-after", "rnn-tanh", "rnn-relu")[n % 4]
        hidden = draw.randint(2, 12)
        yield Network(
            cell=cell,
            input=draw.randint(1, 12),
            hidden=hidden,
            layers=draw.randint(1, 3),
            bidirectional=draw.random() < 0.5,
            projection=draw.randint(1, hidden - 1) if cell == "lstm" and draw.random() < 0.5 else None,
            bias=draw.random() < 0.5,
        )


def test_macs_are_half_of_what_pytorch_counts():
    """The fused kernels are one operation to the counter, so they are switched off."""
    draw = Random("steps")
    for network in networks(100):
        steps, batch = draw.randint(1, 5), draw.randint(1, 4)
        layer, x = probe_pytorch.build(network), torch.zeros(steps, batch, network.input, dtype=torch.float64)
        with torch.backends.mkldnn.flags(enabled=False), FlopCounterMode(display=False) as counter, torch.no_grad():
            layer(x)
        formula = derive.per_sequence(derive.over_layers(derive.operations(network.equations).macs, network))
        assert 2 * formula.subs(values(network, steps, batch)) == counter.get_total_flops(), network


def test_the_closed_form():
    """T·B·Σ D·(G·H·(in + R) + P·H), the sum over layers."""
    for network in networks(100):
        gates, both = len(network.equations.gates), network.directions
        total = 0
        for layer, width in enumerate(network.widths):
            reads, recurrent = network.layer_input(layer), network.recurrent(layer)
            total += both * (gates * width * (reads + recurrent) + (network.projection or 0) * width)
        formula = derive.over_layers(derive.operations(network.equations).macs, network)
        assert formula.subs(values(network)) == total, network

"""PyTorch's own counter on an LSTM and a GRU of 80 inputs."""

import torch
from torch import nn
from torch.backends import mkldnn
from torch.utils.flop_counter import FlopCounterMode

T, B, I, H = 10, 1, 80, 12


def counted(layer, fused):
    counter = FlopCounterMode(display=False)
    with mkldnn.flags(enabled=fused), torch.no_grad(), counter:
        layer(torch.zeros(T, B, layer.input_size))
    return counter.get_total_flops()


macs = T * B * 4 * H * (I + H)
print("MACs of the LSTM         ", macs)
print("LSTM, oneDNN as it comes ", counted(nn.LSTM(I, H), True))
print("LSTM, oneDNN switched off", counted(nn.LSTM(I, H), False))
print("GRU                      ", counted(nn.GRU(I, H), True))
assert counted(nn.LSTM(I, H), True) in (0, 2 * macs)
assert counted(nn.LSTM(I, H), False) == 2 * macs
assert counted(nn.GRU(I, H), True) == 2 * (macs * 3 // 4)

# A projection goes another way through PyTorch, and is counted.
projected = nn.LSTM(64, 128, proj_size=32)
macs = T * B * (4 * 128 * (64 + 32) + 32 * 128)
print("LSTM with a projection   ", counted(projected, True))
assert counted(projected, True) == 2 * macs

"""Where the states of a bidirectional LSTM end in PyTorch."""

import torch

torch.manual_seed(1)
lstm = torch.nn.LSTM(80, 12, bidirectional=True)
output, (h_n, c_n) = lstm(torch.randn(10, 3, 80))
print("output", tuple(output.shape))
print("h_n", tuple(h_n.shape))

forward, backward = output[..., :12], output[..., 12:]
assert torch.allclose(h_n[0], forward[-1])
assert torch.allclose(h_n[1], backward[0])
assert not torch.allclose(h_n[1], backward[-1])

joined = torch.cat([h_n[0], h_n[1]], dim=-1)
right = torch.cat([forward[-1], backward[0]], dim=-1)
print("h_n joined is output at both ends:", torch.equal(joined, right))
print("and not output[-1]:", not torch.allclose(joined, output[-1]))

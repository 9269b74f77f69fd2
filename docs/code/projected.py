"""An LSTM with a projection in PyTorch: two lengths of state."""

import torch

lstm = torch.nn.LSTM(26, 12, proj_size=6)
for name, tensor in lstm.named_parameters():
    print(f"{name:<13} {tuple(tensor.shape)}")

output, (h_n, c_n) = lstm(torch.randn(4, 3, 26))
print("output", tuple(output.shape))
print("h_n", tuple(h_n.shape), "c_n", tuple(c_n.shape))
assert h_n.shape[-1] == output.shape[-1] == 6
assert c_n.shape[-1] == 12
assert lstm.weight_hh_l0.shape == (4 * 12, 6)
assert lstm.weight_hr_l0.shape == (6, 12)

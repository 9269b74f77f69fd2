"""A bidirectional LSTM reads anna: where its two states end."""

import torch

torch.manual_seed(1)
places = torch.tensor([ord(letter) - ord("a") for letter in "anna"])
x = torch.nn.functional.one_hot(places, 26).float()[:, None]
lstm = torch.nn.LSTM(26, 12, bidirectional=True)
output, (h_n, c_n) = lstm(x)
print("output", tuple(output.shape), "h_n", tuple(h_n.shape))

forward, backward = output[..., :12], output[..., 12:]
assert torch.allclose(h_n[0], forward[-1])
assert torch.allclose(h_n[1], backward[0])
assert not torch.allclose(h_n[1], backward[-1])

joined = torch.cat([h_n[0], h_n[1]], dim=-1)
right = torch.cat([forward[-1], backward[0]], dim=-1)
print("h_n joined is output at both ends:", torch.equal(joined, right))
print("and not output[-1]:", not torch.allclose(joined, output[-1]))

# anna reads the same from both ends, and still the halves differ:
# each direction has weights of its own. Give both the same weights.
assert not torch.allclose(backward.flip(0), forward)
tensors = lstm.state_dict()
for name in tensors:
    if name.endswith("_reverse"):
        tensors[name].copy_(tensors[name.removesuffix("_reverse")])
output, _ = lstm(x)
mirrored = output[..., 12:].flip(0)
same = torch.allclose(mirrored, output[..., :12], atol=1e-6)
print("with equal weights the halves are mirror images:", same)
assert same

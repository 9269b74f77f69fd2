"""A tagger's score with the padding counted, and without."""

import torch
from torch import nn

PAD, K = 0, 5  # class 0 is padding, 1 to 4 are tags
lengths = torch.tensor([12, 3, 4, 2])
real = torch.arange(12) < lengths[:, None]
torch.manual_seed(1)
target = torch.randint(1, K, real.shape) * real
print(f"{(~real).float().mean():.0%} of the batch is padding")

# A tagger that knows the padding, and of the tags nothing.
logits = torch.zeros(*real.shape, K)
logits[..., PAD] = torch.where(real, -9.0, 9.0)
logits[..., 1] = torch.where(real, 0.1, 0.0)
right = logits.argmax(-1) == target
counted, honest = right.float().mean(), right[real].float().mean()
print(f"accuracy {counted:.0%} with padding, {honest:.0%} without")
assert counted > honest + 0.3

flat, tags = logits.flatten(0, 1), target.flatten()
with_padding = nn.functional.cross_entropy(flat, tags)
without = nn.functional.cross_entropy(flat, tags, ignore_index=PAD)
print(f"loss {with_padding:.3f} with padding, {without:.3f} without")
assert with_padding < without / 2

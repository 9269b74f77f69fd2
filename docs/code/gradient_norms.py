"""What to print while training: how long the gradient is, and where it ends."""

import torch
from torch import nn

torch.manual_seed(1)
T, B, I, H = 40, 8, 4, 16
lstm, head = nn.LSTM(I, H), nn.Linear(H, 1)
weights = [*lstm.named_parameters(), *head.named_parameters()]
x, target = torch.randn(T, B, I), torch.randn(B, 1)

x.requires_grad_()
loss = nn.functional.mse_loss(head(lstm(x)[0][-1]), target)
loss.backward()

for name, weight in weights:
    print(f"{name:>14} {weight.grad.norm():.1e}")
    assert weight.grad.norm() > 0, "nothing may be cut off"

# What is left of it, going back from the last step to the first:
by_step = x.grad.norm(dim=(1, 2))
for t in (T - 1, T - 11, T - 21, 0):
    print(f"step {t:2d}: {by_step[t]:.1e}")
assert by_step[0] < 1e-3 * by_step[-1], "it fades, before training"

# clip_grad_norm_ returns the length before clipping: log it.
found = nn.utils.clip_grad_norm_([w for _, w in weights], 1.0)
whole = torch.cat([w.grad.flatten() for _, w in weights]).norm()
print(f"norm {found:.3f}, after clipping {whole:.3f}")
assert whole <= 1.0001

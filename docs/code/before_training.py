"""Three checks that need no training: the loss, who sees whom, the scale."""

import math

import torch
from torch import nn

torch.manual_seed(1)
B, T, I, H, K = 16, 10, 26, 32, 4


class Reader(nn.Module):
    """Reads a sequence, and says one of K classes at its end."""

    def __init__(self, batch_first=True):
        super().__init__()
        self.lstm = nn.LSTM(I, H, batch_first=batch_first)
        self.head = nn.Linear(H, K)

    def forward(self, x):
        return self.head(self.lstm(x)[0][:, -1])


x = torch.randn(B, T, I)
target = torch.randint(K, (B,))

# 1. A model that knows nothing loses ln K.
logits = Reader()(x)
loss = nn.functional.cross_entropy(logits, target).item()
print(f"loss {loss:.3f}, ln {K} = {math.log(K):.3f}")
assert abs(loss - math.log(K)) < 0.1

# With a softmax in front, a perfect answer still costs this:
twice = torch.softmax(1000 * torch.eye(K), 1)
floor = nn.functional.cross_entropy(twice, torch.arange(K)).item()
print(f"softmax twice: never below {floor:.3f}")
assert math.isclose(floor, math.log(1 + (K - 1) / math.e), rel_tol=1e-5)


# 2. Which inputs does the answer for sequence 3 depend on?
def felt(model):
    """The gradient's size at every sequence and step, (B, T)."""
    asked = x.clone().requires_grad_()
    model(asked)[3].sum().backward()
    return asked.grad.abs().sum(dim=2)


right = felt(Reader())
assert right[3].all() and right.sum() == right[3].sum()
print("right: its own", T, "steps, and no other sequence")

mixed_up = felt(Reader(batch_first=False))
others = mixed_up.sum(dim=1).nonzero().flatten().tolist()
steps = mixed_up.sum(dim=0).nonzero().flatten().tolist()
print("axes mixed up: sequences", others, "steps", steps)
assert others == [0, 1, 2, 3] and steps == [T - 1]

# 3. Inputs far from the size of 1 push the gates to their ends.
for scale in (1, 100):
    gates = nn.LSTM(I, H).weight_ih_l0 @ (scale * x[0].T)
    ends = (torch.sigmoid(gates) - 0.5).abs() > 0.49
    print(f"inputs times {scale}: {ends.float().mean():.0%} shut or open")
    assert ends.float().mean() > 0.9 if scale == 100 else not ends.any()

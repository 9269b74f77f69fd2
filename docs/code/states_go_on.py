"""A long sequence in pieces: states go on, gradients do not."""

import torch

T, PIECES, I, H = 10, 3, 80, 12
torch.manual_seed(1)
lstm = torch.nn.LSTM(I, H)
x = torch.randn(PIECES * T, 1, I, requires_grad=True)
whole, _ = lstm(x)

state, outputs = None, []
for piece in x.split(T):
    if state is not None:
        h, c = state
        state = h.detach(), c.detach()  # the gradient stops here
    output, state = lstm(piece, state)
    outputs.append(output)
assert torch.allclose(torch.cat(outputs), whole, atol=1e-6)
print("in pieces, states handed on: as in one run")

outputs[-1][-1].sum().backward()
size = x.grad.abs().sum(dim=(1, 2))
reached = size.nonzero().flatten().tolist()
print("the gradient reaches steps", reached[0], "to", reached[-1])
assert reached == list(range(2 * T, 3 * T))

fresh, _ = lstm(x[2 * T :])  # the last piece from zero states
off = (fresh - whole[2 * T :]).abs().amax(dim=(1, 2)).tolist()
print("from zeros, off by", *(f"{one:.3f}" for one in off))
assert off[0] > 0.1 > off[-1]

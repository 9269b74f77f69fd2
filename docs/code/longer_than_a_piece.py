"""A sign read 15 steps ago, in pieces of 5: used, although no gradient ever goes back so far."""

import torch

PIECE, PIECES, BATCH, UNITS, READ, ASKED = 5, 4, 64, 16, 2, 17
torch.set_num_threads(1)


def sequences():
    """Noise, with a sign at one step and a mark 15 steps later, where the sign is asked for."""
    x = 0.1 * torch.randn(PIECE * PIECES, BATCH, 3)
    sign = torch.randint(0, 2, (BATCH,)).float()
    x[READ, :, 0] = 2 * sign - 1
    x[ASKED, :, 1] = 1
    return x, sign


def trained(forget_bias):
    torch.manual_seed(1)
    lstm, head = torch.nn.LSTM(3, UNITS), torch.nn.Linear(UNITS, 1)
    with torch.no_grad():
        lstm.bias_ih_l0[UNITS : 2 * UNITS] = forget_bias  # i, f, g, o
        lstm.bias_hh_l0[UNITS : 2 * UNITS] = 0
    weights = [*lstm.parameters(), *head.parameters()]
    adam = torch.optim.Adam(weights, lr=0.01)
    rights = []
    for _ in range(400):
        x, sign = sequences()
        state = None
        for piece in x.split(PIECE):
            if state is not None:
                state = tuple(one.detach() for one in state)  # the gradient stops here
            output, state = lstm(piece, state)
        answer = head(output[ASKED % PIECE]).squeeze(1)
        loss = torch.nn.functional.binary_cross_entropy_with_logits(answer, sign)
        adam.zero_grad()
        loss.backward()
        adam.step()
        rights.append(((answer > 0) == sign.bool()).float().mean().item())
    return sum(rights[-50:]) / 50


found = {bias: trained(bias) for bias in (-2, 0, 2)}
for bias, right in found.items():
    print(f"forget bias {bias:>2}: {right:.0%} right")

assert max(found[-2], found[0]) < 0.55 < 0.6 < found[2]

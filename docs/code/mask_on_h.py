"""A mask on h, drawn once or at every step: what becomes of the cell state, held and trained."""

import torch

T, BATCH, INPUTS, UNITS, RATE = 20, 64, 3, 16, 0.5
torch.set_num_threads(1)


def run(cell, x, masks, held=False):
    """The cell states of all steps, and the last h; `held`: f at 1, and i at 0 after the first step."""
    h, c, states = torch.zeros(x.shape[1], UNITS), torch.zeros(x.shape[1], UNITS), []
    for t, x_t in enumerate(x):
        a = x_t @ cell.weight_ih.T + (h * masks[t]) @ cell.weight_hh.T + cell.bias_ih + cell.bias_hh
        i, f, g, o = a.chunk(4, 1)
        i, f, g, o = i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()
        if held:
            i, f = i * (t == 0), torch.ones_like(f)
        c = f * c + i * g
        h = o * c.tanh()
        states.append(c)
    return torch.stack(states), h


def masks(kind):
    """No mask, one for all steps, or a new one at every step."""
    drawn = (torch.rand(T, BATCH, UNITS) > RATE).float() / (1 - RATE)
    return {"none": torch.ones_like(drawn), "one mask": drawn[:1].expand_as(drawn), "new masks": drawn}[kind]


def sequences():
    """Noise after a sign, which is asked for at the end."""
    x = 0.5 * torch.randn(T, BATCH, INPUTS)
    sign = torch.randint(0, 2, (BATCH,)).float()
    x[0, :, 0] = 2 * sign - 1
    x[1:, :, 0] = 0
    return x, sign


def right(cell, head, kind):
    x, sign = sequences()
    with torch.no_grad():
        answer = head(run(cell, x, masks(kind))[1]).squeeze(1)
    return ((answer > 0) == sign.bool()).float().mean().item()


def trained(kind):
    """The share of right answers after training with such masks, and asked with them."""
    torch.manual_seed(1)
    cell, head = torch.nn.LSTMCell(INPUTS, UNITS), torch.nn.Linear(UNITS, 1)
    torch.nn.init.constant_(cell.bias_ih[UNITS : 2 * UNITS], 1)
    adam = torch.optim.Adam([*cell.parameters(), *head.parameters()], lr=0.01)
    for _ in range(200):
        x, sign = sequences()
        answer = head(run(cell, x, masks(kind))[1]).squeeze(1)
        adam.zero_grad()
        torch.nn.functional.binary_cross_entropy_with_logits(answer, sign).backward()
        adam.step()
    return right(cell, head, kind)


KINDS = ("none", "one mask", "new masks")
torch.manual_seed(1)
cell, (x, _) = torch.nn.LSTMCell(INPUTS, UNITS), sequences()
with torch.no_grad():
    plain, held = run(cell, x, masks("none"))[0], run(cell, x, masks("none"), held=True)[0]
    for kind in KINDS[1:]:
        under = masks(kind)
        assert torch.equal(run(cell, x, under, held=True)[0], held)
        moved = (run(cell, x, under)[0] - plain).norm() / plain.norm()
        print(f"{kind}: c is moved by {moved:.0%}; with the gates held, by nothing")
        assert 0.05 < moved < 0.5

for kind in KINDS:
    share = trained(kind)
    print(f"trained with {kind}: {share:.0%} right, {T - 1} steps later")
    assert share > 0.9

"""Learn one small batch by heart: whatever the labels are, it must work."""

import torch
from torch import nn

NAMES = ["anna", "bob", "carl", "dora", "emil", "fred", "gina", "hugo"]
LABELS = torch.tensor([0, 1, 1, 0, 1, 1, 0, 1])
LETTERS = 26


def coded(names):
    """One-hot letters, (B, T, 26), and where each name ends."""
    x = torch.zeros(len(names), max(map(len, names)), LETTERS)
    for n, name in enumerate(names):
        for t, letter in enumerate(name):
            x[n, t, ord(letter) - ord("a")] = 1
    return x, torch.tensor([len(name) for name in names])


def learnt(labels, detached=False, steps=150):
    """The loss after so many steps on the same batch."""
    torch.manual_seed(1)
    lstm, head = nn.LSTM(LETTERS, 16, batch_first=True), nn.Linear(16, 2)
    adam = torch.optim.Adam([*lstm.parameters(), *head.parameters()], 0.03)
    x, ends = coded(NAMES)
    for _ in range(steps):
        adam.zero_grad()
        state = lstm(x)[0][torch.arange(len(NAMES)), ends - 1]
        logits = head(state.detach() if detached else state)
        loss = nn.functional.cross_entropy(logits, labels)
        loss.backward()
        adam.step()
    return loss.item()


right = learnt(LABELS)
print(f"as they are: {right:.4f}")
assert right < 0.01

# By heart means by heart: wrong labels are learnt as well.
shuffled = learnt(LABELS.roll(3))
print(f"labels moved: {shuffled:.4f}")
assert shuffled < 0.01

# A state that was detached by mistake: only the head learns.
cut = learnt(LABELS, detached=True)
print(f"state detached: {cut:.4f}")
assert cut > 10 * right

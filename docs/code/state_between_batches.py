"""A state that is handed on where it should not be, or not cut off."""

import torch
from torch import nn

torch.manual_seed(1)
lstm, head = nn.LSTM(8, 16), nn.Linear(16, 1)
adam = torch.optim.Adam([*lstm.parameters(), *head.parameters()])


def trained(batches, cut):
    """Batch after batch, the state handed on."""
    state = None
    for x in batches:
        adam.zero_grad()
        output, state = lstm(x, state)
        head(output[-1]).square().mean().backward()
        adam.step()
        if cut:
            state = tuple(part.detach() for part in state)


batches = torch.randn(3, 10, 4, 8)
try:
    trained(batches, cut=False)
except RuntimeError as error:
    print("not detached:", str(error)[:55])
    if "backward through the graph a second time" not in str(error):
        raise
else:
    raise AssertionError("it should have been refused")
trained(batches, cut=True)
print("detached: runs")

# Handed on between sequences that have nothing to do with each other:
with torch.no_grad():
    alone = head(lstm(batches[1])[0][-1])
    after = head(lstm(batches[1], lstm(batches[0])[1])[0][-1])
    early = lstm(batches[1])[0][0] - lstm(batches[1], lstm(batches[0])[1])[0][0]
print(f"the first output differs by {early.abs().max():.2f}")
print(f"the last one by {(alone - after).abs().max():.4f}")
assert early.abs().max() > 0.05 > (alone - after).abs().max() > 0

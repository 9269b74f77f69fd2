"""An encoder hands its states to a decoder, in PyTorch."""

import torch
from torch import nn

B, T, I, H = 32, 10, 80, 12
T_OUT, K = 6, 26

encoder = nn.LSTM(I, H, batch_first=True)
decoder = nn.LSTM(K, H, batch_first=True)
head = nn.Linear(H, K)

_, states = encoder(torch.randn(B, T, I))
print("handed over", [tuple(state.shape) for state in states])

# Training: the true answer goes in, one step late.
answer = nn.functional.one_hot(torch.randint(K, (B, T_OUT)), K)
start = torch.zeros(B, 1, K)
read = torch.cat([start, answer[:, :-1].float()], dim=1)
logits = head(decoder(read, states)[0])
print("training   ", tuple(logits.shape))
assert logits.shape == (B, T_OUT, K)

# Use: what came out goes in again, step by step.
letter, given = start, []
for _ in range(T_OUT):
    h, states = decoder(letter, states)
    chosen = head(h).argmax(dim=-1)
    letter = nn.functional.one_hot(chosen, K).float()
    given.append(chosen)
given = torch.cat(given, dim=1)
print("use        ", tuple(given.shape))
assert given.shape == (B, T_OUT)

for name, part in (("encoder", encoder), ("decoder", decoder)):
    print(name, sum(weight.numel() for weight in part.parameters()))

"""An LSTM that has learned to spell a name, saved as a file."""

import string

import torch
from safetensors.torch import save_file
from torch import nn

torch.manual_seed(1)
NAME, H = "anna", 6


class Speller(nn.Module):
    """Reads letters, and says at each step which one comes next."""

    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(26, H, batch_first=True)
        self.head = nn.Linear(H, 26)

    def forward(self, x):
        return self.head(self.lstm(x)[0])


letters = torch.tensor([[string.ascii_lowercase.index(letter) for letter in NAME]])
x, target = nn.functional.one_hot(letters[:, :-1], 26).float(), letters[:, 1:]
model = Speller()
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
for _step in range(200):
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(x).flatten(0, 1), target.flatten())
    loss.backward()
    optimizer.step()

said = "".join(string.ascii_lowercase[place] for place in model(x).argmax(dim=2)[0])
print(f"after {NAME[0]!r}: {said}, loss {loss:.3f}")
assert said == NAME[1:]

save_file(model.state_dict(), "anna.safetensors")

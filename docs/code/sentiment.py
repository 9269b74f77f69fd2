"""The sentiment example, built twice and counted."""

import keras
import torch
from keras import layers
from torch import nn

V, E, H, T, B = 20_000, 128, 128, 80, 32

model = keras.Sequential(
    [
        keras.Input((T,), dtype="int32"),
        layers.Embedding(V, E),
        layers.LSTM(H),
        layers.Dense(1, activation="sigmoid"),
    ]
)
for layer in model.layers:
    print(layer.name, layer.output.shape, layer.count_params())
print("Keras  ", model.count_params())
assert model.count_params() == V * E + 4 * H * (E + H + 1) + H + 1


class Sentiment(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(V, E)
        self.lstm = nn.LSTM(E, H, batch_first=True)
        self.head = nn.Linear(H, 1)

    def forward(self, numbers):
        x = self.words(numbers)
        h, _ = self.lstm(x)
        assert x.shape == (B, T, E) and h.shape == (B, T, H)
        return torch.sigmoid(self.head(h[:, -1]))


twin = Sentiment()
assert twin(torch.zeros(B, T, dtype=torch.long)).shape == (B, 1)
count = sum(weight.numel() for weight in twin.parameters())
print("PyTorch", count, "the second bias:", 4 * H)
assert count == model.count_params() + 4 * H

"""Windows over a series, and the persistence baseline."""

import numpy as np

series = np.sin(2 * np.pi * np.arange(1000) / 100)
T, horizon = 24, 1

windows = np.lib.stride_tricks.sliding_window_view(series, T + horizon)
x = windows[:, :T, None]  # (samples, steps, features)
y = windows[:, T:]
print("inputs", x.shape, "targets", y.shape)
print(len(series), "values,", x.size, "numbers in the inputs")
assert len(x) == len(series) - T - horizon + 1

persistence = x[:, -1, :]
error = ((y - persistence) ** 2).mean()
explained = 1 - error / y.var()
print(f"persistence explains {explained:.1%} of the variance")
assert explained > 0.99

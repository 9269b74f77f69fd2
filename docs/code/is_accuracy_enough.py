"""Accuracy beside what it hides: one class is three times as frequent."""

import numpy as np

truth = np.array([0] * 75 + [1] * 25)
answers = {
    "always the frequent one": np.zeros(100, int),
    "a real try": np.array([0] * 60 + [1] * 15 + [0] * 5 + [1] * 20),
}
for name, said in answers.items():
    accuracy = (said == truth).mean()
    recalls = [(said[truth == k] == k).mean() for k in (0, 1)]
    balanced = np.mean(recalls)
    found = " ".join(f"{recall:.2f}" for recall in recalls)
    print(f"{name}: accuracy {accuracy:.2f}, by class {found},", end=" ")
    print(f"balanced {balanced:.2f}")

never, tried = answers.values()
assert (never == truth).mean() == 0.75
assert (tried == truth).mean() == 0.80
assert np.mean([(never[truth == k] == k).mean() for k in (0, 1)]) == 0.5
assert np.mean([(tried[truth == k] == k).mean() for k in (0, 1)]) == 0.8

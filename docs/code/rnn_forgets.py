"""How much of a change of the first input each later state shows."""

import numpy as np

STEPS, INPUTS, UNITS = 20, 8, 12
random = np.random.Generator(np.random.PCG64(1))
W = (2 * random.random((UNITS, INPUTS)) - 1) / np.sqrt(UNITS)
U = (2 * random.random((UNITS, UNITS)) - 1) / np.sqrt(UNITS)
b = np.zeros(UNITS)
x = 2 * random.random((STEPS, INPUTS)) - 1


def states(x):
    h, found = np.zeros(UNITS), []
    for x_t in x:
        h = np.tanh(W @ x_t + U @ h + b)
        found.append(h)
    return np.array(found)


changed = x.copy()
changed[0] += 1e-6
left = np.linalg.norm(states(changed) - states(x), axis=1)
left /= left[0]

print("0.9 a step, ten times:", round(0.9**10, 2))
print("0.9 a step, fifty times:", round(0.9**50, 3))
for step in (1, 5, 10, 20):
    print(f"h_{step:<2} shows {left[step - 1]:.6f} of the change")

assert round(0.9**10, 2) == 0.35
assert round(0.9**50, 3) == 0.005
assert left[9] < 0.05 and left[19] < left[9] / 10

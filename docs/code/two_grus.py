"""Keras computes both kinds of GRU. The weights fit; the numbers differ."""

import keras
import numpy as np

x = np.random.default_rng(1).normal(size=(1, 10, 80))
after = keras.layers.GRU(12)
before = keras.layers.GRU(12, reset_after=False)
for name, layer in (("after", after), ("before", before)):
    layer(x)
    print(f"reset {name:<6}", layer.count_params(), "parameters")
assert (after.count_params(), before.count_params()) == (3384, 3348)

kernel, recurrent, _ = after.get_weights()
before.set_weights([kernel, recurrent, before.get_weights()[2]])
numbers = keras.ops.convert_to_numpy
one, other = numbers(after(x)), numbers(before(x))
print("same matrices, largest difference:", abs(one - other).max())
assert abs(one - other).max() > 0.001

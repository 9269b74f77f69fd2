"""Stop early and keep the best weights: in Keras it has to be asked for."""

import os

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras
import numpy as np
import torch

assert abs(float(keras.optimizers.Adam().learning_rate) - 0.001) < 1e-9
assert torch.optim.Adam.__init__.__defaults__[0] == 0.001

bits = np.random.default_rng(1)
x, y = bits.normal(size=(60, 8, 3)), bits.integers(0, 2, 60)  # noise


def trained(restore):
    """The held-out loss in the end, and the best of any epoch."""
    keras.utils.set_random_seed(1)
    model = keras.Sequential(
        [
            keras.Input((8, 3)),
            keras.layers.LSTM(16),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile(keras.optimizers.Adam(0.02), "binary_crossentropy")
    stop = keras.callbacks.EarlyStopping(
        patience=5, restore_best_weights=restore
    )
    slower = keras.callbacks.ReduceLROnPlateau(factor=0.5, patience=2)
    seen = model.fit(
        x[:40],
        y[:40],
        validation_data=(x[40:], y[40:]),
        epochs=40,
        callbacks=[stop, slower],
        verbose=0,
    ).history["val_loss"]
    return len(seen), model.evaluate(x[40:], y[40:], verbose=0), min(seen)


for restore in (False, True):
    epochs, kept, best = trained(restore)
    print(f"restore_best_weights={restore}: {epochs} epochs,", end=" ")
    print(f"kept {kept:.3f}, best was {best:.3f}")
    assert epochs < 40
    assert (abs(kept - best) < 1e-4) is restore

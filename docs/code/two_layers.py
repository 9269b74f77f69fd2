"""Two layers in Keras: the lower one hands on every step."""

import keras
from keras import layers

model = keras.Sequential(
    [
        keras.Input((10, 45)),
        layers.LSTM(25, return_sequences=True),
        layers.LSTM(25),
    ]
)
for layer in model.layers:
    print(layer.name, layer.output.shape, layer.count_params())
lower, upper = model.layers
assert lower.weights[0].shape == (45, 4 * 25)
assert upper.weights[0].shape == (25, 4 * 25)

try:
    keras.Sequential(
        [keras.Input((10, 45)), layers.LSTM(25), layers.LSTM(25)]
    )
except ValueError as error:
    print("without return_sequences:", str(error)[-70:])
else:
    raise AssertionError("it should have been refused")

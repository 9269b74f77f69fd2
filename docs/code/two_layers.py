"""Two layers in Keras: the lower one hands on every step."""

import keras
from keras import layers

model = keras.Sequential(
    [
        keras.Input((4, 26)),
        layers.LSTM(12, return_sequences=True),
        layers.LSTM(12),
    ]
)
for layer in model.layers:
    print(layer.name, layer.output.shape, layer.count_params())
lower, upper = model.layers
assert lower.weights[0].shape == (26, 4 * 12)
assert upper.weights[0].shape == (12, 4 * 12)

try:
    keras.Sequential(
        [keras.Input((4, 26)), layers.LSTM(12), layers.LSTM(12)]
    )
except ValueError as error:
    print("without return_sequences:", str(error)[-70:])
else:
    raise AssertionError("it should have been refused")

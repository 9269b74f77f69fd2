"""How the outputs of two directions become one, and the gradients by both of the gradient by that one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..network import Network
    from .packing import Array

JOINED: dict[str, Callable[[Array, Array], Array]] = {
    "concat": lambda forward, backward: np.concatenate([forward, backward], axis=-1),
    "sum": lambda forward, backward: forward + backward,
    "mul": lambda forward, backward: forward * backward,
    "ave": lambda forward, backward: (forward + backward) / 2,
}
"""By `Network.merge`, of rows: the last axis is that of the units."""


def merged(output: Array, net: Network) -> Array:
    """What a layer hands on, (T, R+1, B), of its `output` (T, 2·R+1, B), whose last row is ones and stays; or all of it."""
    if net.merge == "concat":
        return output
    width = output.shape[1] // 2
    joined = np.empty((len(output), width + 1, output.shape[2]), output.dtype)
    joined[:, :-1] = JOINED[net.merge](output[:, :width], output[:, width:-1])
    joined[:, -1] = output[:, -1]
    return joined


def parted(by_merged: Array, output: Array, net: Network) -> Array:
    """The gradient by the directions' outputs (T, 2·R, B), of that by what they were `merged` into, (T, R, B)."""
    if net.merge == "concat":
        return by_merged
    if net.merge == "mul":
        width = output.shape[1] // 2
        forward, backward = output[:, :width], output[:, width:-1]
        return np.concatenate([by_merged * backward, by_merged * forward], axis=1)
    share = by_merged / 2 if net.merge == "ave" else by_merged
    return np.concatenate([share, share], axis=1)

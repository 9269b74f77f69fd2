"""What a port was given and what it gave: arrays from files, in the axes that the original has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..ground.errors import ConformError
from ..reference import State
from ..reference.packing import HAVE_C
from .heads import ended, heads
from .rounding import precision

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ..models import File
    from ..network import Network
    from .heads import Dense

    Array = NDArray[Any]

ALLOWED = {"float16": 5e-3, "bfloat16": 4e-2}
"""How far outputs may lie apart, by what a port computes in, where the largest is at most 1."""
SINGLE = 2e-5


@dataclass(frozen=True, eq=False)
class Call:
    """One call: x (T, B, I) or (B, T, I) as given, and what came out: all steps in the same axes, or the last, (B, D·R)."""

    x: Array
    y: Array

    @property
    def sequence(self) -> bool:
        """Whether y has every step."""
        return self.y.ndim == 3


@dataclass(frozen=True, eq=False)
class Observed:
    """The calls of a port, one after the other, the state it began with, and the sequences' own lengths.

    `digits` is the precision of the numbers it gave, where it is less than single. `heads` are the ways to read the dense
    layer through which it gave them, empty where they are the recurrent layer's own.
    """

    calls: tuple[Call, ...]
    state: State | None
    lengths: NDArray[np.intp] | None
    batch_first: bool
    tolerance: float
    digits: str = ""
    heads: tuple[Dense, ...] = ()


def observed(
    net: Network,
    inputs: Sequence[Array],
    outputs: Sequence[Array],
    state: Mapping[str, Array] | None = None,
    lengths: Sequence[int] | None = None,
    *,
    batch_first: bool = False,
    file: File | None = None,
) -> Observed:
    """The calls of a port of `net`, checked. Raises `ConformError` for shapes that are none of such a port.

    x is (T, B, I), or (B, T, I) if `batch_first`, or (T, I) for one sequence; y has every step in the same axes, also
    (T, D, B, R) as ONNX has it, or the last step (B, D·R), also (D, B, R). `state` are h and, of an LSTM, c. Where y has
    another width, and the original's `file` one dense layer of that width, y is what that layer makes of the output.
    """
    if len(inputs) != len(outputs) or not inputs:
        raise ConformError(f"{len(inputs)} inputs and {len(outputs)} outputs; give as many of one as of the other")
    through = _through(net, outputs, file)
    width = len(through[0].bias) if through else net.output
    calls = tuple(_call(net, x, y, width, batch_first=batch_first) for x, y in zip(inputs, outputs, strict=True))
    x = calls[0].x
    steps, batch = x.shape[:2][::-1] if batch_first else x.shape[:2]
    if any(call.x.shape[0 if batch_first else 1] != batch for call in calls):
        raise ConformError("the calls have batches of different sizes; give calls of one stream")
    if lengths is not None and (len(calls) > 1 or len(lengths) != batch or not all(1 <= n <= steps for n in lengths)):
        raise ConformError(f"lengths must be {batch} whole numbers from 1 to {steps}, one for each sequence of one call")
    largest = max(1.0, *(float(np.abs(call.y).max()) for call in calls))
    kept = {precision(call.y.reshape(-1, width)).name for call in calls}
    digits = max(kept & ALLOWED.keys(), key=ALLOWED.__getitem__, default="")
    return Observed(
        calls,
        _state(net, state, batch) if state is not None else None,
        None if lengths is None else np.asarray(lengths, dtype=np.intp),
        batch_first,
        ALLOWED.get(digits, SINGLE) * largest,
        digits,
        tuple(through),
    )


def _through(net: Network, outputs: Sequence[Array], file: File | None) -> list[Dense]:
    """The ways to read the dense layer that gave the outputs, of a file, or none if the recurrent layer may have given them."""
    arrays = [_numbers(y, "y") for y in outputs]
    widths = {array.shape[-1] for array in arrays if array.ndim}
    apart = any(array.ndim == 4 or array.shape[:1] == (2,) for array in arrays)  # as ONNX keeps two directions
    own = {net.output, net.recurrent(net.layers - 1) if apart else net.output}
    if file is None or len(widths) != 1 or widths & own:
        return []
    return [way for head in heads(file, net.output, *widths) for way in ended(head, arrays)]


def _call(net: Network, x: Array, y: Array, width: int, *, batch_first: bool) -> Call:
    x, y = _numbers(x, "x"), _numbers(y, "y")
    if x.ndim == 2:
        axis = 0 if batch_first else 1
        x, y = np.expand_dims(x, axis), np.expand_dims(y, axis if y.ndim == 2 else 0)
    if x.ndim != 3 or x.shape[2] != net.input or 0 in x.shape:
        raise ConformError(f"x is {x.shape}; its three axes must be {_axes(batch_first)} with I = {net.input}")
    steps, batch = x.shape[:2][::-1] if batch_first else x.shape[:2]
    if y.ndim == 4 and y.shape == (steps, net.directions, batch, width // net.directions):
        y = y.transpose(0, 2, 1, 3).reshape(steps, batch, width)
        y = y.transpose(1, 0, 2) if batch_first else y
    elif y.ndim == 3 and y.shape != (*x.shape[:2], width) and y.shape == (net.directions, batch, width // net.directions):
        y = y.transpose(1, 0, 2).reshape(batch, width)
    fits = y.shape == (*x.shape[:2], width) or (y.ndim == 2 and y.shape[1] == width and y.shape[0] in (steps, batch))
    if not fits:
        shown = (*x.shape[:2], width)
        raise ConformError(
            f"y is {y.shape}; the layer gives every step, {shown}, or the last one, {(batch, width)}. Give what it gives, "
            "or what one dense layer behind it makes of that, if the original's file has that layer"
        )
    return Call(x, y)


def _axes(batch_first: bool) -> str:
    return "(B, T, I)" if batch_first else "(T, B, I)"


def _numbers(array: Any, what: str) -> Array:  # noqa: ANN401
    found = np.asarray(array)
    if found.dtype.kind not in "fiu":
        raise ConformError(f"{what} holds {found.dtype}, expected real numbers")
    wide: Array = found.astype(np.float64)
    if not np.isfinite(wide).all():
        raise ConformError(f"{what} holds numbers that are not finite")
    return wide


def _state(net: Network, given: Mapping[str, Array], batch: int) -> State:
    """The arrays of a file by their first letter: h, h0, hidden; c, c0, cell."""
    letters = ("h", "c") if net.cell in HAVE_C else ("h",)
    by_letter: dict[str, Array] = {}
    for name, array in given.items():
        letter = name.lower()[:1]
        if letter not in letters or letter in by_letter:
            raise ConformError(f"the state has {name!r}; it must have one array for each of {', '.join(letters)}")
        by_letter[letter] = _numbers(array, f"state {name}")
    missing = [letter for letter in letters if letter not in by_letter]
    if missing:
        raise ConformError(f"the state lacks {missing[0]}; it must have one array for each of {', '.join(letters)}")
    widths = {"h": [net.recurrent(layer) for layer in range(net.layers)], "c": list(net.widths)}
    shaped = {letter: _rows(letter, array, widths[letter], net.directions, batch) for letter, array in by_letter.items()}
    return State(shaped["h"], shaped.get("c"))


def _rows(letter: str, array: Array, widths: list[int], directions: int, batch: int) -> list[Array]:
    count = len(widths) * directions
    shape = (count, batch, widths[0])
    if len(set(widths)) > 1 or array.size != count * batch * widths[0]:
        raise ConformError(f"the state's {letter} is {array.shape}, expected {shape}: layers and directions, batch, units")
    return list(array.reshape(shape))

"""Named tests of an open question: a call of the candidate's function, and what it must return, computed here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from .room import Outcome

    Array = NDArray[Any]

TOLERANCE = 1e-6
MOST_ELEMENTS = 2**12


@dataclass(frozen=True)
class Call:
    """A call of `function` with arrays, numbers, and lists and dicts of these; `returns` names what comes back.

    A text names one value; a tuple of names stands for so many values in that order, or a dict that has them.
    """

    function: str
    arguments: tuple[object, ...]
    returns: str | tuple[str, ...]

    @property
    def message(self) -> tuple[dict[str, Any], list[Array]]:
        """The call as it is sent, with its arrays apart."""
        arrays: list[Array] = []
        written = [_written(argument, arrays) for argument in self.arguments]
        return {"function": self.function, "arguments": written, "returns": self.returns}, arrays


def _written(value: object, arrays: list[Array]) -> object:
    if isinstance(value, np.ndarray):
        arrays.append(value)
        return {"array": len(arrays) - 1}
    if isinstance(value, list):
        return {"list": [_written(item, arrays) for item in value]}
    if isinstance(value, dict):
        return {"dict": {name: _written(item, arrays) for name, item in value.items()}}
    return value


@dataclass(frozen=True)
class Trial:
    """A test: its name, the call, and what is expected by the name of what is returned; names left out are not compared."""

    name: str
    call: Call
    expected: Mapping[str, Array]


@dataclass(frozen=True)
class Verdict:
    """How a test went: `passed`, `failed`, `did not return` or `killed`, and what there is to say."""

    name: str
    state: str
    said: str = ""

    @property
    def passed(self) -> bool:
        """Whether what was returned is what was expected."""
        return self.state == "passed"


STATES = {"misshapen": "failed", "raised": "did not return", "killed": "killed", "loaded": "killed"}


def verdict(trial: Trial, outcome: Outcome) -> Verdict:
    """What the outcome of a trial's call means; numbers are compared here, outside the room."""
    if outcome.state != "returned":
        return Verdict(trial.name, STATES[outcome.state], outcome.said)
    names = (trial.call.returns,) if isinstance(trial.call.returns, str) else trial.call.returns
    if len(names) != len(outcome.arrays):
        return Verdict(trial.name, "killed", "it sent what is no reply")
    returned = dict(zip(names, outcome.arrays, strict=True))
    for name, expected in trial.expected.items():
        if said := difference(name, np.asarray(expected), returned[name]):
            return Verdict(trial.name, "failed", said)
    return Verdict(trial.name, "passed")


def difference(name: str, expected: Array, returned: Array) -> str:
    """The first difference in words; empty where there is none."""
    if expected.shape != returned.shape:
        return f"{name}: expected shape {_shape(expected.shape)}, returned {_shape(returned.shape)}"
    near = np.abs(np.subtract(returned, expected, dtype=float)) <= TOLERANCE * np.maximum(1, np.abs(expected))
    if near.all():
        return ""
    place = tuple(int(n) for n in np.argwhere(~near)[0])
    where = f"{name}[{', '.join(map(str, place))}]" if place else name
    return f"{where}: expected {float(expected[place]):.6g}, returned {float(returned[place]):.6g}"


def _shape(shape: Sequence[int]) -> str:
    return "×".join(map(str, shape)) or "of one number"

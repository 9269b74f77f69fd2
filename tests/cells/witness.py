"""A second reader of cells' texts, which shares no line with ours: Python's own parser, on tensors, with autograd.

A product side by side is written `**`, which Python reads from the right and before `*`, as the text means it.
"""

from __future__ import annotations

import re

import torch
from torch.nn import functional

FUNCTIONS = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "exp": torch.exp,
    "log": torch.log,
    "logsigmoid": functional.logsigmoid,
    "softplus": functional.softplus,
    "abs": torch.abs,
    "sqrt": torch.sqrt,
}
_BEFORE_ANOTHER = re.compile(r"(?<=[\w)\]])\s+(?=[A-Za-z(])|(?<=\))\s*(?=[A-Za-z(])")


class Value:
    """A tensor with the signs of the text: `**` for products side by side, `*` component by component."""

    def __init__(self, tensor):
        self.tensor = tensor

    def __pow__(self, other):
        left, right = self.tensor, tensor(other)
        return Value(left * right if left.numel() == 1 else left @ right)

    def __mul__(self, other):
        return Value(self.tensor * tensor(other))

    def __truediv__(self, other):
        return Value(self.tensor / tensor(other))

    def __rtruediv__(self, other):
        return Value(other / self.tensor)

    def __add__(self, other):
        return Value(self.tensor + tensor(other))

    def __sub__(self, other):
        return Value(self.tensor - tensor(other))

    def __rsub__(self, other):
        return Value(other - self.tensor)

    def __neg__(self):
        return Value(-self.tensor)

    __rmul__, __radd__ = __mul__, __add__

    @property
    def T(self):
        return Value(self.tensor.mT)


def tensor(value):
    return value.tensor if isinstance(value, Value) else torch.as_tensor(value, dtype=torch.float64)


def step(text, weights, states, x, hidden):
    """The values of every line by name, in the order of the lines; a state is the old one until its line has run.

    The lines must stand in an order in which they can be run, with `[t-1]` where an old value is meant below.
    """
    known = {name: Value(one) for name, one in {**weights, **states, "x": x}.items()}
    known |= {f"{name}_before": Value(one) for name, one in states.items()}
    known |= {name: (lambda v, f=f: Value(f(tensor(v)))) for name, f in FUNCTIONS.items()}
    known["layernorm"] = layernorm
    known |= {"max": _of(torch.maximum), "min": _of(torch.minimum), "size": lambda _: float(hidden), "H": 0, "I": 0}
    done = {}
    for line in text.splitlines():
        if "=" in line.partition("#")[0]:
            name, _, right = line.partition("#")[0].partition("=")
            done[name.strip()] = known[name.strip()] = eval(python(right), {"__builtins__": {}}, known)
    return {name: value.tensor for name, value in done.items()}


def _of(function):
    return lambda left, right: Value(function(*torch.broadcast_tensors(tensor(left), tensor(right))))


def layernorm(argument, gain, bias=None):
    shift = 0.0 if bias is None else tensor(bias)
    return Value(tensor(gain) * functional.layer_norm(tensor(argument).T, tensor(argument).shape[:1], eps=1e-5).T + shift)


def python(right):
    """`U (r * h)` as `U ** (r * h)`, but `tanh(c)` as it is."""
    right = right.strip().replace("[t-1]", "_before").replace("^T", ".T").replace("@", " ")
    return _BEFORE_ANOTHER.sub(" ** ", re.sub(r"\s*([-+*/,])\s*", r"\1", right))

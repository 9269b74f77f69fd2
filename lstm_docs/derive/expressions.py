"""Parts of equations as expressions of NumPy or PyTorch, on columns behind a batch."""

from __future__ import annotations

from dataclasses import dataclass
from keyword import iskeyword
from typing import TYPE_CHECKING

from ..cells.nodes import Equation, Number, Symbol
from .kinds import NAME, SIGN, kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..cells.nodes import Node

RESERVED = {
    *("I", "H", "B", "x", "np", "torch", "nn", "functional", "self", "state", "step", "run", "norm", "sigmoid", "weights"),
    *("outputs", "column", "shapes", "T_destination", "add_module", "apply", "bfloat16", "buffers", "children", "compile"),
    *("cpu", "cuda", "double", "dump_patches", "eval", "extra_repr", "float", "forward", "get_buffer", "get_parameter"),
    *("get_submodule", "half", "ipu", "modules", "mtia", "named_buffers", "named_children", "named_modules"),
    *("named_parameters", "parameters", "parameter", "register_buffer", "register_module", "register_parameter"),
    *("set_submodule", "share_memory", "state_dict", "to", "to_empty", "train", "training", "type", "xpu", "zero_grad"),
}
"""What a program calls something itself, or PyTorch a module; `cell-code.js` has the same for what a page gives."""


@dataclass(frozen=True)
class Dialect:
    """How a library writes what equations hold: functions with a place for what they take, and the rest."""

    functions: Mapping[str, str]
    weight: str
    size: str
    number: str


NUMPY = Dialect(
    {
        "sigmoid": "sigmoid({})",
        "tanh": "np.tanh({})",
        "relu": "np.maximum({}, 0)",
        "exp": "np.exp({})",
        "log": "np.log({})",
        "logsigmoid": "-np.logaddexp(0, -({}))",
        "softplus": "np.logaddexp(0, {})",
        "abs": "np.abs({})",
        "sqrt": "np.sqrt({})",
        "max": "np.maximum({}, {})",
        "min": "np.minimum({}, {})",
        "norm": "norm({})",
        "transposed": "np.swapaxes({}, -1, -2)",
    },
    weight='weights["{}"]',
    size="{}",
    number="{}",
)
TORCH = Dialect(
    {name: f"torch.{name}({{}})" for name in ("sigmoid", "tanh", "relu", "exp", "log", "abs", "sqrt")}
    | {name: f"functional.{name}({{}})" for name in ("logsigmoid", "softplus")}
    | {"max": "torch.maximum({}, {})", "min": "torch.minimum({}, {})"}
    | {"norm": "norm({})", "transposed": "{}.mT"},
    weight="self.{}",
    size="self.{}",
    number="x.new_tensor({})",
)


def variable(name: str) -> str:
    """`f` for f_t, `h_before` for h_t-1."""
    letter, _, time = name.rpartition("_")
    return f"{letter}_before" if time == "t-1" else letter if letter in ("x", "h") else attribute(letter)


def attribute(name: str) -> str:
    """A name that means nothing else in a program."""
    return f"{name}_" if iskeyword(name) or name in RESERVED else name


def written(node: Node, dialect: Dialect) -> tuple[str, int]:
    """An expression, and how tightly it holds together."""
    match node:
        case Symbol(name, "weight"):
            return dialect.weight.format(attribute(name) if dialect is TORCH else name), NAME
        case Symbol() | Equation():
            return variable(node.name), NAME
        case Number(value) if value.is_Symbol:
            return dialect.size.format(value), NAME
        case Number(value):
            return (str(value) if value.is_Integer else repr(float(value))), NAME if value >= 0 else SIGN
    return kind_of(node).program(node, _Writer(dialect))


@dataclass(frozen=True)
class _Writer:
    """What the kinds of operations write programs with."""

    dialect: Dialect

    def at(self, node: Node, least: int) -> str:
        """A part that holds together at least so tightly."""
        text, level = written(node, self.dialect)
        return text if level >= least else f"({text})"

    def argument(self, node: Node) -> str:
        """What a function takes: PyTorch's take tensors, and no numbers."""
        text = written(node, self.dialect)[0]
        return self.dialect.number.format(text) if isinstance(node, Number) else text

    def word(self, name: str, *arguments: str) -> str:
        """A function of the library."""
        return self.dialect.functions[name].format(*arguments)

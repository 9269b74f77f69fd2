"""How frameworks store the same recurrent weights, as data: `conventions.yml`, one row for each framework.

To add a framework, add a row. Everything here takes its `id`, raises `UnknownNameError` for one that is
not in the table and `ConventionError`, with the reason, for what the framework cannot hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ..ground.errors import one_of
from ..ground.spelling import plain_spelling
from . import converting, counting, ordering, packing, programs, support
from .convention import Convention, Form, Part, Tensor
from .converting import Conversion
from .loading import conventions as _conventions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import sympy
    from numpy.typing import ArrayLike

    from ..network import Network
    from ..reference.weights import Weights
    from .convention import Kind
    from .layout import Array
    from .ordering import Blocks

__all__ = [
    "FRAMEWORKS",
    "Convention",
    "Conversion",
    "Form",
    "Part",
    "Tensor",
    "blocks",
    "conversion",
    "convert",
    "gate_axis",
    "gate_order",
    "gate_slices",
    "get",
    "losses",
    "named",
    "numpy_line",
    "pack",
    "parameters",
    "permutation",
    "plain_spelling",
    "program",
    "program_ends",
    "refusal",
    "settings",
    "spellings",
    "symbolic_shapes",
    "tensor_name",
    "tensor_shapes",
    "unpack",
]


class _Table(Mapping[str, Convention]):
    """The rows by id, read on first use."""

    def __getitem__(self, framework: str) -> Convention:
        return _conventions()[framework]

    def __iter__(self) -> Iterator[str]:
        return iter(_conventions())

    def __len__(self) -> int:
        return len(_conventions())


FRAMEWORKS: Mapping[str, Convention] = _Table()
"""The conventions by the framework's name, read from `conventions.yml` when first asked for."""


SYNONYMS: Mapping[str, str] = {"torch": "pytorch"} | dict.fromkeys(
    ("tensorflow", "tensorflow2", "tf", "tf2", "tfkeras", "keras2", "keras3"), "keras"
)
"""Names that people use for a framework and that are neither its id nor the name of its row."""


def get(framework: str) -> Convention:
    """A framework's row. Raises `UnknownNameError` naming the nearest."""
    return FRAMEWORKS[named(framework)]


def named(name: str) -> str:
    """The id of a framework from its id, its name or what people call it. Raises `UnknownNameError` naming the nearest."""
    return one_of(spellings().get(plain_spelling(name), name), FRAMEWORKS, "framework")


@lru_cache(maxsize=1)
def spellings() -> Mapping[str, str]:
    """What a framework may be called, as `plain_spelling` writes it, and its id."""
    titles = {plain_spelling(it.name): key for key, it in FRAMEWORKS.items()}
    return {**SYNONYMS, **titles, **{plain_spelling(key): key for key in FRAMEWORKS}}


def refusal(framework: str, network: Network) -> str | None:
    """Why the framework cannot hold this network, in a sentence, or None if it can."""
    return support.refusal(get(framework), network)


def tensor_shapes(framework: str, network: Network) -> dict[str, tuple[int, ...]]:
    """The framework's own tensors for this network: shape by name, in its order.

    Where the framework puts several objects together, names are led by the layer and the direction.
    """
    return counting.tensor_shapes(get(framework), network)


def symbolic_shapes(framework: str, network: Network) -> dict[str, tuple[sympy.Expr, ...]]:
    """The same shapes in the sizes I, H and P; H0, H1, … where layers have different widths."""
    return counting.symbolic_shapes(get(framework), network)


@lru_cache(maxsize=4096)
def parameters(framework: str, network: Network) -> sympy.Expr:
    """How many numbers the framework stores for this network, in I, H, P and L (or H0, H1, …)."""
    return counting.parameters(get(framework), network)


def tensor_name(framework: str, network: Network, kind: str) -> str:
    """The tensor of the first layer that holds a kind of weight (`W`, `U`, `b` …) for all gates."""
    return ordering.tensor_name(get(framework), network, kind)


def gate_order(framework: str, network: Network) -> str:
    """The gates in the order in which the framework keeps them, as letters; `_` is an unused block."""
    return ordering.gate_order(get(framework), network)


def gate_axis(framework: str, network: Network) -> int:
    """The axis of the packed input matrix along which the gates' blocks lie."""
    return ordering.gate_axis(get(framework), network)


def blocks(framework: str, network: Network) -> dict[str, Blocks]:
    """The framework's tensors by name, each with its shape in the sizes and the order and axis of its gates."""
    return ordering.blocks(get(framework), network)


def gate_slices(framework: str, network: Network, gate: str) -> tuple[sympy.Expr, sympy.Expr]:
    """The half-open range, k·H to (k+1)·H, of a gate's rows or columns in the packed input matrix.

    Raises `ConventionError` where there is no such block: separate tensors, interleaved gates, a flat vector.
    """
    return ordering.gate_slices(get(framework), network, gate)


def permutation(source: str, target: str, network: Network) -> tuple[int, ...]:
    """At each place of the target's order, the number of the source's block that belongs there."""
    return ordering.permutation(get(source), get(target), network)


def numpy_line(source: str, target: str, network: Network, kind: Kind = "W") -> str:
    """One NumPy expression in `tensors` (the source's, by name) and `H` that gives the target's matrix."""
    return ordering.numpy_line(get(source), get(target), network, kind)


def program(source: str, target: str, network: Network) -> str:
    """A program in NumPy that makes `new`, the target's tensors by name, of `tensors`, the source's.

    It is for one layer in one direction, with biases and without a projection; `ConventionError` for others.
    """
    return programs.joined(program_ends(source, network)[0], program_ends(target, network)[1], network.widths[0])


def program_ends(framework: str, network: Network) -> tuple[str, str]:
    """The lines of `program` that read a framework's tensors, and those that write them."""
    convention = get(framework)
    return "\n".join(programs.reading(convention, network)), "\n".join(programs.writing(convention, network))


def pack(framework: str, weights: Weights, network: Network) -> dict[str, Array]:
    """Canonical weights as the framework's tensors, by name, float64.

    Where a framework has two bias vectors the whole bias goes into the first and the second is zero, but
    for the candidate of a reset-after GRU, whose recurrent bias is a weight of its own. A forget bias that
    is added at run time is subtracted first. Raises `ConformError` for weights that are not the network's.
    """
    return packing.pack(get(framework), weights, network)


def unpack(framework: str, tensors: Mapping[str, ArrayLike] | Sequence[ArrayLike], network: Network) -> Weights:
    """A framework's tensors as canonical weights, per layer, direction and gate.

    Two bias vectors are summed; a forget bias that is added at run time is added. Raises `ConventionError`
    for a tensor that is missing, unknown or of the wrong shape.
    """
    return packing.unpack(get(framework), tensors, network)


def convert(
    tensors: Mapping[str, ArrayLike] | Sequence[ArrayLike], network: Network, *, source: str, target: str
) -> dict[str, Array]:
    """One framework's tensors as another's. What this loses, `losses` says.

    `tensors` may be a whole model's, with the network's under one prefix, parameters that want a gradient, or a list
    in the source's order, such as Keras' `get_weights()`. Layers of different widths become an object each.
    """
    return converting.convert(tensors, network, get(source), get(target))


def losses(source: str, target: str, network: Network) -> tuple[str, ...]:
    """What the source holds for this network that a conversion to the target does not keep, in sentences."""
    return converting.losses(get(source), get(target), network)


def conversion(
    tensors: Mapping[str, ArrayLike] | Sequence[ArrayLike], network: Network, *, source: str, target: str
) -> Conversion:
    """`convert`, with what is lost, the target's settings and what to mind: signs, added biases, axes and states."""
    here, there = get(source), get(target)
    return Conversion(
        converting.convert(tensors, network, here, there),
        converting.losses(here, there, network),
        converting.notes(here, there, network),
        converting.settings_of(there, network),
    )


def settings(framework: str, network: Network) -> dict[str, Any]:
    """The arguments, by the framework's own names, without which it computes another network from the same tensors.

    A value, or a list with one for each object where several objects hold the network and differ.
    """
    return converting.settings_of(get(framework), network)

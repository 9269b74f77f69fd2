"""A framework's tensors among what people hold: a whole model's, under a prefix, as parameters or in a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from ..ground.errors import ConventionError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from .convention import Convention
    from .layout import Array

    Held = Mapping[str, ArrayLike] | Sequence[ArrayLike]
    Shapes = Mapping[str, tuple[int, ...]]

MOST_NAMED = 4


def array_of(convention: Convention, name: str, tensor: ArrayLike) -> Array:
    """A tensor as float64, whichever framework's it is and whether or not it wants a gradient."""
    for step in ("detach", "cpu", "double", "numpy"):  # PyTorch's parameters; others have none of them, or numpy alone
        tensor = getattr(tensor, step)() if callable(getattr(tensor, step, None)) else tensor
    try:
        with np.errstate(invalid="ignore"):  # a NaN stays one, whatever its bits
            return np.asarray(tensor, dtype=np.float64)
    except (TypeError, ValueError, RuntimeError) as error:
        raise ConventionError(f"{convention.name}'s {name!r} is not an array of numbers: {error}") from None


def tensors_named(
    convention: Convention, tensors: Mapping[str, ArrayLike] | Sequence[ArrayLike], shapes: Shapes
) -> dict[str, ArrayLike]:
    """The tensors of these names: by name, under one prefix among others, or in a list in the framework's order.

    Where there is no such prefix, what is given is returned as it is, for the caller to say what is missing.
    Raises `ConventionError` for a list of another length, and where several prefixes fit.
    """
    if not isinstance(tensors, Mapping):
        return _listed(convention, list(tensors), shapes)
    if set(tensors) == set(shapes):
        return dict(tensors)
    first = next(iter(shapes))
    prefixes = [name.removesuffix(":0").removesuffix(first) for name in tensors if _ends(name.removesuffix(":0"), first)]
    fitting = [prefix for prefix in prefixes if _under(tensors, prefix, shapes) is not None]
    if len(fitting) > 1:
        named = ", ".join(repr(prefix) for prefix in fitting[:MOST_NAMED])
        raise ConventionError(
            f"{convention.name}'s tensors of this network stand there {len(fitting)} times, under {named}; pass one"
        )
    return (_under(tensors, fitting[0], shapes) if fitting else None) or dict(tensors)


def _ends(name: str, last: str) -> bool:
    return name == last or name.endswith((f".{last}", f"/{last}"))


def _under(tensors: Mapping[str, ArrayLike], prefix: str, shapes: Shapes) -> dict[str, ArrayLike] | None:
    """The tensors under a prefix, if they are all there in these shapes and nothing else of the same object is."""
    names = {name.removesuffix(":0").removeprefix(prefix): name for name in tensors if name.startswith(prefix)}
    if not set(shapes) <= set(names) or any(tuple(np.shape(tensors[names[key]])) != shape for key, shape in shapes.items()):
        return None
    beside = [name for name in names if name not in shapes and not any(mark in name for mark in "./")]
    return None if beside else {key: tensors[names[key]] for key in shapes}


def _listed(convention: Convention, tensors: list[ArrayLike], shapes: Shapes) -> dict[str, ArrayLike]:
    if len(tensors) != len(shapes):
        names = ", ".join(shapes)
        raise ConventionError(
            f"the list has {len(tensors)} tensors, and {convention.name} has {len(shapes)} for this network: {names}"
        )
    return dict(zip(shapes, tensors, strict=True))

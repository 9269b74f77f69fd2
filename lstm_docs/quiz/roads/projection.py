"""What a projection of h does to shapes and counts, in a framework's own tensors."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..engine.registry import road
from .shared.packed import packed_random
from .shared.parameter_counts import stored

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..engine.case import Case

    Sizes = Mapping[str, int]


@road("tensor-of-two-projected-layers")
def tensor_of_two_projected_layers(case: Case, sizes: Sizes) -> tuple[int, ...]:
    """The shape of the tensor that the form names, among packed weights."""
    return packed_random(case.framework, replace(case.network(sizes), layers=2))[case.form].shape


@road("projected-and-counted")
def projected_and_counted(case: Case, sizes: Sizes) -> tuple[int]:
    """The numbers in the tensors of one projected layer."""
    return (stored(case.framework, case.network(sizes)),)

"""The order of axes and of states, from arrays that are turned and networks that are run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ... import reference
from ..engine.registry import road

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ..engine.case import Case

    Sizes = Mapping[str, int]


def _shape(array: NDArray[np.float64]) -> str:
    return f"({', '.join(map(str, array.shape))})"


@road("states-of-a-run")
def states_of_a_run(case: Case, sizes: Sizes) -> tuple[str]:
    """The shape of `h_n`, or of what the argument names, as the reference returns it."""
    network = case.network(sizes)
    batch = reference.random_inputs(network, sizes["T"], sizes["B"], seed=0)
    out = reference.run(network, reference.random_weights(network, seed=0), batch)
    return (_shape(np.asarray(out.c_n if case.argument == "c_n" else out.h_n)),)

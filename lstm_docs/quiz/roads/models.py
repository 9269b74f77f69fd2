"""Whole models: the arrays that stand before and behind the recurrent layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ... import reference
from ...facts.measure import hollow
from ...network import Network
from ...reference.weights import random_weights
from ..engine.registry import road
from .shared.parameter_counts import stored

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..engine.case import Case

    Sizes = Mapping[str, int]


@road("flattened-and-fitted")
def flattened_and_fitted(case: Case, sizes: Sizes) -> tuple[int]:
    """The components of a kernel and a bias that turn all steps of the reference's output into K numbers."""
    network = case.network({"I": 1, "H": sizes["H"]})
    weights = random_weights(network, seed=0)
    flat = reference.run(network, weights, np.zeros((sizes["T"], 1, 1))).output.reshape(1, -1)
    kernel, bias = np.zeros((flat.shape[1], sizes["K"])), np.zeros(sizes["K"])
    return ((kernel.size + bias.size) * int((flat @ kernel + bias).size == sizes["K"]),)


@road("model-counted")
def model_counted(case: Case, sizes: Sizes) -> tuple[int]:
    """The components of the arrays of an embedding, a recurrent layer and a Dense layer."""
    network = Network(cell=case.cell, input=sizes["E"], hidden=sizes["H"])
    around = ((sizes["V"], sizes["E"]), (sizes["H"], sizes["K"]), (sizes["K"],))
    return (stored(case.framework, network) + sum(hollow(shape).size for shape in around),)

"""Whole models: what stands before and behind the recurrent layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import sympy

from ... import frameworks, reference
from ...cells.sizes import H, I, T, size
from ...facts.measure import hollow
from ...network import Network
from ...reference.weights import random_weights
from ..counted import parameters, stored
from ..registry import Key, answer
from ..texts import said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..case import Case

E, K, V = size("E"), size("K"), size("V")


@answer("flattened-head-parameters")
def flattened_head_parameters(case: Case) -> Key:
    """A Dense layer on all steps laid end to end; measured: weights that fit the reference's output."""
    wide = T * features(case)
    count = sympy.factor(K * (wide + 1))
    solution = (
        said(f"Each of the {{T}} steps gives {_features_said(case)} numbers.", features=features(case)),
        said("Laid end to end they are {wide:with} = {wide}, and each meets each of the {K} outputs.", wide=wide),
        said("With a bias for each output: {count:with} = {count}.", count=count),
    )
    return Key((count,), solution, lambda sizes: (_fitted(case, sizes),))


def features(case: Case) -> sympy.Expr:
    """What the recurrent layer puts out at a step: D·H."""
    return case.network().directions * H


def _features_said(case: Case) -> str:
    return "{features:with} = {features}" if case.bidirectional else "{features}"


def _fitted(case: Case, sizes: Mapping[str, int]) -> int:
    """The components of a kernel and a bias that turn all steps of the reference's output into K numbers."""
    network = case.network({"I": 1, "H": sizes["H"]})
    weights = random_weights(network, seed=0)
    flat = reference.run(network, weights, np.zeros((sizes["T"], 1, 1))).output.reshape(1, -1)
    kernel, bias = np.zeros((flat.shape[1], sizes["K"])), np.zeros(sizes["K"])
    return (kernel.size + bias.size) * int((flat @ kernel + bias).size == sizes["K"])


@answer("model-parameters")
def model_parameters(case: Case) -> Key:
    """Embedding, one recurrent layer, Dense; measured: the components of the arrays of all three."""
    embedding, recurrent, head = model_parts(case)
    count = sympy.expand(embedding + recurrent + head)
    solution = (
        said("The embedding has a row of {E} for each of {V} words: {n:with} = {n}.", n=embedding),
        said(
            f"The LSTM reads those {{E}} numbers: {{n:with}} = {{n}} in {frameworks.get(case.framework).name}.",
            n=recurrent,
        ),
        said("Dense turns {H} numbers into {K}: {n:with} = {n}.", n=head),
        said("Together {count}.", count=count),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[int, ...]:
        network = Network(cell=case.cell, input=sizes["E"], hidden=sizes["H"])
        around = ((sizes["V"], sizes["E"]), (sizes["H"], sizes["K"]), (sizes["K"],))
        return (stored(case.framework, network) + sum(hollow(shape).size for shape in around),)

    return Key((count,), solution, measured)


def model_parts(case: Case) -> tuple[sympy.Expr, sympy.Expr, sympy.Expr]:
    """The parameters of the embedding, of the recurrent layer, of the Dense layer."""
    return V * E, sympy.factor(parameters(case).subs(I, E)), sympy.factor(K * (H + 1))

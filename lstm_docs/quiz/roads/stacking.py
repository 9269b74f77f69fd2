"""Stacks, two directions and many steps: states, weights and equations of networks that are built and run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ... import reference
from ...network import Network
from ...reference.weights import random_weights
from ..engine.registry import road
from .costs import tally
from .shared.parameter_counts import stored

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..engine.case import Case

    Sizes = Mapping[str, int]


@road("equations-run")
def equations_run(case: Case, sizes: Sizes) -> tuple[int]:
    """The equations of a run, counted while they are computed."""
    return (tally(case, {"I": 1, "H": 1, **sizes}).equations,)


@road("state-handed-on")
def state_handed_on(case: Case, sizes: Sizes) -> tuple[int]:
    """The numbers of the states that the reference hands on."""
    network = case.network({**sizes, "I": 2})
    out = reference.run(network, random_weights(network, seed=0), np.zeros((1, sizes["B"], 2)))
    states = (out.h_n,) if out.c_n is None else (out.h_n, out.c_n)
    return (sum(array.size for state in states for array in state),)


@road("weight-of-two-layers")
def weight_of_two_layers(case: Case, sizes: Sizes) -> tuple[int, ...]:
    """The shape of the weight asked for, in the layer asked for."""
    first, second = random_weights(_two_layers(case, sizes), seed=0).layers
    return (first if case.form == "first" else second)[0][case.symbol].shape


@road("two-layers-counted")
def two_layers_counted(case: Case, sizes: Sizes) -> tuple[int]:
    """The numbers in the framework's tensors for both layers."""
    return (stored(case.framework, _two_layers(case, sizes)),)


def _two_layers(case: Case, sizes: Sizes) -> Network:
    return Network(cell=case.cell, input=sizes["I"], hidden=(sizes["H0"], sizes["H1"]), layers=2)

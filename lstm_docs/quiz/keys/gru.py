"""Parameters of the GRU, whose count depends on the framework as no other cell's does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import sympy

from ... import frameworks
from ...cells.sizes import H
from ..counted import biases, gates, matrices, parameters, stored
from ..registry import Key, answer
from ..texts import said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..case import Case

GRU = "gru-reset-after"


@answer("gru-parameters")
def gru_parameters(case: Case) -> Key:
    """A GRU layer as the framework stores it; measured: its tensors counted."""
    total = parameters(case)
    name = frameworks.get(case.framework).name
    solution = (
        said(f"{gates(case)} gates with a W and a U each: {{m:with}} = {{m}} weights.", m=matrices(case)),
        said(f"{name} stores {{b:with}} = {{b}} biases: {_biases_in_words(case)}.", b=biases(case)),
        said("Together {count}.", count=total),
    )
    return Key((total,), solution, lambda sizes: (stored(case.framework, case.network(sizes)),))


def _biases_in_words(case: Case) -> str:
    return {
        3: "one vector for each gate",
        4: "one vector for each gate, and one inside the product that the reset gate multiplies",
        6: "two vectors for each gate",
    }[int(sympy.cancel(biases(case) / H))]


@answer("gru-saving")
def gru_saving(case: Case) -> Key:
    """How many parameters fewer a GRU has than an LSTM of the same sizes; measured: both counted."""
    lstm, gru = lstm_and_gru(case)
    saved = sympy.factor(sympy.expand(lstm - gru))
    name = frameworks.get(case.framework).name
    solution = (
        said(f"{name} stores {{lstm:with}} = {{lstm}} parameters for the LSTM.", lstm=lstm),
        said("For the GRU, with 3 gates, it stores {gru:with} = {gru}.", gru=gru),
        said("The difference is {count}.", count=saved),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[int, ...]:
        network = case.network(sizes)
        return (stored(case.framework, network) - stored(case.framework, replace(network, cell=GRU)),)

    return Key((saved,), solution, measured)


def lstm_and_gru(case: Case) -> tuple[sympy.Expr, sympy.Expr]:
    """The parameters of both cells in the case's framework; the GRU resets after the product."""
    return parameters(replace(case, cell="lstm")), parameters(replace(case, cell=GRU))

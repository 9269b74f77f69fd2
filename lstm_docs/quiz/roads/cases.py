"""Words of a case that any family may use: how many gates, biases, bytes, directions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from ... import facts
from ...cells.sizes import H
from ...derive import latex_symbol
from ..engine.registry import word
from .shared import parameter_counts

if TYPE_CHECKING:
    from ..engine.case import Case


@word("gates")
def gates(case: Case) -> int:
    """How many gates have weights of their own, the candidate included."""
    return parameter_counts.gates(case)


@word("states")
def states(case: Case) -> int:
    """How many vectors a step hands to the next."""
    return len(case.network().equations.states)


@word("D")
def directions(case: Case) -> int:
    """D: 1 or 2."""
    return 2 if case.bidirectional else 1


@word("bytes")
def bytes_of_a_number(case: Case) -> int:
    """How wide a number is stored at the precision drawn."""
    return precision(case).bytes


def precision(case: Case) -> facts.Precision:
    """The precision drawn, or float32."""
    return facts.PRECISIONS[case.precision or "float32"]


@word("stored_biases")
def stored_biases(case: Case) -> sympy.Expr:
    """The biases of one layer in one direction, as the case's framework stores them."""
    return parameter_counts.biases(case)


@word("bias_vectors")
def bias_vectors(case: Case) -> sympy.Expr:
    """How many bias vectors of H numbers a gate has in the case's framework; a fraction where one gate differs."""
    return parameter_counts.biases(case) / (parameter_counts.gates(case) * H)


@word("weights")
def weights(case: Case) -> sympy.Expr:
    """The weights of one layer in one direction, biases left out."""
    return parameter_counts.matrices(case)


@word("parameters")
def parameters(case: Case) -> sympy.Expr:
    """All parameters of one layer in one direction, as the case's framework stores them."""
    return parameter_counts.parameters(case)


@word("equations")
def equations(case: Case) -> int:
    """How many equations, which are left-hand sides, a step of the cell has."""
    return len(case.network().equations.equations)


@word("stated")
def stated(case: Case) -> sympy.Expr:
    """The number that a case states as its argument, a true minus included."""
    return sympy.Rational(case.argument.replace("−", "-"))


@word("form_stated")
def form_stated(case: Case) -> sympy.Expr:
    """The number that a case states as its form."""
    return sympy.Rational(case.form.replace("−", "-"))


@word("input_matrix")
def input_matrix(case: Case) -> str:
    """The gate's W as it is written."""
    return f"${latex_symbol(f'W_{case.gate}')}$"


@word("recurrent_matrix")
def recurrent_matrix(case: Case) -> str:
    """The gate's U as it is written."""
    return f"${latex_symbol(f'U_{case.gate}')}$"

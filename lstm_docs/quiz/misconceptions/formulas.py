"""Wrong formulas for the parameters of one layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from ... import frameworks
from ...cells.sizes import H, I
from ...derive import latex_size
from ..counted import biases, gates, matrices
from ..registry import Key, Wrong, misconception
from ..texts import said

if TYPE_CHECKING:
    from ..case import Case


def _formula(value: sympy.Expr, text: str) -> Wrong:
    """A wrong formula; the sentence may name it `{formula}`."""
    value = sympy.factor(sympy.expand(value))
    return Wrong((value,), said(text.replace("{formula}", f"${latex_size(value)}$")))


def _stores(case: Case) -> str:
    """How many biases the framework stores, in words."""
    return f"{frameworks.get(case.framework).name} stores ${latex_size(biases(case))}$ biases"


@misconception("formula-one-bias")
def formula_one_bias(case: Case, key: Key) -> Wrong | None:
    """One bias vector per gate."""
    return _formula(matrices(case) + gates(case) * H, f"{{formula}} counts one bias vector a gate, but {_stores(case)}.")


@misconception("formula-two-biases")
def formula_two_biases(case: Case, key: Key) -> Wrong | None:
    """Two bias vectors per gate."""
    return _formula(matrices(case) + 2 * gates(case) * H, f"{{formula}} counts two bias vectors a gate, but {_stores(case)}.")


@misconception("formula-no-bias")
def formula_no_bias(case: Case, key: Key) -> Wrong | None:
    """Matrices only."""
    return _formula(matrices(case), f"{{formula}} counts the matrices only; {_stores(case)} as well.")


@misconception("formula-no-recurrent")
def formula_no_recurrent(case: Case, key: Key) -> Wrong | None:
    """No U."""
    count = gates(case)
    return _formula(
        key.values[0] - count * H**2,
        f"{{formula}} leaves out U, which meets $h_{{t-1}}$: ${latex_size(count * H**2)}$ weights more.",
    )


@misconception("formula-one-gate")
def formula_one_gate(case: Case, key: Key) -> Wrong | None:
    """One gate's share."""
    count = gates(case)
    return _formula(key.values[0] / count, f"{{formula}} is one gate's share; there are {count}.") if count > 1 else None


@misconception("formula-swapped")
def formula_swapped(case: Case, key: Key) -> Wrong | None:
    """I and H exchanged."""
    swapped = key.values[0].subs({H: I, I: H}, simultaneous=True)
    return _formula(swapped, "{formula} exchanges inputs and units: it is the state, $H$ long, that is fed back.")


@misconception("formula-one-bias-number")
def formula_one_bias_number(case: Case, key: Key) -> Wrong | None:
    """One bias number per gate."""
    return _formula(
        matrices(case) + gates(case), f"{{formula}} counts one bias number a gate; a bias is a vector, and {_stores(case)}."
    )

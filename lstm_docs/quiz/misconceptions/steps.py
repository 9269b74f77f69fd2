"""Wrong paths through one step in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from ..keys.activations import exact
from ..keys.steps import HUNDREDTHS, C, F, G, J, O, minus, sign
from ..registry import Key, Wrong, misconception
from ..texts import said

if TYPE_CHECKING:
    from ..case import Case

UNIT = sympy.Integer(HUNDREDTHS)
SQUARE = UNIT**2


def _state(value: sympy.Expr, text: str) -> Wrong:
    return Wrong((value,), said("{value} " + text, value=value))


@misconception("step-gates-swapped")
def step_gates_swapped(case: Case, key: Key) -> Wrong:
    """The input gate on the old state, the forget gate on the candidate."""
    return _state(
        (J * C + sign(case) * F * G) / SQUARE,
        f"is {{J}} · {{C}} + {{F}} · {minus(case)}{{G}}: the forget gate goes with the old state, "
        "the input gate with the candidate.",
    )


@misconception("step-nothing-kept")
def step_nothing_kept(case: Case, key: Key) -> Wrong:
    """The old state left out."""
    return _state(sign(case) * J * G / SQUARE, "is what is written alone; {F} of the old {C} is kept as well.")


@misconception("step-nothing-written")
def step_nothing_written(case: Case, key: Key) -> Wrong:
    """The candidate left out."""
    return _state(F * C / SQUARE, "is what is kept alone; the candidate adds {J} of its own value.")


@misconception("step-forget-is-erase")
def step_forget_is_erase(case: Case, key: Key) -> Wrong:
    """f as the share that is erased."""
    return _state(
        ((UNIT - F) * C + sign(case) * J * G) / SQUARE,
        "takes {F} for the share that is erased; the forget gate is the share that is kept.",
    )


@misconception("step-no-forget-gate")
def step_no_forget_gate(case: Case, key: Key) -> Wrong:
    """The cell of 1997."""
    return _state(
        (UNIT * C + sign(case) * J * G) / SQUARE,
        "keeps all of {C}, as the LSTM of 1997 did; the forget gate keeps only {F} of it.",
    )


@misconception("step-ungated-candidate")
def step_ungated_candidate(case: Case, key: Key) -> Wrong:
    """The candidate without its gate."""
    return _state(
        (F * C + sign(case) * UNIT * G) / SQUARE,
        f"adds the whole candidate {minus(case)}{{G}}; the input gate lets only {{J}} of it in.",
    )


@misconception("step-no-gates")
def step_no_gates(case: Case, key: Key) -> Wrong:
    """State plus candidate."""
    return _state((C + sign(case) * G) / UNIT, f"is {{C}} and {minus(case)}{{G}} added up, as if both gates were 1.")


@misconception("step-all-multiplied")
def step_all_multiplied(case: Case, key: Key) -> Wrong:
    """A product of everything."""
    return _state(sign(case) * F * C * J * G / SQUARE**2, "multiplies kept and written; the two are added.")


@misconception("step-hidden-without-tanh")
def step_hidden_without_tanh(case: Case, key: Key) -> Wrong:
    """o c."""
    return _state(
        O * sympy.Rational(case.argument) / UNIT, f"is {{O}} · {case.argument}: the cell state goes through tanh first."
    )


@misconception("step-hidden-without-gate")
def step_hidden_without_gate(case: Case, key: Key) -> Wrong:
    """tanh(c)."""
    return _state(
        exact(sympy.tanh(sympy.Rational(case.argument))),
        f"is tanh({case.argument}); the output gate lets only {{O}} of it out.",
    )


@misconception("step-hidden-gate-added")
def step_hidden_gate_added(case: Case, key: Key) -> Wrong:
    """o + tanh(c)."""
    return _state(
        O / UNIT + exact(sympy.tanh(sympy.Rational(case.argument))), "adds the gate to the squashed state; a gate multiplies."
    )


@misconception("step-hidden-output-shut")
def step_hidden_output_shut(case: Case, key: Key) -> Wrong:
    """(1 - o) tanh(c)."""
    return _state(
        (UNIT - O) / UNIT * exact(sympy.tanh(sympy.Rational(case.argument))),
        "takes {O} for the share that is held back; it is the share that is let out.",
    )


@misconception("step-hidden-is-the-state")
def step_hidden_is_the_state(case: Case, key: Key) -> Wrong:
    """c itself."""
    return _state(sympy.Rational(case.argument), "is $c_t$ itself: the hidden state is what the output gate shows of its tanh.")

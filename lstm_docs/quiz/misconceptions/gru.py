"""Wrong paths to the parameters of a GRU."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import sympy

from ... import frameworks
from ...cells.sizes import H, I
from ..counted import biases, matrices, parameters
from ..keys.gru import lstm_and_gru
from ..registry import Key, Wrong, misconception
from ..wrong import wrong_count

if TYPE_CHECKING:
    from ..case import Case


def _with_biases(case: Case, vectors: int, which: str) -> Wrong:
    return wrong_count(
        sympy.factor(matrices(case) + vectors * H),
        f"{{count}} counts {which}, {{these:with}} = {{these}} biases; {frameworks.get(case.framework).name} stores "
        "{all:with} = {all}.",
        these=vectors * H,
        all=biases(case),
    )


@misconception("gru-two-biases-a-gate")
def gru_two_biases_a_gate(case: Case, key: Key) -> Wrong | None:
    """As in PyTorch."""
    return _with_biases(case, 6, "two bias vectors for each gate")


@misconception("gru-second-bias-of-the-candidate")
def gru_second_bias_of_the_candidate(case: Case, key: Key) -> Wrong | None:
    """As the equations of the reset-after GRU have it."""
    return _with_biases(case, 4, "a bias for each gate and a second one for the candidate")


@misconception("gru-one-bias-a-gate")
def gru_one_bias_a_gate(case: Case, key: Key) -> Wrong | None:
    """As in the LSTM of most frameworks."""
    return _with_biases(case, 3, "one bias vector for each gate")


@misconception("gru-as-an-lstm")
def gru_as_an_lstm(case: Case, key: Key) -> Wrong | None:
    """Four gates."""
    return wrong_count(
        parameters(replace(case, cell="lstm")),
        "{count} is an LSTM, with four sets of weights; a GRU has three: reset gate, update gate and candidate.",
    )


@misconception("saving-a-quarter")
def saving_a_quarter(case: Case, key: Key) -> Wrong | None:
    """A quarter of the LSTM, biases alike."""
    lstm, _ = lstm_and_gru(case)
    return wrong_count(
        sympy.factor(lstm / 4),
        "{count} = {count:with} takes one gate of the LSTM away; the GRU's other gates do not keep the same biases here.",
    )


@misconception("saving-matrices-only")
def saving_matrices_only(case: Case, key: Key) -> Wrong | None:
    """One gate's W and U."""
    return wrong_count(H * (H + I), "{count} = {count:with} is W and U of one gate; the biases differ too.")


@misconception("saving-with-two-biases")
def saving_with_two_biases(case: Case, key: Key) -> Wrong | None:
    """One gate with two bias vectors."""
    return wrong_count(
        H * (H + I + 2),
        "{count} = {count:with} is one gate with two bias vectors; count the biases of both cells as stored here.",
    )


@misconception("the-gru-itself")
def the_gru_itself(case: Case, key: Key) -> Wrong | None:
    """Not the difference."""
    lstm, gru = lstm_and_gru(case)
    return wrong_count(gru, "{count} is what the GRU has; the LSTM has {lstm}, and the difference was asked for.", lstm=lstm)


@misconception("the-lstm-itself")
def the_lstm_itself(case: Case, key: Key) -> Wrong | None:
    """Not the difference."""
    lstm, gru = lstm_and_gru(case)
    return wrong_count(lstm, "{count} is what the LSTM has; the GRU has {gru}, and the difference was asked for.", gru=gru)


@misconception("saving-two-gates")
def saving_two_gates(case: Case, key: Key) -> Wrong | None:
    """Two gates fewer."""
    lstm, _ = lstm_and_gru(case)
    return wrong_count(
        sympy.factor(lstm / 2), "{count} = {count:with} takes two gates away; a GRU has three sets of weights, not two."
    )

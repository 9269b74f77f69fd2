"""What a GRU saves beside an LSTM, counted on a framework's tensors."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..engine.registry import road
from .shared.parameter_counts import stored

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..engine.case import Case


@road("gru-and-lstm-counted")
def gru_and_lstm_counted(case: Case, sizes: Mapping[str, int]) -> tuple[int]:
    """The numbers stored for an LSTM without those stored for a GRU that resets after the product."""
    lstm, gru = (replace(case.network(sizes), cell=cell) for cell in ("lstm", "gru-reset-after"))
    return (stored(case.framework, lstm) - stored(case.framework, gru),)

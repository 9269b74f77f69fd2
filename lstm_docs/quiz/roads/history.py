"""Who added what, and when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...formulas.texts import Said, said
from ...reference.weights import WEIGHT_NAMES
from ..engine.registry import Item, Listed, answer, road

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..engine.case import Case

LINES: dict[str, tuple[tuple[str, str], ...]] = {
    "recurrent cells": (
        ("the simple recurrent network", "Elman, Finding Structure in Time, Cognitive Science 14(2), 1990"),
        ("the LSTM without a forget gate", "Hochreiter and Schmidhuber, Long Short-Term Memory, Neural Computation 9(8), 1997"),
        ("the forget gate", "Gers, Schmidhuber and Cummins, Learning to Forget, ICANN 1999"),
        ("peepholes", "Gers and Schmidhuber, Recurrent Nets that Time and Count, IJCNN 2000"),
        ("the GRU", "Cho et al., Learning Phrase Representations using RNN Encoder-Decoder, EMNLP 2014"),
    ),
    "sequence models": (
        ("the analysis of vanishing gradients", "Bengio, Simard and Frasconi, IEEE Transactions on Neural Networks 5(2), 1994"),
        ("the LSTM", "Hochreiter and Schmidhuber, Long Short-Term Memory, Neural Computation 9(8), 1997"),
        ("the bidirectional LSTM", "Graves and Schmidhuber, Framewise Phoneme Classification, Neural Networks 18, 2005"),
        ("sequence to sequence with LSTMs", "Sutskever, Vinyals and Le, Sequence to Sequence Learning, NIPS 2014"),
        ("the transformer", "Vaswani et al., Attention Is All You Need, NIPS 2017"),
    ),
    "sequence models since 2017": (
        ("the transformer", "Vaswani et al., Attention Is All You Need, NIPS 2017"),
        ("S4, a state-space model", "Gu, Goel and Ré, Efficiently Modeling Long Sequences, ICLR 2022"),
        ("RWKV, trained like a transformer and used like an RNN", "Peng et al., RWKV: Reinventing RNNs, EMNLP 2023"),
        ("xLSTM, with exponential gates", "Beck et al., xLSTM: Extended Long Short-Term Memory, NeurIPS 2024"),
    ),
}
"""What was added, first things first, and where it was published."""


@answer("timeline")
def timeline(case: Case) -> Listed:
    """What was published when, which the citations say and nothing measures."""
    line = LINES[case.form]
    items = tuple(
        Item(Said(text), said=said(f"For {text}, see {cited}."), misconception="history-out-of-order") for text, cited in line
    )
    years = [year_of(cited) for _, cited in line]
    dated = (f"{text} ({year})" for (text, _), year in zip(line, years, strict=True))
    solution = (Said(f"The order is {', then '.join(dated)}."),)
    return Listed(items, solution)


def year_of(cited: str) -> int:
    """The last year a citation names."""
    return int(re.findall(r"\b(?:19|20)\d\d\b", cited)[-1])


CELLS = ("rnn-tanh", "lstm-1997", "lstm", "lstm-coupled", "gru-reset-before")


@road("blocks-of-the-reference")
def blocks_of_the_reference(case: Case, sizes: Mapping[str, int]) -> tuple[int, ...]:
    """How many W each cell has in the reference's table of weights."""
    return tuple(sum(name.startswith("W_") for name in WEIGHT_NAMES[cell]) for cell in CELLS)

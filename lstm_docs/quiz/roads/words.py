"""What counted things are in a run, and whether words mean what is said of them: seen in tensors and runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ... import reference
from ...network import Network
from ..engine.registry import road
from .shared import probes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..engine.case import Case

    Sizes = Mapping[str, int]


@road("counted-on-a-run")
def counted_on_a_run(case: Case, sizes: Sizes) -> tuple[int, ...]:
    """Features, steps, units, components of c, sets of weights, and how often each is applied."""
    network = Network(input=sizes["I"], hidden=sizes["H"], layers=sizes["L"])
    weights, inputs = reference.random_weights(network, 0), reference.random_inputs(network, sizes["T"], 1, 0)
    out = reference.run(network, weights, inputs)
    steps, _, features = inputs.shape
    return features, steps, out.output.shape[-1], np.asarray(out.c_n).shape[-1], len(weights.layers), len(out.output)


def _kept(steps: int) -> float:
    """What is left of 1 in a unit of the LSTM of 1997 that nothing is written to."""
    return probes.stepped("lstm-1997", {"i": 0.0, "g": 0.9, "o": 0.5}, c=1.0, steps=steps)["c_t"]


def _shut(gate: str) -> tuple[float, bool]:
    """The cell state of a unit that held 2, with one gate shut, and whether anything of it is put out."""
    vectors = probes.stepped("lstm-1997", {"i": 0.5, "g": 0.9, "o": 0.5} | {gate: 0.0}, c=2.0)
    return vectors["c_t"], abs(vectors["h_t"]) > 1e-9


def _block() -> tuple[bool, bool]:
    """Of two units with the same gates and candidates of their own: whether gates, and states, are the same."""
    network, weights = probes.constant_gates("lstm-1997", [{"i": 1.0, "o": 0.5, "g": g} for g in (1.0, -1.0)])
    (vectors,) = reference.gates(network, weights, np.zeros((3, 1, 1)))
    same = [bool(np.ptp(vectors[name], axis=-1).max() == 0) for name in ("i_t", "o_t", "c_t")]
    return same[0] and same[1], same[2]


CONFIRMED: tuple[Callable[[], bool], ...] = (
    lambda: _kept(1) == 1,
    lambda: _kept(50) == 1,
    lambda: _shut("i") == (2.0, True),
    lambda: not _shut("o")[1],
    lambda: _block() == (True, False),
)
"""Whether a run confirms memory cell, constant error carousel, input gate, output gate and memory cell block of 1997."""


@road("words-of-1997-confirmed")
def words_confirmed(case: Case, sizes: Sizes) -> tuple[bool, ...]:
    """Each word of the paper of 1997."""
    return tuple(confirmed() for confirmed in CONFIRMED)

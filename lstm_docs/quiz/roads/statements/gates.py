"""Whether statements about gates and their functions hold: found on single steps of the NumPy reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .... import cells, reference
from ....formulas.decimals import fixed
from ....network import Network
from ...engine.registry import Outcome, measurement
from ..shared import probes, tracing

if TYPE_CHECKING:
    from ....reference.weights import Array


def _sample() -> Array:
    """50 numbers between -3 and 3, the same every time."""
    return 3 * reference.random_inputs(Network(input=1, hidden=1), 50, 1, seed=2)[:, 0, 0]


def _squashed(values: Array) -> Array:
    return np.array([probes.squashed("sigmoid", float(value)) for value in values])


@measurement("sigmoid-normalises")
def sigmoid_normalises() -> Outcome:
    """Mean and variance of what comes out."""
    out = _squashed(_sample())
    holds = abs(out.mean()) < 0.1 and abs(out.var() - 1) < 0.1
    return Outcome(bool(holds), {"mean": fixed(out.mean(), 2), "variance": fixed(out.var(), 2)})


@measurement("sigmoid-acts-alone")
def sigmoid_acts_alone() -> Outcome:
    """How many come out differently when one is changed."""
    values = _sample()
    changed = values.copy()
    changed[0] += 1
    moved = int(np.count_nonzero(_squashed(values) != _squashed(changed)))
    return Outcome(moved == 1, {"moved": moved})


def _kept(forget: float, added: float, c: float) -> float:
    """The cell state after one step of a forget gate, with input gate and candidate both `added`."""
    return probes.stepped("lstm", {"f": forget, "i": added, "g": added, "o": 0.5}, c=c)["c_t"]


@measurement("gates-amplify")
def gates_amplify() -> Outcome:
    """What forget gates leave of a cell state of 2."""
    most = max(_kept(forget, 0.0, 2.0) for forget in (0.1, 0.5, 0.9, 0.99))
    return Outcome(most > 2, {"most": fixed(most, 2)})


@measurement("gates-attenuate")
def gates_attenuate() -> Outcome:
    """A cell state of 0.5 behind a forget gate of 0.9, with nothing and with something added."""
    attenuated, grown = (_kept(0.9, added, 0.5) for added in (0.0, 0.9))
    return Outcome(attenuated < 0.5 < grown, {"kept": fixed(attenuated, 2), "grown": fixed(grown, 2)})


@measurement("output-gate-reads-new-state")
def output_gate_reads_new_state() -> Outcome:
    """It does with peepholes, so that the probe can see it."""
    plain, peephole = (tracing.moves(cell, "o", "c_t") for cell in ("lstm", "lstm-peephole"))
    return Outcome(plain or not peephole)


@measurement("output-gate-reads-input")
def output_gate_reads_input() -> Outcome:
    """Which vectors move it."""
    return Outcome([name for name in ("x_t", "h_t-1", "c_t", "h_t") if tracing.moves("lstm", "o", name)] == ["x_t", "h_t-1"])


@measurement("gates-read-current-hidden")
def gates_read_current_hidden() -> Outcome:
    """The order of a step's equations."""
    order = [equation.name for equation in cells.build("lstm").equations]
    return Outcome(order.index("h_t") < order.index("f_t"))


@measurement("lstm-of-1997-forgets")
def lstm_of_1997_forgets() -> Outcome:
    """A cell state of 2 after 20 steps with the input gate shut."""
    cell_state = probes.stepped("lstm-1997", {"i": 0.0, "g": 0.0, "o": 0.5}, c=2.0, steps=20)["c_t"]
    return Outcome(probes.has_weight("lstm-1997", "W_f"), {"kept": cell_state})


@measurement("forget-gate-came-later")
def forget_gate_came_later() -> Outcome:
    """The blocks of weights of both."""
    first, later = (len(cells.build(name).gates) for name in ("lstm-1997", "lstm"))
    holds = later == first + 1 and not probes.has_weight("lstm-1997", "W_f")
    return Outcome(holds, {"first": first, "later": later})

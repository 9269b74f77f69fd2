"""Counts that somebody printed, and outputs of a port: every way in which they can come about, built or run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ... import derive, reference
from ...derive.evaluate import handed_on
from ...facts.measure import hollow
from ...formulas.numbers import decimal, in_text
from ...network import Network
from ..engine.registry import road, word
from .shared.parameter_counts import stored

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..engine.case import Case

    Sizes = Mapping[str, int]

UNIT = Network(input=1, hidden=1)
CALLS, STEPS = 2, 3
FAULTS = ("anew", "h alone", "backwards", "late", "biases twice")
"""What a port may do wrongly, in the order of the items of `fault-of-a-port`."""


@road("counted-in-each-way")
def counted_in_each_way(case: Case, sizes: Sizes) -> tuple[bool, ...]:
    """Whether each way to keep a layer, or more than one, holds as many numbers as the way that was drawn."""
    one = case.network(sizes)
    ways = {
        "none": ("keras", replace(one, bias=False)),
        "one": ("keras", one),
        "two": ("pytorch", one),
        "both": ("keras", replace(one, bidirectional=True)),
        "deep": ("keras", replace(one, layers=2)),
    }
    counts = {way: stored(framework, network) for way, (framework, network) in ways.items()}
    return tuple(count == counts[case.form] for count in counts.values())


@road("lines-of-a-model")
def lines_of_a_model(case: Case, sizes: Sizes) -> tuple[str, ...]:
    """The numbers in the arrays of an embedding, two LSTMs and a dense layer, as they are shown."""
    below = case.network({"I": sizes["E"], "H": sizes["H"]})
    both = replace(below, bidirectional=True)
    second = replace(
        below, input=reference.run(both, reference.random_weights(both, 0), np.zeros((1, 1, sizes["E"]))).output.shape[-1]
    )
    head = hollow((sizes["H"], sizes["K"])).size + hollow((sizes["K"],)).size
    counts = (hollow((sizes["V"], sizes["E"])).size, stored("keras", both), stored("keras", second), head)
    return tuple(map(in_text, counts))


@word("outputs_of_the_original")
def outputs_of_the_original(case: Case) -> str:
    """What the unit gives in two calls, by its equations."""
    return _told(_traced(case, ""))


@word("outputs_of_the_port")
def outputs_of_the_port(case: Case) -> str:
    """What a port with the fault that was drawn gives."""
    return _told(_traced(case, case.form))


def _told(outputs: list[float]) -> str:
    first, second = (", ".join(decimal(value, 3) for value in outputs[at : at + STEPS]) for at in (0, STEPS))
    return f"{first} in the first call and {second} in the second"


def _weights(case: Case, fault: str) -> dict[str, np.ndarray]:
    named = reference.random_weights(UNIT, int(case.claim), scale=1.5).layers[0][0]
    return {name: array * (2 if fault == "biases twice" and name.startswith("b") else 1) for name, array in named.items()}


def _traced(case: Case, fault: str) -> list[float]:
    """Step by step, by the equations of the cell."""
    cell, weights, first = UNIT.equations, _weights(case, fault), derive.zero_states(UNIT)
    outputs: list[float] = []
    state = dict(first)
    for _ in range(CALLS):
        steps = derive.trace(cell, weights, [np.ones((1, 1))] * STEPS, state)
        given = [float(step.values["h_t"][0, 0]) for step in steps]
        outputs += given[::-1] if fault == "backwards" else given
        state = handed_on(cell, np.ones((1, 1)), steps[-1])
        state |= {name: first[name] for name in state if fault == "anew" or (fault == "h alone" and name.startswith("c"))}
    return [0.0, *outputs[:-1]] if fault == "late" else outputs


@road("run-with-each-fault")
def run_with_each_fault(case: Case, sizes: Sizes) -> tuple[bool, ...]:
    """Whether a run of the reference with each fault gives what the question prints of the port."""
    printed = outputs_of_the_port(case)
    return tuple(_told(_ran(case, fault)) == printed for fault in FAULTS)


def _ran(case: Case, fault: str) -> list[float]:
    """All steps of a call at once, by the reference."""
    weights, x = reference.Weights(((_weights(case, fault),),)), np.ones((STEPS, 1, 1))
    first = reference.run(UNIT, weights, x)
    held = first.state
    if fault == "h alone":
        held = reference.State(held.h, [0 * c for c in held.c or ()])
    second = reference.run(UNIT, weights, x, None if fault == "anew" else held)
    calls = [run.output[::-1] if fault == "backwards" else run.output for run in (first, second)]
    outputs = [float(value) for call in calls for value in call[:, 0, 0]]
    return [0.0, *outputs[:-1]] if fault == "late" else outputs

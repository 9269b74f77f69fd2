"""Words: what units, cells, steps and features are, and what each framework calls them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ... import frameworks, reference
from ...network import Network
from .. import probes
from ..registry import Item, Listed, answer
from ..texts import Said, said

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..case import Case

COUNTED = {
    "features of one step": "I",
    "steps of a sequence": "T",
    "units of one layer": "H",
    "components of $c_t$ of one layer": "H",
    "sets of weights, each with its own W, U and b": "L",
    "times that one set of weights is applied to a sequence": "T",
}
"""Things that are counted in a network of one direction, and the size that says how many there are."""


@answer("how-many-of-each")
def how_many_of_each(case: Case) -> Listed:
    """How many units, steps, features and cells there are; measured: on a run of the reference."""
    items = tuple(
        Item(
            Said(text), partner=Said(f"{{{size}}}"), said=said(f"There are {{{size}}} {text}."), misconception="words-confused"
        )
        for text, size in COUNTED.items()
    )
    solution = (
        said("Features and steps belong to the data: {I} and {T}."),
        said(
            "Units are the components of $h_t$ and $c_t$: {H}. One set of weights a layer, applied at every step: {L} and {T}."
        ),
    )
    return Listed(items, solution, _counted)


def _counted(sizes: Mapping[str, int]) -> tuple[bool, ...]:
    network = Network(input=sizes["I"], hidden=sizes["H"], layers=sizes["L"])
    weights, inputs = reference.random_weights(network, 0), reference.random_inputs(network, sizes["T"], 1, 0)
    out = reference.run(network, weights, inputs)
    steps, _, features = inputs.shape
    states = np.asarray(out.c_n)
    found = (features, steps, out.output.shape[-1], states.shape[-1], len(weights.layers), len(out.output))
    return tuple(number == sizes[size] for number, size in zip(found, COUNTED.values(), strict=True))


@dataclass(frozen=True)
class Term:
    """A word, what it means there, and whether a look at the tensors or at a run confirms it."""

    word: str
    meaning: str
    confirmed: Callable[[], bool]


EXAMPLE = Network(input=5, hidden=3, layers=2)
SINGLE = Network(input=5, hidden=3)
PROJECTED = Network(input=5, hidden=3, layers=2, projection=2)


def _shape(framework: str, network: Network, tensor: str) -> tuple[int, ...]:
    return frameworks.tensor_shapes(framework, network)[tensor]


def _runs(framework: str, name: str) -> bool:
    """Whether the framework's row names this class."""
    return name in frameworks.get(framework).classes


def _width(steps: int) -> tuple[int, ...]:
    return probes.random_run(EXAMPLE, steps).output.shape


PYTORCH = (
    Term("`hidden_size`", "the number of components of $c_t$", lambda: _shape("pytorch", PROJECTED, "weight_hr_l0")[1] == 3),
    Term("`input_size`", "the number of features of a step", lambda: _shape("pytorch", EXAMPLE, "weight_ih_l0")[1] == 5),
    Term(
        "`num_layers`",
        "how many LSTMs lie on one another",
        lambda: "weight_ih_l1" in frameworks.tensor_shapes("pytorch", EXAMPLE),
    ),
    Term("`proj_size`", "the width to which $h_t$ is reduced", lambda: _shape("pytorch", PROJECTED, "weight_hr_l0")[0] == 2),
    Term(
        "`nn.LSTM`", "what runs over all steps of a sequence", lambda: _runs("pytorch", "torch.nn.LSTM") and _width(4)[0] == 4
    ),
    Term("`nn.LSTMCell`", "what computes a single step", lambda: _width(1)[0] == 1),
)
KERAS = (
    Term("`units`", "the number of components of $h_t$", lambda: _shape("keras", SINGLE, "recurrent_kernel")[0] == 3),
    Term("`timesteps`", "the length of the second axis of the input", lambda: frameworks.get("keras").time.split()[1] == "T"),
    Term("features", "the length of the last axis of the input", lambda: frameworks.get("keras").time.split()[-1] == "I"),
    Term("`LSTM`", "what runs over all steps of a sequence", lambda: _runs("keras", "keras.layers.LSTM") and _width(4)[0] == 4),
    Term("`LSTMCell`", "what computes a single step", lambda: _width(1)[0] == 1),
    Term("`kernel`", "the matrix that multiplies the input", lambda: _shape("keras", SINGLE, "kernel")[0] == 5),
)
PAPER = (
    Term("memory cell", "one number that is kept, with its connection to itself", lambda: _kept(1) == 1),
    Term("constant error carousel", "the connection of weight 1 by which the number is carried on", lambda: _kept(50) == 1),
    Term("input gate", "what protects the number from being written to", lambda: _shut("i") == (2.0, True)),
    Term("output gate", "what protects the others from what is kept", lambda: _shut("o")[1] is False),
    Term("memory cell block", "several such numbers that share their gates", lambda: _block() == (True, False)),
)
TERMS = {"PyTorch": PYTORCH, "Keras": KERAS, "the paper of 1997": PAPER}


def _kept(steps: int) -> float:
    """What is left of 1 in a unit of the LSTM of 1997 that nothing is written to."""
    return probes.stepped("lstm-1997", {"i": 0.0, "g": 0.9, "o": 0.5}, c=1.0, steps=steps)["c_t"]


def _shut(gate: str) -> tuple[float, bool]:
    """The cell state of a unit that held 2, with one gate shut, and whether anything of it is put out."""
    found = probes.stepped("lstm-1997", {"i": 0.5, "g": 0.9, "o": 0.5} | {gate: 0.0}, c=2.0)
    return found["c_t"], abs(found["h_t"]) > 1e-9


def _block() -> tuple[bool, bool]:
    """Of two units with the same gates and candidates of their own: whether gates, and states, are the same."""
    network, weights = probes.constant_gates("lstm-1997", [{"i": 1.0, "o": 0.5, "g": g} for g in (1.0, -1.0)])
    (found,) = reference.gates(network, weights, np.zeros((3, 1, 1)))
    same = [bool(np.ptp(found[name], axis=-1).max() == 0) for name in ("i_t", "o_t", "c_t")]
    return same[0] and same[1], same[2]


@answer("term-meaning")
def term_meaning(case: Case) -> Listed:
    """What the words of a source mean; measured: on tensors and runs."""
    terms = TERMS[case.form]
    items = tuple(
        Item(
            Said(term.word),
            partner=Said(term.meaning),
            said=Said(f"{term.word}: {term.meaning}."),
            misconception="term-misread",
        )
        for term in terms
    )
    return Listed(items, tuple(item.said for item in items if item.said), lambda _: tuple(t.confirmed() for t in terms))

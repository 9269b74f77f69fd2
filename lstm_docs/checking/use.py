"""How a port may use the weights wrongly: one field for each thing that can be wrong, and every wrong value of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import permutations
from typing import TYPE_CHECKING, Any

from ..network import MERGES
from .orders import keepers, kept_by, mending, misplaced
from .rounding import ROUNDED
from .trained import RESETS, SQUASHES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .observed import Observed
    from .trained import Trained


@dataclass(frozen=True)
class Use:
    """What a port does with the original's weights, inputs and states; without arguments, what it should do.

    `gates` are (gate, whose weights it got); `biases` a name of `matching.BIASES`; `cell` that the other cell with the
    same tensors is computed; `inverted` the gate of which the port computes one minus it; `carried` the states that go
    from one call to the next; `turned` that time runs the other way, with outputs in the order of the input (`aligned`)
    or in the order read (`as read`); `end` the step that is returned as the last; `merge` how the two directions become one, if
    not as they should; `digits` the precision to which the weights are rounded.
    """

    gates: tuple[tuple[str, str], ...] = ()
    biases: str = ""
    forget: float = 0.0
    cell: bool = False
    inverted: str = ""
    transposed: bool = False
    directions: bool = False
    states: str = "given"
    carried: str = "h c"
    turned: str = ""
    end: str = "last"
    axes: bool = False
    padding: bool = False
    merge: str = ""
    digits: str = ""


@dataclass(frozen=True)
class Suspect:
    """One thing that may be wrong: the field of `Use` and its value, its name and sentence, and what it needs to show.

    It needs nothing where other inputs would hardly show it better.
    """

    name: str
    said: str
    needs: str
    field: str
    value: Any

    def of(self, use: Use) -> Use:
        """The use with this wrong, too."""
        return replace(use, **{self.field: self.value})


STEPS = "outputs of two steps or more"
BIASED = "biases that are not zero"
STATE = "--state, with h and c that are not zero"
OTHER_STATE = "a --state of which neither h nor c is zero"
CALLS = "two calls: --inputs and --outputs given twice"
LAST = "the output of the last of several steps, alone"
BATCH = "two sequences or more, of two steps or more"
LENGTHS = "--lengths, of which one is shorter than the input"
OTHER_LENGTHS = "other --lengths, of which one is shorter than the input"
IN_SHORT = {STATE: "--state", LENGTHS: "--lengths", CALLS: "a second call", LAST: "an output of the last step alone"}
"""What was not given, in a word or two; of other needs, the need itself is what was not."""
BIAS_SAID = {
    "second-dropped": ("bias-dropped", "the second bias vector is dropped"),
    "first-dropped": ("bias-dropped", "the first bias vector is dropped"),
    "dropped": ("bias-dropped", "the biases are dropped"),
    "doubled": ("bias-doubled", "the biases are summed twice: both vectors hold the sum of both"),
    "moved-out": ("biases-summed", "the candidate's recurrent bias is added outside the reset gate's product"),
    "exchanged": ("biases-exchanged", "the two bias vectors are exchanged"),
}

TURNED = {
    "": "first step to the last, and the original the other way (go_backwards)",
    "aligned": "last step to the first",
    "as read": "last step to the first and gives its outputs in that order",
}


OR_YOURS = {
    False: "or x is (B, T, I), and --batch-first is missing",
    True: "or x is (T, B, I), and --batch-first is too much",
}


def suspects(original: Trained, observed: Observed) -> list[Suspect]:
    """All that can be wrong with a port of this network."""
    net = original.network
    gates = net.equations.gates
    return [
        *_gates(original),
        *_biases(original),
        *(
            [Suspect("bias-shifted", f"{by:+g} is added to the forget bias", STEPS, "forget", by) for by in (1.0, -1.0)]
            if "f" in gates and net.bias
            else []
        ),
        *_cells(net.cell),
        *([Suspect("z-inverted", "the port computes 1 − z where z belongs", STEPS, "inverted", "z")] if "z" in gates else []),
        *_matrices(original),
        *_merges(net.merge),
        *(Suspect("weights-rounded", f"the port's weights are rounded to {kind}", "", "digits", kind) for kind in ROUNDED),
        *_states(original, observed),
        *_time(observed, original.turned, both=net.bidirectional),
    ]


def _gates(original: Trained) -> Iterator[Suspect]:
    gates, order = original.network.equations.gates, original.layers[0].order.lower()
    whose = keepers(original.layers[0].network)
    for sources in permutations(gates):
        moves = {gate: source for gate, source in zip(gates, sources, strict=True) if gate != source}
        if moves:
            places = mending(order, moves)
            kept = kept_by("".join(order[place - 1] for place in places), whose)
            mend = f"to mend it, give the port the original's blocks in the order {' '.join(map(str, places))}{kept}"
            yield Suspect("gates-permuted", f"{misplaced(order, moves)}; {mend}", STEPS, "gates", tuple(moves.items()))


def _biases(original: Trained) -> Iterator[Suspect]:
    if not original.network.bias:
        return
    two = any(any(named) for piece in original.layers for named in piece.second)
    after = original.network.cell == "gru-reset-after"
    names = ["doubled" if two or not after else "", "dropped", *(["second-dropped", "first-dropped"] if two or after else [])]
    for value in [name for name in names if name] + (["moved-out", "exchanged"] if after else []):
        name, said = BIAS_SAID[value]
        yield Suspect(name, said, BIASED, "biases", value)


def _cells(cell: str) -> Iterator[Suspect]:
    if cell in RESETS:
        sides = ("after", "before") if cell == "gru-reset-before" else ("before", "after")
        said = f"the reset gate stands {sides[0]} the product, and belongs {sides[1]} it (reset_after, linear_before_reset)"
        yield Suspect("reset-side", said, STEPS, "cell", True)
    if cell in SQUASHES:
        wrong = SQUASHES[cell].removeprefix("rnn-")
        yield Suspect("nonlinearity", f"the port squashes with {wrong}", STEPS, "cell", True)


def _matrices(original: Trained) -> Iterator[Suspect]:
    net = original.network
    if all(net.recurrent(layer) == width for layer, width in enumerate(net.widths)):
        yield Suspect("transposed", "the matrices of the state (U) are transposed", STEPS, "transposed", True)
    if net.bidirectional:
        said = "the forward and the backward direction have each other's weights"
        yield Suspect("directions-exchanged", said, STEPS, "directions", True)


def _merges(right: str) -> Iterator[Suspect]:
    """Of another width are only outputs side by side, which no output of this one is taken for."""
    for merge in MERGES[1:] if right != MERGES[0] else ():
        if merge != right:
            said = f"the two directions become one by {merge}, and belong merged by {right} (merge_mode)"
            yield Suspect("merged-otherwise", said, STEPS, "merge", merge)


def _states(original: Trained, observed: Observed) -> Iterator[Suspect]:
    net, lstm = original.network, len(original.network.equations.states) == 2
    needs = STATE if observed.state is None else OTHER_STATE
    if lstm and all(net.recurrent(layer) == width for layer, width in enumerate(net.widths)):
        yield Suspect("states-exchanged", "h and c are exchanged in the state that is given", needs, "states", "exchanged")
    yield Suspect("state-ignored", "the state that is given is not used: the port starts from zero", needs, "states", "zero")
    yield Suspect("state-not-carried", "the state is not carried between calls: each starts anew", CALLS, "carried", "")
    if lstm:
        for letter, lost in (("h", "c"), ("c", "h")):
            said = f"of the state only {letter} is carried between calls: {lost} starts anew"
            yield Suspect("state-not-carried", said, CALLS, "carried", letter)


def _time(observed: Observed, right: str, *, both: bool) -> Iterator[Suspect]:
    for order, said in TURNED.items():
        if order != right:
            yield Suspect("direction-reversed", f"the port reads the sequence from its {said}", STEPS, "turned", order)
    ends = {
        "first": "what is returned as the last step is the first",
        "position": "the port returns what stands at the last position; "
        + (
            "there the backward direction has read one step alone, and at the first all"
            if both
            else "the sequence's own last step is another"
        ),
        "sequence": "what is returned is the last sequence, not the last step",
    }
    for end, said in ends.items():
        if end != "position" or both or observed.lengths is not None:
            yield Suspect("wrong-end", said, LAST, "end", end)
    yield Suspect(
        "axes-exchanged",
        "the port exchanges batch and time (batch_first); " + OR_YOURS[observed.batch_first],
        BATCH,
        "axes",
        True,
    )
    needs = LENGTHS if observed.lengths is None else OTHER_LENGTHS
    yield Suspect("padding-read", "the padding is read as if it were input", needs, "padding", True)

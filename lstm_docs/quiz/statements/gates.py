"""What gates and their functions do, and do not do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ... import cells, reference
from ...network import Network
from .. import probes, tracing
from .table import Shown, fixed, statement

if TYPE_CHECKING:
    from ...reference.weights import Array


def _sample() -> Array:
    """Numbers between -3 and 3, the same every time."""
    return 3 * reference.random_inputs(Network(input=1, hidden=1), 50, 1, seed=2)[:, 0, 0]


def _squashed(values: Array) -> Array:
    return np.array([probes.squashed("sigmoid", float(value)) for value in values])


@statement("sigmoid-normalises", right=False)
def sigmoid_normalises() -> Shown:
    """Squashing is no normalisation."""
    out = _squashed(_sample())
    return Shown(
        "σ normalises: it gives its inputs mean 0 and variance 1.",
        abs(out.mean()) < 0.1 and abs(out.var() - 1) < 0.1,
        f"50 numbers between −3 and 3 come out with mean {fixed(out.mean(), 2)} and variance {fixed(out.var(), 2)}: "
        "each is squashed by itself.",
    )


@statement("sigmoid-acts-alone", right=True)
def sigmoid_acts_alone() -> Shown:
    """Componentwise."""
    values = _sample()
    changed = values.copy()
    changed[0] += 1
    moved = int(np.count_nonzero(_squashed(values) != _squashed(changed)))
    return Shown(
        "σ and tanh act on each component by itself: changing one input changes one output.",
        moved == 1,
        f"Of 50 numbers one was changed; {moved} came out differently. A batch or layer normalisation would have changed all.",
    )


@statement("gates-amplify", right=False)
def gates_amplify() -> Shown:
    """A gate is below 1."""
    shares = [probes.stepped("lstm", {"f": f, "i": 0.0, "g": 0.0, "o": 0.5}, c=2.0)["c_t"] / 2 for f in (0.1, 0.5, 0.9, 0.99)]
    return Shown(
        "A sigmoid gate can amplify what it multiplies.",
        max(shares) > 1,
        f"It lies below 1: of a cell state of 2, forget gates up to 0.99 leave at most {fixed(2 * max(shares), 2)}.",
    )


@statement("gates-attenuate", right=True)
def gates_attenuate() -> Shown:
    """A gate can only attenuate."""
    kept, grown = (probes.stepped("lstm", {"f": 0.9, "i": i, "g": 0.9, "o": 0.5}, c=0.5)["c_t"] for i in (0.0, 0.9))
    return Shown(
        "A sigmoid gate can only weaken what it multiplies; the cell state grows by what is added to it.",
        kept < 0.5 < grown,
        f"A forget gate of 0.9 leaves {fixed(kept, 2)} of 0.5; with 0.9 · 0.9 added it is {fixed(grown, 2)}: the sum made it "
        "larger, not the gate.",
    )


@statement("output-gate-reads-new-state", right=False)
def output_gate_reads_new_state() -> Shown:
    """Only with peepholes."""
    plain, peephole = tracing.moves("lstm", "o", "c_t"), tracing.moves("lstm-peephole", "o", "c_t")
    return Shown(
        "The output gate of the plain LSTM reads the current cell state.",
        plain,
        "Its equation is $o_t = \\sigma(W_o x_t + U_o h_{t-1} + b_o)$; the cell state is read "
        f"{'only ' * peephole}with peepholes.",
    )


@statement("output-gate-reads-input", right=True)
def output_gate_reads_input() -> Shown:
    """x_t and h_{t-1}."""
    read = [tracing.moves("lstm", "o", name) for name in ("x_t", "h_t-1", "c_t", "h_t")]
    return Shown(
        "The output gate of the plain LSTM reads the current input and the previous hidden state, and no other vector.",
        read == [True, True, False, False],
        "Changing $x_t$ or $h_{t-1}$ moves it; changing $c_t$ alone does not.",
    )


@statement("gates-read-current-hidden", right=False)
def gates_read_current_hidden() -> Shown:
    """The hidden state of the step is not there yet."""
    order = [equation.name for equation in cells.build("lstm").equations]
    return Shown(
        "The gates of a step read the hidden state of the same step.",
        order.index("h_t") < order.index("f_t"),
        "$h_t$ is computed last, from $o_t$ and $c_t$; the gates read $h_{t-1}$.",
    )


@statement("lstm-of-1997-forgets", right=False)
def lstm_of_1997_forgets() -> Shown:
    """No forget gate in 1997."""
    kept = probes.stepped("lstm-1997", {"i": 0.0, "g": 0.0, "o": 0.5}, c=2.0, steps=20)["c_t"]
    return Shown(
        "The LSTM of 1997 had a forget gate.",
        probes.has_weight("lstm-1997", "W_f"),
        f"Its cell state was carried on whole: with the input gate shut, 2 is still {kept:g} after 20 steps.",
    )


@statement("forget-gate-came-later", right=True)
def forget_gate_came_later() -> Shown:
    """Gers, Schmidhuber and Cummins, 1999 and 2000."""
    first, later = (len(cells.build(name).gates) for name in ("lstm-1997", "lstm"))
    return Shown(
        "The forget gate was added to the LSTM after 1997.",
        later == first + 1 and not probes.has_weight("lstm-1997", "W_f"),
        f"1997: {first} blocks of weights, i, g and o; with the forget gate of Gers, Schmidhuber and Cummins (1999): {later}.",
    )


@statement("two-runs-differ", right=False)
def two_runs_differ() -> Shown:
    """A deterministic graph."""
    same = _same_twice()
    return Shown(
        "The nodes of an unrolled RNN are random variables: two runs on the same input give different outputs.",
        not same,
        "It is a computation graph: run twice on the same input, all outputs were the same to the last bit.",
    )


@statement("runs-are-deterministic", right=True)
def runs_are_deterministic() -> Shown:
    """Same inputs, same outputs."""
    return Shown(
        "Without dropout, an RNN run twice on the same input with the same weights gives the same output.",
        _same_twice(),
        "Two runs of 8 steps agreed in every component, to the last bit: an unrolled RNN is a deterministic computation.",
    )


def _same_twice() -> bool:
    network = Network(cell="rnn-tanh", input=3, hidden=5)
    return bool(np.array_equal(probes.random_run(network, 8).output, probes.random_run(network, 8).output))


@statement("unrolling-adds-weights", right=False)
def unrolling_adds_weights() -> Shown:
    """Unrolling is a drawing."""
    holds = not _step_by_step_agrees()
    return Shown(
        "Unrolling an RNN over 8 steps makes another network of it, with eight sets of weights.",
        holds,
        "One set of weights, applied step by step with the state handed on, gave the same 8 outputs as the unrolled run.",
    )


@statement("unrolling-is-a-drawing", right=True)
def unrolling_is_a_drawing() -> Shown:
    """The same computation drawn otherwise."""
    return Shown(
        "An unrolled RNN and one that is run in a loop compute the same thing with the same weights.",
        _step_by_step_agrees(),
        "8 steps in one run and 8 runs of one step, the state handed on, gave the same outputs.",
    )


def _step_by_step_agrees() -> bool:
    network = Network(input=3, hidden=5)
    weights, inputs = reference.random_weights(network, 1), reference.random_inputs(network, 8, 1, 1)
    state: reference.State | None = None
    outputs: list[Array] = []
    for t in range(8):
        out = reference.run(network, weights, inputs[t : t + 1], state)
        state = out.state
        outputs.append(np.asarray(out.output))
    return bool(np.allclose(np.concatenate(outputs), reference.run(network, weights, inputs).output, rtol=0, atol=1e-12))

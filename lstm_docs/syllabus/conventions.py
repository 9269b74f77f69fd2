"""What frameworks decide, for statements: orders of the gates, tensors, counts by convention."""

from __future__ import annotations

from dataclasses import replace

from .. import facts, frameworks
from ..formulas.decimals import number
from ..network import Network
from .registry import EXAMPLE, computation, count


@computation("frameworks-in-the-table")
def frameworks_in_the_table() -> str:
    """How many frameworks hold an LSTM here."""
    return str(sum(not frameworks.refusal(name, EXAMPLE) for name in frameworks.FRAMEWORKS))


def _packing() -> dict[str, str]:
    """The orders of the gates of an LSTM, by framework, where they share a tensor."""
    rows = {c.name: (c.id, f) for c in frameworks.FRAMEWORKS.values() for f in c.forms if "lstm" in f.cells}
    return {name: frameworks.gate_order(id_, EXAMPLE) for name, (id_, form) in rows.items() if form.layout != "separate"}


@computation("gate-orders")
def gate_orders() -> str:
    """Every order of the gates that a framework packs."""
    return ", ".join(sorted(set(_packing().values())))


def _begin_with(gate: str) -> str:
    return ", ".join(name for name, order in _packing().items() if order[0] == gate) or "none"


@computation("packed-output-first")
def packed_output_first() -> str:
    """The frameworks whose order begins with o."""
    return _begin_with("o")


@computation("packed-forget-first")
def packed_forget_first() -> str:
    """The frameworks whose order begins with f."""
    return _begin_with("f")


@computation("packed-candidate-first")
def packed_candidate_first() -> str:
    """The frameworks whose order begins with g."""
    return _begin_with("g")


@computation("order-in-caffe")
def order_in_caffe() -> str:
    """Caffe's order of the gates."""
    return ", ".join(frameworks.gate_order("caffe", EXAMPLE))


@computation("order-in-pytorch")
def order_in_pytorch() -> str:
    """PyTorch's order of the gates."""
    return ", ".join(frameworks.gate_order("pytorch", EXAMPLE))


@computation("order-in-tf1")
def order_in_tf1() -> str:
    """The order of the gates in TensorFlow 1's cell."""
    return ", ".join(frameworks.gate_order("tf1", EXAMPLE))


@computation("kernel-in-tf1")
def kernel_in_tf1() -> str:
    """The shape of TensorFlow 1's kernel for 80 inputs and 12 units."""
    rows, columns = facts.tensors(EXAMPLE, "tf1")[frameworks.tensor_name("tf1", EXAMPLE, "W")]
    return f"{rows}×{columns}"


@computation("forget-added-in-tf1")
def forget_added_in_tf1() -> str:
    """What TensorFlow 1 adds to the forget gate's bias at run time."""
    return f"{next(form.forget_added for form in frameworks.get('tf1').forms if 'lstm' in form.cells):g}"


@computation("gates-kept-apart")
def gates_kept_apart() -> str:
    """The frameworks that keep the gates of an LSTM in tensors of their own."""
    names = [
        c.name for c in frameworks.FRAMEWORKS.values() if any("lstm" in f.cells and f.layout == "separate" for f in c.forms)
    ]
    return ", ".join(names)


@computation("gru-counts")
def gru_counts() -> str:
    """The four counts of a GRU of 80 inputs and 12 units."""
    after, before = (Network(cell=f"gru-reset-{form}", input=80, hidden=12) for form in ("after", "before"))
    counts = {
        "with two bias vectors (PyTorch, Keras)": count(after, "pytorch"),
        "with one and a second for the candidate (Flax Linen)": count(after, "flax"),
        "with one (reset before the product in Keras, after it in Flax NNX)": count(before, "keras"),
        "with none": count(replace(before, bias=False)),
    }
    return ", ".join(f"{number(count)} {what}" for what, count in counts.items())


@computation("notations-of-a-gate")
def notations_of_a_gate() -> str:
    """The three shapes of one gate's matrices for 45 inputs and 25 units."""
    network = Network(input=45, hidden=25)
    (rows, inputs), (_, units) = facts.shape(network, "W_f").numbers, facts.shape(network, "U_f").numbers
    kernel = facts.tensors(network, "keras")["kernel"]
    return (
        f"split, {rows}×{inputs} and {rows}×{units}; joined, {rows}×{inputs + units}; "
        f"as Keras stores it, {kernel[0]}×{kernel[1] // len(network.equations.gates)} of a kernel of {kernel[0]}×{kernel[1]}"
    )

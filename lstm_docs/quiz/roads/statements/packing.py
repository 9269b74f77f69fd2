"""Whether statements about the order of gates hold: found by packing weights into the frameworks' tensors."""

from __future__ import annotations

import numpy as np

from .... import frameworks, reference
from ....network import Network
from ....reference.weights import weight_shapes
from ...engine.registry import Outcome, measurement

EXAMPLE = Network(input=80, hidden=12)


def _first_blocks(framework: str) -> str:
    """The gates in the order of their blocks, found by packing a matrix of ones for each gate in turn."""
    zeros = {name: np.zeros(shape) for name, shape in weight_shapes(EXAMPLE, 0).items()}
    tensor = frameworks.tensor_name(framework, EXAMPLE, "W")
    starts = {}
    for gate in "ifgo":
        marked = zeros | {f"W_{gate}": np.ones_like(zeros[f"W_{gate}"])}
        packed = frameworks.pack(framework, reference.Weights(((marked,),)), EXAMPLE)[tensor]
        starts[gate] = int(np.flatnonzero(packed)[0])
    return "".join(sorted(starts, key=lambda gate: starts[gate]))


@measurement("caffe-output-first")
def caffe_output_first() -> Outcome:
    """The blocks of Caffe."""
    order = _first_blocks("caffe")
    return Outcome(order[0] == "o", {"order": ", ".join(order)})


@measurement("no-order-begins-with-o")
def no_order_begins_with_o() -> Outcome:
    """The orders of all frameworks that pack the gates."""
    forms = [(name, form) for name, known in frameworks.FRAMEWORKS.items() for form in known.forms if "lstm" in form.cells]
    orders = [frameworks.gate_order(name, EXAMPLE) for name, form in forms if form.layout != "separate"]
    different = sorted(set(orders))
    holds = all(order[0] != "o" for order in orders)
    return Outcome(holds, {"frameworks": len(orders), "orders": len(different), "list": ", ".join(different)})

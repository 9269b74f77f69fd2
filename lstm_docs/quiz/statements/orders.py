"""The order in which frameworks pack the gates."""

from __future__ import annotations

import numpy as np

from ... import frameworks, reference
from ...reference.weights import weight_shapes
from .sizes import EXAMPLE
from .table import Shown, statement


@statement("caffe-output-first", right=False)
def caffe_output_first() -> Shown:
    """Caffe's order."""
    order = _first_blocks("caffe")
    return Shown(
        "Caffe packs the output gate before the other gates.",
        order[0] == "o",
        f"Its blocks are {', '.join(order)}: the input gate comes first.",
    )


@statement("no-order-begins-with-o", right=True)
def no_order_begins_with_o() -> Shown:
    """No framework in the table begins with o."""
    forms = [(c.id, form) for c in frameworks.FRAMEWORKS.values() for form in c.forms if "lstm" in form.cells]
    orders = [frameworks.gate_order(name, EXAMPLE) for name, form in forms if form.layout != "separate"]
    return Shown(
        "Of the frameworks whose weights are described here, none that packs the gates of an LSTM puts the output gate first.",
        all(order[0] != "o" for order in orders),
        f"{len(orders)} frameworks pack them, in {len(set(orders))} orders: {', '.join(sorted(set(orders)))}.",
    )


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

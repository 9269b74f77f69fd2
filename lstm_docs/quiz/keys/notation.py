"""One gate, three notations: split matrices, one matrix on x and h stacked, and what a framework stores."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ... import cells, derive, frameworks
from ...derive import latex_symbol
from ...reference.weights import Weights, random_weights
from ..case import GATES
from ..grammar import evaluate
from ..registry import Item, Key, Listed, answer
from ..texts import said

if TYPE_CHECKING:
    from collections.abc import Mapping

    import sympy

    from ..case import Case

    Shape = tuple[sympy.Expr, sympy.Expr]


@answer("concatenated-shape")
def concatenated_shape(case: Case) -> Key:
    """The shape of a gate's one matrix on x and h stacked; measured: W and U put side by side."""
    rows, columns = concatenated(case)
    solution = (
        said(
            "$x_t$ and $h_{t-1}$ stacked have {columns:with} = {columns} components; the matrix has a column for each.",
            columns=columns,
        ),
        said(f"The {GATES[case.gate]} has one component per unit: {{rows}} rows.", rows=rows),
        said(
            f"So it is {{rows}}×{{columns}}: ${latex_symbol(f'W_{case.gate}')}$ and ${latex_symbol(f'U_{case.gate}')}$ "
            "side by side.",
            rows=rows,
            columns=columns,
        ),
    )
    return Key((rows, columns), solution, lambda sizes: _side_by_side(case, sizes).shape)


def concatenated(case: Case) -> Shape:
    """Rows and columns of a gate's W and U side by side."""
    shapes = derive.weight_shapes(cells.build(case.cell))
    rows, inputs = shapes[f"W_{case.gate}"]
    return rows, inputs + shapes[f"U_{case.gate}"][1]


def _side_by_side(case: Case, sizes: Mapping[str, int]) -> np.ndarray:
    named = random_weights(case.network(sizes), seed=0).layers[0][0]
    return np.hstack((named[f"W_{case.gate}"], named[f"U_{case.gate}"]))


@answer("stored-block-shape")
def stored_block_shape(case: Case) -> Key:
    """The shape of one gate's part of a packed tensor, last two axes; measured: where the gate's weights end up."""
    name, shape = stored_tensor(case)
    block = stored_block(case)
    solution = (
        said(
            f"{frameworks.get(case.framework).name} keeps `{name}` as {{rows:with}} × {{columns:with}} = {{rows}}×{{columns}}.",
            rows=shape[0],
            columns=shape[1],
        ),
        said(
            f"The 4 gates lie along its {_axis_name(case)}, {{H}} each, so the {GATES[case.gate]} has {{rows}}×{{columns}}.",
            rows=block[0],
            columns=block[1],
        ),
    )
    return Key(block, solution, lambda sizes: _filled(case, sizes))


def stored_tensor(case: Case) -> tuple[str, Shape]:
    """The name and the last two axes of the tensor that holds all gates' matrices of the case's kind."""
    name = frameworks.tensor_name(case.framework, case.network(), case.matrix)
    shape = frameworks.symbolic_shapes(case.framework, case.network())[name]
    return name, (shape[-2], shape[-1])


def stored_block(case: Case) -> Shape:
    """One gate's part of it."""
    _, (rows, columns) = stored_tensor(case)
    start, stop = frameworks.gate_slices(case.framework, case.network(), case.gate)
    return (stop - start, columns) if _along_rows(case) else (rows, stop - start)


def _along_rows(case: Case) -> bool:
    """Whether the gates' blocks lie one below the other."""
    name = frameworks.tensor_name(case.framework, case.network(), case.matrix)
    axes = len(frameworks.symbolic_shapes(case.framework, case.network())[name])
    return frameworks.gate_axis(case.framework, case.network()) == axes - 2


def _axis_name(case: Case) -> str:
    return "rows" if _along_rows(case) else "columns"


def _filled(case: Case, sizes: Mapping[str, int]) -> tuple[int, int]:
    """How many rows and columns are not zero if only this gate's matrices are."""
    network = case.network(sizes)
    zeros = {name: np.zeros_like(array) for name, array in random_weights(network, seed=0).layers[0][0].items()}
    ones = {f"{kind}_{case.gate}": np.ones_like(zeros[f"{kind}_{case.gate}"]) for kind in "WU"}
    packed = frameworks.pack(case.framework, Weights(((zeros | ones,),)), network)
    tensor = packed[frameworks.tensor_name(case.framework, network, case.matrix)]
    rows, columns = np.nonzero(tensor.reshape(tensor.shape[-2:]))
    return len(set(rows.tolist())), len(set(columns.tolist()))


@answer("shape-in-each-notation")
def shape_in_each_notation(case: Case) -> Listed:
    """A gate's matrix on x in four notations, each with its shape; measured: on arrays."""
    items = _notations(case)
    return Listed(items, tuple(item.said for item in items if item.said), lambda sizes: _measured_notations(case, sizes))


def _notations(case: Case) -> tuple[Item, ...]:
    network = case.network()
    kernel = frameworks.symbolic_shapes("keras", network)["kernel"]
    packed = frameworks.symbolic_shapes("pytorch", network)["weight_ih_l0"]
    symbol, gate = latex_symbol(f"W_{case.gate}"), GATES[case.gate]
    split = derive.weight_shapes(cells.build(case.cell))[f"W_{case.gate}"]
    return (
        _notation(f"${symbol}$ apart from U, for columns", split, "a row for each unit, a column for each input"),
        _notation(
            f"the {gate}'s one matrix on $x_t$ and $h_{{t-1}}$ stacked",
            concatenated(case),
            "a row for each unit, a column for each input and each unit",
        ),
        _notation("Keras: `kernel`", (kernel[0], kernel[1]), "it multiplies rows from the right and holds all gates"),
        _notation("PyTorch: `weight_ih_l0`", (packed[0], packed[1]), "it holds all gates, one below the other"),
    )


def _notation(what: str, shape: Shape, why: str) -> Item:
    return Item(
        said(what),
        partner=said("{rows}×{columns}", rows=shape[0], columns=shape[1]),
        said=said(f"{what[0].upper()}{what[1:]} is {{rows}}×{{columns}}: {why}.", rows=shape[0], columns=shape[1]),
        misconception="another-notation",
    )


def _measured_notations(case: Case, sizes: Mapping[str, int]) -> tuple[bool, ...]:
    """Whether each array has the shape stated."""
    network = case.network(sizes)
    weights = random_weights(network, seed=0)
    arrays = (
        weights.layers[0][0][f"W_{case.gate}"],
        _side_by_side(case, sizes),
        frameworks.pack("keras", weights, network)["kernel"],
        frameworks.pack("pytorch", weights, network)["weight_ih_l0"],
    )
    partners = [item.partner for item in _notations(case) if item.partner]
    stated = [tuple(evaluate(value, sizes) for _, value in partner.parts) for partner in partners]
    return tuple(array.shape == shape for array, shape in zip(arrays, stated, strict=True))

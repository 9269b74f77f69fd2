"""Words that come from the frameworks' conventions: orders and places of gates, shapes of packed tensors, layouts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ... import frameworks
from ..engine.registry import word
from .shared.packed import holding

if TYPE_CHECKING:
    import sympy

    from ...frameworks import Form
    from ..engine.case import Case


def gates_of(framework: str, case: Case) -> str:
    """The gates in the order in which a framework packs them: `ifgo`."""
    return frameworks.gate_order(framework, case.network())


def listed(letters: str) -> str:
    """Letters with commas: `i, f, g, o`."""
    return ", ".join(letters)


@word("gate_order")
def gate_order(case: Case) -> str:
    """The gates in the order of the framework's blocks."""
    return listed(gates_of(case.framework, case))


@word("gate_place")
def gate_place(case: Case) -> int:
    """The number of the gate's block in the framework, from 0."""
    return gates_of(case.framework, case).index(case.gate)


def _words_of(framework: str) -> None:
    word(f"gate_order_of_{framework}")(lambda case: listed(gates_of(framework, case)))
    word(f"gate_place_in_{framework}")(lambda case: gates_of(framework, case).index(case.gate))


for _framework in ("onnx", "pytorch", "openvino"):
    _words_of(_framework)


def packed_tensor(case: Case) -> str:
    """The tensor that holds all gates' matrices of the kind drawn, W if none is."""
    return frameworks.tensor_name(case.framework, case.network(), case.matrix or "W")


word("packed_tensor")(packed_tensor)


def _packed_shape(case: Case) -> tuple[sympy.Expr, ...]:
    return frameworks.symbolic_shapes(case.framework, case.network())[packed_tensor(case)]


@word("leading_axes")
def leading_axes(case: Case) -> str:
    """What stands before rows and columns in an index of that tensor: a 0 for each axis of length one."""
    return "0, " * (len(_packed_shape(case)) - 2)


@word("packed_rows")
def packed_rows(case: Case) -> sympy.Expr:
    """The last axis but one of the tensor that holds all gates' matrices of the kind drawn."""
    return _packed_shape(case)[-2]


@word("packed_columns")
def packed_columns(case: Case) -> sympy.Expr:
    """Its last axis."""
    return _packed_shape(case)[-1]


@word("gates_along")
def gates_along(case: Case) -> str:
    """Whether the gates' blocks lie one below the other, along the `rows`, or along the `columns`."""
    axes = len(_packed_shape(case))
    return "rows" if frameworks.gate_axis(case.framework, case.network()) == axes - 2 else "columns"


def form_of(case: Case) -> Form:
    """How the framework stores cells such as the case's."""
    return next(form for form in frameworks.get(case.framework).forms if case.cell in form.cells)


@word("gate_layout")
def gate_layout(case: Case) -> str:
    """How the input matrices of the gates are kept, `rows` for one."""
    return form_of(case).layout


@word("gate_tensors")
def gate_tensors(case: Case) -> str:
    """The tensors in which they are kept, as markup."""
    return ", ".join(f"`{name}`" for name in holding(case.framework, case.network()))


@word("forget_bias")
def forget_bias(case: Case) -> str:
    """Where the 1 is that keeps the forget gate open at first: `initial`, `added` at every step, or `nothing`."""
    form = form_of(case)
    return "added" if form.forget_added else "initial" if form.forget_initial else "nothing"


@word("input_axes")
def input_axes(case: Case) -> str:
    """The axes of a batch as the framework reads it: `T B I` for steps, sequences, inputs."""
    return frameworks.get(case.framework).time


@word("state_order")
def state_order(case: Case) -> str:
    """The two states of an LSTM in the framework's order: `(h, c)`."""
    return f"({frameworks.get(case.framework).state.replace(' ', ', ')})"

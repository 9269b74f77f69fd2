"""Parameter counts under a framework's convention."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from ... import cells, facts, frameworks
from ...derive import latex_size
from ..registry import Key, answer
from ..texts import said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..case import Case


@answer("parameter-count")
def parameter_count(case: Case) -> Key:
    """All weights and biases of one layer, as the framework stores them."""
    formula = frameworks.parameters(case.framework, case.network())
    shapes = frameworks.symbolic_shapes(case.framework, case.network())
    gates = len(cells.build(case.cell).gates)
    name = frameworks.get(case.framework).name
    listed = said(
        f"{name} stores "
        + ", ".join(f"`{tensor}` with {{t{n}:with}}" for n, tensor in enumerate(shapes))
        + f" numbers; {gates} blocks are packed in each." * (len(shapes) < 2 * gates),
        **{f"t{n}": sympy.Mul(*shape) for n, shape in enumerate(shapes.values())},
    )
    total = said(f"Together ${latex_size(formula)}$ = {{total:with}} = {{total}}.", total=formula)

    def measured(sizes: Mapping[str, int]) -> tuple[int, ...]:
        return (facts.of(case.network(sizes), framework=case.framework)["parameters"].value.__int__(),)

    return Key((formula,), (listed, total), measured)

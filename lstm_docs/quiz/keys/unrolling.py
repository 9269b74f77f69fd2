"""What grows with the number of steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from ... import cells, derive, facts
from ...cells.sizes import T
from ..registry import Key, answer
from ..texts import said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..case import Case


@answer("equations-executed")
def equations_executed(case: Case) -> Key:
    """How many equations run when a stack is unrolled: those of the cell, times T, L and D."""
    network = case.network(deep=True)
    each = len(cells.build(case.cell).equations)
    formula = sympy.factor(T * derive.over_layers(sympy.Integer(each), network))
    directions = network.directions
    solution = (
        said(f"One step of one {cells.build(case.cell).title} layer is {each} equations."),
        said(f"They run for {{T}} steps in {{L}} layers and {directions} direction{'s' * (directions > 1)}."),
        said("Together {count:with} = {count}.", count=formula),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[int, ...]:
        return (int(facts.of(case.network({"I": 1, "H": 1, **sizes}), steps=sizes["T"])["equations"].value),)

    return Key((formula,), solution, measured)

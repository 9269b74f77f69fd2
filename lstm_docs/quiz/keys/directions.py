"""Two directions: how wide the output is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...cells.sizes import H
from .. import probes
from ..registry import Key, answer
from ..texts import said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..case import Case


def directions(case: Case) -> int:
    """D: 1 or 2."""
    return 2 if case.bidirectional else 1


@answer("output-width")
def output_width(case: Case) -> Key:
    """D·H features a step, whatever the depth; measured: on a run of the reference."""
    value = directions(case) * H
    solution = (
        said("The output is that of the top layer: {H} units" + (" in each of two directions." if case.bidirectional else ".")),
        said("So {width:with} = {width} numbers a step." if case.bidirectional else "So {width} numbers a step.", width=value),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[int, ...]:
        return (probes.random_run(case.network({"I": 2, **sizes}), 1).output.shape[-1],)

    return Key((value,), solution, measured)

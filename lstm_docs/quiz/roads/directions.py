"""Two directions: how wide the output of a run is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..engine.registry import road
from .shared import probes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..engine.case import Case


@road("width-of-a-run")
def width_of_a_run(case: Case, sizes: Mapping[str, int]) -> tuple[int]:
    """The last axis of what the reference puts out."""
    return (probes.random_run(case.network({"I": 2, **sizes}), 1).output.shape[-1],)

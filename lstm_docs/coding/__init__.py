"""Open questions whose answers are code: their tests, and the closed room in which the answers run."""

from __future__ import annotations

from . import sequences, steps, tensors  # noqa: F401 - they register what they test
from .drawing import families, trials_of
from .room import Bounds, check_room, outcomes
from .trials import Call, Trial, Verdict, verdict

__all__ = ["Bounds", "Call", "Trial", "Verdict", "check_room", "families", "outcomes", "trials_of", "verdict"]

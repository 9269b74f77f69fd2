"""The recurrent cells as a family: who changed what, what stands beside them, a scan, and what five of them learned."""

from . import parity
from .beside import BESIDE, Quantities, network, quantities
from .members import Member, member, members
from .scan import Scanned, halves, loop, strides
from .tasks import Score, about, scores

__all__ = [
    "BESIDE",
    "Member",
    "Quantities",
    "Scanned",
    "Score",
    "about",
    "halves",
    "loop",
    "member",
    "members",
    "network",
    "parity",
    "quantities",
    "scores",
    "strides",
]

"""How wide a number is stored, and what it costs to compute with and to fetch.

Energies: Horowitz, "Computing's Energy Problem (and what we can do about it)", ISSCC 2014: a 45 nm
process at 0.9 V. A multiply-accumulate is one multiplication and one addition of that table (for int8 the
addition is the 32-bit one of the accumulator); DRAM takes 1.3 nJ for 64 bits at the least, which is 640 pJ
for a 32-bit word. They are orders of magnitude for comparison, not a measurement of any chip.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ..ground.errors import one_of


@dataclass(frozen=True)
class Precision:
    """`bytes` per number, `mac` and `dram_byte` in picojoules."""

    name: str
    bytes: int
    mac: Fraction
    dram_byte: Fraction = Fraction(160)


PRECISIONS = {
    "float32": Precision("float32", 4, Fraction("3.7") + Fraction("0.9")),
    "float16": Precision("float16", 2, Fraction("1.1") + Fraction("0.4")),
    "int8": Precision("int8", 1, Fraction("0.2") + Fraction("0.1")),
}
"""Number formats by name: bytes, and the energy of a multiply-accumulate."""


def precision(name: str) -> Precision:
    """The precision called `name`. Raises `UnknownNameError`."""
    return PRECISIONS[one_of(name, PRECISIONS, "precision")]

"""Wrong paths to operations per byte, and from there to a share of a machine's peak."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from ...cells.sizes import B, T
from ..keys.costs import formula
from ..keys.intensity import intensity
from ..keys.memory import width
from ..registry import Key, Wrong, misconception
from ..wrong import wrong_count

if TYPE_CHECKING:
    from ..case import Case


def _instead(case: Case, key: Key, wrong: sympy.Expr, text: str, **parts: sympy.Expr | int) -> Wrong:
    """The answer that follows from a wrong intensity, `{found}` in the text."""
    return wrong_count(sympy.cancel(key.values[0] / intensity(case) * wrong), text, found=wrong, **parts)


@misconception("intensity-in-macs")
def intensity_in_macs(case: Case, key: Key) -> Wrong | None:
    """A MAC as one operation."""
    return _instead(case, key, intensity(case) / 2, "This counts {found} MACs a byte; a MAC is two operations.")


@misconception("intensity-of-one-sequence")
def intensity_of_one_sequence(case: Case, key: Key) -> Wrong | None:
    """As if nothing were shared by the batch."""
    return _instead(
        case,
        key,
        intensity(case).subs(B, 1),
        "{found} operations a byte is one sequence alone; {B} share each weight that is read.",
    )


@misconception("intensity-per-number")
def intensity_per_number(case: Case, key: Key) -> Wrong | None:
    """Operations over numbers."""
    if width(case) == 1:
        return None
    return _instead(
        case,
        key,
        width(case) * intensity(case),
        f"{{found}} is operations per number moved; a {case.precision} has {width(case)} bytes.",
    )


@misconception("intensity-of-the-weights")
def intensity_of_the_weights(case: Case, key: Key) -> Wrong | None:
    """Only the weights are moved."""
    weights = width(case) * formula(case, "parameters")
    return _instead(
        case,
        key,
        2 * formula(case, "macs").subs(T, 1) / weights,
        "This moves only the {weights} bytes of the weights; states and inputs of {B} sequences add {others}.",
        weights=weights,
        others=formula(case, "step_bytes") - weights,
    )


@misconception("intensity-upside-down")
def intensity_upside_down(case: Case, key: Key) -> Wrong | None:
    """Bytes per operation."""
    return _instead(
        case, key, 1 / intensity(case), "{found} is bytes for each operation; intensity is operations for each byte."
    )


@misconception("share-of-an-idle-memory")
def share_of_an_idle_memory(case: Case, key: Key) -> Wrong | None:
    """Full speed."""
    return wrong_count(
        sympy.Integer(100),
        "At 100 percent each byte would have to bring {M} operations; here it brings {found}.",
        found=intensity(case),
    )

"""Wrong paths to an energy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from ...cells.sizes import B, H, I, T
from ..keys.costs import formula
from ..keys.energy import PICO_IN_MICRO, PICO_IN_NANO, fetch, mac
from ..keys.memory import width
from ..registry import Key, Wrong, misconception
from ..wrong import wrong_count

if TYPE_CHECKING:
    from ..case import Case

THOUSAND = 1000


@misconception("energy-of-two-operations")
def energy_of_two_operations(case: Case, key: Key) -> Wrong | None:
    """FLOPs times the energy of a MAC."""
    return wrong_count(
        2 * key.values[0],
        f"{{count}} pays for each multiplication and each addition; the {float(mac(case)):g} pJ are for both together.",
    )


@misconception("energy-of-one-step")
def energy_of_one_step(case: Case, key: Key) -> Wrong | None:
    """Steps left out."""
    return wrong_count(key.values[0].subs(T, 1), "{count} is one step; there are {T}.")


@misconception("energy-a-thousand-times-too-large")
def energy_too_large(case: Case, key: Key) -> Wrong | None:
    """A prefix missed."""
    return wrong_count(THOUSAND * key.values[0], "{count} is off by one prefix: 1000 pJ are 1 nJ, and 1000 nJ are 1 µJ.")


@misconception("energy-of-every-parameter")
def energy_of_every_parameter(case: Case, key: Key) -> Wrong | None:
    """Biases as MACs."""
    parameters = formula(case, "parameters")
    return wrong_count(
        mac(case) * T * parameters / PICO_IN_NANO,
        "{count} takes one MAC for each of the {n:with} = {n} parameters; biases are added and take none.",
        n=parameters,
    )


@misconception("energy-without-u")
def energy_without_u(case: Case, key: Key) -> Wrong | None:
    """No product with the state."""
    return wrong_count(
        sympy.cancel(key.values[0] * I / (I + H)),
        "{count} leaves out U, which multiplies the {H} components of $h_{t-1}$.",
    )


def _moved(case: Case) -> tuple[sympy.Expr, sympy.Expr]:
    """Numbers that a step moves: the weights, and the vectors of all sequences."""
    weights = formula(case, "parameters")
    return weights, sympy.factor(sympy.expand(formula(case, "step_bytes") / width(case) - weights))


@misconception("energy-of-weights-fetched-once")
def energy_of_weights_fetched_once(case: Case, key: Key) -> Wrong | None:
    """Weights stay on the chip."""
    weights, vectors = (found.subs(B, 1) for found in _moved(case))
    return wrong_count(
        fetch(case) * (weights + T * vectors) / PICO_IN_MICRO,
        "{count} fetches the {n} weights once for all steps; here they come from DRAM again at each of the {T}.",
        n=weights,
    )


@misconception("energy-of-weights-alone")
def energy_of_weights_alone(case: Case, key: Key) -> Wrong | None:
    """No states, no inputs."""
    weights, vectors = (found.subs(B, 1) for found in _moved(case))
    return wrong_count(
        fetch(case) * T * weights / PICO_IN_MICRO,
        "{count} fetches the weights alone; states and inputs add {vectors:with} = {vectors} numbers a step.",
        vectors=vectors,
    )


@misconception("energy-of-each-byte")
def energy_of_each_byte(case: Case, key: Key) -> Wrong | None:
    """The energy of a number for every byte of it."""
    if width(case) == 1:
        return None
    return wrong_count(
        width(case) * key.values[0],
        f"{{count}} pays {float(fetch(case)):g} pJ for every byte; that is the price of a whole {case.precision}.",
    )


@misconception("energy-of-a-fetch-for-each-mac")
def energy_of_a_fetch_for_each_mac(case: Case, key: Key) -> Wrong | None:
    """The prices alone."""
    return wrong_count(
        fetch(case) / mac(case),
        "{count} compares one fetch with one MAC; a weight once fetched serves {B} sequences, and states and inputs move too.",
    )


@misconception("energy-ratio-of-one-sequence")
def energy_ratio_of_one_sequence(case: Case, key: Key) -> Wrong | None:
    """Nothing shared by the batch."""
    return wrong_count(key.values[0].subs(B, 1), "{count} is one sequence alone; {B} share each weight that is fetched.")


@misconception("energy-ratio-of-flops")
def energy_ratio_of_flops(case: Case, key: Key) -> Wrong | None:
    """Two operations a MAC, each at the price of a MAC."""
    return wrong_count(
        key.values[0] / 2,
        f"{{count}} pays for two operations a MAC; the {float(mac(case)):g} pJ are for both together.",
    )


@misconception("energy-ratio-of-the-weights")
def energy_ratio_of_the_weights(case: Case, key: Key) -> Wrong | None:
    """The weights alone, read once for the batch."""
    weights, _ = _moved(case)
    macs = formula(case, "macs").subs(T, 1)
    return wrong_count(
        sympy.cancel(fetch(case) * weights / (mac(case) * macs)),
        "{count} fetches the weights alone; states and inputs of {B} sequences move too.",
    )

"""Numbers of units to try, with what each costs and which rules of thumb gave it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from ..cells.sizes import check_count, check_size
from .inverse import units_for
from .network import of
from .precision import precision
from .rules import rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..network import Network

BUDGET = "budget"


@dataclass(frozen=True)
class Cost:
    """What a network with a dense head of some outputs takes: parameters, and for one sequence MACs and bytes.

    `bytes` are the weights and, for every step, what training must keep, in float32.
    """

    parameters: int
    macs: int
    bytes: int


@dataclass(frozen=True)
class Candidate:
    """A number of units, the names of the rules that gave it, its cost, and parameters per training sample."""

    units: int
    rules: tuple[str, ...]
    cost: Cost
    per_sample: Fraction


def cost(network: Network, output: int, *, steps: int = 1, reads: int = 1, framework: str | None = None) -> Cost:
    """What `network` takes with a dense head of `output` outputs that reads `reads` steps of each sequence.

    The network's parameters are counted as `framework` stores them, or with one bias for each gate. Raises
    `SizeError` for sizes out of range, `ConventionError` where the framework cannot hold the network.
    """
    known_facts = of(network, framework=framework, steps=steps)
    width = network.output
    parameters, macs, weights, activations = (
        int(known_facts[name].value) for name in ("parameters", "macs", "weight_bytes", "activation_bytes")
    )
    head = check_size(output, "outputs") * (width + 1)
    return Cost(
        check_count(parameters + head, "parameters"),
        check_count(macs + reads * output * width, "macs"),
        check_count(weights + activations + precision("float32").bytes * (head + reads * output), "bytes"),
    )


def candidates(
    network: Network,
    output: int,
    samples: int,
    *,
    steps: int | None = None,
    budget: int | None = None,
    framework: str | None = None,
) -> tuple[Candidate, ...]:
    """The numbers of units that the rules give for `samples` training sequences, and the one for a `budget` if given.

    The hidden size of `network` is replaced, in every layer. From the fewest units up; costs are for sequences of
    `steps` steps, or of one. The budget is of the network's own parameters, without the head's.
    Raises `SizeError` as `rules` and `units_for` do.
    """
    given: dict[int, list[str]] = {}
    for rule in rules(network.input, output, samples, steps):
        given.setdefault(rule.value, []).append(rule.name)
    if budget is not None:
        given.setdefault(units_for(budget, network, framework).units, []).append(BUDGET)
    return tuple(_candidate(network, units, given[units], output, samples, steps or 1, framework) for units in sorted(given))


def _candidate(
    network: Network, units: int, names: Sequence[str], output: int, samples: int, steps: int, framework: str | None
) -> Candidate:
    total = cost(network.of_units(units), output, steps=steps, framework=framework)
    return Candidate(units, tuple(names), total, Fraction(total.parameters, samples))

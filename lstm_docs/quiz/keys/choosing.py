"""How many units: the one-standard-error rule, the error of a mean, a budget and a grid, and the baseline."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import sympy

from ... import facts, frameworks
from ...cells.sizes import H, size
from ..counted import parameters, stored
from ..registry import Key, answer
from ..texts import said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..case import Case

M, F, J, G, N, S, R = map(size, "MFJGNSR")
S1, S2 = size("S1"), size("S2")
ERROR = F + J
"""The best mean is M with this standard error; a size F below is near enough, one G further than the error is not."""

BEST = 2
SCORES = {
    "smallest": (M - F, M - 1, M, M - F),
    "second": (M - ERROR - G, M - F, M, M - F),
    "best": (M - 2 * ERROR - G, M - ERROR - G, M, M - F),
}
"""The means of H, 2H, 4H and 8H units, by which of them is picked."""
PICKED = {form: place for place, form in enumerate(SCORES)}
PERCENT = 100


def units(place: int) -> sympy.Expr:
    """The units at a place of the grid."""
    return 2**place * H


def near(form: str, place: int) -> bool:
    """Whether the size at a place is within one standard error of the best, for all that can be drawn."""
    return SCORES[form][place] in (M - F, M - 1, M)


@answer("one-standard-error-pick")
def one_standard_error_pick(case: Case) -> Key:
    """The smallest size within one standard error of the best; measured: by going through the grid from below."""
    scores, place = SCORES[case.form], PICKED[case.form]
    names = [f"{case.form}{n}" for n in range(len(scores))]
    rows = [("{H}", names[0]), *((f"{{grid{n}}}", name) for n, name in enumerate(names) if n)]
    table = "; ".join(f"{count} units {{{name}}}" for count, name in rows)
    solution = (
        said("The best mean is {best}, with {most} units. One standard error below it is {bound}.", **_best()),
        said(
            "The smallest size that reaches {bound} has {units} units: its mean is {score}.",
            bound=M - ERROR,
            units=units(place),
            score=scores[place],
        ),
    )
    given = (
        ("error", ERROR),
        *((f"grid{n}", units(n)) for n in range(1, len(scores))),
        *zip(names, scores, strict=True),
    )
    return Key((units(place),), solution, lambda sizes: (_first_near(case.form, sizes),), (("table", table),), given)


def _best() -> dict[str, sympy.Expr]:
    return {"best": M, "most": units(BEST), "bound": M - ERROR}


def _first_near(form: str, sizes: Mapping[str, int]) -> int:
    error = sizes["F"] + sizes["J"]
    means = [int(score.subs({symbol: sizes[str(symbol)] for symbol in score.free_symbols})) for score in SCORES[form]]
    return next(sizes["H"] << place for place, mean in enumerate(means) if mean + error >= max(means))


@answer("standard-error-of-seeds")
def standard_error_of_seeds(case: Case) -> Key:
    """s/√n, the seeds being a square; measured: by adding up variances."""
    error = S / N
    solution = (
        said("The standard error of a mean is the standard deviation over the root of the count: √{seeds} = {N}.", seeds=N**2),
        said("{S} / {N} = {error}, rounded to two decimals.", error=error),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[float, ...]:
        # Variances of independent scores add up; that of the sum over n² is that of the mean.
        seeds = sizes["N"] ** 2
        variance = sum([sizes["S"] ** 2] * seeds) / seeds**2
        return (float(np.sqrt(variance)),)

    return Key((error,), solution, measured, given=(("seeds", N**2),))


@answer("power-of-two-in-budget")
def power_of_two_in_budget(case: Case) -> Key:
    """The largest power of two within a budget of parameters; measured: by bisection on counted tensors."""
    count = parameters(case)
    budget = sympy.expand(count + R * H)
    solution = (
        said(f"{{H}} units take {{count:with}} = {{count}} parameters in {frameworks.get(case.framework).name}.", count=count),
        said(
            "The next power of two, {twice}, would take {next}, more than {budget}.",
            twice=2 * H,
            next=count.subs(H, 2 * H),
            budget=budget,
        ),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[int, ...]:
        spend = stored(case.framework, case.network(sizes)) + sizes["R"] * sizes["H"]
        most = facts.units_for(spend, replace(case.network(sizes), hidden=1), case.framework).units
        return (1 << (most.bit_length() - 1),)

    return Key((H,), solution, measured, given=(("budget", budget),))


@answer("error-below-baseline")
def error_below_baseline(case: Case) -> Key:
    """By how many percent an error is below the baseline's; measured: one less the ratio, in floating point."""
    less = (S1 - S2) / PERCENT
    share = PERCENT * (S1 - S2) / S1
    solution = (
        said("The error is {S1} − {S2} = {less} smaller.", less=less),
        said("That is {less} / {S1} = {share} percent of the baseline's, to one decimal.", less=less, share=share),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[float, ...]:
        baseline, network = np.float64(sizes["S1"]), np.float64(sizes["S2"])
        return (float(PERCENT * (1 - network / baseline)),)

    return Key((share,), solution, measured)

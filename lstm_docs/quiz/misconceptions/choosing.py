"""Wrong paths to a number of units, and to what a score is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...cells.sizes import H
from ..counted import parameters
from ..keys.choosing import BEST, ERROR, PERCENT, PICKED, S1, S2, SCORES, M, N, S, near, units
from ..registry import Key, Wrong, misconception
from ..wrong import wrong_count

if TYPE_CHECKING:
    import sympy

    from ..case import Case


def _picked(case: Case, place: int, text: str) -> Wrong | None:
    """A size of the grid that is not the one picked; the sentence may name its score and the right one."""
    if place == PICKED[case.form]:
        return None
    right = PICKED[case.form]
    known = {"score": SCORES[case.form][place], "bound": M - ERROR, "right": units(right), "enough": SCORES[case.form][right]}
    return wrong_count(units(place), text, **{name: value for name, value in known.items() if f"{{{name}}}" in text})


TOO_LARGE = "{count} units are near enough with {score}, but so are {right} with {enough}, and they are fewer."
TOO_LOW = "{count} units have {score}, which is below {bound}, the best mean less one standard error."


@misconception("pick-the-best")
def pick_the_best(case: Case, key: Key) -> Wrong | None:
    """4H, the best mean."""
    return _picked(
        case, BEST, "{count} units have the best mean, but {right} units with {enough} are within one error of it, and fewer."
    )


@misconception("pick-the-smallest")
def pick_the_smallest(case: Case, key: Key) -> Wrong | None:
    """H."""
    return _picked(case, 0, TOO_LOW)


@misconception("pick-the-second")
def pick_the_second(case: Case, key: Key) -> Wrong | None:
    """2H, too low or too large."""
    return _picked(case, 1, TOO_LARGE if near(case.form, 1) else TOO_LOW)


@misconception("pick-the-largest")
def pick_the_largest(case: Case, key: Key) -> Wrong | None:
    """8H: the largest that is near enough."""
    return _picked(case, len(SCORES[case.form]) - 1, TOO_LARGE)


@misconception("spread-for-error")
def spread_for_error(case: Case, key: Key) -> Wrong:
    """s: that of one score."""
    return wrong_count(S, "{count} is how far single seeds differ; the mean of several is steadier.")


@misconception("error-over-count")
def error_over_count(case: Case, key: Key) -> Wrong:
    """s/n."""
    return wrong_count(S / N**2, "{count} is {S} / {seeds}: it is the root of {seeds} that one divides by.", seeds=N**2)


@misconception("error-over-count-less-one")
def error_over_count_less_one(case: Case, key: Key) -> Wrong:
    """s/(n-1): Bessel's correction in the wrong place."""
    return wrong_count(
        S / (N**2 - 1),
        "{count} is {S} / {less}: one is taken off the count inside the standard deviation, which is given here.",
        less=N**2 - 1,
    )


@misconception("error-that-grows")
def error_that_grows(case: Case, key: Key) -> Wrong:
    """s√n."""
    return wrong_count(S * N, "{count} is {S} · {N}: then more seeds would make the mean less certain.")


@misconception("next-power-of-two")
def next_power_of_two(case: Case, key: Key) -> Wrong:
    """2H, over the budget."""
    budget: sympy.Expr = key.given[0][1]
    return wrong_count(
        2 * H, "{count} units take {next}, more than the {budget} allowed.", next=parameters(case).subs(H, 2 * H), budget=budget
    )


@misconception("power-of-two-below")
def power_of_two_below(case: Case, key: Key) -> Wrong:
    """H/2."""
    count = parameters(case)
    less = count.subs(H, H / 2)
    return wrong_count(H / 2, "{count} units take {less}; twice as many still fit, with {more}.", less=less, more=count)


@misconception("error-that-is-left")
def error_that_is_left(case: Case, key: Key) -> Wrong:
    """The network's error as a share of the baseline's."""
    return wrong_count(PERCENT * S2 / S1, "{count} percent is what is left of the baseline's error, not what is gone.")


@misconception("error-of-the-networks")
def error_of_the_networks(case: Case, key: Key) -> Wrong:
    """Relative to the network's."""
    return wrong_count(PERCENT * (S1 - S2) / S2, "{count} percent is the difference over the network's own {S2}.")


@misconception("error-in-units")
def error_in_units(case: Case, key: Key) -> Wrong:
    """The difference itself, in hundredths."""
    return wrong_count(S1 - S2, "{count} is the difference in hundredths of a degree; it is not put over anything.")


@misconception("errors-upside-down")
def errors_upside_down(case: Case, key: Key) -> Wrong:
    """The baseline's error as a share of the network's."""
    return wrong_count(PERCENT * S1 / S2, "{count} percent is the baseline's error as a share of the network's.")

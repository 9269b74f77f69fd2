"""From parameters back to units, what one more unit or layer costs, and rules of thumb."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import sympy

from ... import facts, frameworks
from ...cells.sizes import H, I, size
from ...derive import latex_size
from ...facts.rules import BY_SAMPLES, A, K, S
from ..counted import gates, parameters, stored
from ..registry import Key, answer
from ..texts import Said, said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..case import Case

R = size("R")


@answer("units-for-parameters")
def units_for_parameters(case: Case) -> Key:
    """The units of a layer whose parameters are stated; measured: by bisection on counted tensors."""
    count = parameters(case)
    solution = (
        _equation(case, count, "{budget}", budget=count),
        said("The left side grows with H, and H = {H} gives {count:with} = {count}.", count=count),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[int, ...]:
        budget = stored(case.framework, case.network(sizes))
        found = facts.units_for(budget, case.network({**sizes, "H": 1}), case.framework, exact=True)
        return (found.units,)

    return Key((H,), solution, measured, given=(("count", count),))


@answer("units-within-budget")
def units_within_budget(case: Case) -> Key:
    """The most units within a budget, which leaves R parameters unspent; measured: by bisection on counted tensors."""
    count = parameters(case)
    budget = sympy.expand(count + R)
    solution = (
        _equation(case, count, "at most {budget}", budget=budget),
        said(
            "{H} units take {count:with} = {count}; {more} would take {next}, too many.",
            count=count,
            more=H + 1,
            next=count.subs(H, H + 1),
        ),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[int, ...]:
        spend = stored(case.framework, case.network(sizes)) + sizes["R"]
        return (facts.units_for(spend, case.network({**sizes, "H": 1}), case.framework).units,)

    return Key((H,), solution, measured, given=(("budget", budget),))


def _equation(case: Case, count: sympy.Expr, wanted: str, **parts: sympy.Expr) -> Said:
    name = frameworks.get(case.framework).name
    return said(f"{name} stores ${latex_size(count)}$ parameters, and with {{I}} inputs that is to be {wanted}.", **parts)


@answer("one-more-unit")
def one_more_unit(case: Case) -> Key:
    """What one more unit adds: a difference, not a derivative; measured: both layers counted."""
    added = facts.one_more_unit(case.network(), case.framework).formula
    before = parameters(case)
    solution = (
        said("Now there are {before:with} = {before} parameters.", before=before),
        said(
            "With {more} units there are {after}: the new unit's own rows, and a column for it in each U.",
            more=H + 1,
            after=before.subs(H, H + 1),
        ),
        said("The difference is {added:with} = {added}.", added=added),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[int, ...]:
        network = case.network(sizes)
        larger = replace(network, hidden=sizes["H"] + 1)
        return (stored(case.framework, larger) - stored(case.framework, network),)

    return Key((added,), solution, measured)


@answer("one-more-layer")
def one_more_layer(case: Case) -> Key:
    """What one more layer on top adds; measured: both stacks counted."""
    added = facts.one_more_layer(case.network(deep=True), case.framework).formula
    wide = case.network().directions * H
    reads = "the {wide:with} = {wide} outputs" if case.bidirectional else "the {wide} outputs"
    both = ", both directions together" if case.bidirectional else ""
    solution = (
        said(f"The new layer does not read the {{I}} inputs but {reads} of the layer below.", wide=wide),
        said(
            f"Its {gates(case)} gates have {{added:with}} = {{added}} parameters in "
            f"{frameworks.get(case.framework).name}{both}.",
            added=added,
        ),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[int, ...]:
        network = case.network(sizes)
        return (stored(case.framework, replace(network, layers=2)) - stored(case.framework, network),)

    return Key((added,), solution, measured)


@answer("doubling-units-ratio")
def doubling_units_ratio(case: Case) -> Key:
    """By how much the parameters grow when the units double; measured: both layers counted."""
    before = parameters(case)
    after = sympy.factor(before.subs(H, 2 * H))
    ratio = sympy.cancel(after / before)
    solution = (
        said("{H} units have {before:with} = {before} parameters.", before=before),
        said("{twice} units have {after:with} = {after}.", twice=2 * H, after=after),
        said("{after} / {before} = {ratio}, rounded to two decimals.", before=before, after=after, ratio=ratio),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[float, ...]:
        network = case.network(sizes)
        return (stored(case.framework, replace(network, hidden=2 * sizes["H"])) / stored(case.framework, network),)

    return Key((ratio,), solution, measured)


@answer("parameters-per-sample")
def parameters_per_sample(case: Case) -> Key:
    """Parameters over training sequences; measured: the tensors counted."""
    count = parameters(case)
    solution = (
        said(f"{frameworks.get(case.framework).name} stores {{count:with}} = {{count}} parameters.", count=count),
        said("{count} / {S} = {ratio}, rounded to two decimals.", count=count, ratio=count / S),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[float, ...]:
        return (stored(case.framework, case.network(sizes)) / sizes["S"],)

    return Key((count / S,), solution, measured)


@answer("units-by-samples")
def units_by_samples(case: Case) -> Key:
    """The rule of thumb N_s / (α (N_i + N_o)); measured: by counting how often the divisor fits."""
    units = BY_SAMPLES
    solution = (
        said("$N_i + N_o$ = {n:with} = {n}, times α: {d:with} = {d}.", n=I + K, d=A * (I + K)),
        said("{S} / {d} = {units}, rounded to a whole number.", d=A * (I + K), units=units),
        said(
            "The rule counts {n} weights a unit; a unit of an LSTM has {q:with} = {q} for inputs and biases alone, and U.",
            n=I + K,
            q=4 * (I + 1),
        ),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[int, ...]:
        divisor = sizes["A"] * (sizes["I"] + sizes["K"])
        left, fits = sizes["S"], 0
        while left >= divisor:
            left, fits = left - divisor, fits + 1
        return (fits + (2 * left >= divisor),)

    return Key((units,), solution, measured)

"""What two graphics cards did, as questions: how often as long one layer takes as another, and what was expected."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import sympy

from ... import timings
from ...formulas.numbers import decimal
from ..engine.registry import road, word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..engine.case import Case

    Sizes = Mapping[str, int]

SITUATIONS: dict[str, tuple[str, dict[str, object]]] = {
    "second-layer": ("second-layer", {"hidden": 128, "batch": 1, "dtype": "float32"}),
    "second-layer-unfused": ("second-layer", {"hidden": 512, "batch": 32, "dtype": "float16"}),
    "gru-half": ("gru", {"hidden": 512, "batch": 32, "dtype": "float16"}),
    "gru-narrow": ("gru", {"hidden": 128, "batch": 1, "dtype": "float32"}),
    "projection-half": ("projection", {"hidden": 512, "batch": 32, "dtype": "float16"}),
    "projection-wide": ("projection", {"hidden": 2048, "batch": 32, "dtype": "float32"}),
    "half-waiting": ("half", {"hidden": 128, "batch": 1, "steps": 100, "dtype": "float16"}),
    "half-working": ("half", {"hidden": 1024, "batch": 16, "steps": 100, "dtype": "float16"}),
    "loop-narrow": ("loop", {"hidden": 12, "batch": 32, "dtype": "float32"}),
    "loop-wide": ("loop", {"hidden": 1024, "batch": 1, "dtype": "float32"}),
    "one-more-unit": ("widths", {"hidden": 1025, "dtype": "float32"}),
    "one-more-unit-half": ("widths", {"hidden": 1025, "dtype": "float16"}),
    "rnn-narrow": ("rnn", {"hidden": 128, "batch": 32, "dtype": "float32"}),
    "packing-narrow": ("packing", {"hidden": 128, "dtype": "float16"}),
}
"""The pairs that are asked about: a belief, and what picks its point."""

RANGES = {
    "less than a fifth of the time": (0, 0.2),
    "a quarter to a third of the time": (0.23, 0.35),
    "about half the time": (0.42, 0.6),
    "about the same time": (0.9, 1.1),
    "about one and a half times the time": (1.35, 1.7),
    "about twice the time": (1.75, 2.3),
    "about three to four times the time": (2.7, 4.0),
    "more than ten times the time": (10, 1000),
}
"""The options in words, and which ratios each stands for."""

CARD = "h100"
"""The card whose ceilings are stated."""


@cache
def _pairs(situation: str) -> tuple[timings.Pair, ...]:
    """The pair of a situation on each card."""
    belief, picked = SITUATIONS[situation]
    return tuple(
        pair
        for name in timings.names()
        for pair in timings.pairs(timings.stored(name), timings.BELIEFS[belief])
        if all(getattr(pair.row, key) == value for key, value in picked.items())
    )


def _times(situation: str) -> tuple[float, ...]:
    """How often as long as the plain layer, in each pass of each card; replays of a graph."""
    return tuple(ratio for pair in _pairs(situation) for ratio in pair.ratios("graph"))


@word("layer_measured")
def layer_measured(case: Case) -> str:
    """The plain layer of the pair, with its sizes."""
    plain = _pairs(case.form)[0].plain
    batch = f"{plain.batch} sequences" if plain.batch > 1 else "one sequence"
    layer = f"One {plain.kind} layer with {plain.input} inputs and {plain.hidden} units"
    return f"{layer} reads {batch} of {plain.steps} steps in {plain.dtype}"


@word("projected_to")
def projected_to(case: Case) -> int:
    """The width of the projection of the other layer."""
    return _pairs(case.form)[0].row.projection


@word("times_expected")
def times_expected(case: Case) -> str:
    """How often as long, by the count that the belief goes by."""
    return decimal(_pairs(case.form)[0].expected, 2)


@word("times_measured")
def times_measured(case: Case) -> str:
    """From the least to the most of all passes on both cards."""
    times = _times(case.form)
    return f"{decimal(min(times), 2)} to {decimal(max(times), 2)}"


@road("times-of-both-cards")
def times_of_both_cards(case: Case, sizes: Sizes) -> tuple[str, ...]:
    """The option in which every pass on every card lies."""
    return tuple(text for text, (low, high) in RANGES.items() if all(low <= time <= high for time in _times(case.form)))


def _stated(value: float, digits: int) -> sympy.Rational:
    return sympy.Rational(decimal(value, digits))


@word("card_roof")
def card_roof(case: Case) -> sympy.Rational:
    """Tera-operations a second of a product in the precision drawn, as it is stated."""
    return _stated(timings.stored(CARD).ceilings.flops[case.precision] / 1e12, 0)


@word("card_bandwidth")
def card_bandwidth(case: Case) -> sympy.Rational:
    """Terabytes a second that the card copies, as it is stated."""
    return _stated(timings.stored(CARD).ceilings.bytes / 1e12, 1)


@word("card_launch")
def card_launch(case: Case) -> sympy.Rational:
    """Microseconds of a launch in a graph, as it is stated."""
    return _stated(1e6 * (timings.stored(CARD).ceilings.launch_in_graph or 0), 1)


@road("slowest-of-three")
def slowest_of_three(case: Case, sizes: Sizes) -> tuple[float]:
    """The microseconds by the prediction of the timings, on a card with the ceilings that are stated."""
    card = timings.stored(CARD)
    stated = timings.Ceilings(
        bytes=float(card_bandwidth(case)) * 1e12,
        flops={case.precision: float(card_roof(case)) * 1e12},
        launch=card.ceilings.launch,
        launch_in_graph=float(card_launch(case)) / 1e6,
        idle_watts=None,
    )
    units, batch = {"waiting": (4, 4), "working": (32, 256), "fetching": (32, 1)}[case.form]
    network = case.network({"I": units * sizes["H"], "H": units * sizes["H"]})
    prediction = timings.predicted(
        replace(card, ceilings=stated), network, sizes["T"], batch * sizes["B"], case.precision, "graph"
    )
    return (1e6 * prediction.total,)

"""Questions about one network: families of the bank with its sizes, cell and framework in the place of what they draw.

A family is asked if it draws nothing that the network does not decide but time steps and sequences, and if every
question that is left of it was proved with these very sizes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ...ground.errors import LstmDocsError
from ...quiz.engine.check import check_family
from ...quiz.engine.compiled import CompiledFamily
from ...quiz.engine.family import Draw
from ...quiz.engine.kinds import values

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...network import Network
    from ...quiz.engine.bank import Bank
    from ...quiz.engine.case import Case
    from ...quiz.engine.compiled import CompiledCase
    from ...quiz.engine.family import Family

FREE = {"T", "B"}
"""Sizes that are no property of a network, and stay drawn."""


def about(network: Network, framework: str, bank: Bank, count: int) -> list[CompiledFamily]:
    """At most `count` families about the network as the framework stores it: each topic's first, then its second."""
    chosen: list[CompiledFamily] = []
    for family in _in_turns(bank, network, framework):
        if len(chosen) == count:
            break
        try:
            about = _settled(bank.families[family.id], network, framework)
            check_family(about)
        except LstmDocsError:
            continue  # at these sizes two answers are the same, or too few differ
        chosen.append(about)
    return chosen


def _in_turns(bank: Bank, network: Network, framework: str) -> Iterator[Family]:
    """The families that can be asked, the first of every topic before the second of any."""
    topics = [[family for family in families if _fits(family, network, framework)] for families in bank.topics.values()]
    for turn in range(max(map(len, topics), default=0)):
        yield from (families[turn] for families in topics if turn < len(families))


def _fits(family: Family, network: Network, framework: str) -> bool:
    sizes = _sizes(network)
    drawn = {draw.size: draw for draw in family.draws}
    return (
        family.kind != "open"
        and "H" in drawn
        and drawn.keys() <= sizes.keys() | FREE
        and all(drawn[size].scale == 1 for size in drawn.keys() & sizes.keys())
        and ("P" in drawn) == (network.projection is not None)
        and (network.layers in drawn["L"].values if "L" in drawn else network.layers == 1)
        and any(_is_of(case, network, framework) for case in family.cases)
    )


def _sizes(network: Network) -> Mapping[str, int]:
    sizes = {"I": network.input, "H": network.widths[0], "L": network.layers}
    return sizes | ({"P": network.projection} if network.projection is not None else {})


def _is_of(case: Case, network: Network, framework: str) -> bool:
    """Whether what a case has drawn is true of the network."""
    return (
        case.cell == network.cell
        and case.bidirectional == network.bidirectional
        and network.merge == "concat"
        and case.bias == network.bias
        and case.framework in ("", framework)
    )


def _settled(compiled: CompiledFamily, network: Network, framework: str) -> CompiledFamily:
    """The family with nothing left to draw but what the network leaves open."""
    sizes = _sizes(network)
    draws = tuple(Draw(d.size, (sizes[d.size],)) if d.size in sizes else d for d in compiled.family.draws)
    cases = [case for case in compiled.cases if _is_of(case.case, network, framework)]
    family = replace(compiled.family, draws=draws, cases=tuple(case.case for case in cases))
    first = {draw.size: draw.values[0] for draw in draws}
    return CompiledFamily(family, tuple(_telling(family, case, first) for case in cases))


def _telling(family: Family, case: CompiledCase, sizes: Mapping[str, int]) -> CompiledCase:
    """The case without the wrong answers that are right at these sizes, as a swapped shape is where I = H."""
    if family.kind == "formula" or not case.key:
        return case
    key = values(family.kind, family.decimals, case.key, sizes)
    return replace(case, wrong=tuple(w for w in case.wrong if values(family.kind, family.decimals, w.values, sizes) != key))

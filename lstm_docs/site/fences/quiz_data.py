"""The data from which the browser asks: a file for each family that a page can ask, and the course through them."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from ...formulas.mathml import inline_html
from ...practice.course import COURSE, in_order, titled
from ...quiz.engine.compiled import as_data
from ..build.build_cache import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...quiz.engine.bank import Bank
    from ...quiz.engine.compiled import CompiledFamily
    from ...quiz.engine.family import Family
    from ..build.build_cache import BuildCache


def content(family: Family) -> str:
    """All that a family's questions are made of."""
    return repr(replace(family, where=""))


def data(bank: Bank, cache: BuildCache, asked: Iterable[str]) -> list[str]:
    """The JSON of each family asked, texts as safe HTML; of one that the bank does not have, nothing."""

    def made(name: str) -> str:
        return encoded(bank.families[name])

    read = bank.families.read
    return [cache.of("quiz data", content(read[name]), partial(made, name), text) if name in read else "" for name in asked]


def encoded(compiled: CompiledFamily) -> str:
    """A family as the browser reads it."""
    return json.dumps(
        as_data(compiled, placed_html) | {"title": titled(compiled.family.topic)}, ensure_ascii=False, separators=(",", ":")
    )


def course(bank: Bank, asked: Iterable[str], pages: Mapping[str, str]) -> str:
    """The JSON of the course, without the families that are not asked; `pages` are addresses seen from it, by name."""
    shown = set(asked)
    topics = [
        {
            "topic": topic,
            "title": titled(topic),
            "page": pages.get(COURSE.get(topic, ""), ""),
            "families": [one.id for one in families if one.id in shown],
        }
        for topic, families in in_order(bank.topics).items()
    ]
    return json.dumps([one for one in topics if one["families"]], ensure_ascii=False, separators=(",", ":"))


def asked_on_pages(bank: Bank) -> list[str]:
    """The families that a page can ask: open questions are for interviews."""
    return [family.id for family in bank.families.read.values() if family.kind != "open"]


def placed_html(text: str) -> str:
    """A text as safe HTML in which only placeholders keep their braces."""
    pieces = str(inline_html(text)).split("<math")
    return pieces[0] + "".join("<math" + _without_braces(piece) for piece in pieces[1:])


def _without_braces(piece: str) -> str:
    inside, end, outside = piece.partition("</math>")
    return inside.replace("{", "&#123;").replace("}", "&#125;") + end + outside

"""The order in which topics are learnt, the page of this site to read about each, and how well one is known."""

from __future__ import annotations

from collections import deque
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..quiz.engine.family import Family
    from .state import Progress

COURSE = {
    "shapes": "shapes",
    "words": "words",
    "notation": "notation",
    "equations": "lstm-step-by-step",
    "activations": "activations",
    "steps": "worked-run",
    "unrolling": "unrolling",
    "parameters": "parameters",
    "inverse": "units-and-steps",
    "stacking": "stacking",
    "directions": "directions",
    "projection": "projection-and-peepholes",
    "gru": "gru-and-family",
    "cells": "your-cell",
    "layouts": "gate-order",
    "axes": "layouts",
    "conversions": "your-model",
    "returns": "return-sequences",
    "lengths": "variable-lengths",
    "stateful": "stateful",
    "models": "whole-models",
    "data": "data-shaping",
    "heads": "heads-and-losses",
    "dropout": "dropout",
    "gradients": "gradients",
    "training": "training",
    "debugging": "debugging",
    "choosing": "choosing-units",
    "architecture": "architecture",
    "costs": "costs",
    "profilers": "profilers",
    "memory": "costs",
    "energy": "costs",
    "measured": "measured",
    "history": "history",
    "myths": "myths",
}
"""Topics in the order of the course, with the name of the page to read."""

AT_ONCE = 2  # topics, so that neighbours differ
WEEK = 7
MASTERY = ("not yet", "begun", "right", "right for a week")
"""What the marks 0 to 3 of a topic say."""


def titled(topic: str) -> str:
    """A topic as it is written in a sentence."""
    return topic.upper() if len(topic) == 3 else topic.replace("-", " ")


def in_order(topics: Mapping[str, Sequence[Family]]) -> dict[str, tuple[Family, ...]]:
    """Topics in the order of the course, those it does not know last; their families by level. Open questions are left out."""
    known = [topic for topic in COURSE if topic in topics]
    others = [topic for topic in topics if topic not in COURSE]
    asked = {topic: [one for one in topics[topic] if one.kind != "open"] for topic in (*known, *others)}
    return {topic: tuple(sorted(some, key=lambda one: one.level)) for topic, some in asked.items() if some}


def woven(topics: Mapping[str, Sequence[Family]]) -> list[str]:
    """All families of the course, level by level, two topics taking turns."""
    ordered = [(n, one) for n, some in enumerate(in_order(topics).values()) for one in some]
    ordered.sort(key=lambda pair: pair[1].level)
    families: list[str] = []
    for _, level in groupby(ordered, key=lambda pair: pair[1].level):
        families += _turns([one.id for _, one in some] for _, some in groupby(level, key=lambda pair: pair[0]))
    return families


def _turns(groups: Iterable[Iterable[str]]) -> list[str]:
    waiting = deque(map(deque, groups))
    order: list[str] = []
    playing: deque[deque[str]] = deque()
    while waiting or playing:
        while waiting and len(playing) < AT_ONCE:
            playing.append(waiting.popleft())
        group = playing.popleft()
        order.append(group.popleft())
        if group:
            playing.append(group)
    return order


def mastery(progress: Progress, families: Iterable[str]) -> int:
    """How well a topic of these families is known, 0 to 3: begun; each right when last asked; each for a week or longer."""
    cards = [progress.families.get(name) for name in families]
    if not any(card and not card.missed for card in cards):
        return 0
    if not all(card and not card.missed for card in cards):
        return 1
    return 3 if all(card and card.memory.stability >= WEEK for card in cards) else 2

"""What is kept of a learner: one JSON, the same in a browser and in a file, read as text that anybody may have written."""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import dataclass, field, replace
from datetime import date
from math import isfinite
from typing import Any

from ..ground.errors import LstmDocsError
from .fsrs import LEAST, Memory

VERSION = 2
LONGEST = 2**20
MOST_FAMILIES = 5000
_NAME = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
_MOST = 10**9


def fresh_seed() -> str:
    """A seed that no other learner has."""
    return secrets.token_hex(5)


@dataclass(frozen=True)
class Card:
    """A family as one learner knows it: how often `asked` and `right`, `at` which answer of all last, `missed` then or not."""

    topic: str
    asked: int
    right: int
    at: int
    missed: bool
    memory: Memory


@dataclass(frozen=True)
class Progress:
    """All answers: how many, at which of them a miss last `returned`, and each family's card.

    `seed` is the learner's own: question number n of a family is asked at its n-th turn, so that none comes twice.
    """

    seed: str = field(default_factory=fresh_seed)
    asked: int = 0
    returned: int = 0
    families: dict[str, Card] = field(default_factory=dict)


def today() -> int:
    """The day on the learner's calendar, counted from the first of 1970."""
    return date.today().toordinal() - date(1970, 1, 1).toordinal()


def as_json(progress: Progress) -> str:
    """The state as it is kept and exported."""
    families = {
        name: {
            "topic": card.topic,
            "asked": card.asked,
            "right": card.right,
            "at": card.at,
            "missed": card.missed,
            "stability": card.memory.stability,
            "difficulty": card.memory.difficulty,
            "day": card.memory.day,
        }
        for name, card in progress.families.items()
    }
    counts = {"asked": progress.asked, "returned": progress.returned}
    return json.dumps({"version": VERSION, "seed": progress.seed, **counts, "families": families}, indent=1)


def parse(text: str, day: int) -> Progress:
    """The state that a text holds, also one of version 1, whose answers count as given on `day`.

    Raises `LstmDocsError` for what is no state, is damaged, or was written by a later version.
    """
    if len(text) > LONGEST:
        raise LstmDocsError(f"longer than {LONGEST:,} characters, which no progress is")
    try:
        state = json.loads(text)
    except (ValueError, RecursionError):
        raise LstmDocsError("not JSON: it may have been cut short") from None
    if not isinstance(state, dict) or not isinstance(state.get("families"), dict):
        raise LstmDocsError('no progress: expected {"version": …, "families": {…}}')
    if state.get("version") not in (1, VERSION):
        raise LstmDocsError(f"of version {str(state.get('version'))[:20]}; this program reads up to version {VERSION}")
    if len(state["families"]) > MOST_FAMILIES:
        raise LstmDocsError(f"more than {MOST_FAMILIES} families")
    families = {name: _card(name, one, state["version"], day) for name, one in state["families"].items()}
    counts = [state.get(count, 0) for count in ("asked", "returned")]
    if not all(map(_counted, counts)):
        raise LstmDocsError("asked or returned is no count")
    seed = state["seed"] if _named(state.get("seed")) else fresh_seed()
    asked, returned = counts
    return Progress(seed, asked, returned, families)


def _card(name: str, one: object, version: int, day: int) -> Card:
    try:
        fields: dict[str, Any] = _moved(one, day) if version == 1 else one  # type: ignore[arg-type,assignment]
        memory = Memory(fields["stability"], fields["difficulty"], fields["day"])
        card = Card(fields["topic"], fields["asked"], fields["right"], fields["at"], fields["missed"], memory)
    except (TypeError, KeyError):
        raise LstmDocsError(f"the family {name[:60]!r} is damaged") from None
    counts = (card.asked, card.right, card.at, memory.day)
    sound = _within(memory.stability, LEAST, _MOST) and _within(memory.difficulty, 1, 10) and isinstance(card.missed, bool)
    if not (sound and _named(name) and _named(card.topic) and all(map(_counted, counts))):
        raise LstmDocsError(f"the family {name[:60]!r} is damaged")
    return card


def _moved(one: dict[str, Any], day: int) -> dict[str, Any]:
    """What version 1 kept. It counted answers in a row, `box`, and knew no days: two in a row are taken for two days."""
    if not _within(one["box"], 0, 6):
        raise TypeError
    waited = 2 ** one["box"]
    own = {"at": one["due"] - waited, "missed": one["box"] == 0}
    return {**one, **own, "stability": min(waited, 8), "difficulty": 5, "day": day}


def _within(number: object, least: float, most: float) -> bool:
    return isinstance(number, int | float) and not isinstance(number, bool) and isfinite(number) and least <= number <= most


def _counted(number: object) -> bool:
    return _within(number, 0, _MOST) and isinstance(number, int | float) and number == int(number)


def _named(name: object) -> bool:
    return isinstance(name, str) and len(name) <= 100 and _NAME.fullmatch(name) is not None


def merged(mine: Progress, other: Progress) -> Progress:
    """Both as one: of a family that both know, what was asked more often stays."""
    total = max(mine.asked, other.asked)
    ours, theirs = (
        {name: replace(card, at=max(total - (one.asked - card.at), 0)) for name, card in one.families.items()}
        for one in (mine, other)
    )
    both = {name: card for name, card in theirs.items() if name not in ours or card.asked > ours[name].asked}
    longer = mine if mine.asked >= other.asked else other
    return Progress(mine.seed, total, longer.returned, ours | both)

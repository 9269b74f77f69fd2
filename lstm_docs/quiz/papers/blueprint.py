"""A blueprint: which topics, levels and how many questions make a paper, in how many minutes, for how many marks.

A blueprint is YAML, read from `sets/` of a bank or from a path. What it asks is the same for every
candidate; see `plan`.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ... import frameworks
from ...ground import located
from ...ground.bank_folder import bank_path
from ...ground.errors import LstmDocsError, one_of
from ..engine.bank import shown_path, text_of
from ..engine.family import FRAMEWORKS, LEVELS
from ..engine.kinds import KINDS
from ..engine.scoring import Scoring
from .statement import read_statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...ground.located import Located
    from ..engine.bank import Bank
    from ..engine.family import Family
    from .statement import Statement

SCHEMA = 1
KEYS = (
    ("schema", "title", "minutes", "parts"),
    ("scoring", "pass", "frameworks", "level", "overlap", "statement", "clock", "calibrated"),
)
PART_KEYS = ("count",), ("marks", "topics", "levels", "kinds", "families", "builds", "difficulty")
MOST_QUESTIONS = 1000
MOST_MINUTES = 24 * 60
MOST_MARKS = 100
IN_CODES = "~:"
LEVELS_OF = {"junior": (1, 2), "intermediate": (2, 3), "senior": (3, 4)}
"""The levels of parts that state none, by the set's `level`."""


@dataclass(frozen=True)
class Part:
    """`count` questions from families of these topics, levels and kinds, or from those named; `marks` each.

    Of families that draw a framework, only cases of these `frameworks` are asked. Those that build are about the set's
    statement. `hard_enough` are the families whose calibrated difficulty is what the part asks for, if it asks for one.
    """

    count: int
    marks: int
    topics: tuple[str, ...]
    levels: tuple[int, ...]
    kinds: tuple[str, ...]
    families: tuple[str, ...]
    frameworks: tuple[str, ...]
    where: str
    builds: bool = False
    hard_enough: frozenset[str] | None = None


@dataclass(frozen=True)
class Blueprint:
    """`minutes` are what the candidate has; `scoring` says what part of an answer earns of its marks.

    `digest` changes with any byte of the file, which is `text`. `where` is the line of the minutes.
    `threshold` is the percentage of the marks that passes, if there is one; `overlap` the greatest share of their
    questions, in percent, that two candidates may have in common on average. Parts that build are about the `statement`.
    `clock` says that the HTML paper shows the time.
    """

    id: str
    title: str
    minutes: int
    scoring: Scoring
    parts: tuple[Part, ...]
    digest: str
    text: str
    where: str
    threshold: int | None = None
    frameworks: tuple[str, ...] = FRAMEWORKS
    overlap: int | None = None
    clock: bool = False
    statement: Statement | None = None

    @property
    def count(self) -> int:
        """How many questions there are."""
        return sum(part.count for part in self.parts)


def read(text: str, source: str) -> Blueprint:
    """The blueprint of a file. Raises `LstmDocsError` with file:line for anything that is not as it should be."""
    root = located.load(text, source)
    _refuse_partial(root)
    root.check_keys(*KEYS)
    if {*IN_CODES} & {*Path(source).stem}:
        raise LstmDocsError("the name of a set stands in codes, where ~ and : divide: rename the file", where=source)
    if root["schema"].value != SCHEMA:
        raise root["schema"].error(f"this version reads schema {SCHEMA}, not {root['schema'].shown}")
    known = frameworks.FRAMEWORKS
    asked = (
        tuple(_named(node, known, "framework") for node in root["frameworks"].sequence()) if "frameworks" in root.value else ()
    )
    level = LEVELS_OF[_named(root["level"], LEVELS_OF, "level")] if "level" in root.value else tuple(range(1, LEVELS + 1))
    blueprint = Blueprint(
        id=Path(source).stem,
        title=" ".join(root["title"].text().split()),
        minutes=root["minutes"].whole(1, MOST_MINUTES),
        scoring=_scoring(root.get("scoring")),
        parts=tuple(_part(node, level, asked or FRAMEWORKS, root.get("calibrated")) for node in root["parts"].sequence()),
        digest=hashlib.sha256(text.encode()).hexdigest()[:6],
        text=text,
        where=root["minutes"].where,
        threshold=node.whole(1, 100) if (node := root.get("pass")) else None,
        frameworks=asked or FRAMEWORKS,
        overlap=node.whole(0, 100) if (node := root.get("overlap")) else None,
        statement=read_statement(node) if (node := root.get("statement")) else None,
        clock=_clock(node) if (node := root.get("clock")) else False,
    )
    if bool(blueprint.statement) != any(part.builds for part in blueprint.parts):
        raise root["parts"].error("parts that build on a statement say builds: true, and the set has a statement")
    if not 1 <= blueprint.count <= MOST_QUESTIONS:
        raise root["parts"].error(f"a paper has 1 to {MOST_QUESTIONS} questions, not {blueprint.count}")
    return blueprint


def load_set(name: str, bank: Bank, shares: Mapping[str, float] | None = None) -> Blueprint:
    """A blueprint by name, from `sets/` of the bank or of the one that ships, or by the path of its file.

    `shares` are calibrated difficulties by family: they become part of the text, so that a kit keeps them.
    Raises `LstmDocsError` if there is none, naming the nearest, or if it has a fault.
    """
    files = set_files(bank)
    file = Path(name) if name.endswith((".yml", ".yaml")) else files[_known(name, files)]
    return read(text_of(file) + _calibrated(shares), shown_path(file))


def _calibrated(shares: Mapping[str, float] | None) -> str:
    return "" if shares is None else "\ncalibrated: " + json.dumps(shares) + "\n"


def _known(name: str, files: Iterable[str]) -> str:
    try:
        return one_of(name, files, "set")
    except LstmDocsError as error:
        raise LstmDocsError(f"{error.message}; a set of your own is named by its file, --set {name[:60]}.yml") from None


def set_files(bank: Bank) -> dict[str, Path]:
    """The blueprints that have a name: those of the bank come before those that ship."""
    files: dict[str, Path] = {}
    for folder in (bank.path, bank_path()):
        for file in sorted((folder / "sets").glob("*.yml")):
            files.setdefault(file.stem, file)
    return files


def eligible(part: Part, bank: Bank) -> tuple[Family, ...]:
    """The families a part may ask, in the bank's order, topic after topic as the part names them.

    Raises `LstmDocsError` at the part for a topic or family that the bank has not, or a family of none of its frameworks.
    """
    try:
        if part.families:
            named = tuple(bank.families.read[one_of(name, bank.families.read, "family")] for name in part.families)
            for family in named:
                if not family.about(part.frameworks):
                    raise LstmDocsError(f"{family.id} asks about none of {', '.join(part.frameworks)}")
            return tuple(family for family in named if _hard_enough(family, part))
        topics = [one_of(name, bank.topics, "topic") for name in part.topics]
    except LstmDocsError as error:
        raise error.at(part.where) from None
    return tuple(family for topic in topics for family in bank.topics[topic] if _fits(family, part))


def _fits(family: Family, part: Part) -> bool:
    fits = family.level in part.levels and family.kind in part.kinds and bool(family.about(part.frameworks))
    return fits and _hard_enough(family, part)


def _hard_enough(family: Family, part: Part) -> bool:
    return part.hard_enough is None or family.id in part.hard_enough


def _difficulty(node: Located | None, calibrated: Located | None) -> frozenset[str] | None:
    """The families whose share of right answers is within the bounds of a part."""
    if node is None:
        return None
    if calibrated is None:
        raise node.error("difficulty is known from marks; give quiz make --calibration, with a file that quiz calibrate wrote")
    bounds = [item.value for item in node.sequence()]
    if not all(isinstance(one, int | float) and 0 <= one <= 1 for one in bounds) or len(bounds) != 2 or bounds[0] > bounds[1]:
        raise node.error("difficulty is the least and the greatest share of right answers, such as [0.4, 0.8]")
    return frozenset(name for name, share in calibrated.items() if bounds[0] <= share.value <= bounds[1])


def _part(node: Located, level: tuple[int, ...], frameworks: tuple[str, ...], calibrated: Located | None) -> Part:
    node.check_keys(*PART_KEYS)
    if ("topics" in node.value) == ("families" in node.value):
        raise node.error("a part names either topics or families")
    for key in ("levels", "kinds"):
        if "families" in node.value and key in node.value:
            raise node[key].error(f"{key} go with topics; a part that names its families has no use for them")
    marks = node.get("marks")
    levels, kinds = node.get("levels"), node.get("kinds")
    return Part(
        count=node["count"].whole(1, MOST_QUESTIONS),
        marks=marks.whole(1, MOST_MARKS) if marks else 1,
        topics=_words(node.get("topics")),
        levels=tuple(item.whole(1, LEVELS) for item in levels.sequence()) if levels else level,
        kinds=_kinds(kinds) if kinds else tuple(kind for kind in KINDS if kind != "open"),
        families=_words(node.get("families")),
        frameworks=frameworks,
        where=node.where,
        builds=_true(node.get("builds")),
        hard_enough=_difficulty(node.get("difficulty"), calibrated),
    )


def _true(node: Located | None) -> bool:
    if node and not isinstance(node.value, bool):
        raise node.error(f"expected true or false, not {node.shown}")
    return bool(node and node.value)


def _clock(node: Located) -> bool:
    if not isinstance(node.value, bool):
        raise node.error(f"clock is true or false, not {node.shown}")
    return node.value


def _words(node: Located | None) -> tuple[str, ...]:
    return tuple(item.text() for item in node.sequence()) if node else ()


def _kinds(node: Located) -> tuple[str, ...]:
    return tuple(_named(item, KINDS, "kind of answer") for item in node.sequence())


def _named(item: Located, known: Iterable[str], what: str) -> str:
    try:
        return one_of(item.text(), known, what)
    except LstmDocsError as error:
        raise error.at(item.where) from None


def _scoring(node: Located | None) -> Scoring:
    return Scoring(_named(node, map(str, Scoring), "scoring")) if node else Scoring.BALANCED


def _refuse_partial(root: Located) -> None:
    """Sets once said `partial`; what it meant has other words now."""
    partial = dict(root.items()).get("partial")
    if partial is not None:
        same = Scoring.ALL_OR_NOTHING if partial.value is False else Scoring.PER_OPTION
        other = "" if partial.value is False else f", or scoring: {Scoring.BALANCED}, under which guessing earns less"
        raise partial.error(f"partial is no longer read; write scoring: {same} for the same marks{other}")

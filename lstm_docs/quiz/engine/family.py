"""A question family, read from YAML: what is drawn, the wording, and what is written of its cases."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ...cells.sizes import LARGEST_SIZE
from ...formulas.texts import wording
from ...ground import located
from ...ground.errors import LstmDocsError, one_of
from .case import EACH, FIELDS, NEEDS, Case
from .kinds import KINDS
from .written import PARTS, with_drawn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...ground.located import Located

SCHEMA = 2
SIZE = re.compile(r"[A-WYZ]\d?")
LETTER = re.compile(rf"\b{SIZE.pattern}\b", re.ASCII)
IDENTIFIER = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
LARGEST_DOMAIN = 2**52
LEVELS = 4
FRAMEWORKS: tuple[str, ...] = ("pytorch", "keras", "onnx")
"""Those that are asked about unless others are named."""
OPTIONS = 4
FILE_KEYS = ("schema", "revision", "topic", "families"), ("misconceptions",)
REQUIRED = ("id", "level", "seconds", "kind", "draw", "ask")
OPTIONAL = ("options", "decimals", "possible", "needs", "hint", "follow_up", *PARTS, "statements", "cases")


@dataclass(frozen=True)
class Draw:
    """The values one size can take; it is stated divided by `scale`, so that 85 with scale 100 reads 0.85."""

    size: str
    values: range | tuple[int, ...]
    scale: int = 1


@dataclass(frozen=True)
class Possible:
    """What an answer can be at all: a number from `least` to `most`, as it is stated, or a power of two."""

    least: float
    most: float
    power_of_two: bool = False


@dataclass(frozen=True)
class Family:
    """Questions of one form. `cases` are the combinations of the discrete things drawn.

    `texts` are the wording (`ask`), the hint that an interviewer may give and the question to go on with
    (`follow_up`); `parts` is what is written of every case, `blocks` what is written of some (see `written`);
    `statements` are the claims of a `truefalse` by the slug that is drawn; `shared` are the wrong answers that it
    may name: those of its file, and of the bank that ships; `possible` is what no option may leave, if it is stated.
    `needs` is what it needs of a cell to be asked about another than its own, if it can be, `each` what it then draws as
    its vector; one that is `lent` has cases of such a cell.
    """

    id: str
    topic: str
    kind: str
    level: int
    seconds: int
    texts: Mapping[str, Located]
    parts: Mapping[str, Located]
    blocks: tuple[Located, ...]
    draws: tuple[Draw, ...]
    cases: tuple[Case, ...]
    where: str
    statements: Mapping[str, Located]
    shared: Mapping[str, Located]
    options: int = OPTIONS
    decimals: int = 0
    possible: Possible | None = None
    needs: str = ""
    each: str = ""
    lent: bool = False

    @property
    def ask(self) -> str:
        """The wording as it is written."""
        return " ".join(self.texts["ask"].text().split())

    @property
    def drawn(self) -> dict[str, int]:
        """The sizes that are drawn, each with the scale by which it is stated."""
        return {draw.size: draw.scale for draw in self.draws}

    @property
    def letters(self) -> frozenset[str]:
        """The sizes in which a formula is asked for: letters that the wording names."""
        return frozenset(LETTER.findall(wording(self.ask))) - self.drawn.keys() if self.kind == "formula" else frozenset()

    @property
    def rounded(self) -> int | None:
        """The decimals to which an answer is rounded, if it is."""
        return self.decimals if self.kind == "number" else None

    @property
    def scales(self) -> dict[str, int]:
        """The scale of each size that has one."""
        return {draw.size: draw.scale for draw in self.draws if draw.scale != 1}

    @property
    def domain(self) -> int:
        """How many distinct questions there are."""
        count = len(self.cases)
        for draw in self.draws:
            count *= len(draw.values)
        return count

    def about(self, frameworks: Iterable[str]) -> tuple[int, ...]:
        """The places of the cases that name no other frameworks than these."""
        known = {"", *frameworks}
        return tuple(place for place, case in enumerate(self.cases) if {case.framework, case.target} <= known)


def read(text: str, source: str, shared: Mapping[str, Located] = {}) -> tuple[list[Family], int]:
    """The families of a quiz file, and the file's revision; they may name the wrong answers `shared` and the file's own.

    Raises `LstmDocsError` with file:line, what was expected, and the nearest right name.
    """
    root = _root(text, source)
    topic, known = root["topic"].text(), {**shared, **_misconceptions(root)}
    families = [_family(node, topic, known) for node in root["families"].sequence()]
    return families, root["revision"].whole(1, 10**6)


def read_shared(text: str, source: str) -> Mapping[str, Located]:
    """The wrong answers that a quiz file has by name. Raises as `read` does."""
    return _misconceptions(_root(text, source))


def _root(text: str, source: str) -> Located:
    root = located.load(text, source)
    root.check_keys(*FILE_KEYS)
    if root["schema"].value != SCHEMA:
        raise root["schema"].error(f"this version reads schema {SCHEMA}, not {root['schema'].shown}")
    return root


def _misconceptions(root: Located) -> dict[str, Located]:
    return dict(root["misconceptions"].items()) if "misconceptions" in root.value else {}


def _family(node: Located, topic: str, shared: Mapping[str, Located]) -> Family:
    node.check_keys(REQUIRED, OPTIONAL)
    statements = dict(node["statements"].items()) if "statements" in node.value else {}
    draws, things = _draws(node["draw"])
    if statements and "claim" not in things:
        things["claim"] = [replace(value, value=slug) for slug, value in statements.items()]
    return Family(
        id=_identifier(node["id"]),
        topic=topic,
        kind=_named(node["kind"], KINDS, "kind of answer"),
        level=node["level"].whole(1, LEVELS),
        seconds=node["seconds"].whole(5, 3600),
        texts={name: node[name] for name in ("ask", "hint", "follow_up") if name in node.value},
        parts={name: node[name] for name in PARTS if name in node.value},
        blocks=_blocks(node.get("cases")),
        draws=draws,
        cases=_cases(node["draw"], things),
        where=node.where,
        statements=statements,
        shared=shared,
        options=options.whole(2, 8) if (options := node.get("options")) else OPTIONS,
        decimals=decimals.whole(0, 9) if (decimals := node.get("decimals")) else 0,
        possible=_possible(possible) if (possible := node.get("possible")) else None,
        needs=_named(needs, NEEDS, "need") if (needs := node.get("needs")) else "",
        each=next((value.value for value in things.get("vector", ()) if value.value in EACH), ""),
    )


POWERS_OF_TWO = "powers of two"


def _possible(node: Located) -> Possible:
    """`{from: 0, to: 1}`, whole numbers of any sign, or `powers of two`."""
    if node.value == POWERS_OF_TWO:
        return Possible(1, LARGEST_SIZE, power_of_two=True)
    if not isinstance(node.value, dict):
        raise node.error(f"expected {{from: 0, to: 1}} or {POWERS_OF_TWO}, not {node.shown}")
    node.check_keys(("from", "to"))
    ends = [node[name].value for name in ("from", "to")]
    if not all(type(end) is int for end in ends) or ends[0] >= ends[1]:
        raise node.error("what is possible goes from a whole number to a larger one")
    return Possible(*ends)


def _blocks(node: Located | None) -> tuple[Located, ...]:
    blocks = tuple(node.sequence()) if node else ()
    for block in blocks:
        block.check_keys(("when",), PARTS)
    return blocks


def _identifier(node: Located) -> str:
    name = node.text()
    if not IDENTIFIER.fullmatch(name):
        raise node.error(f"an id is small letters and digits joined by hyphens, not {name!r}")
    return name


def _named(node: Located, known: Any, what: str) -> str:  # noqa: ANN401 - a table of names
    try:
        return one_of(node.text(), known, what)
    except LstmDocsError as error:
        raise error.at(node.where) from None


def _draws(node: Located) -> tuple[tuple[Draw, ...], dict[str, list[Located]]]:
    letters = [name for name, _ in node.items() if SIZE.fullmatch(name)]
    node.check_keys((), (*letters, *FIELDS))
    sizes = tuple(Draw(name, _range(item), _scale(item)) for name, item in node.items() if name in letters)
    things = {name: _listed(item) for name, item in node.items() if name in FIELDS}
    return sizes, things


def _listed(node: Located) -> list[Located]:
    """What is drawn from: a list of values, each once, or one."""
    listed = node.sequence() if isinstance(node.value, list) else [node]
    if not listed:
        raise node.error("nothing is drawn")
    first = {str(item.value): item for item in reversed(listed)}
    for item in listed:
        if first[str(item.value)] is not item:
            raise item.error(f"{item.shown} stands twice, and would be asked twice as often")
    return listed


def _scale(node: Located) -> int:
    scale = node.get("scale") if isinstance(node.value, dict) else None
    return scale.whole(1, 10**6) if scale else 1


def _range(node: Located) -> range | tuple[int, ...]:
    """`{from: 1, to: 512, step: 1}`, a list of sizes, or one size."""
    if not isinstance(node.value, dict):
        return tuple(item.whole(1, LARGEST_SIZE) for item in _listed(node))
    node.check_keys(("from", "to"), ("step", "scale"))
    low, high = node["from"].whole(1, LARGEST_SIZE), node["to"].whole(1, LARGEST_SIZE)
    if high < low:
        raise node["to"].error(f"the range ends at {high}, below {low}, where it begins")
    step = stride.whole(1, LARGEST_SIZE) if (stride := node.get("step")) else 1
    return range(low, high + 1, step)


def _cases(node: Located, things: dict[str, list[Located]]) -> tuple[Case, ...]:
    """Every combination that exists. A value that no combination can use is refused at its line."""
    cases: list[Case] = []
    used: set[int] = set()
    problems: dict[int, LstmDocsError] = {}
    for values in itertools.product(*things.values()):
        try:
            each = with_drawn(Case(), dict(zip(things, values, strict=True))).each()
            for case in each:
                case.check()
        except LstmDocsError as error:
            problems |= {id(value): error for value in values if id(value) not in problems}
            continue
        cases += each
        used.update(map(id, values))
    for value in itertools.chain(*things.values()):
        if id(value) not in used:
            raise problems[id(value)].at(value.where)
    if not cases:
        raise node.error("nothing is drawn")
    return tuple(cases)

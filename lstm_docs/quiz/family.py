"""A question family, read from YAML: what is drawn, the wording, which answer, which misconceptions."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from .. import located
from ..cells.sizes import LARGEST_SIZE
from ..errors import LstmDocsError, one_of
from .case import FIELDS, Case
from .kinds import KINDS
from .registry import answers, misconceptions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..located import Located

SCHEMA = 1
SIZE = re.compile(r"[A-WYZ]\d?")
LARGEST_DOMAIN = 2**52
LEVELS = 4
OPTIONS = 4


@dataclass(frozen=True)
class Draw:
    """The values one size can take; it is stated divided by `scale`, so that 85 with scale 100 reads 0.85."""

    size: str
    values: range | tuple[int, ...]
    scale: int = 1


@dataclass(frozen=True)
class Family:
    """Questions of one form. `cases` are the combinations of the discrete things drawn.

    `hint` and `follow_up` are what an interviewer may give and ask next; both may name what is drawn.
    """

    id: str
    topic: str
    kind: str
    level: int
    seconds: int
    ask: str
    answer: str
    distract: tuple[str, ...]
    draws: tuple[Draw, ...]
    cases: tuple[Case, ...]
    where: str
    options: int = OPTIONS
    decimals: int = 0
    hint: str = ""
    follow_up: str = ""

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


def read(text: str, source: str) -> tuple[list[Family], int]:
    """The families of a quiz file, and the file's revision.

    Raises `LstmDocsError` with file:line, what was expected, and the nearest right name.
    """
    root = located.load(text, source)
    root.check_keys(("schema", "revision", "topic", "families"))
    if root["schema"].value != SCHEMA:
        raise root["schema"].error(f"this version reads schema {SCHEMA}, not {root['schema'].value!r}")
    topic = root["topic"].text()
    return [_family(node, topic) for node in root["families"].sequence()], root["revision"].whole(1, 10**6)


def _family(node: Located, topic: str) -> Family:
    node.check_keys(
        ("id", "level", "seconds", "kind", "draw", "ask", "answer"), ("distract", "options", "decimals", "hint", "follow_up")
    )
    draws, things = _draws(node["draw"])
    return Family(
        id=_identifier(node["id"]),
        topic=topic,
        kind=_named(node["kind"], KINDS, "kind of answer"),
        level=node["level"].whole(1, LEVELS),
        seconds=node["seconds"].whole(5, 3600),
        ask=_sentence(node["ask"]),
        answer=_named(node["answer"], answers(), "answer"),
        distract=_distract(node.get("distract")),
        draws=draws,
        cases=_cases(node["draw"], things),
        where=node.where,
        options=found.whole(2, 8) if (found := node.get("options")) else OPTIONS,
        decimals=found.whole(0, 9) if (found := node.get("decimals")) else 0,
        hint=_sentence(node.get("hint")),
        follow_up=_sentence(node.get("follow_up")),
    )


def _sentence(node: Located | None) -> str:
    return " ".join(node.text().split()) if node else ""


def _distract(node: Located | None) -> tuple[str, ...]:
    return tuple(_named(item, misconceptions(), "misconception") for item in node.sequence()) if node else ()


def _identifier(node: Located) -> str:
    name = node.text()
    if not all(part.isalnum() and part.islower() for part in name.split("-")):
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
    return node.sequence() if isinstance(node.value, list) else [node]


def _scale(node: Located) -> int:
    found = node.get("scale") if isinstance(node.value, dict) else None
    return found.whole(1, 10**6) if found else 1


def _range(node: Located) -> range | tuple[int, ...]:
    """`{from: 1, to: 512, step: 1}`, a list of sizes, or one size."""
    if not isinstance(node.value, dict):
        return tuple(item.whole(1, LARGEST_SIZE) for item in _listed(node))
    node.check_keys(("from", "to"), ("step", "scale"))
    low = node["from"].whole(1, LARGEST_SIZE)
    step = found.whole(1, LARGEST_SIZE) if (found := node.get("step")) else 1
    return range(low, node["to"].whole(low, LARGEST_SIZE) + 1, step)


def _cases(node: Located, things: dict[str, list[Located]]) -> tuple[Case, ...]:
    """Every combination that exists. A value that no combination can use is refused at its line."""
    kept: list[Case] = []
    used: set[int] = set()
    problems: dict[int, LstmDocsError] = {}
    for values in itertools.product(*things.values()):
        try:
            case = _case(dict(zip(things, values, strict=True)))
        except LstmDocsError as error:
            problems |= {id(value): error for value in values if id(value) not in problems}
            continue
        kept.append(case)
        used.update(map(id, values))
    for value in itertools.chain(*things.values()):
        if id(value) not in used:
            raise problems[id(value)].at(value.where)
    if not kept:
        raise node.error("nothing is drawn")
    return tuple(kept)


def _case(drawn: dict[str, Located]) -> Case:
    case = Case()
    for name, value in drawn.items():
        wanted = type(getattr(case, name))
        if not isinstance(value.value, wanted):
            raise value.error(f"{name} is {'true or false' if wanted is bool else 'a word'}, not {value.value!r}")
        case = replace(case, **{name: value.value})
    case.check()
    return case


def sizes_at(family: Family, index: int) -> Iterator[tuple[str, int]]:
    """The sizes of the question at `index` of the domain, after its case; see `runtime.decode`."""
    rest = index // len(family.cases)
    for draw in family.draws:
        yield draw.size, draw.values[rest % len(draw.values)]
        rest //= len(draw.values)

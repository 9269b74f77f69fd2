"""Reading `claims.yml`: every fault is said with file:line."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from ..ground import located
from ..ground.errors import LstmDocsError, one_of
from ..quiz import load_bank
from .claim import PAGES, VERDICTS, Claim
from .rendering import check

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..ground.located import Located

SOURCE = "claims.yml"
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
REQUIRED = ("id", "idea", "verdict", "statement", "page")
OPTIONAL = ("families", "reason", "statements")


@cache
def claims() -> tuple[Claim, ...]:
    """The syllabus: every claim, topic by topic."""
    text = resources.files(__package__).joinpath(SOURCE).read_text(encoding="utf-8")
    return read(text, f"lstm_docs/syllabus/{SOURCE}")


def claims_for(page: str) -> tuple[Claim, ...]:
    """The claims that belong on a page. Raises `UnknownNameError` for a page that is none of `PAGES`."""
    one_of(page, PAGES, "page of the syllabus")
    return tuple(claim for claim in claims() if page in claim.pages)


def read(text: str, source: str) -> tuple[Claim, ...]:
    """The claims of a syllabus file.

    Raises `LstmDocsError` with file:line for an unknown key, verdict, page, placeholder or statement, for an id
    that stands twice, and for a claim that has neither families nor a reason for having none.
    """
    claims: dict[str, Claim] = {}
    for node in located.load(text, source).sequence():
        claim = _claim(node)
        if claim.id in claims:
            raise node["id"].error(f"claim {claim.id!r} stands also at {claims[claim.id].where}")
        claims[claim.id] = claim
    return tuple(claims.values())


def _claim(node: Located) -> Claim:
    node.check_keys(REQUIRED, OPTIONAL)
    families, reason = node.get("families"), node.get("reason")
    if (families is None) == (reason is None):
        raise node.error("a claim has families, or a reason why none asks about it: one of the two")
    return Claim(
        id=_slug(node["id"]),
        idea=_line(node["idea"]),
        verdict=_named(node["verdict"], VERDICTS, "verdict"),
        template=_template(node["statement"]),
        pages=tuple(_named(item, PAGES, "page of the syllabus") for item in _listed(node["page"])),
        families=tuple(_slug(item) for item in _listed(families)) if families else (),
        reason=_line(reason) if reason else "",
        statements=tuple(_named(item, _of_the_quiz(), "statement of the quiz") for item in _statements(node)),
        where=node["id"].where,
    )


@cache
def _of_the_quiz() -> frozenset[str]:
    """The statements that the bank that ships declares true or false."""
    return frozenset(load_bank().statements)


def _statements(node: Located) -> list[Located]:
    statements = node.get("statements")
    return statements.sequence() if statements else []


def _listed(node: Located) -> list[Located]:
    return node.sequence() if isinstance(node.value, list) else [node]


def _line(node: Located) -> str:
    return " ".join(node.text().split())


def _slug(node: Located) -> str:
    name = node.text()
    if not SLUG.fullmatch(name):
        raise node.error(f"small letters and digits joined by hyphens are expected, not {name!r}")
    return name


def _named(node: Located, known: Iterable[str], what: str) -> str:
    try:
        return one_of(node.text(), known, what)
    except LstmDocsError as error:
        raise error.at(node.where) from None


def _template(node: Located) -> str:
    text = _line(node)
    try:
        check(text)
    except LstmDocsError as error:
        raise error.at(node.where) from None
    return text

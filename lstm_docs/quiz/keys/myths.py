"""Is this true? Statements that are declared true or false and, apart from that, measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import statements
from ..registry import Item, Listed, answer
from ..texts import Said

if TYPE_CHECKING:
    from ..case import Case


@answer("statement")
def statement(case: Case) -> Listed:
    """Whether the statement named by `claim` is true; the wording states it as {statement}."""
    asked = statements.get(case.claim)
    proof = Said(asked.shown.proof)
    item = Item(Said(asked.shown.text), right=asked.right, said=proof, misconception=asked.slug)
    return Listed((item,), (proof,), lambda _: (asked.shown.holds,), (("statement", asked.shown.text),))

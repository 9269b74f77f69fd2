"""Questions about one cell: families of the bank that say what they need of a cell, with this one in the place of theirs."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from .. import cells, derive
from ..cells.sizes import H
from ..ground.errors import LstmDocsError, one_of
from ..ground.located import Located
from ..quiz.engine.bank import Compiling, shown_path
from ..quiz.engine.check import check_family

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..quiz import Bank
    from ..quiz.engine.case import Case
    from ..quiz.engine.check import Proof
    from ..quiz.engine.family import Family

ELSEWHERE = ("framework", "target", "notation", "claim")
"""What a case draws that is known of our own cells alone."""
GATED = "it speaks of a W of x, a U of h and a bias for each gate, and of no other weights; this cell has"
NO_GATE = "it follows a line called after its W of x, as f is after W_f, and this cell has none"
APART = "it tells the sizes of x and h apart, and this cell declares x: H"
PLAIN = {
    "does not serve here": "what answers it is about other things than this cell has",
    "distractors differ": "of the wrong answers it has for this cell, too few differ from the right one and from each other",
    "options where": "of the wrong answers it has for this cell, too few differ from the right one and from each other",
    "options are alike": "for this cell two of the answers to choose from say the same",
    "impossible": "for this cell one of the answers to choose from could not be",
    "leaves several answers": "what it tells of this cell leaves several answers",
}
"""What the prover and `registry.serving` say to authors of families, by words in it, as it is said to who has a cell."""


def about(
    bank: Bank, cell: str, names: Iterable[str] = (), progress: Callable[[], None] = lambda: None, *, some: bool = False
) -> Bank:
    """The families called so about a cell, or all that need nothing but equations; each is proved for it.

    `progress` is told when a family is proved. Raises `LstmDocsError` with the reason for a family named that cannot be
    asked, unless `some` of them are enough, and where none can.
    """
    named = tuple(dict.fromkeys(names))
    known = bank.families.read
    families: dict[str, Family] = {}
    refused: list[LstmDocsError] = []
    for name in named or asked_of_any(bank):
        try:
            families[name], _ = proved(known[one_of(name, known, "family")], cell)
        except LstmDocsError as error:
            refused.append(error)
        progress()
    if refused and ((named and not some) or not families):
        raise refused[0]
    if not families:
        raise LstmDocsError(f"{shown_path(bank.path)} can ask nothing about any cell: no family there says needs: equations")
    digest = hashlib.sha256(f"{bank.digest}\0{cell}\0{named}".encode()).hexdigest()[: len(bank.digest)]
    return replace(bank, families=Compiling(families), digest=digest)


def check_about(bank: Bank, cell: str, progress: Callable[[], None]) -> tuple[list[Proof], list[LstmDocsError]]:
    """Every family that says what it needs of a cell, proved for this one; with the reason, those that cannot be asked."""
    proofs: list[Proof] = []
    refused: list[LstmDocsError] = []
    for family in bank.families.read.values():
        if family.needs:
            try:
                proofs.append(proved(family, cell)[1])
            except LstmDocsError as error:
                refused.append(error)
        progress()
    return proofs, refused


def asked_of_any(bank: Bank) -> tuple[str, ...]:
    """The families that need nothing of a cell but its equations."""
    return tuple(family.id for family in bank.families.read.values() if family.needs == "equations")


def proved(family: Family, cell: str) -> tuple[Family, Proof]:
    """The family about a cell, and what was proved: that every question has one right answer, and wrong ones enough.

    Raises `LstmDocsError` with the reason if it cannot be asked.
    """
    try:
        lent = of_cell(family, cell)
        return lent, check_family(Compiling({lent.id: lent})[lent.id])
    except LstmDocsError as error:
        reason = _reason(error, family.id)
    except LookupError as error:  # a road that asks for I where x is as wide as h, for one
        reason = f"it asks for {error}, which this cell does not have"
    if cells.is_square(cell) and re.search(r"\bI\b", reason):
        reason = APART
    raise LstmDocsError(f"{family.id} cannot be asked about this cell: {reason}")


def of_cell(family: Family, cell: str) -> Family:
    """The family with the cell in the place of those that it draws, if the cell has what it needs.

    Raises `LstmDocsError` with the reason if it has not.
    """
    if not family.needs:
        raise LstmDocsError("it is about things that are known of our own cells alone")
    if family.needs == "gates" and (other := _other_than_gates(cell)):
        raise LstmDocsError(f"{GATED} {other}")
    cases = tuple(dict.fromkeys(_cases(family, cell)))
    if not cases:
        raise LstmDocsError(
            f"the cell has no {family.each.removeprefix('each ')} for it to ask about" if family.each else NO_GATE
        )
    lent = replace(family, cases=cases, lent=True)
    return _of_one_size(lent) if cells.is_square(cell) else lent


def _of_one_size(family: Family) -> Family:
    """The family about a cell that declares x: H: where its words name I, they mean H; one that needs both is not proved."""
    words = family.parts.get("words", Located({}, family.where, 0))
    same = replace(words, value={**words.value, "I": replace(words, value="H")})
    draws = tuple(draw for draw in family.draws if draw.size != "I")
    return replace(family, draws=draws, parts={**family.parts, "words": same})


def _cases(family: Family, cell: str) -> Iterator[Case]:
    """The family's cases once more, for each gate of the cell where they draw one, and each of what else they draw of it."""
    equations = cells.build(cell)
    names = {weight.name for weight in equations.weights} | {equation.name for equation in equations.equations}
    gates = [gate for gate in equations.gates if f"{gate}_t" in names]
    stacked = cells.is_square(cell) and "L" in family.drawn  # a layer above both directions would read 2·H numbers
    for case in family.cases:
        if any(getattr(case, field) for field in ELSEWHERE) or (stacked and case.bidirectional):
            continue
        own = replace(case, cell=cell, gate="", matrix="", vector=family.each)
        if not case.gate:
            yield from own.each()
        for gate in gates if case.gate else ():
            if not case.matrix or f"{case.matrix}_{gate}" in names:
                yield replace(own, gate=gate, matrix=case.matrix)


def _other_than_gates(cell: str) -> str:
    """What a cell has instead of a W, a U and a bias for each gate; nothing if it has just these."""
    equations = cells.build(cell)
    sizes = {"W": (H, equations.input.rows), "U": (H, H), "b": (H, 1)}
    wanted = {f"{kind}_{gate}": shape for gate in equations.gates for kind, shape in sizes.items()}
    shapes = derive.weight_shapes(equations)
    others = [name for name, shape in shapes.items() if wanted.get(name) != shape]
    missing = [name for name in wanted if name not in shapes]
    return f"{others[0]} too" if others else f"no {missing[0]}" if missing else "no W of x" if not wanted else ""


def _reason(error: LstmDocsError, name: str) -> str:
    """What the prover found, without the family's name, the equations, which the reader has, and words for authors."""
    found = str(error).partition(f"{name}: ")[2] or error.message
    for advice in ("; first at ", "; add misconceptions"):
        found = found.partition(advice)[0]
    return next((plain for words, plain in PLAIN.items() if words in found), found)

"""The answer of a case: expressions, items, a statement, or what a function in code gives."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ...formulas.texts import Said
from ...ground.errors import LstmDocsError
from .kinds import KINDS
from .registry import Item, Key, Listed, Open, answers, roads, serving
from .scope import Scope
from .statements import statement
from .written import chosen, fits, named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import sympy

    from ...formulas.grammar import Tree
    from ...ground.located import Located
    from .case import Case
    from .family import Family
    from .kinds import Values
    from .written import Written

ITEM = ("text",), ("right", "why", "name", "partner", "with", "when")
LINE = ("say",), ("with", "when")
MOST_POINTS = 100
EARNS = ("text", "points"), ()
NAME = re.compile(r"[a-z]+(-[a-z0-9]+)+")  # of a function; a minus has spaces around it


@dataclass(frozen=True)
class Answered:
    """The right answer of a case: `values` as trees in the sizes stated, or `items`, or what an open question has.

    `given` are the quantities that an answer in code lets the wording state by name.
    """

    values: tuple[Tree, ...] = ()
    solution: tuple[Said, ...] = ()
    items: tuple[Item, ...] = ()
    given: tuple[tuple[str, sympy.Expr], ...] = ()
    measured: Callable[[Mapping[str, int]], Values] | None = None
    rubric: tuple[tuple[str, int], ...] = ()
    reference: str = ""
    declared: str = ""


def _check_parts(family: Family, written: Written) -> None:
    """Nothing may be written that a family of this kind would leave unread."""
    other = ("rubric", "reference", "items" if KINDS[family.kind].typed else "distract")
    for name in ("answer", "items", "distract") if family.kind == "open" else other:
        if name in written:
            raise written[name].error(f"a family of kind {family.kind} has no {name!r}")


def answered(family: Family, case: Case, written: Written) -> tuple[Answered, Scope]:
    """The answer, and what the names of its case mean. Raises `LstmDocsError` at the line of a fault."""
    _check_parts(family, written)
    if case.claim in family.statements:
        return _statement(family, case, written)
    node = chosen(case, written["answer"]) if "answer" in written else None
    if node and isinstance(node.value, str) and (node.value in answers() or NAME.fullmatch(node.value)):
        return _in_code(family, case, written, node)
    scope = Scope(case, family.drawn, written, letters=family.letters, decimals=family.rounded)
    if "items" in written:
        items = tuple(_items(family, written["items"], scope))
        _check_items(family, case, written["items"], items)
        answer = Answered(solution=_solution(written, scope) or _whys(family, items), items=items)
    elif "rubric" in written and "reference" in written:
        rubric = tuple(_earned(chosen(case, written["rubric"]), scope))
        answer = Answered(solution=_solution(written, scope), rubric=rubric, reference=scope.code(written["reference"]))
    elif node:
        _check_kind(family, node, "an expression", Key)
        answer = _expressions(family, written, node, scope)
    else:
        raise LstmDocsError("what is right? Write an answer, items, or a rubric and a reference")
    return _with_road(answer, written, case), scope


def _expressions(family: Family, written: Written, node: Located, scope: Scope) -> Answered:
    values = scope.trees(node)
    length = 1 if family.kind == "formula" else KINDS[family.kind].length
    if len(values) != length:
        raise node.error(f"the answer of the kind {family.kind} is {length} expressions, not {len(values)}")
    _name_answers(scope, values)
    return Answered(values, _solution(written, scope))


def _name_answers(scope: Scope, values: tuple[Tree, ...]) -> None:
    """`answer`, or `answer_1` and `answer_2`."""
    named = [("answer", values[0])] if len(values) == 1 else [(f"answer_{n}", tree) for n, tree in enumerate(values, start=1)]
    scope.answers.update(named)


def _solution(written: Written, scope: Scope) -> tuple[Said, ...]:
    return tuple(_lines(written["solution"], scope)) if "solution" in written else ()


def _lines(node: Located, scope: Scope) -> Iterator[Said]:
    """The steps of a solution: texts, or `{say: …, with: …, when: …}`."""
    for line in chosen(scope.case, node).sequence():
        if not isinstance(line.value, dict) or "by" in line.value:
            yield scope.said(line)
            continue
        if "say" not in line.value:
            raise line.error("put the text into quotes: to YAML, ': ' within it makes a key of what stands before it")
        line.check_keys(*LINE)
        if "when" not in line.value or fits(scope.case, line["when"]):
            yield scope.said(line["say"], scope.local(line.get("with"), {}))


def _earned(node: Located, scope: Scope) -> Iterator[tuple[str, int]]:
    """What earns points in an open question, and how many."""
    for line in node.sequence():
        line.check_keys(*EARNS)
        yield scope.said(line["text"]).text, line["points"].whole(1, MOST_POINTS)


def _items(family: Family, node: Located, scope: Scope) -> Iterator[Item]:
    for place, item in enumerate(chosen(scope.case, node).sequence(), start=1):
        item.check_keys(*ITEM)
        if "when" in item.value and not fits(scope.case, item["when"]):
            continue
        local = scope.local(item.get("with"), {})
        why, partner = item.get("why"), item.get("partner")
        yield Item(
            text=scope.said(item["text"], local),
            right=_right(item.get("right"), scope.case),
            partner=scope.said(partner, local) if partner else None,
            said=scope.said(why, local) if why else None,
            misconception=item["name"].text() if "name" in item.value else f"{family.id}-{place}",
        )


def _check_items(family: Family, case: Case, node: Located, items: tuple[Item, ...]) -> None:
    """As many items as the kind takes, one of them right in a choice, each with a partner in a match."""
    fewest = 1 if family.kind == "truefalse" else 2
    right, partners = sum(item.right for item in items), sum(item.partner is not None for item in items)
    wanted = ""
    if len(items) < fewest or (family.kind == "truefalse" and len(items) > 1):
        wanted = f"{'one item' if fewest == 1 else 'two items or more'}, and there are {len(items)}"
    elif family.kind == "choice" and right != 1:
        wanted = f"one item that is right, and {right} are"
    elif family.kind == "match" and partners < len(items):
        wanted = f"a partner for each item, and {partners} of {len(items)} have one"
    if wanted:
        drawn = ", ".join(f"{name} {value}" for name, value in case.given({}).items())
        raise node.error(f"the kind {family.kind} wants {wanted} where the case is {drawn}")


def _whys(family: Family, items: tuple[Item, ...]) -> tuple[Said, ...]:
    """What is said of the items, each sentence once; of a choice, of the right one: the solution if none is written."""
    said = [item.said for item in items if item.said and (item.right or family.kind != "choice")]
    return tuple(dict.fromkeys(said))


def _right(node: Located | None, case: Case) -> bool:
    """true, false, or of which cases it is: `{form: best}`."""
    if node is None:
        return False
    node = chosen(case, node)
    if isinstance(node.value, dict):
        return fits(case, node)
    if not isinstance(node.value, bool):
        raise node.error(f"expected true, false or the things drawn for which it is right, not {node.shown}")
    return node.value


def _statement(family: Family, case: Case, written: Written) -> tuple[Answered, Scope]:
    """The statement that was drawn: the wording states it as {statement}, and its measurement is the second road."""
    node = family.statements[case.claim]
    _check_kind(family, node, "a statement", Listed)
    shown = statement(case.claim, node)
    measurement = shown.outcome
    item = Item(Said(shown.text), right=shown.right, said=Said(shown.proof), misconception=case.claim)
    scope = Scope(case, family.drawn, written, {"statement": shown.text})
    source = node["declared"].text() if "declared" in node.value else ""
    measured = (lambda _: (measurement.holds,)) if measurement and not source else None
    return Answered(solution=tuple(map(Said, shown.steps)), items=(item,), measured=measured, declared=source), scope


def _in_code(family: Family, case: Case, written: Written, node: Located) -> tuple[Answered, Scope]:
    with serving(f"the answer {node.shown}", node.where):
        key = answers()[named(node, answers(), "answer")](case)
    _check_kind(family, node, f"answer {node.value!r}", type(key))
    scope = Scope(case, family.drawn, written, dict(key.stated), family.letters, family.rounded)
    if isinstance(key, Open):
        return Answered(solution=key.solution, rubric=key.rubric, reference=key.reference), scope
    if isinstance(key, Listed):
        answer = Answered(solution=key.solution, items=key.items, measured=key.measured)
        return _with_road(answer, written, case), scope
    values = tuple(map(scope.from_drawn, key.values))
    _name_answers(scope, values)
    scope.answers.update({name: scope.from_drawn(value) for name, value in key.given})
    answer = Answered(values, key.solution or _solution(written, scope), given=key.given, measured=key.measured)
    return _with_road(answer, written, case), scope


def _with_road(answer: Answered, written: Written, case: Case) -> Answered:
    """The answer with the second road that the family names, or with its source where it says that there is none."""
    node = written.get("measured")
    if "declared" in written:
        if node or answer.measured:
            raise written["declared"].error("this answer is measured; it need not be declared")
        return replace(answer, declared=chosen(case, written["declared"]).text())
    if node is None:
        return answer
    node = chosen(case, node)
    walk = roads()[named(node, roads(), "second road")]

    def measured(sizes: Mapping[str, int]) -> Values:
        with serving(f"the second road {node.shown}", node.where):
            return tuple(walk(case, sizes))

    return replace(answer, measured=measured)


def _check_kind(family: Family, node: Located, what: str, form: type) -> None:
    """The answer must be of the form that the kind has."""
    wanted = {"open": Open} | dict.fromkeys(("choice", "truefalse", "several", "order", "match"), Listed)
    if wanted.get(family.kind, Key) is not form:
        fitting = {
            Key: "shape, slice, integer, number or formula",
            Listed: "choice, truefalse, several, order or match",
            Open: "open",
        }
        raise node.error(f"{what} is of kind {fitting[form]}, not {family.kind}")

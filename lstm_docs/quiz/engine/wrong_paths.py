"""The wrong paths of a case: what each answers, and what is said to whoever took it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ...derive import latex_size
from ...formulas.grammar import compiled as parsed
from ...formulas.texts import Said, expression, said
from .expressions import changed, to_sympy
from .registry import Key, Wrong, misconceptions, serving
from .written import chosen, fits, named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import sympy

    from ...formulas.grammar import Tree
    from ...ground.located import Located
    from .answers import Answered
    from .family import Family
    from .scope import Scope
    from .written import Written

KEYS = ("why",), ("name", "is", "change", "with", "when")


@dataclass(frozen=True)
class Distractor:
    """A wrong path of a case: whose it is, what it answers, what is said to whoever took it.

    `text` is how a formula is shown; numbers are shown when they are known. `where` is the file:line of the family that
    names it.
    """

    misconception: str
    values: tuple[str, ...]
    said: Said
    text: str = ""
    where: str = ""


def distractors(
    family: Family, written: Written, scope: Scope, answer: Answered, key: tuple[str, ...]
) -> tuple[Distractor, ...]:
    """Every wrong path that the family names or writes, where it applies, in order."""
    node = written.get("distract")
    return tuple(_all(family, node.sequence(), scope, answer, key)) if node else ()


def _all(family: Family, nodes: list[Located], scope: Scope, answer: Answered, key: tuple[str, ...]) -> Iterator[Distractor]:
    for place, node in enumerate(nodes, start=1):
        if not isinstance(node.value, str):
            one = _own(node, f"{family.id}-{place}", scope, answer)
        elif node.value in family.shared:
            one = _own(family.shared[node.value], node.value, scope, answer)
        else:
            one = _named(node, family.shared, scope, answer, key)
        if one:
            formula = family.kind == "formula"
            yield Distractor(*one, text=f"${latex_size(to_sympy(parsed(one[1][0])))}$" if formula else "", where=node.where)


def _named(
    node: Located, shared: Iterable[str], scope: Scope, answer: Answered, key: tuple[str, ...]
) -> tuple[str, tuple[str, ...], Said] | None:
    """A misconception of code, which families of many topics share or no expression can say."""
    name = named(node, (*shared, *misconceptions()), "misconception")
    known = Key(tuple(to_sympy(parsed(value)) for value in key), (), given=answer.given)
    with serving(f"the misconception {node.shown}", node.where):
        wrong = misconceptions()[name](scope.case, known)
    return (name, tuple(map(expression, wrong.values)), wrong.said) if wrong else None


def _own(node: Located, name: str, scope: Scope, answer: Answered) -> tuple[str, tuple[str, ...], Said] | None:
    """A wrong answer that the family writes: what it `is`, or how the key is changed, and why."""
    node.check_keys(*KEYS)
    when = node.get("when")
    if when and not fits(scope.case, when):
        return None
    if ("is" in node.value) == ("change" in node.value):
        raise node.error("a wrong answer says either what it is, or which sizes of the answer it changes")
    local = scope.local(node.get("with"), {})
    trees = tuple(_changed(node["change"], scope, answer, local) if "change" in node.value else scope.trees(node["is"], local))
    if len(trees) != len(answer.values):
        raise node.error(f"the answer is {len(answer.values)} numbers, and this is {len(trees)}")
    naming = {"value": trees[0]} if len(trees) == 1 else {f"value_{n}": tree for n, tree in enumerate(trees, start=1)}
    explanation = scope.said(node["why"], local | naming)
    called = node["name"].text() if "name" in node.value else name
    return called, tuple(map(scope.expression, trees)), explanation


def _changed(node: Located, scope: Scope, answer: Answered, local: dict[str, Tree]) -> Iterator[Tree]:
    node = chosen(scope.case, node)
    sizes = {name: scope.tree(value, local) for name, value in node.items()}
    for name, value in node.items():
        named(replace(value, value=name), scope.sizes, "size of the question")
    return (changed(tree, sizes) for tree in answer.values)


def wrong_shape(rows: sympy.Expr, columns: sympy.Expr, text: str, **parts: sympy.Expr | int) -> Wrong:
    """Two numbers; the sentence may name them `{rows}` and `{columns}`, and other `parts`."""
    return Wrong((rows, columns), said(text, rows=rows, columns=columns, **parts))

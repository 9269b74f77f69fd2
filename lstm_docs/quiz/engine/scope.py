"""What the names in a family's expressions and texts mean, in one case.

A name is, in this order: a number of the sentence's own (`with`), the answer, a size that is drawn, a word that
the family declares, a phrase of it, something the case has drawn (`{cell}`, `{framework}`), or a word of the case
that code knows (`gates`, `bias_vectors`, `bytes`).
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from difflib import get_close_matches
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from ...cells.algebra import quotient
from ...derive import latex_size
from ...formulas.digits import AnswerError
from ...formulas.grammar import LONGEST, evaluate, parse
from ...formulas.texts import Said, counted, expression, fill, raised, stray_brace, substituted
from ...ground.errors import LstmDocsError
from . import registry
from .case import FIELDS, words
from .expressions import ONE, changed, from_sympy, names, neat, parse_written, printed, put_in, to_sympy
from .fact_words import FACT_KEYS, fact_of, stand_in
from .family import SIZE
from .written import chosen, with_drawn

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    import sympy

    from ...formulas.grammar import Tree
    from ...ground.located import Located
    from .case import Case
    from .written import Written

MOST_LISTED = 12
NOTHING: Mapping[str, Tree] = {}
KEYS = ("answer", "answer_1", "answer_2")
"""What the right answer is called."""


class Scope:
    """Names in one case.

    `drawn` are the sizes with their scales; `stated` are texts that an answer in code gives; `letters` are the sizes
    of a formula that is asked for: they have no numbers, so whatever depends on them is shown as a formula. In a text
    the right answer, and a wrong one, which is its `value`, have the `decimals` that options have, if it is a number.
    """

    def __init__(
        self,
        case: Case,
        drawn: Mapping[str, int],
        written: Written,
        stated: Mapping[str, str] = {},
        letters: Collection[str] = (),
        decimals: int | None = None,
    ) -> None:
        self.case = case
        self.drawn = drawn
        self.letters = frozenset(letters)
        self.places = {} if decimals is None else dict.fromkeys((*KEYS, "value"), f".{decimals}")
        self.sizes = (*drawn, *sorted(self.letters))
        self.answers: dict[str, Tree] = {}
        self._words = _table(written.get("words")) | _table(written.get("given"))
        for name in (*self.drawn, *KEYS):
            if name in self._words:
                what = "the right answer" if name in KEYS else "a size that is drawn"
                raise self._words[name].error(f"{name} is {what}; call the word something else")
        self._phrases = _table(written.get("phrases"))
        self._stated = stated
        self._known: dict[str, Tree] = {}
        self._open: list[str] = []
        self._drawn: dict[Tree, str] = {}

    # numbers

    def tree(self, node: Located, local: Mapping[str, Tree] = NOTHING) -> Tree:
        """The tree of an expression, a whole number, `{fact: macs, at: {T: 1}}` or `{by: form, …}`."""
        node = chosen(self.case, node)
        if isinstance(node.value, dict) and "fact" in node.value:
            return self._fact(node, local)
        whole = isinstance(node.value, int) and not isinstance(node.value, bool)
        try:
            written = from_sympy(node.value) if whole else parse_written(node.text())
            tree = put_in(written, lambda name: self._named(name, node, local))
        except AnswerError as error:
            raise node.error(f"not an expression: {error.message}") from None
        # Here, lest words that are made of each other grow without end.
        if len(printed(tree)) > LONGEST:
            raise node.error(f"longer than {LONGEST} characters with its words put in")
        return tree

    def trees(self, node: Located, local: Mapping[str, Tree] = NOTHING) -> tuple[Tree, ...]:
        """The trees of a list of expressions, or of one."""
        node = chosen(self.case, node)
        listed = node.sequence() if isinstance(node.value, list) else [node]
        return tuple(self.tree(item, local) for item in listed)

    def local(self, node: Located | None, known: Mapping[str, Tree]) -> dict[str, Tree]:
        """The numbers that a sentence names for itself in `with`, each of which may use those before it."""
        numbers = dict(known)
        for name, value in node.items() if node else ():
            numbers[name] = self.tree(value, numbers)
        return numbers

    def _named(self, name: str, node: Located, local: Mapping[str, Tree]) -> Tree:
        tree = self.number(name, local)
        if tree is None:
            raise self._unknown(name, node, local)
        return tree

    def number(self, name: str, local: Mapping[str, Tree] = NOTHING) -> Tree | None:
        """What a name stands for in an expression; None if it is no number."""
        if name in local:
            return local[name]
        if name in self.answers:
            return self.answers[name]
        if name in self.sizes:
            return ("s", name)
        if name in self._words:
            return self._word(name)
        value = self._of_case(name)
        return None if value is None or isinstance(value, str) else from_sympy(value)

    def _word(self, name: str) -> Tree:
        node = self._words[name]
        if name not in self._known:
            with self._opened(name, node):
                self._known[name] = self.tree(node)
        return self._known[name]

    @contextmanager
    def _opened(self, name: str, node: Located) -> Iterator[None]:
        """While a word or a phrase is put together. Raises at its line if it needs itself."""
        if name in self._open:
            raise node.error(f"the words {' → '.join([*self._open, name])} need each other")
        self._open.append(name)
        yield
        self._open.pop()

    def _of_case(self, name: str) -> sympy.Expr | int | str | None:
        word = registry.words().get(name)
        with registry.serving(f"the word {name!r}"):
            return _value(word, self.case) if word else None

    def _fact(self, node: Located, local: Mapping[str, Tree]) -> Tree:
        node.check_keys(*FACT_KEYS)
        of, at = node.get("of"), node.get("at")
        case = self._other_case(of) if of else self.case
        sizes = {name: self.tree(value, local) for name, value in at.items()} if at else {}
        if at and not all(map(SIZE.fullmatch, sizes)):
            raise at.error("a fact is at sizes, capital letters such as T")
        try:
            formula = from_sympy(fact_of(case, node["fact"].text(), stand_in({*self.sizes, *sizes})))
        except LstmDocsError as error:
            raise error.at(node.where) from None
        # A size that the family does not draw is 1: one step, one sequence, one layer.
        unnamed = {name: ONE for name in names(formula) if name not in self.sizes and name not in sizes}
        return changed(formula, {**unnamed, **sizes})

    def _other_case(self, node: Located) -> Case:
        node.check_keys((), FIELDS)
        return with_drawn(self.case, {name: chosen(self.case, value) for name, value in node.items()})

    # texts

    def said(self, node: Located, local: Mapping[str, Tree] = NOTHING) -> Said:
        """A text with its phrases put in and its numbers named."""
        node = chosen(self.case, node)
        return self.said_text(" ".join(node.text().split()), node, local)

    def code(self, node: Located) -> str:
        """Code with its phrases put in; other braces are the code's own. A line of which nothing is left is left out."""

        def replace_(name: str, mark: str) -> str | None:
            return self._phrase(name, NOTHING, replace_)

        lines = [(line, fill(line, replace_)) for line in chosen(self.case, node).text().split("\n")]
        return "\n".join(filled for line, filled in lines if filled.strip() or not line.strip())

    def said_text(self, text: str, node: Located, local: Mapping[str, Tree] = NOTHING) -> Said:
        """The same of a text that is at hand; faults are placed at `node`."""
        parts: dict[str, str] = {}

        def replace_(name: str, mark: str) -> str:
            phrase = self._phrase(name, local, replace_)
            if phrase is not None:
                return phrase
            tree = self.number(name, local)
            if tree is None:
                raise self._unknown(name, node, local, in_text=True)
            return self._placed(name, mark, tree, parts, local)

        filled = fill(text, replace_)
        if stray_brace(filled):
            raise node.error("a brace that holds no name, or is not closed; a name stands as {H}, LaTeX between dollar signs")
        return Said(filled, tuple(parts.items()))

    def _placed(self, name: str, mark: str, tree: Tree, parts: dict[str, str], local: Mapping[str, Tree]) -> str:
        """A number's place in a text; one that no size changes is put in at once."""
        mark = mark or self.places.get(name, "")
        form = f":{mark}" * bool({*"|."} & {*mark})
        if mark == "latex" or self.letters.intersection(names(tree)):
            return f"${latex_size(to_sympy(tree))}$"
        if tree == ("s", name) and name in self.drawn:
            return f"{{{name}{form}}}"
        if mark == "power" and tree[0] == "n":
            return raised(tree[1])
        if not any(True for _ in names(tree)):
            return substituted(printed(tree), {}) if mark == "with" else counted(evaluate(printed(tree), {}), mark)
        if mark == "with" and self.scaled:
            # What is redone for the reader has the numbers as they are stated.
            parts[f"{name}_with"] = printed(tree)
            return f"{{{name}_with:with}}"
        parts[name] = self.expression(tree)
        return f"{{{name}:with}}" if mark == "with" else f"{{{name}{form}}}"

    def _phrase(self, name: str, local: Mapping[str, Tree], put: Callable[[str, str], str | None]) -> str | None:
        """The text that a name stands for, with what it names in turn put in by `put`; None if the name is of none."""
        if name in local or name in self.answers or name in self.sizes or name in self._words:
            return None
        if name in self._phrases:
            node = chosen(self.case, self._phrases[name])
            # A phrase may be empty, or begin with the space that parts it from what stands before; a listing keeps its lines.
            text = node.value.rstrip("\n") if isinstance(node.value, str) else node.text()
            text = text if text.startswith("`\n") else re.sub(r"\s+", " ", text)
            with self._opened(name, node):
                return fill(text, put)
        phrase = self._texts[name] if name in self._texts else self._of_case(name)
        return fill(phrase, put) if isinstance(phrase, str) else None

    @cached_property
    def _texts(self) -> dict[str, str]:
        return {name: text for name, (text, _) in words(self.case).items()} | dict(self._stated)

    # what is asked and answered

    @cached_property
    def scaled(self) -> bool:
        """Whether a size is stated divided by a scale."""
        return any(scale != 1 for scale in self.drawn.values())

    def expression(self, tree: Tree) -> str:
        """The tree in the answer grammar, for the sizes as they are drawn: expressions are written for those stated.

        Scales are cancelled where the grammar can hold the result, so that whole numbers stay whole.
        """
        if not self.scaled:
            return printed(tree)
        if tree in self._drawn:
            return self._drawn[tree]
        stated = changed(tree, {name: neat("/", ("s", name), ("n", scale)) for name, scale in self.drawn.items()})
        exact = expression(quotient(to_sympy(stated)))
        try:
            parse(exact)
        except AnswerError:
            return printed(stated)
        return exact

    def from_drawn(self, formula: sympy.Expr | int) -> Tree:
        """The tree of a formula of code, which knows the sizes as they are drawn."""
        tree = from_sympy(formula)
        if not self.scaled:
            return tree
        stated = changed(tree, {name: neat("*", ("s", name), ("n", scale)) for name, scale in self.drawn.items()})
        self._drawn[stated] = expression(formula)
        return stated

    def _unknown(self, name: str, node: Located, local: Mapping[str, Tree], *, in_text: bool = False) -> LstmDocsError:
        """A name that means nothing here: the nearest that does, or all of them."""
        texts = [*self._phrases, *self._texts]
        if name in texts and not in_text:
            return node.error(f"{name!r} is a text and stands where a number is wanted")
        known = [*local, *self.answers, *self.sizes, *self._words, *texts, *registry.words()]
        near = get_close_matches(name, dict.fromkeys(known), n=2)
        sign = "{{{}}}" if in_text else "{}"
        rest = len(known := list(dict.fromkeys(known))) - MOST_LISTED
        listed = f"known: {', '.join(map(sign.format, known[:MOST_LISTED]))}{f' and {rest} more' * (rest > 0)}"
        hint = f"did you mean {' or '.join(map(sign.format, near))}?" if near else listed
        return node.error(f"{sign.format(name)} is not known here; {hint}")


@lru_cache(maxsize=2**14)
def _value(word: registry.Word, case: Case) -> sympy.Expr | int | str:
    """What a word of the case is, found once however often it is said."""
    return word(case)


def _table(node: Located | None) -> dict[str, Located]:
    return dict(node.items()) if node else {}

"""The ways to count the parameters of one layer: a cell, and how many biases somebody keeps for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import sympy

from .. import cells, facts, frameworks
from ..cells.algebra import written
from ..cells.sizes import H, I, P
from ..ground.errors import LstmDocsError, SizeError
from ..network import Network

if TYPE_CHECKING:
    from collections.abc import Iterator

BIASES = {0: "without biases", 1: "one bias vector per gate", 2: "two bias vectors per gate"}
FIRST = ("lstm", "gru-reset-after", "gru-reset-before", "rnn-tanh")
"""The cells that people have, from the one they have most often; others are variants."""


@dataclass(frozen=True)
class Way:
    """How many numbers a layer in one direction has: `formula` in I, H and P, and the same as `terms`.

    A term is its factor and the powers of I, H and P. `frameworks` are those that count so, by id; none of them
    where only the equations do. `bias` says whether the layer was told to have one.
    """

    cell: str
    bias: bool
    projected: bool
    formula: str
    terms: tuple[tuple[int, int, int, int], ...]
    frameworks: tuple[str, ...] = ()

    @property
    def biases(self) -> str:
        """How many bias vectors that are, in words; nothing where it is no whole number of them for each gate."""
        powers = {(i, h): factor for factor, i, h, _ in self.terms}
        gates = powers.get((1, 1), 0)
        words = BIASES.get(powers.get((0, 1), 0) // gates, "") if gates and powers.get((0, 1), 0) % gates == 0 else ""
        return words if gates > 1 else words.removesuffix(" per gate")

    def count(self, inputs: Any, hidden: Any, projection: int = 0) -> Any:  # noqa: ANN401 - numbers, or arrays of them
        """The numbers of a layer of these sizes."""
        return sum(factor * inputs**i * hidden**h * projection**p for factor, i, h, p in self.terms)

    def total(  # the sizes may be arrays
        self,
        inputs: Any,  # noqa: ANN401
        hidden: Any,  # noqa: ANN401
        layers: int = 1,
        directions: int = 1,
        projection: int = 0,
        *,
        merged: bool = False,
    ) -> Any:  # noqa: ANN401
        """The numbers of a stack: the layers above read what both directions of the one below put out, or merge."""
        first = directions * self.count(inputs, hidden, projection)
        if layers == 1:
            return first
        above = self.count((1 if merged else directions) * (projection or hidden), hidden, projection)
        return first + (layers - 1) * directions * above

    def sum(
        self, inputs: int, hidden: int, layers: int = 1, directions: int = 1, projection: int = 0, *, merged: bool = False
    ) -> str:
        """The same with the sizes in their places: `2·4·64·(64 + 32 + 2) + 2·4·64·(64 + 128 + 2)`."""
        below = (1 if merged else directions) * (projection or hidden)
        one = self._filled(inputs, hidden, projection, directions)
        if layers == 1:
            return one
        times = f"{layers - 1}·" if layers > 2 else ""
        return f"{one} + {times}{self._filled(below, hidden, projection, directions)}"

    def _filled(self, inputs: int, hidden: int, projection: int, directions: int) -> str:
        sizes = {"I": inputs, "H": hidden, "P": projection, "*": "·"}
        text = re.sub(r"[IHP*]", lambda letter: str(sizes[letter[0]]), self.formula)
        if directions == 1:
            return text
        return f"{directions}·({text})" if re.search(r" \+ (?![^(]*\))", text) else f"{directions}·{text}"


def way(cell: str, framework: str | None, *, bias: bool = True, projected: bool = False) -> Way:
    """How a framework, or the equations (None), count a cell. Raises `ConventionError` where it does not hold it."""
    network = Network(cell=cell, input=5, hidden=3, projection=2 if projected else None, bias=bias)
    return _way(cell, facts.counted(network, framework), framework, bias=bias, projected=projected)


def _way(cell: str, formula: sympy.Expr, framework: str | None, *, bias: bool, projected: bool = False) -> Way:
    polynomial = sympy.Poly(formula, I, H, P)
    terms = tuple((int(factor), *map(int, powers)) for powers, factor in polynomial.terms())
    named = (framework,) if framework else ()
    return Way(cell, bias, projected, written(formula), terms, named)  # type: ignore[arg-type]  # three powers


@cache
def ways() -> tuple[Way, ...]:
    """Every way that differs in its cell or its count, the most common cells first, each with who counts so."""
    order = [*FIRST, *(name for name in cells.COMMON if name not in FIRST and name != "rnn-relu")]
    known: dict[tuple[str, str], Way] = {}
    for cell in order:
        for one in _counted(cell):
            key = cell, one.formula
            first = known.setdefault(key, one)
            if first.bias == one.bias and one is not first:
                known[key] = Way(cell, one.bias, False, one.formula, one.terms, (*first.frameworks, *one.frameworks))
    return tuple(known.values())


@cache
def own(cell: str) -> tuple[Way, ...]:
    """The ways to count a cell that no framework has: with a bias as its equations have it, with two, with none.

    Raises `SizeError` where its count has other sizes than I and H.
    """
    alone = {one.formula: one for one in (*_counted(cell), *_two_biases(cell))}
    if not alone:
        raise SizeError(f"the parameters of {cells.title(cell)} are no sum in I and H, so that no count can be solved for them")
    return tuple(alone.values())


def _two_biases(cell: str) -> Iterator[Way]:
    """As packages count that have a bias for each product of a weight."""
    try:
        counted = facts.of(Network(cell=cell, input=5, hidden=3))["parameters_two_biases"]
        one = _way(cell, counted.formula, None, bias=True)
    except (LstmDocsError, sympy.PolynomialError, TypeError):
        return
    if _is_of_both(one):
        yield one


def _counted(cell: str) -> Iterator[Way]:
    for bias in (True, False):
        for framework in (None, *frameworks.FRAMEWORKS):
            try:
                one = way(cell, framework, bias=bias)
            except (LstmDocsError, sympy.PolynomialError, TypeError):  # held by nobody, or with sizes beside I and H
                continue
            if _is_of_both(one):
                yield one


def _is_of_both(one: Way) -> bool:
    """Whether a count grows with I, and in proportion."""
    return all(i <= 1 for _, i, _, _ in one.terms) and any(i for _, i, _, _ in one.terms)

"""The chain of equalities that fixes a size, in words: the reason on a page, the worked solution in a quiz.

Texts carry LaTeX between dollar signs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .latex import latex_node, latex_symbol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..cells import Chain, Conformed, Dimension
    from ..cells.nodes import Node

_NAME = re.compile(r"\b(?P<name>\w+_\w+(?:-1)?)(?P<transposed>\^T)?")


def reason(conformed: Conformed, node: Node) -> str:
    """Why a symbol has its shape: `rows of W_f = rows of f_t = rows of c_t-1 = H; columns …`.

    The columns of a vector need no reason and are left out.
    """
    rows = equalities(conformed.why(node, "rows"))
    if conformed.shape(node)[1] == 1:
        return rows
    return f"{rows}; {equalities(conformed.why(node, 'columns'))}"


def equalities(chain: Chain) -> str:
    """The named dimensions along a chain, joined by equals signs, the size last."""
    return " = ".join([*map(_dimension, chain.waypoints), f"${chain.size}$"])


def steps(chain: Chain) -> tuple[str, ...]:
    """One sentence for each named dimension along a chain: what it equals, and by which rule."""
    sentences: list[str] = []
    here, rules = chain.start, list[str]()
    for link in chain.links:
        rules.append(link.rule)
        if link.right in chain.waypoints:
            sentences.append(f"{_dimension(here)} = {_dimension(link.right)}: {_telling(rules)}")
            here, rules = link.right, []
    return (*sentences, f"{_dimension(here)} = ${chain.size}$, as given")


def _dimension(dimension: Dimension) -> str:
    return f"{dimension.axis} of ${latex_node(dimension.node)}$"


def _telling(rules: Sequence[str]) -> str:
    """Of several rules between two names, the first: it says what the start takes part in."""
    return _NAME.sub(_symbol, rules[0]).replace("^T", "ᵀ")


def _symbol(found: re.Match[str]) -> str:
    raised = r"^{\top}" if found["transposed"] else ""
    return f"${latex_symbol(found['name'])}{raised}$"

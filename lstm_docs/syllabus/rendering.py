"""Statements with their numbers put in.

{fact:parameters input=80 hidden=12 framework=keras}      a fact's number
{formula:parameters framework=keras}                      its formula, as LaTeX
{shape:W_f input=80 hidden=12}                            rows × columns of a symbol
{compute:one-more-unit}                                   the text of a named computation
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from .. import facts
from ..formulas.decimals import number
from ..ground.errors import LstmDocsError, one_of
from ..network import OPTIONS as NETWORK
from ..network import Network
from .computations import COMPUTATIONS

if TYPE_CHECKING:
    from collections.abc import Callable

_MATH = re.compile(r"(\$[^$]*\$)")
_PLACE = re.compile(r"\{([^{}]*)\}")
OPTIONS = (*NETWORK, "framework", "steps", "batch")


def rendered(template: str, where: str) -> str:
    """The template with every placeholder outside LaTeX computed. Raises `LstmDocsError` at `where`."""
    try:
        return _filled(template, _computed)
    except LstmDocsError as error:
        raise error.at(where) from None


def check(template: str) -> None:
    """Raise `LstmDocsError` for a placeholder that names no way to compute it, without computing any."""
    _filled(template, lambda inside: str(_directive(inside)))


def _filled(template: str, replace: Callable[[str], str]) -> str:
    pieces = _MATH.split(template)
    return "".join(p if p.startswith("$") else _PLACE.sub(lambda match: replace(match[1]), p) for p in pieces)


def _directive(inside: str) -> tuple[str, str, dict[str, str]]:
    """The kind, the name and the options of a placeholder."""
    kind, _, rest = inside.partition(":")
    one_of(kind, ("fact", "formula", "shape", "compute"), "placeholder")
    name, *pairs = rest.split()
    if kind == "compute":
        one_of(name, COMPUTATIONS, "computation")
    options = dict(_pair(pair) for pair in pairs)
    return kind, name, options


def _pair(text: str) -> tuple[str, str]:
    key, sign, value = text.partition("=")
    if not sign or not value:
        raise LstmDocsError(f"expected option=value in a placeholder, not {text!r}")
    return one_of(key, OPTIONS, "option"), value


def _computed(inside: str) -> str:
    kind, name, options = _directive(inside)
    if kind == "compute":
        return COMPUTATIONS[name]()
    described = {"input": 3, "hidden": 2} | {key: value for key, value in options.items() if key in NETWORK}
    network = Network.from_options(described)  # sizes that a formula does not need may be left out
    if kind == "shape":
        return "×".join(str(size) for size in facts.shape(network, name).numbers)
    steps, batch = (_whole(options.get(key, "1")) for key in ("steps", "batch"))
    known_facts = _facts(network, options.get("framework"), steps, batch)
    fact = known_facts[one_of(name, known_facts, "fact")]
    return number(float(fact.value)) if kind == "fact" else f"${fact.latex}$"


@lru_cache(maxsize=256)
def _facts(network: Network, framework: str | None, steps: int, batch: int) -> dict[str, facts.Fact]:
    return facts.of(network, framework=framework, steps=steps, batch=batch)


def _whole(text: str) -> int:
    if not text.isdecimal():
        raise LstmDocsError(f"expected a whole number in a placeholder, not {text!r}")
    return int(text)

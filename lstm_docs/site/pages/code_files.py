"""Code files that stand beside the pages, and pieces of them to show."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from ...ground.errors import LstmDocsError
from .generated import BESIDE

if TYPE_CHECKING:
    from ...network import Network

WORKED_RUN = BESIDE["worked-run"]


@lru_cache(maxsize=8)
def worked_run(network: Network, steps: int, seed: int) -> str:
    """A script in plain NumPy that draws the weights of `seed` and prints every gate and state of every step.

    Raises `LstmDocsError` for anything but one layer of the LSTM in one direction.
    """
    if network.cell != "lstm" or network.layers != 1 or network.bidirectional or network.projection or not network.bias:
        raise LstmDocsError("the worked run is written for one layer of the LSTM in one direction")
    # Python, not HTML; all it is given are whole numbers.
    environment = Environment(
        loader=PackageLoader("lstm_docs.site", "templates/code"),
        autoescape=False,  # noqa: S701
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    return environment.get_template(f"{WORKED_RUN}.j2").render(network=network, steps=steps, seed=seed)


def loop(source: str) -> str:
    """The text of a Python file's first loop outside any function."""
    statement = next(node for node in ast.parse(source).body if isinstance(node, ast.For))
    return ast.get_source_segment(source, statement) or ""


def function(source: str, name: str) -> str:
    """The text of one function of a Python file. Raises `LstmDocsError` if it has none of that name."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return ast.get_source_segment(source, node) or ""
    raise LstmDocsError(f"the code has no function {name!r}")

"""Fences in the text of a Jupyter notebook, which its converter has taken for code."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ..fences import blocks, lazy
from .extension import shown_or_blamed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..fences.context import Context

SIGN = "c-LstmNotice"
"""The class that Pygments gives the notice of `lexer`, which is not imported: MkDocs needs no Pygments."""

_UNRENDERED = re.compile(rf'<div class="highlight[\w -]*">\s*<pre[^>]*>(?:(?!</pre>).)*?{SIGN}".*?</pre>\s*</div>', re.DOTALL)


def rendered(html: str, notebook: str, context: Context) -> str:
    """The page of a notebook, whose JSON is `notebook`, with its fences rendered; a mistake is told with its cell."""
    if SIGN not in html:
        return html
    found = _fences(notebook)

    def one(match: re.Match[str]) -> str:
        cell, block = next(found, (0, None))
        if block is None:
            return match[0]
        here = replace(context, source=f"{context.source}, cell {cell}", used=context.used)
        return str(
            shown_or_blamed(lambda: lazy.fence(block.kind, block.body, here, block.line + 1), here, block.line, [], "div")
        )

    return _UNRENDERED.sub(one, html)


def _fences(notebook: str) -> Iterator[tuple[int, blocks.Block]]:
    """Each fence in a cell of text, with the number of the cell."""
    for number, cell in enumerate(json.loads(notebook).get("cells", ()), 1):
        if cell.get("cell_type") == "markdown":
            lines = "".join(cell.get("source", ())).splitlines()
            yield from ((number, block) for block in blocks.split(lines, formulas=False) if not isinstance(block, str))

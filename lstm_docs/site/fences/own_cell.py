"""A cell that a fence brings along: a file beside the page, or the lines themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ... import cells
from ...ground.errors import LstmDocsError
from .shown_file import path_of

if TYPE_CHECKING:
    from ...ground.located import Located
    from .context import Context

FILE, LINES = "cell", "equations"
"""The keys: `cell: mgu.cell`, or `equations: |` and the lines."""


def with_its_cell(options: Located, context: Context) -> Located:
    """The options, with the text of its equations as `cell` where they give a file or lines.

    Raises `LstmDocsError` at the line of the fence, or of its equations, for what is wrong with them.
    """
    given = options.value if isinstance(options.value, dict) else {}
    if LINES in given:
        if FILE in given:
            raise given[LINES].error("give cell or equations, not both")
        text = _lines(given[LINES])
    elif FILE in given and str(given[FILE].value).endswith(cells.SUFFIX):
        text = _file(given[FILE], context)
    else:
        return options
    others = {key: value for key, value in given.items() if key != LINES}
    keys = {FILE if key == LINES else key: line for key, line in options.keys.items()}
    cell = replace(given[LINES] if LINES in given else given[FILE], value=text)
    return replace(options, value=others | {FILE: cell}, keys=keys)


def _lines(item: Located) -> str:
    text = item.text()
    block = "\n" in text.strip() or text.endswith("\n")
    return cells.from_lines(text, item.source, "your cell", item.line + block)


def _file(item: Located, context: Context) -> str:
    path = path_of(item, context)
    try:
        return cells.from_file(path, path.name)
    except LstmDocsError as error:
        raise item.error(str(error)) from None

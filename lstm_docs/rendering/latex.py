"""A document as LaTeX that stands in a body; it wants amsmath and hyperref. Drawings become what they say of themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..export.amc_text import amc_plain
from .document import Formula, Items, Link, Listing, Paragraph, Picture, Table, Terms, Words
from .latex_math import latex_math

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .document import Block, Inline

BREAK = r" \\ "
STYLES = {"": "{}", "code": r"\texttt{{{}}}", "strong": r"\textbf{{{}}}", "emphasis": r"\emph{{{}}}"}


def latex(blocks: Iterable[Block]) -> str:
    """The document, a blank line between its blocks."""
    return "\n\n".join(map(_block, blocks)) + "\n"


def _block(block: Block) -> str:
    match block:
        case Paragraph():
            return _line(block.inside)
        case Listing():
            lines = (amc_plain(line).replace("  ", "~~") for line in block.text.split("\n"))
            return rf"\begin{{flushleft}}\ttfamily {BREAK.join(lines)}\end{{flushleft}}"
        case Items():
            name = "enumerate" if block.numbered else "itemize"
            items = "\n".join(rf"\item {latex(item).strip()}" for item in block.items)
            return f"\\begin{{{name}}}\n{items}\n\\end{{{name}}}"
        case Terms():
            items = "\n".join(rf"\item[{{{_line(term)}}}] {latex(said).strip()}" for term, said in block.pairs)
            return f"\\begin{{description}}\n{items}\n\\end{{description}}"
        case Table():
            return _table(block)


def _table(table: Table) -> str:
    rows = [" & ".join(_line(cell) for cell in row) + r" \\" for row in table.rows]
    if table.heads:
        rows.insert(table.heads, r"\hline")
    lines = "\n".join(rows)
    columns = "l" * max(map(len, table.rows), default=1)
    caption = f"{_line(table.caption)}\n\n" if table.caption else ""
    return f"{caption}\\begin{{tabular}}{{{columns}}}\n{lines}\n\\end{{tabular}}"


def _line(inside: Iterable[Inline]) -> str:
    return "".join(map(_inline, inside))


def _inline(one: Inline) -> str:
    match one:
        case Words():
            return STYLES[one.style].format(amc_plain(one.text))
        case Formula():
            written = latex_math(one.element)
            return rf"\[{written}\]" if one.display else f"${written}$"
        case Link():
            words = _line(one.inside)
            return rf"\href{{{amc_plain(one.address)}}}{{{words}}}" if "://" in one.address else words
        case Picture():
            return amc_plain(f"{one.title}. {one.description}" if one.description else one.title)

"""A document as Typst markup, its drawings in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..export.typst_math import quoted, typst_element
from ..export.typst_text import typst_plain
from ..ground.colours import COLOURS
from .document import Formula, Items, Link, Listing, Paragraph, Picture, Table, Terms, Words
from .svg import standing_alone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .document import Block, Inline

STYLES = {"": "{}", "strong": "#strong[{}]", "emphasis": "#emph[{}]"}
COLOURED = "".join(f'#let lstm{letter}(body) = text(fill: rgb("{colour.light}"), body)\n' for letter, colour in COLOURS.items())


def typst(blocks: Iterable[Block]) -> str:
    """The document, the colours of its symbols defined ahead of it."""
    return f"{COLOURED}\n{_blocks(blocks)}\n"


def _blocks(blocks: Iterable[Block]) -> str:
    return "\n\n".join(map(_block, blocks))


def _block(block: Block) -> str:
    match block:
        case Paragraph():
            return _line(block.inside)
        case Listing():
            return f"#raw({quoted_lines(block.text)}, block: true)"
        case Items():
            return f"#{'enum' if block.numbered else 'list'}({', '.join(f'[{_blocks(item)}]' for item in block.items)})"
        case Terms():
            return f"#terms({', '.join(f'([{_line(term)}], [{_blocks(said)}])' for term, said in block.pairs)})"
        case Table():
            return _table(block)


def _table(table: Table) -> str:
    cells = [", ".join(f"[{_line(cell)}]" for cell in row) for row in table.rows]
    head = [f"table.header({row})" for row in cells[: table.heads]]
    width = max(map(len, table.rows), default=1)
    made = f"#table(columns: {width}, stroke: none, {', '.join([*head, *cells[table.heads :]])})"
    return f"{_line(table.caption)}\n\n{made}" if table.caption else made


def quoted_lines(text: str) -> str:
    """Lines as one string literal."""
    return '"' + "\\n".join(quoted(line)[1:-1] for line in text.split("\n")) + '"'


def _line(inside: Iterable[Inline]) -> str:
    return "".join(map(_inline, inside))


def _inline(one: Inline) -> str:
    match one:
        case Words(style="code"):
            return f"#raw({quoted(one.text)});"
        case Words():
            return STYLES[one.style].format(typst_plain(one.text))
        case Formula():
            return f"$ {typst_element(one.element)} $" if one.display else f"${typst_element(one.element)}$"
        case Link():
            words = _line(one.inside)
            return f"#link({quoted(one.address)})[{words}]" if "://" in one.address else words
        case Picture():
            drawing = quoted_lines(standing_alone(one.svg))
            return f'#image(bytes({drawing}), format: "svg", alt: {quoted(f"{one.title}. {one.description}")});'

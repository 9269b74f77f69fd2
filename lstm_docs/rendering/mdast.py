"""A document as nodes of mdast, the tree of MyST, as JSON: formulas stay formulas, drawings are pictures."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

from .document import Formula, Items, Link, Listing, Paragraph, Picture, Table, Terms, Words
from .latex_math import latex_math
from .svg import standing_alone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .document import Block, Inline

Node = dict[str, Any]
STYLES = {"strong": "strong", "emphasis": "emphasis"}


def mdast(blocks: Iterable[Block]) -> str:
    """The nodes as a list in JSON that ends with a line break."""
    return json.dumps(_blocks(blocks), ensure_ascii=False) + "\n"


def _blocks(blocks: Iterable[Block]) -> list[Node]:
    return [_block(block) for block in blocks]


def _block(block: Block) -> Node:
    match block:
        case Paragraph():
            line = _line(block.inside)
            return line[0] if len(line) == 1 and line[0]["type"] == "math" else _node("paragraph", line)
        case Listing():
            return {"type": "code", "value": block.text}
        case Items():
            return _node("list", [_node("listItem", _blocks(item)) for item in block.items], ordered=block.numbered)
        case Terms():
            return _node("definitionList", [node for term, said in block.pairs for node in _term(term, said)])
        case Table():
            return _table(block)


def _term(term: Iterable[Inline], said: Iterable[Block]) -> list[Node]:
    return [_node("definitionTerm", _line(term)), _node("definitionDescription", _blocks(said))]


def _table(table: Table) -> Node:
    def row(place: int, cells: Iterable[Iterable[Inline]]) -> Node:
        return _node("tableRow", [_node("tableCell", _line(cell), header=place < table.heads) for cell in cells])

    return _node("table", [row(place, cells) for place, cells in enumerate(table.rows)])


def _node(kind: str, children: list[Node], **more: object) -> Node:
    return {"type": kind, "children": children, **more}


def _line(inside: Iterable[Inline]) -> list[Node]:
    return [_inline(one) for one in inside]


def _inline(one: Inline) -> Node:
    match one:
        case Words():
            return _words(one)
        case Formula():
            return {"type": "math" if one.display else "inlineMath", "value": latex_math(one.element)}
        case Link():
            return _node("link", _line(one.inside), url=one.address)
        case Picture():
            drawn = base64.b64encode(standing_alone(one.svg).encode()).decode()
            told = f"{one.title}. {one.description}" if one.description else one.title
            return {"type": "image", "url": f"data:image/svg+xml;base64,{drawn}", "alt": told}


def _words(one: Words) -> Node:
    if one.style == "code":
        return {"type": "inlineCode", "value": one.text}
    text = {"type": "text", "value": one.text}
    return _node(STYLES[one.style], [text]) if one.style else text

"""A document as plain text, for a terminal or a program that reads aloud: every number, symbol and option of it."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

from ..ground.columns import columns
from .document import Formula, Items, Link, Listing, Paragraph, Picture, Table, Terms, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from xml.etree.ElementTree import Element

    from .document import Block, Inline

WIDTH = 100
SPACED = "+−=≈≤≥<>→·⊙×∈∼≠"
ACCENTS = {"¯": "\u0304", "˜": "\u0303", "~": "\u0303", "ˆ": "\u0302", "^": "\u0302", "˙": "\u0307"}
INVISIBLE = "\u2061\u2062\u2063\u2064"


def text(blocks: Iterable[Block]) -> str:
    """The document in lines that end with a line break."""
    parts = [part for block in blocks if (part := _block(block).strip("\n"))]
    return "\n\n".join(parts) + "\n" if parts else ""


def _block(block: Block) -> str:
    match block:
        case Paragraph():
            return _filled(_line(block.inside))
        case Listing():
            return textwrap.indent(block.text, "    ")
        case Items():
            marks = (f"{place}." if block.numbered else "-" for place in range(1, len(block.items) + 1))
            return "\n".join(_hung(mark, item) for mark, item in zip(marks, block.items, strict=True))
        case Terms():
            return "\n".join(f"{_line(term)}\n{textwrap.indent(text(said), '    ')}".rstrip("\n") for term, said in block.pairs)
        case Table():
            return _table(block)


def _hung(mark: str, item: Sequence[Block]) -> str:
    """An item behind its mark; what has no mark of its own beside it stays close."""
    inside = textwrap.indent("\n".join(_block(block) for block in item), " " * (len(mark) + 1))
    return f"{mark} {inside.lstrip()}"


def _table(table: Table) -> str:
    cells = [[_line(cell) for cell in row] for row in table.rows]
    filled = zip(*cells[table.heads :], strict=True)
    sides = "".join(">" if place and _numeric(column) else "<" for place, column in enumerate(filled))
    lines = columns(cells, sides or "<") if cells else ""
    return f"{_line(table.caption)}\n{lines}".lstrip("\n")


def _numeric(column: Iterable[str]) -> bool:
    filled = [cell for cell in column if cell]
    return bool(filled) and all(cell.lstrip("=≈−-+ ")[:1].isdigit() for cell in filled)


def _filled(line: str) -> str:
    wrapped = (textwrap.fill(one, WIDTH, break_long_words=False, break_on_hyphens=False) for one in line.split("\n"))
    return "\n".join(wrapped)


def _line(inside: Iterable[Inline]) -> str:
    return "".join(map(_inline, inside)).strip()


def _inline(one: Inline) -> str:
    match one:
        case Words():
            return one.text
        case Formula():
            return linear(one.element)
        case Link():
            words = _line(one.inside)
            return f"{words} <{one.address}>" if "://" in one.address and one.address not in words else words
        case Picture():
            return _picture(one)


def _picture(one: Picture) -> str:
    """What a drawing says of itself, and of the words in it what was not said."""
    said = f"{one.title}. {one.description}" if one.description else one.title
    known = set(re.split(r"[;,.]?[ \n]", f"{said} "))
    drawn = [words for words in dict.fromkeys(one.drawn) if words not in known]
    return f" [{said}{'; drawn: ' + ', '.join(drawn) if drawn else ''}] "


def linear(element: Element) -> str:
    """A formula on one line, as one types it: `W_f x_t + b_f`; what stands under a symbol in brackets, `W_f[12×80]`."""
    return _signs(element).strip().replace("  ", " ")


def _signs(element: Element) -> str:
    parts = [_signs(child) for child in element]
    match element.tag:
        case "mi" | "mn" | "mtext":
            name = "".join(element.itertext())
            return f"{name} " if len(name) > 2 and name.isalpha() else name
        case "mo":
            sign = "".join(one for one in element.itertext()).strip(INVISIBLE)
            return f" {sign} " if sign and sign in SPACED else sign
        case "mspace":
            return " "
        case "msub":
            return f"{parts[0]}_{_tight(parts[1])}"
        case "msup":
            return f"{parts[0]}^{_tight(parts[1])}"
        case "msubsup":
            return f"{parts[0]}_{_tight(parts[1])}^{_tight(parts[2])}"
        case "munder" | "munderover":
            return f"{parts[0]}[{' … '.join(map(_tight, parts[1:]))}]"
        case "mover":
            return f"{parts[0]}{ACCENTS.get(parts[1], parts[1])}"
        case "mfrac":
            return f"({parts[0].strip()})/({parts[1].strip()})"
        case "msqrt":
            return f"√({''.join(parts).strip()})"
        case "mtr":
            return " ".join(part.strip() for part in parts)
        case "mtable":
            return "\n".join(parts)
    return "".join(parts)


def _tight(script: str) -> str:
    return script.strip().replace(" ", "")

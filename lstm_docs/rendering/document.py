"""What a fence shows, without how: blocks of words, formulas, lists, tables and pictures. Every target is written from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


@dataclass(frozen=True)
class Words:
    """A run of text; `style` is "", "code", "strong" or "emphasis"."""

    text: str
    style: str = ""


@dataclass(frozen=True)
class Formula:
    """A `<math>` element; `display` if it stands on lines of its own."""

    element: Element
    display: bool = False


@dataclass(frozen=True)
class Link:
    """Words that lead to an address."""

    inside: tuple[Inline, ...]
    address: str


@dataclass(frozen=True)
class Picture:
    """A drawing: its title, what it says of itself, the words drawn in it, and itself as SVG."""

    title: str
    description: str
    drawn: tuple[str, ...]
    svg: str


Inline = Words | Formula | Link | Picture


@dataclass(frozen=True)
class Paragraph:
    """A line of text."""

    inside: tuple[Inline, ...]


@dataclass(frozen=True)
class Listing:
    """Lines of code."""

    text: str


@dataclass(frozen=True)
class Items:
    """A list; `numbered` if its order counts."""

    items: tuple[tuple[Block, ...], ...]
    numbered: bool = False


@dataclass(frozen=True)
class Terms:
    """Terms, each with what is said of it."""

    pairs: tuple[tuple[tuple[Inline, ...], tuple[Block, ...]], ...]


@dataclass(frozen=True)
class Table:
    """Rows of cells, of which the first `heads` are headings."""

    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    heads: int = 0
    caption: tuple[Inline, ...] = ()


Block = Paragraph | Listing | Items | Terms | Table

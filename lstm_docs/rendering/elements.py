"""The HTML of a fence as a tree of elements, and its drawings as they were written."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

EMPTY = {"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
"""Elements that HTML never closes."""

_DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)


def tree(html: str) -> ET.Element:
    """A root element around all that `html` holds. An element `svg` has its own text as `source`."""
    reader = _Reader(_DRAWING.findall(html))
    reader.feed(html)
    reader.close()
    return reader.root


class _Reader(HTMLParser):
    """The standard parser, its names of tags in lower case; our HTML nests as it should."""

    def __init__(self, drawings: list[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.root = ET.Element("root")
        self.open = [self.root]
        self.drawings = iter(drawings)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        element = ET.SubElement(self.open[-1], tag, {name: value or "" for name, value in attrs})
        if tag == "svg":
            element.set("source", next(self.drawings))
        if tag not in EMPTY:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that MathML or SVG closes at once."""
        ET.SubElement(self.open[-1], tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        """Close the nearest element of that name."""
        if tag in (element.tag for element in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Add text where it stands."""
        parent = self.open[-1]
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + data
        else:
            parent.text = (parent.text or "") + data

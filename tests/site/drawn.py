"""Where the shapes and words of an SVG stand, roughly: without a browser, so that it costs nothing to ask."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET
    from collections.abc import Iterator

PIECE = re.compile(r"([MLHVCSQTAZmlhvcsqtaz])|(-?\d*\.?\d+(?:e-?\d+)?)")
TAKES = {"M": 2, "L": 2, "T": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "A": 7, "Z": 0}
NARROW, LOW = 0.28, 0.3
"""A sign is at least so wide, and so high, for its size."""


@dataclass(frozen=True)
class Box:
    """What surrounds a shape or words: left, top, right, bottom."""

    what: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether they have more than an edge in common."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 0.6 and down > 0.6


def shapes(root: ET.Element) -> list[Box]:
    """Every rectangle, circle, line and path."""
    return [box for element, x, y in _placed(root, 0, 0) if (box := _shape(element, x, y))]


def words(root: ET.Element, size: float = 11) -> list[Box]:
    """Every text, taken for narrower and lower than any font sets it."""
    return [_words(element, x, y, size) for element, x, y in _placed(root, 0, 0) if element.tag == "text"]


def _placed(element: ET.Element, x: float, y: float) -> Iterator[tuple[ET.Element, float, float]]:
    moved = re.match(r"translate\(([-\d.]+)[ ,]+([-\d.]+)\)", element.get("transform", ""))
    if moved:
        x, y = x + float(moved[1]), y + float(moved[2])
    yield element, x, y
    for inner in element:
        yield from _placed(inner, x, y)


def _shape(element: ET.Element, x: float, y: float) -> Box | None:
    at = {key: float(value) for key, value in element.items() if re.fullmatch(r"-?[\d.]+", value)}
    match element.tag:
        case "rect":
            assert at["width"] >= 0 <= at["height"]
            points = [(at["x"], at["y"]), (at["x"] + at["width"], at["y"] + at["height"])]
        case "circle":
            points = [(at["cx"] + sign * at["r"], at["cy"] + sign * at["r"]) for sign in (-1, 1)]
        case "line":
            points = [(at["x1"], at["y1"]), (at["x2"], at["y2"])]
        case "path":
            points = [*_points(element.get("d", ""))]
        case _:
            return None
    across, down = zip(*points, strict=True)
    return Box(element.tag, x + min(across), y + min(down), x + max(across), y + max(down))


def _points(path: str) -> Iterator[tuple[float, float]]:
    """The ends of the pieces of a path."""
    command, numbers, x, y, start = "", [], 0.0, 0.0, (0.0, 0.0)
    for letter, number in PIECE.findall(path):
        if letter:
            command, numbers = letter, []
            if letter in "zZ":
                x, y = start
            continue
        numbers.append(float(number))
        if len(numbers) < TAKES[command.upper()]:
            continue
        from_x, from_y = (x, y) if command.islower() else (0.0, 0.0)
        match command.upper():
            case "H":
                x = from_x + numbers[0]
            case "V":
                y = from_y + numbers[0]
            case _:
                x, y = from_x + numbers[-2], from_y + numbers[-1]
        if command in "mM":
            start, command = (x, y), "l" if command == "m" else "L"
        numbers = []
        yield x, y


def _words(element: ET.Element, x: float, y: float, size: float) -> Box:
    text = "".join(element.itertext())
    left, baseline = x + float(element.get("x", 0)), y + float(element.get("y", 0))
    width = NARROW * size * len(text)
    left -= {"middle": width / 2, "end": width}.get(element.get("text-anchor", "start"), 0)
    return Box(text, left, baseline - LOW * size, left + width, baseline)

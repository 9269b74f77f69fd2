"""Finding our blocks among the lines of a page: fences that are ours, and displayed formulas.

A fence inside another fence, or in code indented by four, is an example of a fence and is left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PREFIX = "lstm-"

_OPENING = re.compile(r"^(?P<indent>(?:[ ]|>[ ]?)*)(?P<fence>`{3,}|~{3,})(?P<info>[^`]*)$")
_WORD, _CLASS = re.compile(r"(?P<name>\S+)"), re.compile(r"(?<=[{\s])\.(?P<name>[\w-]+)")
_CONTAINER = re.compile(r"(?:[-*+]|\d+[.)]|!!!|\?\?\?\+?|===[!+]?|\[\^[^]]+\]:|:)(?:\s|$)|///")
_DOLLARS = re.compile(r"^(?P<indent>(?:[ ]|>[ ]?)*)\$\$(?P<rest>.*)$")


@dataclass(frozen=True)
class Block:
    """One of our blocks: `kind` is a fence's name or `formula`; `line` is its first, counted from 1."""

    kind: str
    body: str
    indent: str
    line: int
    fence: str = ""
    closed: bool = True


def split(lines: Sequence[str], *, formulas: bool) -> Iterator[str | Block]:
    """The lines of a page, with each of our blocks as one `Block`; displayed formulas only if `formulas`."""
    place = 0
    while place < len(lines):
        block, after = _block(lines, place, formulas=formulas)
        if block is not None:
            yield block
        else:
            yield from lines[place:after]
        place = after


def _block(lines: Sequence[str], place: int, *, formulas: bool) -> tuple[Block | None, int]:
    """The block that begins on a line, and the line after it; without a block, the lines to pass over."""
    opening = _OPENING.match(lines[place])
    if opening:
        return _fence(lines, place, opening)
    dollars = _DOLLARS.match(lines[place]) if formulas else None
    if dollars and not _is_code(lines, place):
        return _formula(lines, place, dollars)
    return None, place + 1


def _fence(lines: Sequence[str], place: int, opening: re.Match[str]) -> tuple[Block | None, int]:
    indent, fence = opening["indent"], opening["fence"]
    name = _name(opening["info"].strip())
    ours = name.startswith(PREFIX) and not _is_code(lines, place)
    end = _closing(lines, place, fence)
    if not ours:
        return None, place + 1 if end is None else end + 1
    body = [_inside(line, indent) for line in lines[place + 1 : end if end is not None else place + 1]]
    return Block(name, "\n".join(body), indent, place + 1, fence, end is not None), (place if end is None else end) + 1


def _name(info: str) -> str:
    """The name of a fence, also written as a class, `{ .lstm-facts }`, or in capitals."""
    name = _CLASS.search(info) if info.startswith("{") else _WORD.match(info)
    return name["name"].lower() if name else ""


def _closing(lines: Sequence[str], place: int, fence: str) -> int | None:
    closing = re.compile(rf"^(?:[ ]|>[ ]?)*{re.escape(fence[0])}{{{len(fence)},}}\s*$")
    return next((number for number in range(place + 1, len(lines)) if closing.match(lines[number])), None)


def _formula(lines: Sequence[str], place: int, dollars: re.Match[str]) -> tuple[Block | None, int]:
    """`$$` up to the line that ends in `$$`, within one paragraph."""
    body = [dollars["rest"]]
    for number in range(place, len(lines)):
        if number > place:
            body.append(_inside(lines[number], dollars["indent"]))
        if not body[-1].strip() and number > place:
            break
        if body[-1].rstrip().endswith("$$") and (number > place or body[-1].strip() != "$$"):
            text = "\n".join(body).rstrip()[:-2]
            return (Block("formula", text, dollars["indent"], place + 1), number + 1) if "$" not in text else (None, place + 1)
    return None, place + 1


def _inside(line: str, indent: str) -> str:
    """A line without the indent of its block (or as much of it as it has)."""
    shared = 0
    while shared < min(len(line), len(indent)) and line[shared] in " >":
        shared += 1
    return line[shared:]


def _is_code(lines: Sequence[str], place: int) -> bool:
    """Whether a line is so far to the right of what contains it that Markdown takes it as code."""
    indent = _width(lines[place])
    for above in range(place - 1, -1, -1):
        if indent < 4:
            return False
        if not lines[above].strip() or _width(lines[above]) >= indent:
            continue
        outer = _width(lines[above])
        if not _CONTAINER.match(lines[above].lstrip()) or indent - outer >= 8:
            return True
        indent = outer
    return indent >= 4


def _width(line: str) -> int:
    return len(line) - len(line.lstrip(" "))

"""A summary that Keras, torchinfo or PyTorch printed, line by line: what each says, and nothing made of it yet.

The page reads summaries by the same rules in `site/assets/explain.js`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..ground.errors import LstmDocsError

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_LETTERS, MOST_LINES, LONGEST_LINE = 500_000, 3000, 1000


@dataclass(frozen=True)
class Line:
    """One line of a summary: who printed it, the layer's name and class, and the numbers beside it.

    `width` is the last side of its output, `reads` of what it reads where that is printed; `below` are the names of
    the layers that it reads. `macs` is torchinfo's. `arguments` are those of a printed module, `shape` that of a tensor.
    `depth` is how deep torchinfo found it among the modules; `unbuilt` says that Keras has not counted yet.
    """

    source: str
    name: str
    kind: str
    count: int | None = None
    width: int | None = None
    reads: int | None = None
    below: tuple[str, ...] = ()
    macs: int | None = None
    arguments: tuple[str, ...] = ()
    shape: tuple[int, ...] = ()
    depth: int = 0
    unbuilt: bool = False


TOTAL = re.compile(r"^\W*(Total|Trainable|Non-trainable|Optimizer) params: *([\d,]+)")
KERAS_ROW = re.compile(r"^ *(\S+) \((\w+)[^()]*\)? +(\[?\([^()]*\)(?:, \([^()]*\))*\]?) +([\d,]+)(?: +(\S.*))?$", re.ASCII)
KERAS_LAYER = re.compile(r"^(.*?) ?\((\w+)…?\)?$", re.ASCII)
INFO_ROW = re.compile(r"^[│├└─ ]*([A-Z]\w*)(?: \(([\w.]+)\))?: (\d{1,4})-\d+ +(.*)$", re.ASCII)
ROOT_ROW = re.compile(r"^([A-Z]\w*)(?: \(([\w.]+)\))? {2,}(\S.*)$", re.ASCII)
MODULE = re.compile(r"^ *(?:\(([\w.]+)\): )?([A-Z]\w*)\((.*)\)$", re.ASCII)
TENSOR = re.compile(
    r"""^[ {(]*['"]?([A-Za-z_][\w.]*)['"]?(?: *[:=,] *| +|\t+)(?:torch\.Size\()?[(\[]([\d, ]*)[)\]]\)?[ ,)}]*$""", re.ASCII
)
TENSORS = re.compile(r"""(?<![\w.])([A-Za-z_][\w.]*)['"]?[\s:=,(]+torch\.Size\(\[([\d, ]*)\]\)""", re.ASCII)
BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")


def lines(text: str) -> list[Line]:
    """The lines of a summary that say something of a layer, a tensor or a total.

    Raises `LstmDocsError` for a text that is too long, and for one in which there is no such line.
    """
    if len(text) > MOST_LETTERS:
        raise LstmDocsError(f"the summary has {len(text):,} characters; at most {MOST_LETTERS:,} are read")
    rows = text.replace("\r", "").split("\n")
    if len(rows) > MOST_LINES:
        raise LstmDocsError(f"the summary has {len(rows):,} lines; at most {MOST_LINES:,} are read")
    found = list(_found(rows))
    if not found:
        raise LstmDocsError(
            "no line of a summary was found; paste what model.summary(), torchinfo.summary(model), print(model) or "
            "the shapes of state_dict() print"
        )
    return found


def _found(rows: list[str]) -> Iterator[Line]:
    columns: list[str] = []
    waiting: list[list[str]] = []
    for row in rows:
        several = TENSORS.findall(row)
        if len(several) > 1:
            yield from (_tensor(name, shape) for name, shape in several)
            continue
        text = row[:LONGEST_LINE].rstrip()
        if text.lstrip().startswith("Layer (type"):
            columns = re.split(r" {2,}", text.strip())
        cells = [cell.strip() for cell in re.split(r"[│┃|]", text)[1:-1]] if re.match(r"^ *[│┃|].*[│┃|]$", text) else []
        if len(cells) > 2:
            waiting.append(cells)
            continue
        if waiting:
            yield from _boxed(waiting)
            waiting = []
        yield from _row(text, columns)
    if waiting:
        yield from _boxed(waiting)


def _boxed(rows: list[list[str]]) -> Iterator[Line]:
    """A row of Keras' table, which may be written in several lines."""
    cells = [" ".join(part for part in column if part) for column in zip(*rows, strict=False)]
    layer, number = KERAS_LAYER.match(cells[0]), re.match(r"^([\d,]+)( \(unbuilt\))?$", cells[2])
    if layer and number:
        below = cells[3] if len(cells) > 3 else ""
        yield _keras(layer[1], layer[2], cells[1], number[1], below, unbuilt=bool(number[2]) or "?" in cells[1])


def _keras(name: str, kind: str, shape: str, count: str, below: str, *, unbuilt: bool = False) -> Line:
    names = tuple(dict.fromkeys(re.findall(r"([\w./-]+)…?\[\d+", below, re.ASCII)))
    return Line("keras", name, kind, whole(count), _last(shape), below=names, unbuilt=unbuilt)


def _row(text: str, columns: list[str]) -> Iterator[Line]:
    total = TOTAL.match(text)
    if total:
        yield Line("total", total[1], "total", whole(total[2]))
        return
    info = INFO_ROW.match(text)
    if info:
        yield _info(Line("torchinfo", info[2] or "", info[1], depth=int(info[3])), re.split(r" {2,}", info[4]), columns)
        return
    alone = ROOT_ROW.match(text) if columns and "depth-idx" in columns[0] else None
    if alone:
        root = _info(Line("torchinfo", alone[2] or "", alone[1]), re.split(r" {2,}", alone[3]), columns)
        if root.count:
            yield root
        return
    keras = KERAS_ROW.match(text)
    if keras:
        yield _keras(keras[1], keras[2], keras[3], keras[4], keras[5] or "")
        return
    module = MODULE.match(text)
    if module:
        yield Line("print", module[1] or "", module[2], arguments=tuple(_arguments(module[3])))
        return
    tensor = TENSOR.match(text)
    if tensor:
        yield _tensor(tensor[1], tensor[2])


def _tensor(name: str, shape: str) -> Line:
    return Line("tensors", name, "tensor", shape=tuple(whole(side) or 0 for side in re.findall(r"\d+", shape)))


def _info(line: Line, cells: list[str], columns: list[str]) -> Line:
    """A row of torchinfo's table; what its columns are, its first line says, or they are its usual ones."""
    headings = columns[1:] or ["Output Shape" if "[" in cell else "Param #" for cell in cells]
    for heading, cell in zip(headings, cells, strict=False):
        if heading == "Param #":
            line = replace(line, count=whole(cell))
        elif heading == "Output Shape":
            line = replace(line, width=_last(cell))
        elif heading == "Input Shape":
            line = replace(line, reads=_last(cell))
        elif heading == "Mult-Adds":
            line = replace(line, macs=whole(cell))
    return line


def whole(text: str) -> int | None:
    """A number as it is printed, `4,464`; None where there is none, or one that nobody could have counted."""
    digits = text.replace(",", "")
    return int(digits) if re.fullmatch(r"\d{1,15}", digits, re.ASCII) else None


def _last(text: str) -> int | None:
    """The last side of the first shape in a text."""
    inner = BRACKETS.search(text)
    sides = [side.strip() for side in inner[1].split(",") if side.strip()] if inner else []
    return whole(sides[-1]) if sides else None


def _arguments(text: str) -> list[str]:
    """What stands between the brackets of a printed module, by its commas that are in no brackets."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts if part.strip()]

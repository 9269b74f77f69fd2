"""The picture of the shapes explorer: rows of tensors at one scale, in a frame of one height.

The scale is the largest at which the sizes before the change fit as well; they stay as outlines, so that bigger looks bigger.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...formulas.grammar import evaluate
from ...formulas.texts import number
from ..figures.svg import THIN, block, italic, label, picture, tag
from .texts import px, written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    Item = Mapping[str, Any]
    Sizes = Mapping[str, int]

WIDEST, HIGHEST = 480.0, 440.0
SIDE, APART, LETTER, SLIM = 36.0, 2.0, 7.4, 6.4
HEAD, NAME, FIRST, UNDER, ROOM, BELOW = 30.0, 22.0, 34.0, 8.0, 18.0, 20.0


@dataclass(frozen=True)
class Drawn:
    """A tensor with its numbers: height and width in components, now and before the change, the words over it, and its
    cuts as shares of one.
    """

    item: Item
    rows: int
    columns: int
    before: tuple[int, int]
    words: str
    shares: Sequence[tuple[str, float, str]]

    @property
    def least(self) -> float:
        """The width of its words."""
        name = self.item["name"]
        return max(len(name) * LETTER if isinstance(name, str) else 40.0 * len(name), len(self.words) * SLIM)


def drawn(heads: Sequence[str], scheme: Mapping[str, Any], items: Sequence[Item], sizes: Sizes, before: Sizes) -> Markup:
    """The tensors of each group of layers, under its heading."""
    groups = [[[_measured(items[place], sizes, before) for place in row] for row in rows] for rows in scheme["groups"]]
    columns = _columns([row for rows in groups for row in rows])
    heights = [[max(max(it.rows, it.before[0]) for it in row) for row in rows] for rows in groups]
    width = max(WIDEST, sum(_widths(columns, 0)))
    scale = _scale(columns, heights, width)
    lefts = _widths(columns, scale)
    parts: list[Markup] = []
    y = 0.0
    for head, rows, highest in zip(heads, groups, heights, strict=True):
        parts.append(_heading(y, head, scheme["order"]))
        y += HEAD
        for place, row in enumerate(rows):
            parts.append(_row(row, lefts, scale, y, place == 0))
            y += _high(highest[place], scale, place == 0)
    description = "; ".join(
        f"{_plain(it)} is {number(it.rows)} by {number(it.columns)}" for rows in groups for row in rows for it in row
    )
    if "lstm-thin" in "".join(parts):
        parts.append(label(0, HIGHEST + 14, "hollow: too thin to be drawn to scale", anchor="start", kind="lstm-slice"))
    return picture(px(width), HIGHEST + BELOW, "The tensors, to scale", description, *parts, kind="lstm-shapes-drawn")


def _sides(shape: Sequence[str], sizes: Sizes) -> tuple[int, int]:
    """Rows and columns; a vector has one column."""
    rows, columns = (evaluate(length, sizes) for length in (shape[-2:] if len(shape) > 1 else (shape[0], "1")))
    return rows, columns


def _measured(item: Item, sizes: Sizes, before: Sizes) -> Drawn:
    shape = item["shape"]
    rows, columns = _sides(shape, sizes)
    count = evaluate("*".join(f"({length})" for length in shape), sizes)
    parts = [evaluate(share, sizes) for _, share, _ in item["cuts"]]
    shares = [(kind, part / sum(parts), letter) for (kind, _, letter), part in zip(item["cuts"], parts, strict=True)]
    return Drawn(item, rows, columns, _sides(shape, before), f"{' × '.join(map(written, shape))} = {number(count)}", shares)


def _plain(it: Drawn) -> str:
    name = it.item["name"]
    return name if isinstance(name, str) else " ".join(name)


def _columns(rows: Sequence[Sequence[Drawn]]) -> list[tuple[float, int]]:
    """What each column must hold: the widest words, and the most components."""
    count = max(map(len, rows))
    held = [[row[n] for row in rows if n < len(row)] for n in range(count)]
    return [(max(it.least for it in column), max(max(it.columns, it.before[1]) for it in column)) for column in held]


def _widths(columns: Sequence[tuple[float, int]], scale: float) -> list[float]:
    """The width of each column, the side for its numbers and the space after it included."""
    return [SIDE + APART + max(least, most * scale, THIN) for least, most in columns]


def _high(rows: int, scale: float, first: bool) -> float:
    return NAME + (FIRST if first else 0.0) + UNDER + max(rows * scale, THIN)


def _scale(columns: Sequence[tuple[float, int]], heights: Sequence[Sequence[int]], width: float) -> float:
    """The largest scale at which all fits, found by halving."""
    low, high = 0.0, 40.0
    for _ in range(24):
        middle = (low + high) / 2
        down = sum(HEAD + sum(_high(rows, middle, n == 0) for n, rows in enumerate(group)) for group in heights)
        fits = sum(_widths(columns, middle)) <= width and down <= HIGHEST
        low, high = (middle, high) if fits else (low, middle)
    return low


def _heading(y: float, head: str, order: Sequence[Any]) -> Markup:
    letters = [
        tag("tspan", f" {italic(letter)}" if letter != "_" else " –", class_=f"lstm-letter-label {kind}".strip())
        for kind, letter in (order[1] if order else [])
    ]
    words = [tag("tspan", f" · {order[0]}", class_="lstm-quiet")] if order else []
    return tag("text", tag("tspan", head, class_="lstm-strong"), *words, *letters, x=0, y=px(y + 16))


def _row(row: Sequence[Drawn], lefts: Sequence[float], scale: float, y: float, first: bool) -> Markup:
    parts, x = [], 0.0
    for it, wide in zip(row, lefts, strict=False):
        parts.append(_tensor(it, x + SIDE, y, scale, first))
        x += wide
    return tag("g", *parts)


def _tensor(it: Drawn, x: float, y: float, scale: float, first: bool) -> Markup:
    """Name, in the first row also formula and number of columns, then the block with its number of rows at the side."""
    width, height = max(it.columns * scale, THIN), max(it.rows * scale, THIN)
    top = y + NAME + (FIRST if first else 0.0)
    name = it.item["name"]
    words = (
        [tag("text", name, x=px(x), y=px(y + 13), class_="lstm-code")] if isinstance(name, str) else [_symbols(x, y + 13, name)]
    )
    if first:
        words.append(label(px(x), px(y + 30), it.words, anchor="start", kind="lstm-slice"))
        words.append(label(px(x + width / 2), px(top - 5), number(it.columns), kind="lstm-slice"))
    words.append(label(px(x - 4), px(top + height / 2 + 4), number(it.rows), anchor="end", kind="lstm-slice"))
    thin = min(it.rows, it.columns) * scale < THIN
    blocks = tag("g", *_blocks(it, x, top, width, height), class_="lstm-thin" if thin else "lstm-true")
    then = [] if it.before == (it.rows, it.columns) else [_outline(it, x, top, scale)]
    return tag("g", *words, blocks, *then, class_=it.item["kind"] or "lstm-plain")


def _outline(it: Drawn, x: float, y: float, scale: float) -> Markup:
    """The size before the change, from the same corner and at the same scale."""
    rows, columns = it.before
    return tag("rect", x=px(x), y=px(y), width=px(columns * scale), height=px(rows * scale), class_="lstm-then")


def _blocks(it: Drawn, x: float, y: float, width: float, height: float) -> list[Markup]:
    """The tensor in one piece, or in its cuts, each with its letter where there is room."""
    if not it.item["cuts"]:
        return [block(px(x), px(y), px(width), px(height))]
    parts = []
    for kind, share, letter in it.shares:
        across, down = (width * share, height) if it.item["axis"] else (width, height * share)
        inside = letter and across >= ROOM and down >= ROOM
        words = label(px(x + across / 2), px(y + down / 2 + 5), italic(letter), kind="lstm-letter-label") if inside else ""
        parts.append(tag("g", block(px(x), px(y), px(across), px(down)), words, class_=kind))
        x, y = (x + across, y) if it.item["axis"] else (x, y + down)
    return parts


def _symbols(x: float, y: float, names: Sequence[str]) -> Markup:
    """`W_f`, or `[W_f U_f]` for two side by side."""
    pieces: list[str | Markup] = []
    for name in names:
        letter, _, index = name.partition("_")
        back = {"dy": -4} if pieces else {}
        pieces.append(tag("tspan", (" " if pieces else "") + italic(letter[0]), **back))
        pieces.append(tag("tspan", italic(letter[1:] + index), dy=4, class_="lstm-index"))
    return tag("text", *pieces, x=px(x), y=px(y), class_="lstm-symbol")

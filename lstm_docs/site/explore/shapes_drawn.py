"""The picture of the shapes explorer: every tensor at one scale in a room of its own; the page itself sets rooms in rows.

The scale rests: it is the one at which twice the sizes that it was made to fit have room, so that bigger looks bigger, and
the sizes before the change stay as outlines. What does not fit is torn off. Edges and corners say which size they change.
Names and formulas are data, written in `shapes_data`; what follows from sizes is here, and in `assets/explore-shapes.js`.
"""

from __future__ import annotations

from itertools import zip_longest
from math import floor
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

from ...formulas.decimals import number
from ...formulas.grammar import evaluate
from ...ground.xml import tenths
from ..figures.svg import THIN, block, label, tag
from .texts import expression, px

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Item = Mapping[str, Any]
    Sizes = Mapping[str, int]
    Pair = tuple[float, float]

HIGH, WIDE = 240.0, 220.0
"""Pixels that all rows, and all columns, share at twice the sizes that the scale fits; a phone has them."""
LOW, SLIM = 44.0, 68.0
"""The least room of a tensor."""
LETTERED, TOOTH = 18.0, 4
GRABBED = {"I": "input", "H": "hidden", "P": "projection"}
KEYS = {"lstm-thin": "hollow: too thin for the scale", "lstm-torn": "torn: goes on, press Fit to see all"}


class Drawn(NamedTuple):
    """A tensor, whether it stands in the first row, the sizes dragged at it, its room, the scale, and sizes now and before.

    Rows come before columns.
    """

    item: Item
    first: bool
    grips: Sequence[str]
    room: Pair
    scale: float
    now: Sizes
    before: Sizes

    def shown(self, sizes: Sizes) -> Pair:
        """Its height and width at these sizes, as far as there is room."""
        down, across = (min(count * self.scale, most) for count, most in zip(_sides(self.item, sizes), self.room, strict=True))
        return down, across


def drawn(heads: Sequence[str], scheme: Mapping[str, Any], items: Sequence[Item], *sizes: Sizes) -> Markup:
    """The tensors of each group of layers, under its heading; `sizes` are those now, before, and those that the scale fits."""
    now, before, fitted = sizes
    twice = {letter: size if letter == "L" else 2 * size for letter, size in fitted.items()}
    groups = [[[items[place] for place in row] for row in rows] for rows in scheme["groups"]]
    every = [row for rows in groups for row in rows]
    high = [_most(row, twice, 0) for row in every]
    wide = [_most(filter(None, column), twice, 1) for column in zip_longest(*every)]
    scale = min(40.0, HIGH / max(sum(high), 1), WIDE / max(sum(wide), 1))
    content, highs, grips = Markup(), iter(high), _grips(every[0], now)
    for head, rows in zip(heads, groups, strict=True):
        made = Markup()
        for n, row in enumerate(rows):
            low = max(LOW, next(highs) * scale)
            rooms = [(low, max(SLIM, most * scale)) for most in wide]
            held = (Drawn(it, n == 0, _at(it, grips), room, scale, now, before) for it, room in zip(row, rooms, strict=False))
            made += tag("ul", *map(_tensor, held))
        order = Markup(scheme["order"])  # noqa: S704 - made in shapes_data
        content += tag("p", tag("b", head), order) + tag("div", made, class_="lstm-tensors")
    keys = " · ".join(words for kind, words in KEYS.items() if kind in content)
    return content + tag("p", tag("span", _ruler(scale), aria_hidden="true"), tag("span", keys), class_="lstm-scale")


def _grips(row: Sequence[Item], sizes: Sizes) -> list[tuple[Item, str]]:
    """At which tensor each size is dragged: at one of its own if there is one, and there where it moves most."""
    grips: list[tuple[Item, str]] = []
    for letter in GRABBED:
        moved = [sum(map(bool, _grown(it, sizes, letter))) for it in row]
        alone = [count * (3 - 2 * bool(_at(it, grips))) for it, count in zip(row, moved, strict=True)]
        if any(moved):
            grips.append((row[alone.index(max(alone))], letter))
    return grips


def _at(item: Item, grips: Sequence[tuple[Item, str]]) -> list[str]:
    return [letter for it, letter in grips if it is item]


def _sides(item: Item, sizes: Sizes) -> tuple[int, int]:
    """Rows and columns: the last two axes, and a vector upright."""
    shape = item["shape"]
    rows, columns = (evaluate(length, sizes) for length in (shape[-2:] if len(shape) > 1 else [*shape, "1"]))
    return rows, columns


def _most(held: Iterable[Item], sizes: Sizes, axis: int) -> int:
    return max(_sides(it, sizes)[axis] for it in held)


def _tensor(it: Drawn) -> Markup:
    """Name and sides, in the first row also the formula and the count, then the tensor as large as it is, or as its room."""
    shape, (rows, columns) = it.item["shape"], _sides(it.item, it.now)
    sides = tag("span", f"{number(rows)} × {number(columns)}")
    count = evaluate("*".join(f"({length})" for length in shape), it.now)
    lengths = (expression(f"({length})" if "+" in length else length) for length in shape)
    formula = Markup(" × ").join(lengths) + f" = {number(count)}"
    words = _name(it.item) + " " + sides + (Markup(" ") + tag("small", formula) if it.first else "")
    shown, then = it.shown(it.now), it.shown(it.before)
    height, width = (max(side, THIN) for side in shown)
    thin = min(rows, columns) * it.scale < THIN
    parts = [tag("g", *_blocks(it, height, width), class_="lstm-thin" if thin else "lstm-true")]
    if columns * it.scale > width:
        parts.append(_tear(height, lambda along, deep: (width - deep, along)))
    if rows * it.scale > height:
        parts.append(_tear(width, lambda along, deep: (along, height - deep)))
    if _sides(it.item, it.before) != (rows, columns):
        parts.append(_rect(0, 0, then[1], then[0], class_="lstm-then"))
    parts += [_grip(it, letter, height, width) for letter in it.grips]
    high, wide = map(px, it.room)
    place: dict[str, str | float] = {"viewBox": f"0 0 {tenths(wide)} {tenths(high)}", "width": wide, "height": high}
    symbols = {"data_s": it.item["symbols"]} if "symbols" in it.item else {}
    picture = tag("svg", tag("g", *parts, **symbols), class_="lstm-figure", **place, aria_hidden="true")
    return tag("li", words + picture, class_=it.item["kind"] or "lstm-plain")


def _name(item: Item) -> Markup:
    """`W_f U_f` as symbols, and the name of a stored tensor as code."""
    if "symbols" not in item:
        return tag("code", item["name"])
    names = item["symbols"].split(" ")
    return Markup(" ").join(tag("var", it[0], tag("sub", it[1:].replace("_", "")), data_s=it) for it in names)


def _rect(x: float, y: float, width: float, height: float, **more: str | float) -> Markup:
    return tag("rect", x=px(x), y=px(y), width=px(width), height=px(height), **more)


def _tear(long: float, at: Callable[[float, float], Pair]) -> Markup:
    """Teeth over the whole of an edge, behind which a tensor goes on; `at` is the place so far along it and so deep inside."""
    count = max(2 * floor(long / 8 + 0.5), 2)
    points = [at(-2, -3), *(at(long * n / count, TOOTH * (n % 2) + 1) for n in range(count + 1)), at(long + 2, -3)]
    return tag("path", d="M" + " L".join(f"{px(a):g} {px(b):g}" for a, b in points), class_="lstm-torn")


def _grip(it: Drawn, letter: str, height: float, width: float) -> Markup:
    """Where a size is dragged: the edge or the corner that it moves, which follows the pointer."""
    down, across = _grown(it.item, it.now, letter)
    far = (down * down + across * across) * it.scale
    x, y = width if across else width / 2, height if down else height / 2
    grab = {"data_grab": GRABBED[letter], "data_dx": _rate(across / far), "data_dy": _rate(down / far)}
    return _rect(x - 3, y - 3, 6, 6, class_="lstm-grab", **grab)


def _grown(item: Item, sizes: Sizes, letter: str) -> Pair:
    """How many rows and columns one more of a size adds."""
    (rows, columns), more = _sides(item, sizes), _sides(item, {**sizes, letter: sizes[letter] + 1})
    return more[0] - rows, more[1] - columns


def _rate(value: float) -> str:
    return str(floor(value * 10000 + 0.5) / 10000).removesuffix(".0")


def _blocks(it: Drawn, height: float, width: float) -> list[Markup]:
    """The tensor in one piece, or in its cuts, each with its letter where there is room."""
    cuts = [(kind, evaluate(share, it.now), letter) for kind, share, letter in it.item["cuts"] or [("", "1", "")]]
    parts, x, y, whole = [], 0.0, 0.0, sum(share for _, share, _ in cuts)
    for kind, share, letter in cuts:
        across, down = (width * share / whole, height) if it.item["axis"] else (width, height * share / whole)
        words = label(px(x + across / 2), px(y + down / 2 + 4), letter, kind="lstm-letter-label")
        inside = letter and across >= LETTERED and down >= LETTERED
        parts.append(tag("g", block(px(x), px(y), px(across), px(down)), words if inside else "", class_=kind))
        x, y = (x + across, y) if it.item["axis"] else (x, y + down)
    return parts


def _ruler(scale: float) -> Markup:
    """A round number of components at the scale of the picture."""
    count, step = 1, 0
    while count * scale < 24 and count < 10**7:
        count, step = int(count * (2.5 if step % 3 == 1 else 2)), step + 1
    long = px(count * scale)
    bar = tag("path", d=f"M0 1 v8 m0 -4 H{long:g} m0 -4 v8", class_="lstm-axis")
    return tag("svg", bar, class_="lstm-figure", viewBox=f"0 0 {tenths(long)} 10", width=long, height=10) + f" {number(count)}"

"""Charts of the explorers: data in, a picture out; `assets/explore-chart.js` draws the same, letter for letter.

A chart says its title, size, box, what its axes run from and to, its ticks and its words. Marks are lists, their kind and
class first, then places in the units of the axes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...ground.xml import tenths
from ..figures.svg import label, picture, tag
from .texts import fixed, px

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markupsafe import Markup

    from .explorer import Data

    Axis = Callable[[float], float]
    Mark = list[Any]
    Point = Sequence[float]

HAND, RING = 55.0, 13
"""What can be dragged is so wide and high, 44 pixels on a phone, and has a ring of that radius."""


def chart(
    title: str, size: tuple[float, float], box: tuple[float, float, float, float], axes: tuple[Point, Point], **more: object
) -> Data:
    """A chart: its `box` is left, right, top, bottom; `ticks` are pairs of a value and its words, along either axis."""
    return {"title": title, "size": size, "box": box, "axes": axes, "ticks": [[], []], "words": [], **more}


def line(kind: str, *points: Point) -> Mark:
    """A line through points."""
    return ["line", kind, *points]


def dot(kind: str, x: float, y: float, radius: float = 5) -> Mark:
    """A filled circle, or with the class of another stroke an empty one."""
    return ["dot", kind, x, y, radius]


def word(words: str, at: Point, anchor: str = "middle", beside: Point = (0, 4), kind: str = "lstm-slice") -> Mark:
    """A text, so many pixels beside a point."""
    return ["word", kind, *at, words, anchor, *beside]


def grab(name: str, at: Point, pull: Point, rest: float | None = None) -> Mark:
    """A place to drag the field `name` by: what a pixel to the right and one down add to it.

    With `rest`, they are powers of two by which the field and the rest together are multiplied.
    """
    return ["grab", "lstm-grab lstm-along" if pull[0] else "lstm-grab", *at, name, *pull, rest]


def free(spots: Sequence[Point], others: Sequence[Point], data: Data) -> Point:
    """The first of the spots that no finger on one of the others covers, or the last."""
    across, down = per_pixel(data)

    def covers(one: Point, other: Point) -> bool:
        return abs(one[0] - other[0]) < HAND * across and abs(one[1] - other[1]) < HAND * -down

    return next((one for one in spots if not any(covers(one, other) for other in others)), spots[-1])


def cell(kind: str, x: float, y: float, shade: str = "") -> Mark:
    """A square of one unit, its lower left corner there, filled as strongly as the shade says, from 0 to 1."""
    return ["cell", kind, x, y, shade]


def switch(name: str, x: float, y: float, width: float, height: float) -> Mark:
    """A place to click, in units, by which the choice `name` goes on."""
    return ["switch", "lstm-go", x, y, width, height, name]


def per_pixel(data: Data) -> tuple[float, float]:
    """How much of either axis a pixel is; upwards is more."""
    left, right, top, bottom = data["box"]
    (x_from, x_to), (y_from, y_to) = data["axes"]
    return (x_to - x_from) / (right - left), -(y_to - y_from) / (bottom - top)


def drawn(data: Data, marks: Sequence[Mark], description: str) -> Markup:
    """The picture of a chart with these marks."""
    left, right, top, bottom = data["box"]
    (x_from, x_to), (y_from, y_to) = data["axes"]

    def across(value: float) -> float:
        return px(left + (right - left) * (value - x_from) / (x_to - x_from))

    def down(value: float) -> float:
        return px(bottom - (bottom - top) * (value - y_from) / (y_to - y_from))

    ticks = [_tick(across(value), bottom, words) for value, words in data["ticks"][0]]
    names = [label(left - 8, px(down(value) + 4), words, anchor="end", kind="lstm-slice") for value, words in data["ticks"][1]]
    words = [label(x, y, text, anchor=anchor, kind="lstm-slice") for x, y, text, anchor in data["words"]]
    axes = tag("path", d=f"M{tenths(left)} {tenths(top)} V{tenths(bottom)} H{tenths(right)}", class_="lstm-axis")
    shapes = [MARKS[kind](across, down, *rest) for kind, *rest in marks]
    width, height = data["size"]
    content = [axes, *ticks, *names, *words, *shapes]
    return picture(width, height, data["title"], description, *content, kind="lstm-chart")


def _tick(x: float, y: float, words: str) -> Markup:
    mark = tag("path", d=f"M{tenths(x)} {tenths(y)} V{tenths(y + 5)}", class_="lstm-axis")
    return mark + label(x, y + 20, words, kind="lstm-slice")


def _line(across: Axis, down: Axis, kind: str, *points: Point) -> Markup:
    d = " L".join(f"{tenths(across(x))} {tenths(down(y))}" for x, y in points)
    return tag("path", d=f"M{d}", class_=kind)


def _dot(across: Axis, down: Axis, kind: str, x: float, y: float, radius: float) -> Markup:
    return tag("circle", cx=across(x), cy=down(y), r=radius, class_=kind)


def _word(across: Axis, down: Axis, kind: str, x: float, y: float, words: str, anchor: str, *beside: float) -> Markup:
    return label(px(across(x) + beside[0]), px(down(y) + beside[1]), words, anchor=anchor, kind=kind)


def _grab(across: Axis, down: Axis, kind: str, x: float, y: float, name: str, *pull: float | None) -> Markup:
    dx, dy, rest = pull[0] or 0.0, pull[1] or 0.0, pull[2]
    ring = tag("circle", cx=across(x), cy=down(y), r=RING, class_="lstm-ring")
    place = {"x": px(across(x) - HAND / 2), "y": px(down(y) - HAND / 2), "width": HAND, "height": HAND}
    times: dict[str, str] = {} if rest is None else {"data_times": fixed(rest, 2)}
    return ring + tag("rect", **place, class_=kind, data_grab=name, data_dx=_plain(dx), data_dy=_plain(dy), **times)


def _cell(across: Axis, down: Axis, kind: str, x: float, y: float, shade: str) -> Markup:
    filled: dict[str, str] = {"fill_opacity": shade} if shade else {}
    return tag("rect", **_area(across, down, x, y, 1, 1), **filled, class_=kind)


def _switch(across: Axis, down: Axis, kind: str, x: float, y: float, width: float, height: float, name: str) -> Markup:
    return tag("rect", **_area(across, down, x, y, width, height), class_=kind, data_next=name)


def _area(across: Axis, down: Axis, x: float, y: float, width: float, height: float) -> dict[str, float]:
    left, top = across(x) + 1, down(y + height) + 1
    return {"x": px(left), "y": px(top), "width": px(across(x + width) - left - 1), "height": px(down(y) - top - 1)}


def _plain(value: float) -> str:
    """A number that scripts read, with the minus of programs."""
    return fixed(value, 6).replace("−", "-")


MARKS: dict[str, Callable[..., Markup]] = {
    "line": _line,
    "dot": _dot,
    "word": _word,
    "grab": _grab,
    "cell": _cell,
    "switch": _switch,
}

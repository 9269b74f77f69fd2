"""Losses over the epochs of trainings: each seed faint, their means strong, with marked epochs and levels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...formulas.numbers import in_text
from .axes import Scale, across, level, shown, ticks, upwards
from .over_steps import DASHES
from .strokes import curve, haloed, line, note
from .svg import picture, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

LEFT, WIDE, TOP, HIGH, UNDER, NAMED = 40.0, 214.0, 44.0, 220.0, 52.0, 104.0
LEADING, FEW = 17.0, 2


@dataclass(frozen=True)
class Losses:
    """A named line: the loss after each epoch, for each seed; `dash` is a place in `DASHES`, to tell lines apart."""

    name: str
    seeds: tuple[tuple[float, ...], ...]
    dash: int = 0

    @property
    def means(self) -> list[float]:
        """The mean over the seeds at each epoch."""
        return [sum(column) / len(column) for column in zip(*self.seeds, strict=True)]


def epochs(
    lines: Sequence[Losses], title: str, *, lowest: int | None = None, levels: Sequence[tuple[str, float]] = ()
) -> Markup:
    """The lines, named at their ends; a mark at the epoch `lowest`, counted from 1; named `levels` of the loss.

    The seeds are drawn where there are no more than two lines.
    """
    values = [loss for it in lines for seed in it.seeds for loss in seed]
    count = len(lines[0].means)
    x = Scale(1, count, LEFT + 10, LEFT + WIDE - 10)
    y = Scale(0, max(values) * 1.04, TOP + HIGH, TOP)
    marks = ticks(0, y.high)
    turns = [1, *(int(v) for v in ticks(1, count) if v > 1)]
    parts = (
        note(0, 16, "loss", "start"),
        *(level(Scale(0, 1, LEFT, LEFT + WIDE), y(v)) for v in marks),
        *upwards(y, marks, LEFT, [shown(v, marks[1]) for v in marks]),
        *across(Scale(0, 1, LEFT, LEFT + WIDE), [], y.start, []),
        *across(x, turns, y.start, list(map(in_text, turns))),
        note(LEFT + WIDE / 2, y.start + 42, "epoch"),
        *(piece for name, value in levels for piece in _level(name, y(value))),
        *(_line(it, x, y, seeds=len(lines) <= FEW) for it in lines),
        *(_mark(lowest, x, y) if lowest else ()),
        *_names(lines, y),
    )
    return picture(LEFT + WIDE + NAMED, y.start + UNDER, title, _told(lines, lowest), *parts, kind="lstm-epochs")


def _level(name: str, y: float) -> tuple[Markup, Markup]:
    rule = line((LEFT, y), (LEFT + WIDE, y), tip=False, dashed=True, width=1)
    return rule, haloed(LEFT + WIDE - 4, y - 5, name, "end")


def _mark(epoch: int, x: Scale, y: Scale) -> tuple[Markup, Markup]:
    rule = line((x(epoch), y.start), (x(epoch), TOP - 8), tip=False, dashed=True, width=1)
    return rule, haloed(x(epoch) + 6, TOP - 2, f"lowest after {epoch}", "start")


def _names(lines: Sequence[Losses], y: Scale) -> list[Markup]:
    """Names beside the ends of the lines, pushed apart from the lowest loss up."""
    parts, free = [], float("inf")
    for it in sorted(lines, key=lambda it: it.means[-1]):
        place = min(y(it.means[-1]), free)
        free = place - LEADING
        parts.append(haloed(LEFT + WIDE + 2, place + 4.5, it.name, "start"))
    return parts


def _line(it: Losses, x: Scale, y: Scale, *, seeds: bool) -> Markup:
    def places(losses: Sequence[float]) -> list[tuple[float, float]]:
        return [(x(n + 1), y(loss)) for n, loss in enumerate(losses)]

    faint = [curve(places(seed), width=0.8) for seed in it.seeds] if seeds else []
    path = "M" + " L".join(f"{a:.1f} {b:.1f}" for a, b in places(it.means))
    dash = {"stroke_dasharray": DASHES[it.dash % len(DASHES)]} if it.dash % len(DASHES) else {}
    mean = tag("path", d=path, fill="none", stroke="currentColor", stroke_width="2", stroke_linejoin="round", **dash)
    return tag("g", tag("g", *faint, stroke_opacity="0.35"), mean)


def _told(lines: Sequence[Losses], lowest: int | None) -> str:
    places = [("at first", 1), ("at last", len(lines[0].means))]
    if lowest:
        places.insert(1, (f"after {lowest}", lowest))
    said = (f"{it.name}: " + ", ".join(f"{it.means[n - 1]:.3f} {when}" for when, n in places) for it in lines)
    return f"Mean loss over {len(lines[0].means)} epochs. " + "; ".join(said)

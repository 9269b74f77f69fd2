"""Losses over the epochs of a training: each seed faint, their means strong, and where the second line is lowest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..numbers import in_text
from .axes import Scale, across, level, shown, ticks, upwards
from .strokes import curve, haloed, line, note
from .svg import picture, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

LEFT, WIDE, TOP, HIGH, UNDER, NAMED = 56.0, 430.0, 44.0, 240.0, 52.0, 130.0


@dataclass(frozen=True)
class Losses:
    """A named line: the loss after each epoch, for each seed; `dashed` to tell lines apart without colour."""

    name: str
    seeds: tuple[tuple[float, ...], ...]
    dashed: bool = False

    @property
    def means(self) -> list[float]:
        """The mean over the seeds at each epoch."""
        return [sum(column) / len(column) for column in zip(*self.seeds, strict=True)]


def epochs(lines: Sequence[Losses], lowest: int, title: str) -> Markup:
    """The lines, named at their ends, and a mark at the epoch `lowest`, counted from 1."""
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
        *(_line(it, x, y) for it in lines),
        line((x(lowest), y.start), (x(lowest), TOP - 8), tip=False, dashed=True, width=1),
        haloed(x(lowest) + 6, TOP - 2, f"lowest after {lowest}", "start"),
        *(haloed(LEFT + WIDE + 2, y(it.means[-1]) + 4.5, it.name, "start") for it in lines),
    )
    return picture(LEFT + WIDE + NAMED, y.start + UNDER, title, _told(lines, lowest), *parts, kind="lstm-epochs")


def _line(it: Losses, x: Scale, y: Scale) -> Markup:
    def places(losses: Sequence[float]) -> list[tuple[float, float]]:
        return [(x(n + 1), y(loss)) for n, loss in enumerate(losses)]

    seeds = [curve(places(seed), width=0.8) for seed in it.seeds]
    return tag("g", tag("g", *seeds, stroke_opacity="0.35"), curve(places(it.means), dashed=it.dashed, width=2.2))


def _told(lines: Sequence[Losses], lowest: int) -> str:
    said = (
        f"{it.name}: {it.means[0]:.3f} at first, {it.means[lowest - 1]:.3f} after {lowest}, {it.means[-1]:.3f} at last"
        for it in lines
    )
    return f"Mean loss over {len(lines[0].means)} epochs. " + "; ".join(said)

"""Measured against expected: points on two axes of powers of ten, the diagonal, and the band of a factor around it."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10
from typing import TYPE_CHECKING

from .axes import Scale, across, level, upwards
from .over_steps import power_of_ten
from .strokes import GROUND, line, note
from .svg import label, picture, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

LEFT, TOP, SIDE, LEGEND = 64.0, 40.0, 360.0, 22.0


@dataclass(frozen=True)
class Cloud:
    """Points (expected, measured) with a name; hollow ones if not `filled`."""

    name: str
    points: tuple[tuple[float, float], ...]
    filled: bool = True


def against(clouds: Sequence[Cloud], title: str, *, x_axis: str, y_axis: str, factor: float = 2) -> Markup:
    """The clouds on one scale both ways; the words after each name say how many lie within the factor."""
    values = [value for cloud in clouds for point in cloud.points for value in point]
    low, high = 10.0 ** floor(log10(min(values))), 10.0 ** ceil(log10(max(values)))
    top = TOP + LEGEND * len(clouds)
    x = Scale(log10(low), log10(high), LEFT, LEFT + SIDE)
    y = Scale(log10(low), log10(high), top + SIDE, top)
    powers = list(range(round(log10(low)), round(log10(high)) + 1))
    words = [power_of_ten(power) for power in powers]
    ends = (log10(low), log10(high))
    parts = [
        *(_legend(cloud, 8 + LEGEND * n) for n, cloud in enumerate(clouds)),
        note(0, top - 14, y_axis, "start"),
        *(level(Scale(0, 1, LEFT, LEFT + SIDE), y(power)) for power in powers),
        *upwards(y, powers, LEFT, words),
        *across(x, powers, top + SIDE, words),
        note(LEFT + SIDE / 2, top + SIDE + 44, x_axis),
        *(_diagonal(x, y, ends, shift) for shift in (0.0, log10(factor), -log10(factor))),
        *(_points(cloud, x, y) for cloud in clouds),
    ]
    return picture(LEFT + SIDE + 24, top + SIDE + 56, title, _told(clouds, factor), *parts, kind="lstm-against")


def within(cloud: Cloud, factor: float) -> int:
    """How many points lie between 1/factor and factor of the diagonal."""
    return sum(1 / factor <= measured / expected <= factor for expected, measured in cloud.points)


def _diagonal(x: Scale, y: Scale, ends: tuple[float, float], shift: float) -> Markup:
    low, high = max(ends[0], ends[0] - shift), min(ends[1], ends[1] - shift)
    return line((x(low), y(low + shift)), (x(high), y(high + shift)), tip=False, dashed=shift != 0, width=1)


def _legend(cloud: Cloud, y: float) -> Markup:
    return _dot(12, y, cloud) + label(28, y + 4.5, cloud.name, anchor="start")


def _points(cloud: Cloud, x: Scale, y: Scale) -> Markup:
    return tag("g", *(_dot(x(log10(expected)), y(log10(measured)), cloud) for expected, measured in cloud.points))


def _dot(x: float, y: float, cloud: Cloud) -> Markup:
    fill = "currentColor" if cloud.filled else GROUND
    return tag("circle", cx=x, cy=y, r=2.6, fill=fill, stroke="currentColor", fill_opacity="0.55" if cloud.filled else "1")


def _told(clouds: Sequence[Cloud], factor: float) -> str:
    return ". ".join(
        f"{cloud.name}: {within(cloud, factor)} of {len(cloud.points)} points within a factor of {factor:g}" for cloud in clouds
    )

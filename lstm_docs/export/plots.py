"""Two plots as SVG, for reports: a histogram of shares, and a bar for each of a row of shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..ground.xml import tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

BINS = 10
WIDTH, HEIGHT = 640, 150
BASE = HEIGHT - 24
TOP = 16
LEFT = 8


def histogram(shares: Sequence[float]) -> Markup:
    """How many of `shares`, 0 to 1, lie in each tenth."""
    counts = [0] * BINS
    for share in shares:
        counts[min(BINS - 1, int(share * BINS))] += 1
    named = [(f"{10 * n}–{10 * (n + 1)} %", count / max(1, *counts), str(count or "")) for n, count in enumerate(counts)]
    bins = ", ".join(f"{name}: {count}" for (name, _, _), count in zip(named, counts, strict=True))
    return _drawn(named, f"Candidates by share of the marks. {bins}")


def bars(shares: Sequence[tuple[str, float | None]]) -> Markup:
    """A bar for each named share, 0 to 1, with the share in percent above it; a dash where there is none."""
    named = [(name, share or 0.0, "–" if share is None else f"{100 * share:.0f}") for name, share in shares]
    percentages = ", ".join(f"question {name}: {value} %" for name, _, value in named)
    return _drawn(named, f"Share of the marks earned. {percentages}")


def _drawn(columns: Sequence[tuple[str, float, str]], description: str) -> Markup:
    pitch = (WIDTH - 2 * LEFT) / max(1, len(columns))
    parts = [tag("path", d=f"M{LEFT} {BASE}H{WIDTH - LEFT}")]
    for n, (name, share, value) in enumerate(columns):
        x, tall = LEFT + n * pitch, share * (BASE - TOP)
        parts.append(tag("rect", x=x + 0.14 * pitch, y=BASE - tall, width=0.72 * pitch, height=tall))
        parts.append(tag("text", value, x=x + pitch / 2, y=BASE - tall - 4))
        parts.append(tag("text", name, x=x + pitch / 2, y=BASE + 16))
    return tag("svg", *parts, class_="plot", role="img", viewBox=f"0 0 {WIDTH} {HEIGHT}", aria_label=description)

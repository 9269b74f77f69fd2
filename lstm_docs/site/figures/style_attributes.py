"""What a figure looks like where style sheets do not reach into pictures: fills and strokes, as attributes too.

Without them a renderer of PDFs, such as WeasyPrint, fills every box black. A style sheet that is read wins over them.
"""

from __future__ import annotations

import re
from functools import cache

from markupsafe import Markup

from ..fences.context import asset, sheets

_RULE = re.compile(r"(?<![\w )])(?:\.lstm-figure )?\.(lstm-[\w-]+)\s*\{([^{}]*)\}")
_PAINT = re.compile(r"(?<![\w-])(fill|fill-opacity|stroke|stroke-width|stroke-opacity|stroke-dasharray)\s*:\s*([^;}]+)")
_DRAWN = re.compile(r'<(?:rect|path|line|circle|polyline|polygon)\b[^>]*? class="([^"]+)"')


def painted(html: Markup) -> Markup:
    """The figures in some HTML with the paint of their classes as attributes."""
    return Markup(_DRAWN.sub(_with_paint, html))  # noqa: S704 - made by our own fences


def _with_paint(drawn: re.Match[str]) -> str:
    attributes: dict[str, str] = {}
    for name in drawn[1].split():
        attributes |= paint().get(name, {})
    return drawn[0] + "".join(f' {key}="{value}"' for key, value in attributes.items() if f" {key}=" not in drawn[0])


@cache
def paint() -> dict[str, dict[str, str]]:
    """By class, what our style sheets say of its fill and stroke."""
    rules = _RULE.findall(asset("lstm.css") + sheets()["explore.css"])
    return {name: said for name, body in rules if (said := dict(_PAINT.findall(body)))}

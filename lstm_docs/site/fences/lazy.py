"""Fences and facts as a page shows them. What makes them, SymPy with it, is imported only for what was never made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from ..build.build_cache import rows, text
from .shown_file import UNKNOWN, digest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .context import Context

ASKING = ("lstm-quiz", "lstm-model")
"""What these show is asked of the bank."""


def _html_and_names(content: object) -> bool:
    return rows(rows(text), 2)(content) and isinstance(content, list) and len(content[0]) == 1


def fence(kind: str, body: str, context: Context, first_line: int) -> Markup:
    """The HTML of a fence; see `fences.render`, whose errors are passed on."""

    def make() -> list[list[str]]:
        from . import kinds

        html = kinds.render(kind, body, context, first_line)
        return [[str(html)], sorted(context.used)]

    shown = digest(body, context)
    asks = kind in ASKING
    if (asks and not context.questions) or shown == UNKNOWN:
        (html,), _ = make()
    else:
        inputs = (body, context.assets, sorted(context.used), context.questions if asks else "", *([shown] if shown else []))
        (html,), used = context.cache.of(kind, inputs, make, _html_and_names)
        context.used.update(used)
    return context.said(Markup(html))  # noqa: S704 - made by our own fences


def inline(words: Sequence[str], where: str, context: Context) -> Markup:
    """One fact or shape in a sentence; see `fences.inline`, whose errors are passed on."""

    def make() -> str:
        from . import kinds

        return str(kinds.inline(words, where, context))

    file = next((word for word in words if word.startswith("cell=")), "")
    shown = digest(file.replace("=", ": ", 1), context)
    inputs = (*words, *([shown] if shown else []))
    html = make() if shown == UNKNOWN else context.cache.of("inline", inputs, make, text)
    return Markup(context.words.html(html))  # noqa: S704 - made by our own fences

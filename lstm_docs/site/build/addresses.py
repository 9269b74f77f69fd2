"""Where our assets are, seen from a page: a sign in what is made, an address in what is served.

What a fence gives may end up on another page than its own (an excerpt in a blog), and is kept for pages at any depth. So
it holds a sign, and the page that shows it says what the sign stands for.
"""

from __future__ import annotations

import re
from html import unescape

from ..fences.context import STYLE

SIGN = "lstm-docs-assets:/"
"""Begins the address of an asset in what fences give, until a page is known."""

_SIGNS = tuple(f"={quote}{SIGN}" for quote in "\"'")
_STYLE = re.compile(rf'<link rel="stylesheet" href="[^"]*{re.escape(STYLE)}">\n*')
INSPECTING = "<lstm-inspect "
"""Begins the element that reads model files."""
READING = "<lstm-reading "
"""Begins the element that reads names."""
_CARRIED = re.compile(r'<template data-asks="[\w-]+" data-family="([^"]*)"')
_FAMILIES = re.compile(r'<lstm-(?:quiz|test|question)\b[^>]* data-families="([\w -]*)"')


def ours(html: str) -> bool:
    """Whether a page shows anything of ours."""
    return any(sign in html for sign in _SIGNS)


def placed(html: str, folder: str) -> str:
    """The page with `folder`, the address of our assets ending in a slash, wherever it is meant."""
    for sign in _SIGNS:
        html = html.replace(sign, sign.removesuffix(SIGN) + folder)
    return html


def styled(html: str, folder: str, before: str, more: str = "") -> str:
    """The page with the link to our style sheet, and `more`, in its head; without a head, first.

    In the head it outlives the swap of pages by a theme. It stands ahead of `before`, so an author's own sheet wins.
    """
    end = max(html.find("</head>"), 0)
    own = html.find(f'href="{before}"', 0, end) if before else -1
    place = html.rfind("<link", 0, own) if own >= 0 else end
    link = f'<link rel="stylesheet" href="{folder}{STYLE}">{more}'
    return html[:place] + link + html[place:end] + unstyled(html[end:])


def unstyled(html: str) -> str:
    """The page or a part of it without the link to our style sheet."""
    return _STYLE.sub("", html)


def families(html: str) -> set[str]:
    """The question families that a page asks."""
    return {name for named in _FAMILIES.findall(html) for name in named.split()}


def carried(html: str) -> str:
    """What the questions that a page carries in itself will show."""
    return "".join(map(unescape, _CARRIED.findall(html)))

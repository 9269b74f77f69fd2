"""Mends to a page: a name for the theme's search dialog, its script out of the way of the first paint, the math font asked
for early, and code left out of the search."""

from __future__ import annotations

import re

# What the theme's search reads tag by tag to find no words in.
_PIECE = re.compile(
    r"<(?P<left>figure|dl|lstm-[\w-]+)\b[^>]* data-search-exclude\b.*?</(?P=left)>"
    r"|<svg\b.*?</svg>|<math\b.*?</math>|<template\b.*?</template>",
    re.DOTALL,
)
_PLACE = re.compile(r"<!--lstm-piece-(\d+)-->.*?<!--lstm-end-->", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_CODE = re.compile(r'(<div class="(?:[^"]* )?highlight")')
_BUNDLE = re.compile(r'<script (src="[^"]*assets/javascripts/bundle\.[^"]*\.js")></script>')
_LATER = re.compile(r"<script\b(?![^>]*\b(?:defer|async|type=\"(?:module|application/json)\"))")
_UNNAMED = 'data-md-component="search" role="dialog">'
_NAMED = 'data-md-component="search" role="dialog" aria-label="Search">'


def mended(html: str, font_url: str) -> str:
    """The page with Material's search dialog named, its script deferred, and, if it shows formulas, the font preloaded."""
    html = _deferred(html.replace(_UNNAMED, _NAMED, 1))
    if "<math" not in html:
        return html
    link = f'<link rel="preload" href="{font_url}" as="font" type="font/woff2" crossorigin>'
    return html.replace("</head>", f"{link}</head>", 1)


def _deferred(html: str) -> str:
    """The page with Material's script run after it is read; left alone if a later script may count on it."""
    bundle = _BUNDLE.search(html)
    if bundle is None or _LATER.search(html, bundle.end()):
        return html
    return f"{html[: bundle.start()]}<script {bundle[1]} defer></script>{html[bundle.end() :]}"


def searchable(html: str) -> str:
    """The content of a page with its code marked as no text to search: every reader loads the index with the first page."""
    return _CODE.sub(r"\1 data-search-exclude", html)


def lightened(html: str) -> tuple[str, list[str]]:
    """The content of a page with only the words of its formulas, without its figures and data; and these, to be put back."""
    pieces: list[str] = []

    def kept(match: re.Match[str]) -> str:
        pieces.append(match[0])
        words = _TAG.sub("", match[0]) if match[0].startswith("<math") else ""
        return f"<!--lstm-piece-{len(pieces) - 1}-->{words}<!--lstm-end-->"

    return _PIECE.sub(kept, html), pieces


def restored(light: str, pieces: list[str]) -> str:
    """The content with its pieces in place."""
    return _PLACE.sub(lambda match: pieces[int(match[1])], light)

"""Mends to a page: a name for the theme's search dialog, the math font asked for early, and code left out of the search."""

from __future__ import annotations

import re

_CODE = re.compile(r'(<div class="(?:[^"]* )?highlight")')
_UNNAMED = 'data-md-component="search" role="dialog">'
_NAMED = 'data-md-component="search" role="dialog" aria-label="Search">'


def mended(html: str, font_url: str) -> str:
    """The page with Material's search dialog named, and, if it shows formulas, the font preloaded."""
    html = html.replace(_UNNAMED, _NAMED, 1)
    if "<math" not in html:
        return html
    link = f'<link rel="preload" href="{font_url}" as="font" type="font/woff2" crossorigin>'
    return html.replace("</head>", f"{link}</head>", 1)


def searchable(html: str) -> str:
    """The content of a page with its code marked as no text to search: every reader loads the index with the first page."""
    return _CODE.sub(r"\1 data-search-exclude", html)

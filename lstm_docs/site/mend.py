"""Mends to a finished page: a name for the theme's search dialog, and the math font asked for early."""

from __future__ import annotations

_UNNAMED = 'data-md-component="search" role="dialog">'
_NAMED = 'data-md-component="search" role="dialog" aria-label="Search">'


def mended(html: str, font_url: str) -> str:
    """The page with Material's search dialog named, and, if it shows formulas, the font preloaded."""
    html = html.replace(_UNNAMED, _NAMED, 1)
    if "<math" not in html:
        return html
    link = f'<link rel="preload" href="{font_url}" as="font" type="font/woff2" crossorigin>'
    return html.replace("</head>", f"{link}</head>", 1)

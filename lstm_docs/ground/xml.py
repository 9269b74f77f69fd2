"""Elements of XML, SVG and HTML as text, escaped."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def tag(name: str, *content: str | Markup, **attributes: str | float) -> Markup:
    """An element; `stroke_width=1` is written stroke-width, `class_` class, and numbers to a tenth."""
    pairs = "".join(f' {key.rstrip("_").replace("_", "-")}="{escape(tenths(value))}"' for key, value in attributes.items())
    return Markup(f"<{name}{pairs}>{''.join(map(escape, content))}</{name}>")  # noqa: S704 - escaped here


def clean(text: str) -> str:
    """A text without the control characters that XML has no place for."""
    return _NOT_XML.sub("", text)


def tenths(value: str | float) -> str:
    """A number to a tenth, without a zero at its end; a text as it is."""
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")

"""A name as people type it, whatever its capitals, hyphens and spaces."""

from __future__ import annotations

import re


def plain_spelling(name: str) -> str:
    """A name in small letters and digits alone, so that `Keras 3`, `keras-3` and `keras3` are one."""
    return re.sub(r"[^a-z0-9]", "", name.lower())

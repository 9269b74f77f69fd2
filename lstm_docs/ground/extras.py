"""Libraries that an extra brings, loaded when they are called for."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from .errors import LstmDocsError


def needed(module: str, extra: str) -> Any:  # noqa: ANN401 - a library without types
    """A library. Raises `LstmDocsError` if it is not installed, with what brings it."""
    try:
        return import_module(module)
    except ImportError:
        raise LstmDocsError(f"this needs {module}, which the extra {extra} brings: pip install 'lstm-docs[{extra}]'") from None

"""LSTMs by the numbers: equations, what follows from them, and quizzes with verified answers."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import cells, explaining, facts, frameworks, marks, models, quiz, reference
    from .network import Network
    from .rendering import render

__all__ = ["Network", "cells", "explaining", "facts", "frameworks", "marks", "models", "quiz", "reference", "render"]

_INSIDE = {"Network": "network", "render": "rendering"}
"""What is one thing of a part."""


def __getattr__(name: str) -> object:
    """A part when it is first asked for: a build of pages made before needs neither SymPy nor NumPy."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    part = import_module(f".{_INSIDE.get(name, name)}", __name__)
    return getattr(part, name) if name in _INSIDE else part

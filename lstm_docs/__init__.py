"""LSTMs by the numbers: equations, what follows from them, and quizzes with verified answers."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import facts, frameworks, models, quiz, reference
    from .network import Network

__all__ = ["Network", "facts", "frameworks", "models", "quiz", "reference"]


def __getattr__(name: str) -> object:
    """A part when it is first asked for: a build of pages made before needs neither SymPy nor NumPy."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(".network", __name__).Network if name == "Network" else import_module(f".{name}", __name__)

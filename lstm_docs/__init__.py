"""LSTMs by the numbers: equations, what follows from them, and quizzes with verified answers."""

from . import facts, frameworks, quiz, reference
from .network import Network

__all__ = ["Network", "facts", "frameworks", "quiz", "reference"]

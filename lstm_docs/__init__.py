"""LSTMs by the numbers: equations, what follows from them, and quizzes with verified answers."""

from .network import Network

__all__ = ["Network"]

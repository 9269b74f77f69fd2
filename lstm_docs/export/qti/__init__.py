"""Papers for learning platforms and test players: QTI 1.2 as Canvas reads it, QTI 2.1, and QTI 3."""

from .canvas import qti12, qti12_lost
from .package import qti3, qti21, qti_lost

__all__ = ["qti3", "qti12", "qti12_lost", "qti21", "qti_lost"]

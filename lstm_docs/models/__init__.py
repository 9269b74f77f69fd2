"""The recurrent layers of a model file: what they are, in whose convention, and how that is known.

    from lstm_docs import models
    models.read("model.safetensors").layers[0].network

Nothing of a file is run or unpickled, and no numbers are read before somebody asks for them.
"""

from __future__ import annotations

from .opening import read
from .reading import AmbiguityError, File, Layer, Reading
from .stored import ModelError, Stored

__all__ = ["AmbiguityError", "File", "Layer", "ModelError", "Reading", "Stored", "read"]

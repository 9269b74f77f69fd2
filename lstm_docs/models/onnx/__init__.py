"""`.onnx`: a walk of our own over the protobuf, as far as recurrent layers need it."""

from .layers import read

__all__ = ["read"]

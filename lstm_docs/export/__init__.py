"""Papers and keys as files: `FORMATS` says which, `write` writes them."""

from .formats import FORMATS, Format
from .write import write_papers

__all__ = ["FORMATS", "Format", "write_papers"]

"""Pictures as SVG, written from the same sizes as the formulas beside them."""

from .matrices import product, thumbnail
from .packed import packed
from .unrolled import unrolled

__all__ = ["packed", "product", "thumbnail", "unrolled"]

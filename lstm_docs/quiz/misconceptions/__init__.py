"""Named wrong paths. They make the distractors, and they recognise what a learner typed."""

from . import counting, layouts, shapes

__all__ = ["counting", "layouts", "shapes"]

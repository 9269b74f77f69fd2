"""A fence outside a site: as HTML, SVG, LaTeX, Typst or text."""

from .targets import TARGETS, inline, render

__all__ = ["TARGETS", "inline", "render"]

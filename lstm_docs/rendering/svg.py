"""A drawing as a file of its own: with its namespace, and the colours and type that pages give it by style sheets."""

from __future__ import annotations

from ..ground.colours import COLOURS

_NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'
_COLOURED = "".join(f".lstm-{letter}{{color:{colour.light}}}" for letter, colour in COLOURS.items())
_TYPE = (
    "svg{color:#1b1b1f}text{fill:currentColor;font:13px serif}.lstm-symbol,.lstm-letter-label{font:italic 20px serif}"
    ".lstm-index{font-size:14px}.lstm-sign{font-size:18px}.lstm-strong{font-weight:600}.lstm-code{font-family:monospace}"
)


def standing_alone(svg: str) -> str:
    """An `<svg>` of a page as one that any program draws, in the colours of paper."""
    start, end, rest = svg.partition(">")
    return f"{start}{_NAMESPACE}{end}<style>{_TYPE}{_COLOURED}</style>{rest}"

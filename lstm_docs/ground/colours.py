"""One colour means one thing on every page and paper: the three gates, the candidate, the two states.

Chosen by search so that the six stay apart for normal sight and the three common kinds of colour blindness,
at a contrast of 4.5:1 or more. The letter always stands beside the colour.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Colour:
    """The same hue on a white ground and on a dark one."""

    light: str
    dark: str


COLOURS = {
    "i": Colour("#1448e0", "#4a97ff"),
    "f": Colour("#8f1d10", "#f0705f"),
    "g": Colour("#00764a", "#4df0b4"),
    "o": Colour("#9a36bd", "#f0d0ff"),
    "c": Colour("#9b6900", "#f2aa20"),
    "h": Colour("#414c6b", "#8f98a6"),
}

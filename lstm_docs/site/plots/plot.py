"""What a figure is to the fence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..fences import options as given

if TYPE_CHECKING:
    from collections.abc import Callable

    from markupsafe import Markup

    from ...ground.located import Located


@dataclass(frozen=True)
class Plot:
    """How a figure is drawn from its options, the `keys` it takes and those it needs."""

    draw: Callable[[Located], Markup]
    keys: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()


def size(options: Located, key: str, default: int, most: int | None = None) -> int:
    """A size that is always there."""
    return given.size(options, key, default, most) or default

"""What tensors that are in no recurrent layer are, by their shapes and by what lies beside them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from .reading import Layer
    from .stored import Stored

EMBEDDING = re.compile(r"embed|\bemb\b|_emb\b|\bwte\b|\bwpe\b|lookup", re.IGNORECASE)


def kinds_of(tensors: Iterable[Stored], layers: Iterable[Layer]) -> dict[Hashable, str]:
    """By place: `recurrent`, or what the largest tensor of the same module says.

    A module whose largest tensor has three axes or more is a convolution, one with a matrix is dense, or an
    embedding if it is called so; the others are of no kind.
    """
    recurrent = {tensor.place for layer in layers for tensor in layer.tensors}
    by_place: dict[Hashable, str] = dict.fromkeys(recurrent, "recurrent")
    modules: dict[str, list[Stored]] = {}
    for tensor in tensors:
        if tensor.place not in recurrent:
            modules.setdefault(re.split(r"[/.]", tensor.name[::-1], maxsplit=1)[-1][::-1], []).append(tensor)
    for module, members in modules.items():
        kind = _kind(module, members)
        by_place |= {tensor.place: kind for tensor in members}
    return by_place


def _kind(module: str, members: list[Stored]) -> str:
    axes = max(len(tensor.shape) for tensor in members if tensor.counted) if any(t.counted for t in members) else 0
    if axes >= 3:
        return "convolution"
    if axes < 2:
        return "other"
    named = EMBEDDING.search(module) or any(EMBEDDING.search(tensor.name) for tensor in members)
    return "embedding" if named else "dense"

"""`.pt` and `.pth`, where PyTorch is installed: its own reader of tensors alone, which runs no code of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .stored import ModelError, Stored, check_shape

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .stored import Array

DEEPEST = 16
MOST_TENSORS = 100_000


def read(path: Path) -> list[Stored]:
    """Every tensor of a checkpoint, under the names that lead to it. Raises `ModelError`."""
    tensors: list[Stored] = []
    for name, tensor in _tensors(_loaded(path), "", 0):
        if len(tensors) >= MOST_TENSORS:
            raise ModelError(f"the file has more than {MOST_TENSORS:,} tensors; at most that many are read")
        shape = check_shape(name, tuple(tensor.shape))
        place = (tensor.data_ptr(), shape, tuple(tensor.stride()))
        tensors.append(Stored(name, shape, str(tensor.dtype).removeprefix("torch."), _Numbers(path, name), place))
    return tensors


class _Numbers:
    """The numbers of one tensor: the file is mapped, and only this tensor's pages are read."""

    def __init__(self, path: Path, name: str) -> None:
        self.path, self.name = path, name

    def __call__(self) -> Array:
        tensor = next(tensor for name, tensor in _tensors(_loaded(self.path), "", 0) if name == self.name)
        array: Array = tensor.detach().to_dense().double().numpy()
        return array


def _loaded(path: Path) -> object:
    """What the file holds, mapped: no numbers are read before somebody looks at them."""
    try:
        import torch
    except ImportError:
        raise ModelError("reading .pt takes PyTorch, which is not installed; save the state_dict as .safetensors") from None
    try:
        return torch.load(path, map_location="cpu", weights_only=True, mmap=True)
    except Exception as error:  # PyTorch raises many kinds
        return _unmapped(path, error)


def _unmapped(path: Path, before: Exception) -> object:
    """A file of before 2020 is no zip and cannot be mapped."""
    import torch

    try:
        return torch.load(path, map_location="cpu", weights_only=True)
    except Exception:
        said = str(before).split("\n")[0][:120]
        raise ModelError(
            f"PyTorch does not load it as tensors alone ({said}); save the model's state_dict() instead of the model"
        ) from None


def _tensors(node: Any, path: str, depth: int) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - what a checkpoint holds
    import torch

    if isinstance(node, torch.Tensor):
        yield path, node
    elif isinstance(node, dict) and depth < DEEPEST:
        for key, value in node.items():
            yield from _tensors(value, f"{path}.{key}" if path else str(key), depth + 1)
    elif isinstance(node, list | tuple) and depth < DEEPEST:
        for place, value in enumerate(node):
            yield from _tensors(value, f"{path}.{place}" if path else str(place), depth + 1)

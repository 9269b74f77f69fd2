"""`.safetensors`, and a folder whose index names its shards: a header in JSON, then the numbers, little-endian."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from .stored import BYTES, ModelError, Stored, at, check_shape

if TYPE_CHECKING:
    from pathlib import Path

LONGEST_HEADER = 2**24
MOST_TENSORS = 2**15
MOST_IN_SHARDS = 100_000
MOST_SHARDS = 1000
METADATA = "__metadata__"
INDEX = ".safetensors.index.json"
DTYPES = {
    "F64": "float64", "F32": "float32", "F16": "float16", "BF16": "bfloat16", "F8_E4M3": "float8_e4m3fn",
    "F8_E5M2": "float8_e5m2", "F8_E8M0": "float8_e8m0", "I64": "int64", "I32": "int32", "I16": "int16", "I8": "int8",
    "U64": "uint64", "U32": "uint32", "U16": "uint16", "U8": "uint8", "BOOL": "bool", "C64": "complex64",
}  # fmt: skip


def metadata(path: Path) -> dict[str, Any]:
    """What the writer of a file said beside its tensors."""
    header, _ = _header(path)
    said = header.get(METADATA)
    return said if isinstance(said, dict) else {}


def read(path: Path) -> list[Stored]:
    """Every tensor of a file. Raises `ModelError` for a header that is not one."""
    header, start = _header(path)
    header.pop(METADATA, None)
    stored = [_tensor(path, start, name, entry) for name, entry in header.items()]
    _check_places(stored, path.stat().st_size - start)
    return [tensor for tensor, _ in stored]


def _header(path: Path) -> tuple[dict[str, Any], int]:
    """The header, and where the numbers begin."""
    size = path.stat().st_size
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little") if size >= 8 else size
        if length > size - 8:
            raise ModelError(f"the header is said to have {length:,} bytes; {max(0, size - 8):,} follow its length")
        if length > LONGEST_HEADER:
            raise ModelError(f"the header has {length:,} bytes; at most {LONGEST_HEADER:,} are read")
        text = file.read(length)
    if text.count(b"data_offsets") > MOST_TENSORS:
        raise ModelError(f"the header names more than {MOST_TENSORS:,} tensors; at most that many are read")
    return _json(text), 8 + length


def shards(index: Path) -> list[Stored]:
    """Every tensor that an index names, from the shards beside it."""
    if index.stat().st_size > LONGEST_HEADER:
        raise ModelError(f"an index of at most {LONGEST_HEADER:,} bytes is read")
    where = _json(index.read_bytes()).get("weight_map")
    if not isinstance(where, dict) or not where or not all(isinstance(name, str) for name in where.values()):
        raise ModelError("the index has no weight_map from tensors to files")
    names = sorted(set(where.values()))
    if len(names) > MOST_SHARDS:
        raise ModelError(f"the index names {len(names):,} files; at most {MOST_SHARDS:,} are read")
    if len(where) > MOST_IN_SHARDS:
        raise ModelError(f"the index names {len(where):,} tensors; at most {MOST_IN_SHARDS:,} are read")
    by_name = {tensor.name: tensor for name in names for tensor in _shard(index, name) if tensor.name in where}
    missing = next((name for name in where if name not in by_name), None)
    if missing is not None:
        raise ModelError(f"the index says that {str(missing)[:80]!r} is in {where[missing]}, but it is not")
    return [by_name[name] for name in where]


def _shard(index: Path, name: str) -> list[Stored]:
    if not re.fullmatch(r"[^/\\\0]{1,255}", name) or name in (".", ".."):
        raise ModelError(f"the index names {name[:80]!r}, which is no file beside it")
    file = index.with_name(name)
    if not file.is_file() or file.resolve().parent != index.resolve().parent:
        raise ModelError(f"the index names {name[:80]!r}, which is not beside it")
    try:
        return read(file)
    except ModelError as error:
        raise error.at(str(file)) from None


def _json(text: bytes) -> dict[str, Any]:
    try:
        header = json.loads(text.decode("utf-8"), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        kind = "is nested too deeply" if isinstance(error, RecursionError) else f"is not JSON: {error}"
        raise ModelError(f"the header {kind}"[:160]) from None
    if not isinstance(header, dict):
        raise ModelError("the header is not a JSON object")
    return header


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a name stands in it twice")
    return members


def _tensor(path: Path, start: int, name: str, entry: object) -> tuple[Stored, tuple[int, int]]:
    known = isinstance(entry, dict) and isinstance(entry.get("dtype"), str) and isinstance(entry.get("data_offsets"), list)
    if not known:
        raise ModelError(f"tensor {name[:80]!r} has no dtype, shape and data_offsets")
    assert isinstance(entry, dict)  # noqa: S101 - for the type checker
    shape = check_shape(name, entry.get("shape"))
    offsets = entry["data_offsets"]
    if len(offsets) != 2 or not all(isinstance(o, int) and not isinstance(o, bool) and o >= 0 for o in offsets):
        raise ModelError(f"tensor {name[:80]!r} has data_offsets {str(offsets)[:80]}")
    dtype = DTYPES.get(entry["dtype"], entry["dtype"][:40].lower())
    begin, end = offsets
    stored = Stored(name, shape, dtype, at(path, start + begin, dtype, shape), (str(path), begin, end))
    if dtype in BYTES and stored.bytes != end - begin:
        raise ModelError(
            f"tensor {name[:80]!r} takes {stored.bytes:,} bytes by its shape, and {end - begin:,} by its data_offsets"
        )
    return stored, (begin, end)


def _check_places(stored: list[tuple[Stored, tuple[int, int]]], length: int) -> None:
    """The tensors lie end to end and fill what comes after the header."""
    last = 0
    for tensor, (begin, end) in sorted(stored, key=lambda pair: pair[1]):
        if begin != last:
            what = "overlaps the one before it" if begin < last else "leaves a gap before it"
            raise ModelError(f"tensor {tensor.name[:80]!r} {what}: it begins at {begin:,}, not at {last:,}")
        last = end
    if last != length:
        raise ModelError(f"the tensors end at byte {last:,} after the header, but the file has {length:,} there")


def index_of(folder: Path) -> Path | None:
    """The index of a folder of shards, or None."""
    indexes = sorted(file for file in folder.iterdir() if file.name.endswith(INDEX))
    return indexes[0] if len(indexes) == 1 else None

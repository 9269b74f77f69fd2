"""The list of a zip's members, looked at before Python builds it."""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from .stored import ModelError

if TYPE_CHECKING:
    from pathlib import Path

LONGEST_LIST = 2**21
MOST_MEMBERS = 20_000
END, END_LENGTH, LONGEST_COMMENT = b"PK\5\6", 22, 2**16
WIDE = 0xFFFFFFFF
LOCAL_LENGTH = 30


BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, OSError, struct.error)
"""What Python's zipfile raises for an archive that is damaged."""


def members(path: Path) -> list[zipfile.ZipInfo]:
    """What the zip holds. Raises `ModelError` for a list that is too long or damaged, names that stand twice, and secrets."""
    _check_list(path)
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except BROKEN as error:
        raise ModelError(f"the zip cannot be read: {error}"[:200]) from None
    if len(entries) > MOST_MEMBERS:
        raise ModelError(f"the zip has {len(entries):,} members; at most {MOST_MEMBERS:,} are read")
    if len({info.filename for info in entries}) != len(entries):
        raise ModelError("a name stands in the zip twice")
    for info in entries:
        if info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ModelError(f"{info.filename[:80]!r} is encrypted or packed in an unusual way")
    return entries


def content(path: Path, info: zipfile.ZipInfo) -> bytes:
    """All bytes of a member. Raises `ModelError` where they cannot be unpacked."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(info) as file:
            return file.read(info.file_size)
    except BROKEN as error:
        raise ModelError(f"{info.filename[:80]!r} cannot be unpacked: {error}"[:200]) from None


def start_of(path: Path, info: zipfile.ZipInfo) -> int:
    """Where the bytes of a member that is stored as it is begin."""
    with path.open("rb") as file:
        file.seek(max(0, info.header_offset))
        head = file.read(LOCAL_LENGTH)
    if len(head) < LOCAL_LENGTH:
        raise ModelError(f"{info.filename[:80]!r} is not where the zip says")
    name, extra = struct.unpack("<HH", head[26:30])
    return int(info.header_offset + LOCAL_LENGTH + name + extra)


def _check_list(path: Path) -> None:
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - LONGEST_COMMENT - END_LENGTH))
        tail = file.read()
    place = tail.rfind(END)
    if place < 0 or len(tail) - place < END_LENGTH:
        raise ModelError("the zip has no end; was it cut off?")
    length = struct.unpack("<I", tail[place + 12 : place + 16])[0]
    if length != WIDE and length > LONGEST_LIST:
        raise ModelError(f"the zip's list of members has {length:,} bytes; at most {LONGEST_LIST:,} are read")
    if length == WIDE and size > 2**22 and _wide_length(tail[:place]) > LONGEST_LIST:
        raise ModelError(f"the zip's list of members is longer than {LONGEST_LIST:,} bytes")


def _wide_length(before: bytes) -> int:
    """The length of the list by the record of a zip of more than 4 GB."""
    place = before.rfind(b"PK\6\6")
    if place < 0 or len(before) - place < 56:
        raise ModelError("the zip's end is damaged")
    return int(struct.unpack("<Q", before[place + 40 : place + 48])[0])

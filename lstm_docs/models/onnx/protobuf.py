"""Protobuf's wire format: numbered fields, each a number or a run of bytes. Nothing is copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..stored import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5
LONGEST_VARINT = 70
MOST_FIELDS = 500_000
WORD = 2**64


class Budget:
    """How many fields and numbers of a file may still be read."""

    def __init__(self) -> None:
        self.left = MOST_FIELDS

    def take(self, count: int = 1) -> None:
        """That many more."""
        self.left -= count
        if self.left < 0:
            raise ModelError(f"the graph has more than {MOST_FIELDS:,} fields; at most that many are read")


class Message:
    """A run of bytes from `start` to `stop` of `data`, read as fields when somebody iterates over it."""

    __slots__ = ("budget", "data", "start", "stop")

    def __init__(self, data: memoryview, start: int, stop: int, budget: Budget) -> None:
        self.data, self.start, self.stop, self.budget = data, start, stop, budget

    def __len__(self) -> int:
        return self.stop - self.start

    @property
    def view(self) -> memoryview:
        """The bytes themselves."""
        return self.data[self.start : self.stop]

    def text(self) -> str:
        """The bytes as text."""
        return bytes(self.view).decode("utf-8", "replace")

    def fields(self) -> Iterator[tuple[int, int | Message]]:
        """Each field's number with its value: an int, or a `Message` for bytes. Raises `ModelError` where it is none."""
        place, data, stop = self.start, self.data, self.stop
        while place < stop:
            self.budget.take()
            key = data[place]
            if key < 128:  # nearly all are
                place += 1
            else:
                key, place = varint(data, place, stop)
            number, wire = key >> 3, key & 7
            if wire == VARINT:
                value, place = varint(data, place, stop)
                yield number, value
                continue
            length, place = self._length(wire, place)
            if number == 0 or length > stop - place:
                raise ModelError(f"a field of {length:,} bytes at byte {place:,} does not fit; is the file cut off or no ONNX?")
            yield number, Message(data, place, place + length, self.budget)
            place += length

    def _length(self, wire: int, place: int) -> tuple[int, int]:
        if wire == BYTES:
            return varint(self.data, place, self.stop)
        if wire == FIXED32:
            return 4, place
        if wire == FIXED64:
            return 8, place
        raise ModelError(f"byte {place:,} begins no field of protobuf; is the file damaged or no ONNX?")

    def numbers(self) -> list[int]:
        """The bytes as packed varints."""
        values, place = [], self.start
        while place < self.stop:
            self.budget.take()
            value, place = varint(self.data, place, self.stop)
            values.append(value)
        return values


def varint(data: memoryview, place: int, stop: int) -> tuple[int, int]:
    """The number of seven bits a byte at `place`, and where the next thing begins."""
    value = shift = 0
    while place < stop and shift < LONGEST_VARINT:
        byte = data[place]
        place += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value & (WORD - 1), place
        shift += 7
    raise ModelError(f"a number at byte {place:,} does not end; is the file cut off or no ONNX?")


def signed(value: int) -> int:
    """A 64-bit number with its sign."""
    return value - WORD if value >= WORD // 2 else value

"""Draws that are the same in Python and in every browser: sfc32, seeded by a 128-bit hash of a string.

Every question and every part of it has a stream of its own, named by a path such as
`v1/seed/family/index/options`. The same lines stand in `site/assets/streams.js`; shared test
vectors hold the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import isqrt

MASK = 0xFFFFFFFF
LANES = (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F)
ROUNDS = 4


@lru_cache(maxsize=4096)
def absorb(state: tuple[int, int, int, int], text: str) -> tuple[int, int, int, int]:
    """A hash state after the code points of `text`; four lanes, each with a multiplier of its own."""
    a, b, c, d = state
    for point in map(ord, text):
        a = ((a ^ point) * LANES[0]) & MASK
        b = ((b ^ a ^ (b >> 15)) * LANES[1] + point) & MASK
        c = ((c ^ b ^ (c >> 13)) * LANES[2] + point) & MASK
        d = ((d ^ c ^ (d >> 16)) * LANES[3] + point) & MASK
    return a, b, c, d


@dataclass
class Stream:
    """A sequence of 32-bit draws."""

    a: int
    b: int
    c: int
    d: int

    @staticmethod
    def of(*path: object) -> Stream:
        """The stream of a path; its last two parts are hashed afresh, what is before them is remembered."""
        parts = ["v1", *map(str, path)]
        prefix = absorb((1, 2, 3, 4), "/".join(parts[:-2]))
        stream = Stream(*absorb.__wrapped__(prefix, "/" + "/".join(parts[-2:])))
        for _ in range(12):
            stream.draw()
        return stream

    def draw(self) -> int:
        """The next draw, 0 to 2^32 - 1."""
        total = (self.a + self.b + self.d) & MASK
        self.d = (self.d + 1) & MASK
        self.a = self.b ^ (self.b >> 9)
        self.b = (self.c + (self.c << 3)) & MASK
        self.c = ((((self.c << 21) & MASK) | (self.c >> 11)) + total) & MASK
        return total

    def below(self, n: int) -> int:
        """The next draw scaled to 0 … n - 1, for n up to 2^21."""
        return (self.draw() * n) >> 32

    def shuffled(self, n: int) -> list[int]:
        """The numbers 0 … n - 1 in random order (Fisher and Yates, from the end)."""
        order = list(range(n))
        for last in range(n - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order


@dataclass(frozen=True)
class Permutation:
    """A random order of 0 … size - 1, without making a list: a Feistel network that walks cycles."""

    size: int
    left: int
    right: int
    keys: tuple[int, ...]

    @staticmethod
    def of(size: int, *path: object) -> Permutation:
        """The permutation that a path's stream keys; `size` up to 2^52."""
        left = isqrt(size - 1) + 1
        stream = Stream.of(*path)
        return Permutation(size, left, -(-size // left), tuple(stream.draw() for _ in range(2 * ROUNDS)))

    def at(self, position: int) -> int:
        """Where `position` is sent; distinct positions below `size` give distinct results."""
        index = self._once(position)
        while index >= self.size:
            index = self._once(index)
        return index

    def _once(self, index: int) -> int:
        low, high = index % self.left, index // self.left
        for key in range(0, 2 * ROUNDS, 2):
            low = (low + scramble(high, self.keys[key])) % self.left
            high = (high + scramble(low, self.keys[key + 1])) % self.right
        return high * self.left + low


def scramble(value: int, key: int) -> int:
    """32 bits that depend on all bits of both."""
    mixed = ((value ^ key) * LANES[0]) & MASK
    mixed = ((mixed ^ (mixed >> 15)) * LANES[1]) & MASK
    mixed = ((mixed ^ (mixed >> 13)) * LANES[2]) & MASK
    return mixed ^ (mixed >> 16)

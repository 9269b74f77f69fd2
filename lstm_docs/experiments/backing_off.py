"""Tables of letters that back off to shorter ones: what a network that predicts the next letter has to beat.

Interpolated as Witten and Bell have it ("The zero-frequency problem", IEEE Transactions on Information Theory 37(4),
1991): what was seen after a context counts as often as it was seen, and the shorter context counts as many times as
different signs came after this one. Nothing is to be tuned.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class BackOff:
    """Tables of 1 to `order` letters, counted in `names`, each from its start to its end, which are both `end`."""

    def __init__(self, names: Iterable[str], order: int, signs: str, end: str) -> None:
        self.order, self.signs, self.end = order, signs, end
        self.after: dict[str, Counter[str]] = defaultdict(Counter)
        for name in names:
            for context, sign in self._pairs(name):
                for start in range(len(context) + 1):
                    self.after[context[start:]][sign] += 1

    @property
    def parameters(self) -> int:
        """How many counts are kept."""
        return sum(map(len, self.after.values()))

    def probability(self, context: str, sign: str) -> float:
        """How likely `sign` is after a context of at most `order` - 1 letters."""
        if context not in self.after:
            return self.probability(context[1:], sign)
        seen = self.after[context]
        shorter = self.probability(context[1:], sign) if context else 1 / len(self.signs)
        return (seen[sign] + len(seen) * shorter) / (seen.total() + len(seen))

    def nats(self, names: Sequence[str]) -> float:
        """The mean of -log of the probabilities of every letter and end of `names`."""
        losses = [-log(self.probability(context, sign)) for name in names for context, sign in self._pairs(name)]
        return sum(losses) / len(losses)

    def _pairs(self, name: str) -> Iterable[tuple[str, str]]:
        written = self.end * (self.order - 1) + name + self.end
        return ((written[n : n + self.order - 1], written[n + self.order - 1]) for n in range(len(name) + 1))

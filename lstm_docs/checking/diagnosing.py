"""What is wrong with a port, by what it gave: every single fault is tried, then every two."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from .running import predicted
from .use import IN_SHORT, Use, suspects

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .heads import Dense
    from .observed import Observed
    from .pieces import Array
    from .trained import Trained
    from .use import Suspect

    Progress = Callable[[list[tuple[Suspect, ...]]], Iterable[tuple[Suspect, ...]]]


SHORT = 8
"""Steps that show most faults."""


@dataclass(frozen=True)
class Place:
    """Where a port first gives another number: call, step, sequence and unit, counted from 1, and both numbers."""

    call: int
    step: int | None
    sequence: int
    unit: int
    given: float
    expected: float


@dataclass(frozen=True)
class Diagnosis:
    """What `diagnose` found.

    `explanations` are sets of faults each of which gives all that was observed: none where nothing is wrong or nothing
    explains it, several where what was observed does not tell them apart. `apart` is how far the port lies from the
    original, `first` where it first does. `untold` are the faults that would have changed nothing, by what they need;
    empty where something explains what was observed. `head` is the dense layer through which it was compared.
    """

    same: bool
    explanations: tuple[tuple[Suspect, ...], ...]
    apart: float
    tolerance: float
    first: Place | None
    untold: dict[str, tuple[Suspect, ...]]
    head: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the faults, where what was observed leaves no choice of names; otherwise none."""
        named = {tuple(sorted(fault.name for fault in some)) for some in self.explanations}
        return next(iter(named)) if len(named) == 1 else ()

    @property
    def lacking(self) -> tuple[str, ...]:
        """What was not given and would show what could not be told, in a few words each."""
        return tuple(dict.fromkeys(IN_SHORT.get(need, need) for need in self.untold))


def diagnose(original: Trained, observed: Observed, progress: Progress | None = None) -> Diagnosis:
    """Try what can be wrong with a port of `original` until something gives what was observed.

    Where the outputs are those of a dense head, the first way to read it under which anything gives them is taken.
    """
    found = [_Trial(original, observed, head) for head in observed.heads or (None,)]
    trial = next((one for one in found if one.same or one.single), found[0])
    if trial.same:
        return Diagnosis(True, (), trial.apart, observed.tolerance, None, trial.untold(), trial.title)
    explained = trial.single
    if not explained:
        pairs: list[tuple[Suspect, ...]] = [p for p in combinations(trial.suspects, 2) if p[0].field != p[1].field]
        explained = trial.explained(progress(pairs) if progress else pairs)
    place = _place(trial.expected, observed)
    untold = {} if explained else trial.untold()
    return Diagnosis(False, tuple(explained), trial.apart, observed.tolerance, place, untold, trial.title)


class _Trial:
    """What was observed, compared with what the original gives and would give, through one head or none."""

    def __init__(self, original: Trained, observed: Observed, head: Dense | None) -> None:
        self.original, self.observed, self.head = original, observed, head
        self.suspects = suspects(original, observed)
        self.right = Use(turned=original.turned)
        self.expected = predicted(original, observed, self.right, head)
        self.apart = _apart(self.expected, observed)
        self.same = self.apart <= observed.tolerance

    @cached_property
    def single(self) -> list[tuple[Suspect, ...]]:
        """The faults each of which gives what was observed."""
        return self.explained([(fault,) for fault in self.suspects])

    @property
    def title(self) -> str:
        return self.head.title if self.head else ""

    def explained(self, several: Iterable[tuple[Suspect, ...]], observed: Observed | None = None) -> list[tuple[Suspect, ...]]:
        """Those that give what was observed. What is wrong at the beginning already is not run to the end."""
        seen = observed or self.observed
        beginning = _beginning(self.original, seen)
        uses = [(some, self._use(some)) for some in several]
        return [
            some for some, use in uses if self._gives(beginning if _in_order(use) else seen, use) and self._gives(seen, use)
        ]

    def untold(self) -> dict[str, tuple[Suspect, ...]]:
        """The faults with which the original would have given what it gives without them, by what would show them."""
        if self.expected is None:
            return {}
        calls = tuple(replace(call, y=result) for call, result in zip(self.observed.calls, self.expected, strict=True))
        by_need: dict[str, list[Suspect]] = defaultdict(list)
        several = [(fault,) for fault in self.suspects if fault.needs]
        for (fault,) in self.explained(several, replace(self.observed, calls=calls)):
            by_need[fault.needs].append(fault)
        return {need: tuple(faults) for need, faults in by_need.items()}

    def _gives(self, observed: Observed, use: Use) -> bool:
        return _apart(predicted(self.original, observed, use, self.head), observed) <= observed.tolerance

    def _use(self, some: tuple[Suspect, ...]) -> Use:
        use = self.right
        for fault in some:
            use = fault.of(use)
        return use


def _beginning(original: Trained, observed: Observed) -> Observed:
    """The first steps of the first call, where they depend on no later one."""
    first = observed.calls[0]
    if original.network.bidirectional or not first.sequence or observed.lengths is not None:
        return observed
    cut = (slice(None), slice(SHORT)) if observed.batch_first else slice(SHORT)
    return replace(observed, calls=(replace(first, x=first.x[cut], y=first.y[cut]),))


def _in_order(use: Use) -> bool:
    """Whether the port reads step after step, from the first on."""
    return not use.turned and not use.axes


def _apart(results: list[Array] | None, observed: Observed) -> float:
    if results is None or any(r.shape != call.y.shape for r, call in zip(results, observed.calls, strict=True)):
        return float("inf")
    return max(float(np.abs(r - call.y).max()) for r, call in zip(results, observed.calls, strict=True))


def _place(expected: list[Array] | None, observed: Observed) -> Place | None:
    """The first call and step with a number that is another, and of its numbers the one that is furthest off."""
    for number, (result, call) in enumerate(zip(expected or [], observed.calls, strict=False), 1):
        if result.shape != call.y.shape:
            return None
        right, given = ((a.transpose(1, 0, 2) if observed.batch_first and call.sequence else a) for a in (result, call.y))
        right, given = (a if call.sequence else a[None] for a in (right, given))
        off = np.abs(right - given)
        steps = np.flatnonzero(off.max(axis=(1, 2)) > observed.tolerance)
        if len(steps):
            step = int(steps[0])
            sequence, unit = (int(n) for n in np.unravel_index(int(off[step].argmax()), off[step].shape))
            numbers = float(given[step, sequence, unit]), float(right[step, sequence, unit])
            return Place(number, step + 1 if call.sequence else None, sequence + 1, unit + 1, *numbers)
    return None

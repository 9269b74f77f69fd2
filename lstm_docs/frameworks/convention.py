"""What a framework decides about recurrent weights, as typed rows.

The notation of `conventions.yml`, which the loader reads into these classes:

    weight_ih_l{layer}: W as (G H) N        one tensor: what it holds, then its axes

Axes: G gates, H units, N what the matrix multiplies (x, h, or both where both are held), P the
projection, D directions, K the kinds held side by side, 1 an axis of length one. A group in
parentheses is one axis, its first letter varying slowest: `(G H)` is one block per gate,
`(H G)` is interleaved unit by unit.

Kinds: W, U, b, p and V as in the equations, and bh, the bias added to U h. A gate is written as its
letter in the equations; in upper case if the framework stores its opposite (it computes 1 - z
where the equations have z); `_` is a block that is stored and never used.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal["W", "U", "b", "bh", "p", "V"]
MATRICES = ("W", "U")
BIASES: tuple[Kind, ...] = ("b", "bh")
UNUSED = "_"
Evidence = Literal["tests", "measured", "read"]
Time = Literal["T B I", "B T I", "B I T", "I T B", "I B T", "step"]


@dataclass(frozen=True)
class Part:
    """One kind of weight for the gates in `gates`, in that order."""

    kind: Kind
    gates: str


@dataclass(frozen=True)
class Tensor:
    """A tensor of the framework: the template of its name, the parts it holds, its axes as groups of letters."""

    name: str
    parts: tuple[Part, ...]
    axes: tuple[str, ...]

    @property
    def letters(self) -> str:
        """The letters of all axes, in order."""
        return "".join(self.axes).replace("1", "")

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds held, in order."""
        return tuple(part.kind for part in self.parts)

    @property
    def per_gate(self) -> bool:
        """Whether there is one such tensor for each gate."""
        return "{gate}" in self.name

    @property
    def gates(self) -> str:
        """The gates of its blocks, in order; those of the first kind where all kinds have the same."""
        if "K" in self.letters or self.kinds[0] in MATRICES:
            return self.parts[0].gates
        return "".join(part.gates for part in self.parts)


@dataclass(frozen=True)
class Form:
    """How one family of cells is stored.

    `settings` are the arguments with which the framework computes this cell, as `settings.py` reads them.
    `gates` is the order of the blocks. The forget gate's bias starts at `forget_initial` (None: like the
    other biases), and `forget_added` is added to it at run time without being stored.
    """

    cells: tuple[str, ...]
    gates: str
    tensors: tuple[Tensor, ...]
    words: Mapping[str, str]
    forget_initial: float | None = None
    forget_added: float = 0.0
    settings: Mapping[str, Any] = field(default_factory=dict)

    def tensor_of(self, kind: Kind, gate: str) -> Tensor | None:
        """The tensor that holds a kind of weight for a gate, if there is one."""
        held = (t for t in self.tensors for p in t.parts if p.kind == kind and gate in p.gates.lower())
        return next(held, None)

    def opposite(self, gate: str) -> bool:
        """Whether the framework computes one minus this gate."""
        return gate.upper() in self.gates

    @property
    def biases(self) -> int:
        """How many bias vectors every gate has: 1 or 2."""
        return sum(all(self.tensor_of(kind, gate.lower()) for gate in self.gates) for kind in BIASES)

    @property
    def projects(self) -> bool:
        """Whether h can be projected."""
        return any("V" in tensor.kinds for tensor in self.tensors)

    @property
    def layout(self) -> str:
        """The input matrix in a word: `rows`, `columns`, `interleaved`, `separate` tensors, or an `axis` for the gates."""
        tensor = self.tensor_of("W", self.gates[-1].lower())
        if tensor is None or tensor.per_gate or (len(self.gates) > 1 and "G" not in tensor.letters):
            return "separate"
        if "HG" in tensor.axes:
            return "interleaved"
        if "GH" not in tensor.axes:
            return "axis"
        return "rows" if tensor.axes.index("GH") < tensor.axes.index("N") else "columns"

    @property
    def joined(self) -> str:
        """`xh` or `hx` where one matrix multiplies the input and the state stacked in that order, else empty."""
        tensor = self.tensor_of("W", self.gates[-1].lower())
        letters = {"W": "x", "U": "h"}
        return "".join(letters[kind] for kind in tensor.kinds) if tensor and len(tensor.parts) > 1 else ""


@dataclass(frozen=True)
class Convention:
    """A framework: what it calls its tensors, how it lays them out, and what it expects around them.

    `time` is the order of the axes of its input (`step`: one step at a time), `state` the order in which
    it takes and returns the states. `stacked` and `bidirectional` say who puts layers and directions
    together: the framework's own layer (`native`), a `wrapper` of its own, or the user (`objects`).
    `narrow_projection`: a projection must be narrower than H; `unprojected`: what stands in the way of one that
    the framework has. `flat`: the name of the one vector into which all tensors are laid end to end, matrices
    first. `evidence`: the row is proved by the project's `tests` on the framework itself, was `measured` on it
    elsewhere, or only `read` in the sources given.
    """

    id: str
    name: str
    version: str
    classes: str
    evidence: Evidence
    time: Time
    state: Literal["h c", "c h"]
    stacked: Literal["native", "objects"]
    bidirectional: Literal["native", "wrapper", "objects"]
    bias: Literal["optional", "always"]
    activations: Literal["fixed", "settable"]
    directions: tuple[str, str]
    initial: Mapping[str, str]
    narrow_projection: bool
    unprojected: str | None
    flat: str | None
    notes: tuple[str, ...]
    source: tuple[str, ...]
    forms: tuple[Form, ...]

    @property
    def measured(self) -> bool:
        """Whether the row was found on the running framework, not only read."""
        return self.evidence != "read"

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells it can hold."""
        return tuple(cell for form in self.forms for cell in form.cells)

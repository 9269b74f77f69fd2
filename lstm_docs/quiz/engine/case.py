"""A case of a family: the discrete things drawn, before any size is."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ... import cells, frameworks
from ...cells.reading import OWN
from ...cells.sizes import H
from ...derive import latex_node, latex_symbol
from ...ground.errors import LstmDocsError, one_of
from ...network import Network

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

GATE_NAMES = {
    "i": "input gate",
    "f": "forget gate",
    "g": "candidate",
    "o": "output gate",
    "r": "reset gate",
    "z": "update gate",
    "n": "candidate",
    "h": "state",
}
MATRICES = ("W", "U", "b")
NEEDS = ("equations", "gates")
"""What a family can need of a cell: equations alone, or of each gate a W of x, a U of h and a bias, and no other weights."""
EACH: dict[str, Callable[[cells.Cell], tuple[str, ...]]] = {
    "each weight": lambda cell: tuple(weight.name for weight in cell.weights),
    "each line": lambda cell: tuple(equation.name for equation in cell.equations),
    "each state": lambda cell: tuple(it.name for it in cell.states if cell.next_of(it) in cell.equations),
}
"""What a family can draw as its vector, whatever the cell has of it."""
SIZE_NAMES = {
    "I": "input",
    "H": "hidden",
    "P": "projection",
    "L": "layers",
    "T": "steps",
    "B": "batch",
    "K": "classes",
    "V": "vocabulary",
    "E": "embedding",
    "N": "length",
    "F": "forget_gate",
    "J": "input_gate",
    "G": "candidate",
    "O": "output_gate",
    "C": "cell_state",
    "Q": "dropout_rate",
    "Y": "targets",
    "S": "samples",
    "A": "alpha",
    "H0": "hidden_0",
    "H1": "hidden_1",
}


@dataclass(frozen=True)
class Case:
    """What a family may draw besides sizes. An empty string is "not drawn"."""

    cell: str = "lstm"
    gate: str = ""
    matrix: str = ""
    vector: str = ""
    framework: str = ""
    target: str = ""
    notation: str = ""
    function: str = ""
    argument: str = ""
    precision: str = ""
    claim: str = ""
    form: str = ""
    bidirectional: bool = False
    bias: bool = True

    def network(self, sizes: Mapping[str, int] | None = None, *, deep: bool = False) -> Network:
        """The network of this case with the sizes drawn; without sizes, a stand-in for symbolic work.

        A stand-in that is `deep` has two layers, so that formulas keep L.
        """
        drawn = {"I": 3, "H": 2, "L": 2 if deep else 1} if sizes is None else dict(sizes)
        if cells.build(self.cell).input.rows == H:  # as many inputs as units
            drawn["I"] = drawn.get("H", 1)
        return Network(
            cell=self.cell,
            input=drawn.get("H" if cells.is_square(self.cell) else "I", 1),
            hidden=drawn.get("H", 1),
            layers=drawn.get("L", 1),
            projection=drawn.get("P"),
            bidirectional=self.bidirectional,
            bias=self.bias,
        )

    @property
    def symbol(self) -> str:
        """The weight asked for, `W_f`. Raises `LstmDocsError` where no matrix or no gate is drawn."""
        for thing in ("matrix", "gate"):
            if not getattr(self, thing):
                raise LstmDocsError(f"it is about one weight, and no {thing} is drawn: add {thing} to draw")
        return f"{self.matrix}_{self.gate}"

    def each(self) -> tuple[Case, ...]:
        """The case for each weight, line or state of its cell, where that is drawn; else the case alone."""
        if self.vector not in EACH:
            return (self,)
        return tuple(replace(self, vector=name) for name in EACH[self.vector](cells.build(self.cell)))

    def check(self) -> None:
        """Raise `LstmDocsError` if the things drawn do not exist together, a gate the cell does not have for one."""
        cell = cells.build(self.cell)
        if self.gate:
            one_of(self.gate, cell.gates, f"gate of the {cell.title}")
        if self.matrix:
            one_of(self.matrix, MATRICES, "matrix")
        if self.vector:
            node_called(cell, self.vector)
        for framework in filter(None, (self.framework, self.target)):
            if reason := frameworks.refusal(framework, self.network()):
                raise LstmDocsError(reason)

    def given(self, sizes: Mapping[str, float], names: Collection[str] | None = None) -> dict[str, Any]:
        """The things drawn and the sizes, by name; with `names`, those things alone, as far as they were drawn.

        A claim is stated in full, not by name.
        """
        default = Case(claim=self.claim)
        drawn = {k: v for k, v in vars(self).items() if v != getattr(default, k) or k == "cell"}
        things = {k: v for k, v in drawn.items() if names is None or k in names}
        return things | {SIZE_NAMES.get(letter, letter): size for letter, size in sizes.items()}


Words = dict[str, tuple[str, tuple[str, ...]]]

FIELDS = tuple(field.name for field in fields(Case))
FORMS = ("function", "argument", "claim", "form")
"""What a family calls as it likes; everything else that is drawn is a convention with one meaning everywhere."""


def node_called(cell: cells.Cell, text: str) -> Any:  # noqa: ANN401 - any node
    """The first node of a cell's equations that is written like `text`: `c_t`, `W_f x_t`, `f_t ⊙ c_t-1`."""
    nodes = {str(node): node for node in reversed(cell.nodes)}
    return nodes[one_of(text, nodes, f"vector of the {cell.title}")]


@lru_cache(maxsize=2**12)
def words(case: Case) -> Words:
    """Placeholder -> (markup, the fields it tells), for what this case has drawn."""
    cell, ours = cells.build(case.cell), case.cell in cells.CELLS
    written = _written(cells.recipe(case.cell))
    by_placeholder: Words = {"cell": (cell.title if ours else written, ("cell",)), "cell_written": (written, ("cell",))}
    if case.gate:
        name = GATE_NAMES.get(case.gate) if ours else None  # what a stranger calls i may be no input gate
        by_placeholder["gate"] = (name or f"vector ${case.gate}_t$", ("gate",))
    if case.matrix and case.gate:
        by_placeholder["symbol"] = (f"${latex_symbol(case.symbol)}$", ("matrix", "gate"))
    if case.vector:
        by_placeholder["vector"] = (f"${latex_node(node_called(cell, case.vector))}$", ("vector",))
    if case.framework:
        by_placeholder |= _framework_words(case)
    for field in ("target", "notation", "function", "argument", "precision", "claim", "form"):
        if value := getattr(case, field):
            by_placeholder[field] = (frameworks.get(value).name if field == "target" else value, (field,))
    by_placeholder["biases"] = ("with biases" if case.bias else "without biases", ("bias",))
    by_placeholder["directions"] = ("bidirectional" if case.bidirectional else "unidirectional", ("bidirectional",))
    return by_placeholder


def _written(recipe: cells.Recipe) -> str:
    """A cell by its equations, after its name if it has one: what a reader wrote without a title has none."""
    lines = f"`{'; '.join(recipe.said)}`"
    return lines if recipe.title == OWN else f"{recipe.title} ({lines})"


def _framework_words(case: Case) -> Words:
    by_placeholder: Words = {"framework": (frameworks.get(case.framework).name, ("framework",))}
    if case.matrix:
        try:
            tensor = frameworks.tensor_name(case.framework, case.network(), case.matrix)
        except LstmDocsError:
            return by_placeholder
        by_placeholder["tensor"] = (f"`{tensor}`", ("framework", "matrix"))
    return by_placeholder

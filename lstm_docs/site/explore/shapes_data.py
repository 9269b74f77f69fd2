"""What the shapes of every network are, with its sizes left open: formulas, and which tensors stand where."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any

from ... import cells, derive, frameworks
from ...cells.nodes import Product, Sum, Symbol, walk
from ...cells.sizes import I
from ...formulas.mathml import symbol_class
from ...formulas.texts import expression
from ...ground.errors import LstmDocsError
from ...network import Network
from ..figures.svg import italic, tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import sympy

    from ...cells import Cell
    from ...frameworks.ordering import Blocks
    from .explorer import Data

    Item = dict[str, Any]
    Row = list[Item]

EQUATIONS = "none"
KINDS = ("W", "U", "b", "bh", "p", "V")
LAYOUTS = {
    "rows": "blocks of rows in the order",
    "columns": "blocks of columns in the order",
    "interleaved": "interleaved unit by unit, in the order",
    "separate": "a tensor for each gate:",
    "axis": "an axis for the gates, in the order",
}
FLAT = "laid end to end in one vector, gates in the order"
WIDE, NARROW = 2, 1
"""H and P of the network that stands for all: some frameworks want P < H."""
FEW = 6
"""Tensors that stand in one row."""


@dataclass(frozen=True)
class Variant:
    """A network but for its sizes. `framework` is the one that stores it, or `none` for the equations."""

    cell: str
    framework: str
    projected: bool
    bias: bool
    directions: int
    deep: bool

    @property
    def key(self) -> str:
        """As the browser asks for it."""
        flags = (self.projected, self.bias, self.directions == 2, self.deep)
        return ",".join([self.cell, self.framework, *("01"[flag] for flag in flags)])

    @property
    def kind(self) -> str:
        """What a refusal depends on."""
        return f"{self.cell},{self.framework},{self.projected:d}"

    def network(self) -> Network:
        """A network that stands for it. Raises `LstmDocsError` for one that its equations or its framework refuse."""
        network = _network(self.cell, self.projected, self.bias, self.directions, self.deep)
        if isinstance(network, LstmDocsError):
            raise network
        reason = None if self.framework == EQUATIONS else frameworks.refusal(self.framework, network)
        if reason:
            raise LstmDocsError(reason)
        return network

    def formula(self) -> str:
        """How many parameters there are, in the sizes."""
        network = self.network()
        if self.framework == EQUATIONS:
            return expression(derive.over_layers(derive.parameters(network.equations), network))
        return expression(frameworks.parameters(self.framework, network))


@cache
def _network(cell: str, projected: bool, bias: bool, directions: int, deep: bool) -> Network | LstmDocsError:
    """The network, or why its equations refuse it: either takes SymPy a while, and is asked for with every framework."""
    projection, layers = NARROW if projected else None, 2 if deep else 1
    try:
        return Network(
            cell=cell, input=1, hidden=WIDE, projection=projection, bias=bias, bidirectional=directions == 2, layers=layers
        )
    except LstmDocsError as error:
        return error


@cache
def data(chosen: tuple[str, ...]) -> Data:
    """Formulas, schemes of tensors and reasons of refusal, by variant; tensors in a table, since many are alike."""
    counts: dict[str, str] = {}
    schemes: dict[str, Data] = {}
    refused: dict[str, str] = {}
    table: dict[str, tuple[int, Item]] = {}
    for variant in _variants(chosen):
        try:
            counts[variant.key] = variant.formula()
            for notation, scheme in _schemes(variant):
                groups = [[[_place(item, table) for item in row] for row in rows] for rows in scheme["groups"]]
                schemes[f"{variant.key},{notation}"] = scheme | {"groups": groups}
        except LstmDocsError as error:
            refused[variant.kind] = error.message
    return {"counts": counts, "schemes": schemes, "refused": refused, "items": [item for _, item in table.values()]}


def _place(item: Item, table: dict[str, tuple[int, Item]]) -> int:
    return table.setdefault(repr(item), (len(table), item))[0]


def _variants(chosen: Sequence[str]) -> Iterator[Variant]:
    flags = (False, True)
    for cell, framework, projected, bias, directions, deep in product(
        cells.COMMON, [EQUATIONS, *chosen], flags, flags, (1, 2), flags
    ):
        yield Variant(cell, framework, projected, bias, directions, deep)


def _schemes(variant: Variant) -> Iterator[tuple[str, Data]]:
    network = variant.network()
    if variant.framework != EQUATIONS:
        yield "stored", _stored(network, variant.framework)
        return
    for notation, row in (("split", _split), ("concatenated", _joined)):
        groups = [
            [row(network, layer, gate, first) for first, gate in _counted(network.equations.gates)]
            for layer in range(network.layers)
        ]
        yield notation, {"order": "", "both": False, "groups": groups}


def _counted(gates: Iterable[str]) -> list[tuple[bool, str]]:
    return [(place == 0, gate) for place, gate in enumerate(gates)]


def _split(network: Network, layer: int, gate: str, first: bool) -> Row:
    """A gate's weights; the projection stands in the first row."""
    held = {
        symbol.kind: symbol for symbol in network.equations.weights if symbol.gate == gate or (first and symbol.kind == "V")
    }
    return [_named([held[kind]], network, layer) for kind in KINDS if kind in held]


def _joined(network: Network, layer: int, gate: str, first: bool) -> Row:
    """The same, W and U as one matrix where one product can use it."""
    row = _split(network, layer, gate, first)
    weights = {symbol.name: symbol for symbol in network.equations.weights}
    pair = [weights[f"W_{gate}"], weights[f"U_{gate}"]]
    return [_named(pair, network, layer), *row[2:]] if _one_product(network.equations, *pair) else row


def _one_product(cell: Cell, *pair: Symbol) -> bool:
    """Whether W x and U h are terms of one sum."""
    nodes = (node for equation in cell.equations for node in walk(equation.body) if isinstance(node, Sum))
    return any(set(pair) <= {term.left for term in node.terms if isinstance(term, Product)} for node in nodes)


def _named(symbols: Sequence[Symbol], network: Network, layer: int) -> Item:
    """One symbol of the equations, or two side by side."""
    shapes = [_shape(symbol, network, layer) for symbol in symbols]
    rows, kind = shapes[0][0], symbol_class(symbols[0].name)
    columns = sum((shape[1] for shape in shapes), start=0 * I)
    cuts = [[kind, expression(shape[1]), ""] for shape in shapes] if len(shapes) > 1 else []
    return {
        "symbols": " ".join(symbol.name for symbol in symbols),
        "kind": kind,
        "axis": 1,
        "cuts": cuts,
        "shape": [expression(rows), expression(columns)],
    }


def _shape(symbol: Symbol, network: Network, layer: int) -> list[sympy.Expr]:
    """(rows, columns), what a layer reads put in for I."""
    recurrent = cells.sizes_of(network.equations).shape(network.equations.states[0])[0]
    reads = I if layer == 0 else network.abreast * recurrent
    return [_reading(size, reads) for size in cells.sizes_of(network.equations).shape(symbol)]


@cache
def _reading(size: sympy.Expr, reads: sympy.Expr) -> sympy.Expr:
    return size.subs(I, reads)


def _stored(network: Network, framework: str) -> Data:
    convention = frameworks.get(framework)
    form = next(form for form in convention.forms if network.cell in form.cells)
    held = frameworks.blocks(framework, network)
    groups = [
        _rows([(name, it) for name, it in held.items() if it.layer == layer and 0 in it.directions])
        for layer in range(network.layers)
    ]
    letters = [
        tag("i", " –" if gate == "_" else f" {gate.lower()}", class_=symbol_class(f"W_{gate.lower()}")) for gate in form.gates
    ]
    words = tag("span", f" · {FLAT if convention.flat else LAYOUTS[form.layout]}", class_="lstm-quiet")
    both = any(len(it.directions) > 1 for it in held.values())
    return {"order": "".join([words, *letters]) if len(letters) > 1 else "", "both": both, "groups": groups}


def _rows(held: list[tuple[str, Blocks]]) -> list[Row]:
    """All tensors side by side; many of them in a row for each kind."""
    if len(held) <= FEW:
        return [[_tensor(name, it) for name, it in held]]
    kinds = dict.fromkeys(it.kind for _, it in held)
    return [[_tensor(name, it) for name, it in held if it.kind == kind] for kind in kinds]


def _tensor(name: str, it: Blocks) -> Item:
    several = len(it.letters) > 1
    cuts = (
        [[symbol_class(f"W_{letter.lower()}"), "1", italic(letter.lower())] for letter in it.letters]
        if several and it.axis is not None
        else []
    )
    # Vectors are drawn upright, and only the last two axes of what has more.
    axis = 0 if it.axis is None or len(it.shape) == 1 else it.axis - len(it.shape) + 2
    return {
        "name": name,
        "kind": "" if several else symbol_class(f"W_{it.letters.lower()}"),
        "axis": axis,
        "cuts": cuts,
        "shape": list(map(expression, it.shape)),
    }

"""The explorer of gate orders: two frameworks or orders, which block goes where, and the line that converts."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from ... import cells, frameworks
from ...formulas.mathml import symbol_class
from ...formulas.texts import number
from ...frameworks.convention import UNUSED
from ...frameworks.ordering import joined
from ...ground.errors import LstmDocsError
from ...network import Network
from .controls import Choice, Number, Text
from .explorer import Explorer, Setup
from .gate_order_drawn import drawn
from .texts import change

if TYPE_CHECKING:
    from ...ground.located import Located
    from .controls import State
    from .explorer import Data, Parts

KINDS = ("W", "U")
LARGEST = 1024
MOST_GATES = 4


def _setup(_: Located) -> Setup:
    several = {name: recipe.title for name, recipe in cells.CELLS.items() if len(cells.build(name).gates) > 1}
    known = (*frameworks.FRAMEWORKS, "ifgo", "iofg", "figo", "ifog")
    controls = (
        Text("source", "from", known, "pytorch"),
        Text("target", "to", known, "onnx"),
        Choice("matrix", "matrix", {"W": "W, of the input", "U": "U, of the state"}, "W"),
        Number("hidden", "H", "units", 1, LARGEST, 12),
        Choice("cell", "cell", several, "lstm"),
    )
    return Setup(
        controls, {"words": dict(frameworks.spellings()), "cells": {name: _cell(name) for name in several}}, numbers=11.5
    )


@cache
def _cell(name: str) -> Data:
    """The gates of a cell with their colours, and how every framework keeps them."""
    gates = cells.build(name).gates
    return {
        "gates": "".join(gates),
        "kinds": {gate: symbol_class(f"W_{gate}") for gate in gates},
        "kept": {framework: _kept(framework, name) for framework in frameworks.FRAMEWORKS},
    }


def _kept(framework: str, cell: str) -> Data:
    """A framework's order and the ends of its lines of NumPy, or the reasons why there are none.

    `opposite` holds the gates of which it keeps one minus the equations' gate.
    """
    network = Network(cell=cell, input=3, hidden=2)
    convention = frameworks.get(framework)
    if reason := frameworks.refusal(framework, network):
        return {"name": convention.name, "refused": reason}
    form = next(form for form in convention.forms if cell in form.cells)
    layout: Data = {
        "name": convention.name,
        "order": form.gates.lower(),
        "opposite": "".join(gate.lower() for gate in form.gates if gate.isupper()),
        "ends": {kind: _ends(framework, network, kind) for kind in KINDS},
    }
    try:
        frameworks.permutation(framework, framework, network)
    except LstmDocsError as error:
        layout["unsliced"] = error.message
    return layout


def _ends(framework: str, network: Network, kind: str) -> list[str] | str:
    """How a line of NumPy begins and ends, or why there is none."""
    try:
        return list(frameworks.numpy_ends(framework, network, kind))  # type: ignore[arg-type]  # one of KINDS
    except LstmDocsError as error:
        return error.message


def _found(words: Data, cell: Data, typed: str) -> Data:
    """A framework by a name of it, or an order as if it were one; `refused` if it is neither."""
    word = frameworks.plain_spelling(typed)
    if word in words:
        layout: Data = cell["kept"][words[word]]
        return layout
    if sorted(word) == sorted(cell["gates"]):
        ends = {kind: ["W", ""] for kind in KINDS}
        return {"name": f"the order {word}", "order": word, "opposite": "", "ends": ends}
    return {"refused": f"{typed or 'nothing'} is neither a framework nor an order of {', '.join(cell['gates'])}"}


def _parts(data: Data, state: State, before: State) -> Parts:
    cell = data["cells"][state["cell"]]
    source, target = (_found(data["words"], cell, str(state[side])) for side in ("source", "target"))
    refused = source.get("refused") or target.get("refused")
    if refused:
        return {"said": Markup("{}.").format(refused)}
    reason = _unmoved(cell, source, target)
    order = [] if reason else [source["order"].index(gate) for gate in target["order"]]
    units = int(state["hidden"] or 1)
    return {
        "picture": drawn([source, target], cell["kinds"], units, MOST_GATES),
        "numbers": _numbers(source, target, str(state["matrix"]), order, units, reason),
        "said": _said(change(data["names"], before, state), source, target, order, reason, _turned(source, target, state)),
    }


def _unmoved(cell: Data, source: Data, target: Data) -> str:
    """Why no permutation of blocks leads from one to the other; empty if one does."""
    opposed = [gate for gate in cell["gates"] if (gate in source["opposite"]) != (gate in target["opposite"])]
    turned = [
        f"{source['name']} and {target['name']} have opposite senses of {gate} (one is 1 - {gate} of the other): "
        "its weights must be negated too; use convert"
        for gate in opposed
    ]
    return next(filter(None, [source.get("unsliced"), target.get("unsliced"), *turned]), "")


def _turned(source: Data, target: Data, state: State) -> str:
    """That blocks of rows become blocks of columns, or the other way round; empty if they lie alike or it is not known."""
    (head, tail) = (side["ends"][state["matrix"]] for side in (source, target))
    if isinstance(head, str) or isinstance(tail, str):
        return ""
    here, there = ("columns" if turned else "rows" for turned in (head[0].endswith(".T"), tail[1].startswith(".T")))
    return "" if here == there else f"the gates lie in {here} in {source['name']} and in {there} in {target['name']}"


def _numbers(source: Data, target: Data, kind: str, order: list[int], units: int, reason: str) -> Markup:
    ends = [source["ends"][kind], target["ends"][kind]]
    alone = next((end for end in ends if isinstance(end, str)), "")
    line = Markup("{}").format(reason or alone) if reason or alone else _code(joined(ends[0][0], tuple(order), ends[1][1]))
    rows = [
        ("blocks", Markup("{}").format("none" if reason else f"[{', '.join(map(str, order))}]")),
        ("NumPy", line),
        ("check", Markup("{}").format("none" if reason else _check(order, units))),
    ]
    row = Markup('<tr><th scope="row">{}</th><td>{}</td></tr>')
    return Markup('<table class="lstm-table"><tbody>{}</tbody></table>').format(Markup("").join(row.format(*it) for it in rows))


def _code(text: str) -> Markup:
    return Markup("<code>{}</code>").format(text)


def _check(order: list[int], units: int) -> str:
    """What a reader can compute to see that blocks are where they belong."""
    places = [(place * units + n, block * units + n) for place, block in enumerate(order) for n in range(units)]
    total = sum(place * row for place, row in places)
    size = len(order) * units
    return f"number the rows 0 to {number(size - 1)} before; after, the sum of place times number is {number(total)}"


def _said(done: str, source: Data, target: Data, order: list[int], reason: str, turned: str) -> Markup:
    lead = f"{done}. " if done else ""
    if reason:
        return Markup("{}").format(f"{lead}No blocks to move: {reason}.")
    if order == sorted(order):
        kept = f"both keep the gates in the order {' '.join(target['order'].replace(UNUSED, '–'))}"
        still = f"No block moves, but every matrix is transposed: {kept}, but {turned}" if turned else f"Nothing moves: {kept}"
        return Markup("{}").format(f"{lead}{still}.")
    moved = sum(place != block for place, block in enumerate(order))
    taken = f"{target['name']} takes blocks {', '.join(map(str, order))} of {source['name']}"
    also = f" Every matrix is transposed too: {turned}." if turned else ""
    return Markup("{}").format(f"{lead}{moved} of {len(order)} blocks move: {taken}.{also}")


EXPLORER = Explorer("gate-order", "From one order of gates to another", _setup, _parts, letters="fginorz")

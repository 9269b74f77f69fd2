"""The explorer of gate orders: two frameworks or orders, which block goes where, and the program that converts a layer."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from ... import cells, frameworks
from ...formulas.decimals import number
from ...formulas.mathml import symbol_class
from ...frameworks.convention import UNUSED
from ...ground.errors import LstmDocsError
from ...network import Network
from .controls import Choice, Number
from .explorer import Explorer, Setup
from .gate_order_drawn import drawn, laid_out
from .texts import change, refused_after

if TYPE_CHECKING:
    from ...ground.located import Located
    from .controls import State
    from .explorer import Data, Parts

LARGEST = 1024
KNOWN_AS = {"pytorch": "PyTorch (torch)", "keras": "Keras 3 (TensorFlow)", "tf1": "TensorFlow 1"}
GROUPS = {
    "most asked for": ("pytorch", "keras", "onnx", "tf1", "cudnn"),
    "Python libraries": (
        *("flax", "flax-nnx", "haiku", "equinox", "jax", "mlx", "tinygrad", "sonnet", "paddle", "mindspore", "numpy-ml"),
        *("keras1", "mxnet", "chainer", "chainer-nstep", "lasagne"),
    ),
    "formats and runtimes": ("onnxruntime", "openvino", "tflite", "coreml", "webnn", "opencv", "mpsgraph"),
}
"""Frameworks that stand together; all others follow."""
OTHERS, ORDERS = "others", "orders"


def _setup(_: Located) -> Setup:
    several = {name: recipe.title for name, recipe in cells.COMMON.items() if len(cells.build(name).gates) > 1}
    known, groups = _choices()
    controls = (
        Choice("source", "from", known, "pytorch", named=_named, groups=groups),
        Choice("target", "into", known, "onnx", named=_named, groups=groups),
        Number("hidden", "H", "units", 1, LARGEST, 12),
        Choice("cell", "cell", several, "lstm", named=cells.named),
    )
    data = {"words": dict(frameworks.spellings()), "cells": {name: _cell(name) for name in several}}
    return Setup(controls, data, numbers=5.4)


@cache
def _choices() -> tuple[dict[str, str], dict[str, str]]:
    """What can be chosen, with its words, and the group of each."""
    placed = {name: group for group, names in GROUPS.items() for name in names if name in frameworks.FRAMEWORKS}
    placed |= {name: OTHERS for name in frameworks.FRAMEWORKS if name not in placed}
    words = {name: KNOWN_AS.get(name, frameworks.get(name).name) for name in placed}
    orders = {form.gates.lower() for it in frameworks.FRAMEWORKS.values() for form in it.forms if len(form.gates) > 1}
    typed = sorted((it for it in orders if UNUSED not in it), key=lambda it: (-len(it), it))
    return words | {it: " ".join(it) for it in typed}, placed | dict.fromkeys(typed, ORDERS)


def _named(word: str) -> str:
    plain = frameworks.plain_spelling(word)
    return frameworks.spellings().get(plain, plain)


@cache
def _cell(name: str) -> Data:
    """The gates of a cell with their colours, and how every framework keeps them."""
    gates = cells.build(name).gates
    return {
        "gates": "".join(gates),
        "kinds": {gate: symbol_class(f"W_{gate}") for gate in gates},
        "own": "".join(weight.gate for weight in cells.build(name).weights if weight.kind == "bh"),
        "kept": {key: _kept(key, name) if key in frameworks.FRAMEWORKS else _order(key, gates) for key in _choices()[0]},
    }


def _order(word: str, gates: tuple[str, ...]) -> Data:
    """An order as if it were a framework that keeps blocks of rows and one bias."""
    if sorted(word) != sorted(gates):
        return {"refused": f"{word} is no order of {', '.join(gates)}"}
    shape = f"{len(word)}, H"
    packed = {"W": f"{shape}, -1", "U": f"{shape}, -1", "b": shape}
    return {
        "name": f"the order {word}",
        "order": word,
        "opposite": "",
        "lies": "rows",
        "biases": 1,
        "drawn": laid_out(len(word), "rows", 1),
        "read": "\n".join(f'{it} = dict(zip("{word}", tensors["{it}"].reshape({lengths})))' for it, lengths in packed.items()),
        "write": "\n".join(["new = {}", *(f'new["{it}"] = np.concatenate([{it}[g] for g in "{word}"])' for it in packed)]),
    }


def _kept(framework: str, cell: str) -> Data:
    """A framework's order, picture and program, or the reason why there is none.

    `opposite` holds the gates of which it keeps one minus the equations' gate.
    """
    network = Network(cell=cell, input=3, hidden=2)
    convention = frameworks.get(framework)
    if reason := frameworks.refusal(framework, network):
        return {"name": convention.name, "refused": reason}
    form = next(form for form in convention.forms if cell in form.cells)
    packed = form.tensor_of("W", network.equations.gates[0])  # U may have a block that is never used
    order = (packed.gates if packed and len(packed.gates) >= len(network.equations.gates) else form.gates).lower()
    read, write = frameworks.program_ends(framework, network)
    layout: Data = {
        "name": convention.name,
        "order": order,
        "opposite": "".join(gate.lower() for gate in form.gates if gate.isupper()),
        "lies": form.layout if form.layout in ("rows", "columns") else "",
        "biases": form.biases,
        "drawn": laid_out(len(order), form.layout, form.biases),
        "read": read,
        "write": write,
    }
    try:
        frameworks.permutation(framework, framework, network)
    except LstmDocsError as error:
        layout["unsliced"] = error.message
    return layout


def _parts(data: Data, state: State, before: State) -> Parts:
    cell = data["cells"][state["cell"]]
    source, target = (cell["kept"][state[side]] for side in ("source", "target"))
    if refused := source.get("refused") or target.get("refused"):
        return {"said": Markup("{}").format(refused_after(change(data["names"], before, state), refused))}
    reason = _unmoved(cell, source, target)
    order = [] if reason else [source["order"].index(gate) for gate in target["order"]]
    units = int(state["hidden"] or 1)
    told = [_moved(source, target, order, reason), _second(cell, source, target)]
    return {
        "picture": drawn(source, target, cell["kinds"], units, cell["own"]),
        "numbers": _numbers(order, units, reason),
        "said": Markup("{}").format(" ".join(filter(None, [_done(data, state, before), *told]))),
        "program": _program(source, target, units),
    }


def _done(data: Data, state: State, before: State) -> str:
    done = change(data["names"], before, state)
    return f"{done}." if done else ""


def _unmoved(cell: Data, source: Data, target: Data) -> str:
    """Why no permutation of blocks leads from one to the other; empty if one does."""
    opposed = [gate for gate in cell["gates"] if (gate in source["opposite"]) != (gate in target["opposite"])]
    turned = [
        f"{source['name']} and {target['name']} have opposite senses of {gate} (one is 1 - {gate} of the other): "
        "its weights must be negated too; use convert"
        for gate in opposed
    ]
    return next(filter(None, [source.get("unsliced"), target.get("unsliced"), *turned]), "")


def _turned(source: Data, target: Data) -> str:
    """That blocks of rows become blocks of columns, or the other way round; empty if they lie alike or it is not known."""
    here, there = source["lies"], target["lies"]
    if not here or not there or here == there:
        return ""
    return f"the gates lie in {here} in {source['name']} and in {there} in {target['name']}"


def _moved(source: Data, target: Data, order: list[int], reason: str) -> str:
    turned = _turned(source, target)
    if reason:
        return f"No blocks to move: {reason}."
    if order == sorted(order):
        kept = f"both keep the gates in the order {' '.join(target['order'].replace(UNUSED, '–'))}"
        return f"No block moves, but every matrix is transposed: {kept}, but {turned}." if turned else f"Nothing moves: {kept}."
    moved = sum(place != block for place, block in enumerate(order))
    taken = f"{target['name']} takes blocks {', '.join(map(str, order))} of {source['name']}"
    also = f" Every matrix is transposed too: {turned}." if turned else ""
    return f"{moved} of {len(order)} blocks move: {taken}.{also}"


def _second(cell: Data, source: Data, target: Data) -> str:
    """What becomes of two biases, or comes of one."""
    but = f", but for the second one of {cell['own']}" if cell["own"] else ""
    added = "The two biases are added" if source["biases"] > 1 else ""
    if target["biases"] > 1:
        return f"{added or 'The bias goes'} into the first of two, the second is zero{but}."
    return f"{added} into one{but}." if added else ""


def _numbers(order: list[int], units: int, reason: str) -> Markup:
    rows = [
        ("blocks", "none" if reason else f"[{', '.join(map(str, order))}]"),
        ("check", "none" if reason else _check(order, units)),
    ]
    row = Markup('<tr><th scope="row">{}</th><td>{}</td></tr>')
    return Markup('<table class="lstm-table"><tbody>{}</tbody></table>').format(Markup("").join(row.format(*it) for it in rows))


def _check(order: list[int], units: int) -> str:
    """What a reader can compute to see that blocks are where they belong."""
    places = [(place * units + n, block * units + n) for place, block in enumerate(order) for n in range(units)]
    total = sum(place * row for place, row in places)
    size = len(order) * units
    return f"number the rows 0 to {number(size - 1)} before; after, the sum of place times number is {number(total)}"


def _program(source: Data, target: Data, units: int) -> Markup:
    """NumPy for W, U and the biases of a layer, as `frameworks.program` joins it."""
    read = f"import numpy as np\nH = {units}\n# tensors: by name, as arrays, from {source['name']}\n{source['read']}"
    return Markup("<code>{}\n# new: by name, for {}\n{}\n</code>").format(read, target["name"], target["write"])


ORDER = ("controls", "picture", "said", "numbers", "program")
DOES = (("fly", "Watch it move"),)
EXPLORER = Explorer("gate-order", "From one order of gates to another", _setup, _parts, ORDER, "bfginorz", DOES)

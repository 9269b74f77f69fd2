"""How large things are: units, gates, packed matrices, one step to scale, and the family of cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ... import cells, facts, family, frameworks
from ...formulas.numbers import in_text
from ...ground.errors import LstmDocsError
from .. import figures
from ..fences import options as given
from ..fences import template_values
from ..figures.family_tree import Member
from ..figures.gate import Gate
from ..figures.to_scale import Amount
from ..figures.units import Opened
from .plot import Plot, size

if TYPE_CHECKING:
    from markupsafe import Markup

    from ...facts import Fact
    from ...ground.located import Located

MOST_INPUTS, MOST_UNITS = 12, 8
"""The largest gate that is drawn number by number."""


def _network(options: Located) -> Markup:
    network = given.network(options)
    units = network.widths[0]
    rows: dict[str, tuple[int, ...]] = dict.fromkeys(network.equations.gates, ())
    for weight in network.equations.weights:
        of_all, each = facts.shape(network, weight.name).numbers
        if of_all != units:
            problem = f"each weight has a row for each of the {units} units here, and {weight.name} of this cell has {of_all}"
            raise LstmDocsError(f"{problem}; lstm-shapes draws any cell")
        gate = weight.gate or weight.name
        rows[gate] = (*rows.get(gate, ()), each)
    parameters = int(facts.of(network)["parameters"].value)
    unit = (
        options["unit"].whole(1, min(units, figures.units.MOST_UNITS - 2))
        if "unit" in options.value
        else (min(units, 12) + 2) // 3
    )
    return figures.network(Opened(network.input, units, rows, parameters, unit))


def _gate(options: Located) -> Markup:
    letter = given.choice(options, "gate", "ifgo", "f")
    inputs, units = size(options, "input", 3, MOST_INPUTS), size(options, "hidden", 4, MOST_UNITS)
    unit = options["unit"].whole(1, units) if "unit" in options.value else (units + 1) // 2
    return figures.gate(Gate(letter, "tanh" if letter == "g" else "σ", inputs, units, unit))


def _packed(options: Located) -> Markup:
    framework = given.framework(options) or ""
    drawn = template_values.packed(given.network(options), framework)
    if drawn is None:
        name = frameworks.get(framework).name
        raise options["framework"].error(f"{name} does not pack the gates of this cell into blocks; choose another framework")
    return drawn


COMPUTED = {
    "macs": "MACs",
    "bias_additions": "bias additions",
    "additions": "additions",
    "hadamard_products": "Hadamard products",
    "activations": "activations",
}


def _to_scale(options: Located) -> Markup:
    network, known = given.network(options), given.known_facts(options)
    width = facts.PRECISIONS[given.choice(options, "dtype", facts.PRECISIONS, "float32")].bytes
    gates = "".join(network.equations.gates) if network.layers == 1 else ""
    parameters, state = int(known["parameters"].value), int(known["state_bytes"].value) // width
    held = (
        Amount(parameters, "weights and biases", _bytes(known["weight_bytes"]), gates),
        Amount(state, "states", _bytes(known["state_bytes"]), kind="lstm-h"),
        Amount(network.input, "inputs", f"{in_text(network.input * width)} bytes"),
    )
    computed = [
        Amount(int(known[name].value), words, bands=gates if name == "macs" and network.projection is None else "")
        for name, words in COMPUTED.items()
        if known[name].value
    ]
    title = f"One step of the {network.equations.title}, {network.input} → {network.widths[-1]}, drawn to scale"
    return figures.to_scale([("held, in numbers", held), ("computed in one step, in operations", computed)], title)


def _bytes(fact: Fact) -> str:
    return f"{in_text(fact.value)} bytes"


def _family_tree(options: Located) -> Markup:
    """The cells that frameworks have, or with `today` every member of the family."""
    inputs, units = size(options, "input", 80), size(options, "hidden", 12)
    today = given.flag(options, "today", False)
    shown = [one for one in family.members() if today or not one.today]
    rows = [one.cell for one in shown]
    return figures.family_tree([_member(one, rows, inputs, units) for one in shown], f"{in_text(inputs)} → {in_text(units)}")


def _member(it: family.Member, rows: list[str], inputs: int, units: int) -> Member:
    cell = cells.build(it.cell)
    known = facts.of(family.network(it.cell, inputs, units))
    parent = rows.index(it.parent) if it.parent else None
    equations, parameters = int(known["equations"].value), int(known["parameters"].value)
    weighed = "".join(weight.name[2:] for weight in cell.weights if weight.name[:2] in ("W_", "w_"))
    return Member(it.year, it.name, it.news, parent, weighed, equations, parameters)


PLOTS = {
    "network": Plot(_network, ("cell", "unit"), ("input", "hidden")),
    "gate": Plot(_gate, ("gate", "input", "hidden", "unit")),
    "packed": Plot(_packed, ("cell", "bias"), ("framework", "input", "hidden")),
    "to-scale": Plot(_to_scale, (*given.NETWORK[3:], "cell", "framework", "dtype"), ("input", "hidden")),
    "family-tree": Plot(_family_tree, ("input", "hidden", "today")),
}

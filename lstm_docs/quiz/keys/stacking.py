"""Several layers, two directions: shapes, counts, and what is handed from step to step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import sympy

from ... import cells, derive, frameworks, reference
from ...cells.sizes import B, H, I, L, size
from ...derive import latex_symbol
from ...derive.stack import above
from ...errors import one_of
from ...facts.network import state_size
from ...network import Network
from ...reference.weights import random_weights
from ..counted import parameters, stored
from ..registry import Key, answer
from ..texts import said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..case import Case

H0, H1 = size("H0"), size("H1")
LAYERS = {"first": 0, "second": 1}


@answer("state-components")
def state_components(case: Case) -> Key:
    """The numbers in the states of a whole network at one step; measured: on what the reference hands on."""
    network = case.network(deep=True)
    count = sympy.factor(B * derive.over_layers(state_size(network), network))
    letters = [cells.state_letter(state) for state in network.equations.states]
    each = " and ".join(f"${letter}_t$" for letter in letters)
    directions = "in both directions" if case.bidirectional else "in one direction"
    one = "{one:with} = {one}" if len(letters) > 1 else "{one}"
    solution = (
        said(f"One layer hands on {each} for each sequence: {one} numbers.", one=state_size(network)),
        said(f"There are {{L}} layers {directions}, and {{B}} sequences: {{count:with}} = {{count}}.", count=count),
    )
    return Key((count,), solution, lambda sizes: (_handed_on(case, sizes),))


def _handed_on(case: Case, sizes: Mapping[str, int]) -> int:
    network = case.network({**sizes, "I": 2})
    inputs = np.zeros((1, sizes["B"], 2))
    out = reference.run(network, random_weights(network, seed=0), inputs)
    states = (out.h_n,) if out.c_n is None else (out.h_n, out.c_n)
    return sum(array.size for state in states for array in state)


@answer("bidirectional-parameters")
def bidirectional_parameters(case: Case) -> Key:
    """One bidirectional layer; measured: the tensors of both directions counted."""
    one = parameters(case)
    both = frameworks.parameters(case.framework, case.network())
    solution = (
        said(f"One direction has {{one:with}} = {{one}} parameters in {frameworks.get(case.framework).name}.", one=one),
        said("The backward direction reads the same inputs with weights of its own: twice as many, {both}.", both=both),
    )
    return Key((both,), solution, lambda sizes: (stored(case.framework, case.network(sizes)),))


@answer("stack-parameters")
def stack_parameters(case: Case) -> Key:
    """L layers of one width; measured: the tensors counted."""
    count = frameworks.parameters(case.framework, case.network(deep=True))
    first, upper = first_layer(case), upper_layer(case)
    both = ", both directions" if case.bidirectional else ""
    reads = "the {wide:with} = {wide} outputs" if case.bidirectional else "the {wide} outputs"
    solution = (
        said(f"The first layer reads the {{I}} inputs: {{first:with}} = {{first}} parameters{both}.", first=first),
        said(
            f"Every other reads {reads} of the one below: {{upper:with}} = {{upper}}{both}.",
            wide=directions(case) * H,
            upper=upper,
        ),
        said("Together {first} + ({above:with})·{upper} = {count}.", first=first, above=L - 1, upper=upper, count=count),
    )
    return Key((count,), solution, lambda sizes: (stored(case.framework, case.network(sizes)),))


def directions(case: Case) -> int:
    """D: 1 or 2."""
    return case.network().directions


def first_layer(case: Case) -> sympy.Expr:
    """The parameters of the layer that reads the input, all directions."""
    return sympy.factor(directions(case) * parameters(case))


def upper_layer(case: Case) -> sympy.Expr:
    """The parameters of a layer that reads another, all directions."""
    return above(parameters(case), directions(case), projected=False)


@answer("stacked-weight-shape")
def stacked_weight_shape(case: Case) -> Key:
    """A gate's weight in one of two layers of their own widths; measured: on arrays of such a stack."""
    layer = LAYERS[one_of(case.form, LAYERS, "layer")]
    reads, units = ((I, H0), (H0, H1))[layer]
    shape = derive.weight_shapes(cells.build(case.cell))[case.symbol]
    rows, columns = (value.subs({I: reads, H: units}, simultaneous=True) for value in shape)
    name = latex_symbol(case.symbol)
    solution = (
        said(_reads(case, layer)),
        said(f"${name}$ has a row for each of this layer's units, {{units}}.", units=units),
        said(f"{_columns(case, name)}: {{rows}}×{{columns}}.", rows=rows, columns=columns),
    )

    def measured(sizes: Mapping[str, int]) -> tuple[int, ...]:
        return random_weights(two_layers(case, sizes), seed=0).layers[layer][0][case.symbol].shape

    return Key((rows, columns), solution, measured)


def _reads(case: Case, layer: int) -> str:
    if layer == 0:
        return "The first layer reads $x_t$, with {I} components, and its own $h_{t-1}$, with {H0}."
    return "The second layer reads the first one's $h_t$, with {H0} components, and its own $h_{t-1}$, with {H1}."


def _columns(case: Case, name: str) -> str:
    return {
        "W": f"${name}$ meets what comes from below",
        "U": f"${name}$ meets the layer's own $h_{{t-1}}$",
        "b": f"${name}$ is a column",
    }[case.matrix]


def two_layers(case: Case, sizes: Mapping[str, int] | None = None) -> Network:
    """Two layers of widths H0 and H1; without sizes a stand-in whose formulas have both."""
    drawn = sizes or {"I": 4, "H0": 2, "H1": 3}
    return Network(cell=case.cell, input=drawn["I"], hidden=(drawn["H0"], drawn["H1"]), layers=2)


@answer("two-widths-parameters")
def two_widths_parameters(case: Case) -> Key:
    """Two layers of their own widths; measured: the tensors counted."""
    count = frameworks.parameters(case.framework, two_layers(case))
    first, second = layer_of(case, I, H0), layer_of(case, H0, H1)
    solution = (
        said("The first layer has {I} inputs and {H0} units: {first:with} = {first}.", first=first),
        said("The second reads those {H0} units with {H1} of its own: {second:with} = {second}.", second=second),
        said("Together {count}.", count=count),
    )
    return Key((count,), solution, lambda sizes: (stored(case.framework, two_layers(case, sizes)),))


def layer_of(case: Case, reads: sympy.Expr, units: sympy.Expr) -> sympy.Expr:
    """The parameters of a layer with so many inputs and units, as the case's framework stores it."""
    return sympy.factor(parameters(case).subs({I: reads, H: units}, simultaneous=True))

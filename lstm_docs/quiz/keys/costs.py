"""What a run costs: multiply-accumulates and the operations beside them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import sympy

from ... import facts
from ...cells.sizes import B, H, L, P, T
from ...derive import latex_size
from ...errors import one_of
from ...facts import measure
from ..counted import gates
from ..registry import Key, answer
from ..texts import said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...network import Network
    from ..case import Case

    Sizes = Mapping[str, int]

STAND_IN = {"I": 3, "H": 4, "L": 2, "P": 2}
"""Numbers for symbolic work: they only say which of the sizes the network has."""

OPERATIONS = {
    "bias additions, component by component": "bias_additions",
    "componentwise multiplications (Hadamard products)": "hadamard_products",
    "evaluations of σ or tanh": "activations",
}
"""Each operation in the words of a question, and its fact."""


def formula(case: Case, name: str, sizes: str = "") -> sympy.Expr:
    """A fact of one layer (of several with `sizes="L"`, projected with "P"), in the sizes."""
    network = case.network({letter: STAND_IN[letter] for letter in "IH" + sizes})
    return _facts(network, case.framework or None, case.precision or "float32")[name].formula


@cache
def _facts(network: Network, framework: str | None, dtype: str) -> dict[str, facts.Fact]:
    return facts.of(network, framework=framework, dtype=dtype)


def tally(case: Case, sizes: Sizes) -> measure.Tally:
    """The operations of the real sizes, counted while the equations run on arrays."""
    return measure.operations(case.network(sizes), sizes.get("T", 1), sizes.get("B", 1))


def alone(per_run: sympy.Expr) -> sympy.Expr:
    """What one step of one sequence takes."""
    return per_run.subs({T: 1, B: 1})


def _macs(case: Case, sizes: Sizes) -> tuple[int, ...]:
    return (tally(case, sizes).macs,)


@answer("macs-of-a-step")
def macs_of_a_step(case: Case) -> Key:
    """The MACs of the matrix products of one step of one sequence."""
    count = alone(formula(case, "macs"))
    each = f"Each of the {gates(case)} gates has" if gates(case) > 1 else "The layer has"
    solution = (
        said(f"{each} a W of {{H}}×{{I}} and a U of {{H}}×{{H}}; times a column, that is one MAC per weight."),
        said(f"Together ${latex_size(count)}$ = {{count:with}} = {{count}}.", count=count),
    )
    return Key((count,), solution, lambda sizes: _macs(case, sizes))


@answer("macs-of-a-run")
def macs_of_a_run(case: Case) -> Key:
    """The MACs of T steps of B sequences."""
    count = formula(case, "macs")
    solution = (
        said("One step of one sequence takes {step:with} = {step} MACs.", step=alone(count)),
        said("They are done at {T} steps for {B} sequences: {T}·{B}·{step} = {count}.", step=alone(count), count=count),
    )
    return Key((count,), solution, lambda sizes: _macs(case, sizes))


@answer("macs-of-a-stack")
def macs_of_a_stack(case: Case) -> Key:
    """The MACs of T steps of a stack of layers, in one direction or two."""
    count = formula(case, "macs", "L").subs(B, 1)
    first, upper = alone(count.subs(L, 1)), sympy.factor(alone(count.subs(L, 2) - count.subs(L, 1)))
    reads = "2·{H} outputs, those of both directions below" if case.bidirectional else "{H} outputs of the layer below"
    both = " (both directions)" if case.bidirectional else ""
    solution = (
        said(f"A step of the first layer takes {{first:with}} = {{first}} MACs{both}.", first=first),
        said(f"A layer above reads the {reads}: {{upper:with}} = {{upper}} MACs.", upper=upper),
        said(
            "{L} layers for {T} steps: {T}·({first} + {above}·{upper}) = {count}.",
            first=first,
            upper=upper,
            above=L - 1,
            count=count,
        ),
    )
    return Key((count,), solution, lambda sizes: _macs(case, sizes))


@answer("macs-with-projection")
def macs_with_projection(case: Case) -> Key:
    """The MACs of one step when h is projected to P components."""
    count = alone(formula(case, "macs", "P"))
    within = sympy.factor(sympy.expand(count - P * H))
    solution = (
        said("The gates read {I} inputs and the {P} components of $h_{t-1}$: {within:with} = {within} MACs.", within=within),
        said("$V_h$ takes the {H} units to {P} components: {own:with} = {own}.", own=P * H),
        said("Together {count}.", count=count),
    )
    return Key((count,), solution, lambda sizes: _macs(case, sizes))


@answer("flops-of-a-run")
def flops_of_a_run(case: Case) -> Key:
    """Operations when a MAC is a multiplication and an addition."""
    macs = formula(case, "macs").subs(B, 1)
    count = 2 * macs
    solution = (
        said("One step takes {step:with} = {step} MACs; {T} steps take {macs}.", step=alone(macs), macs=macs),
        said("A MAC is a multiplication and an addition: 2·{macs} = {count} FLOPs.", macs=macs, count=count),
    )
    return Key((count,), solution, lambda sizes: (2 * tally(case, sizes).macs,))


@answer("operations-beside-macs")
def operations_beside_macs(case: Case) -> Key:
    """Bias additions, Hadamard products or activations of T steps; `case.function` says which."""
    name = OPERATIONS[one_of(case.function, OPERATIONS, "kind of operation")]
    count = formula(case, name).subs(B, 1)
    vectors = sympy.Integer(alone(count) / H)
    solution = (
        said(f"In the equations of one step {vectors} {_WHERE[name]}, each with one component per unit."),
        said("Over {T} steps {count:with} = {count}.", count=count),
    )
    return Key((count,), solution, lambda sizes: (getattr(tally(case, sizes), name),))


_WHERE = {
    "bias_additions": "bias vectors are added",
    "hadamard_products": "Hadamard products stand",
    "activations": "vectors go through σ or tanh",
}


@answer("macs-when-units-double")
def macs_when_units_double(case: Case) -> Key:
    """By how much the MACs of a step grow when there are twice as many units."""
    count = alone(formula(case, "macs"))
    doubled = count.subs(H, 2 * H)
    factor = sympy.cancel(doubled / count)
    solution = (
        said("Now a step takes {count:with} = {count} MACs, then {doubled:with} = {doubled}.", count=count, doubled=doubled),
        said(
            "W has twice as many rows, U twice as many rows and columns: the factor lies between 2 and 4, here {factor}.",
            factor=factor,
        ),
    )

    def measured(sizes: Sizes) -> tuple[float, ...]:
        return (tally(case, {**sizes, "H": 2 * sizes["H"]}).macs / tally(case, sizes).macs,)

    return Key((factor,), solution, measured)

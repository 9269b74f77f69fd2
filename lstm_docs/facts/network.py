"""The facts of a network: counts, memory, traffic and energy."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

import sympy

from .. import cells, derive, frameworks
from ..cells.algebra import difference, factored
from ..cells.sizes import B, I, T, check_size
from ..derive.stack import values
from . import measure
from .fact import Fact, prove
from .precision import Precision, precision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..network import Network

OPERATIONS = {
    "macs": (
        "MACs",
        "multiply-accumulates of the matrix products as they are written, all steps, sequences, layers and directions",
    ),
    "bias_additions": ("additions", "components of bias vectors added, every vector that is kept"),
    "additions": ("additions", "components of other vectors added, W x + U h and f⊙c + i⊙g for example"),
    "hadamard_products": ("multiplications", "components multiplied or divided"),
    "activations": ("evaluations", "components sent through a function, σ, tanh or ReLU for example"),
}
EVALUATIONS = "components sent through {}"

FLOPS = "multiplications and additions of the matrix products, two for each MAC; what stands beside the products is not in it"
WAITING = (
    "the MACs between the states before a step and those after it, which wait for the step before; all others can be computed"
    " for all steps at once"
)


def of(
    network: Network,
    *,
    framework: str | None = None,
    steps: int = 1,
    batch: int = 1,
    dtype: str = "float32",
) -> dict[str, Fact]:
    """Every fact of `network`, by name.

    `framework` decides how many parameters there are (None: as many as the equations have, and the
    explanation says so); `steps` T and `batch` B scale the work; `dtype` is the width of a stored
    number. Raises `SizeError` for sizes out of range and counts above 2^53 - 1, `ConventionError`
    where the framework cannot hold the network.
    """
    check_size(steps, "steps")
    check_size(batch, "batch size")
    return dict(_proved(network, framework, steps, batch, dtype))


@lru_cache(maxsize=2048)
def _proved(network: Network, framework: str | None, steps: int, batch: int, dtype: str) -> tuple[tuple[str, Fact], ...]:
    """The facts by name, proved once: a site states the same ones on many pages, and again at every rebuild."""
    width = precision(dtype)
    counted = (
        _parameters(network, framework),
        *_with_two_biases(network, framework),
        *_operations(network, framework, steps, batch),
        *_memory(network, framework, steps, batch, width),
        *_traffic(network, framework, steps, batch, width),
    )
    return tuple((fact.name, fact) for fact in counted)


def _parameters(network: Network, framework: str | None) -> Fact:
    formula, measured = parameters(network, framework)
    if framework is None:
        note = (
            "one bias vector per gate, as the equations have it; a framework may keep more"
            if network.bias
            else "no bias vectors"
        )
        return prove("parameters", formula, values(network), measured, "parameters", f"weights and biases, {note}")
    convention = frameworks.get(framework)
    note = f"weights and biases as {convention.name} stores them"
    return prove("parameters", formula, values(network), measured, "parameters", note)


def _with_two_biases(network: Network, framework: str | None) -> Iterator[Fact]:
    """What PyTorch, cuDNN and packages like them store; a framework that is named says itself what it stores."""
    if framework is None and network.bias:
        formula = derive.over_layers(derive.two_biases(network.equations), network)
        note = "weights and biases, one bias vector for each product of a weight where the equations have one for their sum"
        yield prove("parameters_two_biases", formula, values(network), measure.two_biases(network), "parameters", note)


def parameters(network: Network, framework: str | None) -> tuple[sympy.Expr, int]:
    """The parameter formula under a convention (None: the equations' own), and the count on arrays."""
    return counted(network, framework), stored(network, framework)


def counted(network: Network, framework: str | None) -> sympy.Expr:
    """The parameter formula alone, under a convention (None: the equations' own), without the count on arrays."""
    if framework is None:
        return derive.over_layers(derive.parameters(network.equations), network)
    return frameworks.parameters(framework, network)


def stored(network: Network, framework: str | None) -> int:
    """The parameters under a convention, counted on arrays."""
    if framework is None:
        return measure.parameters(network)
    return sum(measure.hollow(shape).size for shape in frameworks.tensor_shapes(framework, network).values())


def _operations(network: Network, framework: str | None, steps: int, batch: int) -> Iterator[Fact]:
    one_step, tally = derive.operations(network.equations), measure.operations(network, steps, batch)
    formulas = {name: derive.over_layers(getattr(one_step, name), network) for name in OPERATIONS}
    counted = {name: getattr(tally, name) for name in OPERATIONS}
    if framework is not None:
        formulas["bias_additions"], biases = _biases(network, framework)
        counted["bias_additions"] = biases * steps * batch
    numbers = values(network, steps, batch)
    for name, (unit, explanation) in OPERATIONS.items():
        yield prove(name, derive.per_sequence(formulas[name]), numbers, counted[name], unit, explanation)
        if name == "macs":
            yield prove("flops", derive.per_sequence(2 * formulas["macs"]), numbers, tally.products, "FLOPs", FLOPS)
    for function, formula in one_step.evaluations.items():
        whole, count = derive.per_sequence(derive.over_layers(formula, network)), tally.evaluations[function]
        yield prove(f"{function}_evaluations", whole, numbers, count, "evaluations", EVALUATIONS.format(function))
    waiting = derive.per_sequence(derive.over_layers(derive.waiting_macs(network.equations), network))
    yield prove("waiting_macs", waiting, numbers, measure.waiting_macs(network, steps, batch), "MACs", WAITING)
    formula = T * derive.over_layers(sympy.Integer(len(network.equations.equations)), network)
    yield prove("equations", formula, numbers, tally.equations, "equations", "named vectors computed, for one sequence")


def _biases(network: Network, framework: str) -> tuple[sympy.Expr, int]:
    """The components of all bias vectors a framework keeps: what it stores less the matrices."""
    formula, weights = parameters(network, framework)
    matrices, entries = parameters(replace(network, bias=False), None)
    return difference(formula, matrices), weights - entries


def _memory(network: Network, framework: str | None, steps: int, batch: int, width: Precision) -> Iterator[Fact]:
    numbers = values(network, steps, batch)
    formula, weights = parameters(network, framework)
    yield prove(
        "weight_bytes", width.bytes * formula, numbers, width.bytes * weights, "bytes", f"all parameters at {width.name}"
    )
    formula = B * derive.over_layers(state_size(network), network)
    yield prove(
        "state_bytes",
        width.bytes * formula,
        numbers,
        width.bytes * batch * measure.state_components(network),
        "bytes",
        f"what one step hands to the next, at {width.name}",
    )
    yield from _kept_to_train(network, steps, batch, width)


def _kept_to_train(network: Network, steps: int, batch: int, width: Precision) -> Iterator[Fact]:
    """The vectors of every step, and with them the inputs: the gradient of W is made of both."""
    numbers = values(network, steps, batch)
    vectors = derive.per_sequence(derive.over_layers(left_hand_sides(network), network))
    computed = measure.operations(network, steps, batch).left_hand_sides
    yield prove(
        "activation_bytes",
        width.bytes * vectors,
        numbers,
        width.bytes * computed,
        "bytes",
        f"every left-hand side of every step, at {width.name}; training must keep them",
    )
    yield prove(
        "saved_bytes",
        width.bytes * factored(vectors + derive.per_sequence(I)),
        numbers,
        width.bytes * (computed + measure.sequence_components(network, steps, batch)),
        "bytes",
        f"activation_bytes and the inputs of all steps, at {width.name}; the backward pass reads both",
    )


def _traffic(network: Network, framework: str | None, steps: int, batch: int, width: Precision) -> Iterator[Fact]:
    numbers = values(network, steps, batch)
    weights = stored(network, framework)
    numbers_moved = moved(network, framework)
    components = weights + batch * (2 * measure.state_components(network) + measure.input_components(network))
    macs = derive.over_layers(derive.operations(network.equations).macs, network)
    counted = measure.operations(network, 1, batch).macs
    yield prove(
        "step_bytes",
        width.bytes * numbers_moved,
        numbers,
        width.bytes * components,
        "bytes",
        f"moved in a step: weights read once, states read and written, inputs read, at {width.name}",
    )
    yield prove(
        "intensity",
        2 * B * macs / (width.bytes * numbers_moved),
        numbers,
        _exact(2 * counted, width.bytes * components),
        "operations per byte",
        "arithmetic intensity of a step: 2 MACs over the bytes it moves",
    )
    yield prove(
        "arithmetic_energy",
        sympy.Rational(width.mac) * T * B * macs,
        numbers,
        _exact(width.mac * steps * counted, 1),
        "pJ",
        f"all MACs at {float(width.mac):g} pJ each ({width.name}, 45 nm, Horowitz 2014)",
    )
    yield prove(
        "memory_energy",
        sympy.Rational(width.dram_byte) * width.bytes * T * numbers_moved,
        numbers,
        _exact(width.dram_byte * width.bytes * steps * components, 1),
        "pJ",
        f"all bytes of all steps from DRAM at {float(width.dram_byte):g} pJ each (45 nm, Horowitz 2014)",
    )


def moved(network: Network, framework: str | None) -> sympy.Expr:
    """The numbers that a step moves: weights once, and for each sequence its states twice and its inputs."""
    weights = parameters(network, framework)[0]
    return weights + B * derive.over_layers(2 * state_size(network) + I, network)


def state_size(network: Network) -> sympy.Expr:
    """The components of the states of one layer in one direction, in the sizes."""
    return sympy.Add(*(sympy.Mul(*cells.sizes_of(network.equations).shape(state)) for state in network.equations.states))


def left_hand_sides(network: Network) -> sympy.Expr:
    """The components of all left-hand sides of one step of one layer in one direction, in the sizes."""
    conformed = cells.sizes_of(network.equations)
    return sympy.Add(*(sympy.Mul(*conformed.shape(equation)) for equation in network.equations.equations))


def _exact(numerator: int | Fraction, denominator: int) -> int | Fraction:
    fraction = Fraction(numerator) / denominator
    return int(fraction) if fraction.denominator == 1 else fraction

"""The second road: numbers counted on arrays of the real sizes, with no formula in sight.

The arrays have the hand-written shapes of the reference, or of a cell without one the shapes that its equations
ask for. They hold one zero behind zero strides, so that a network of any size is measured in no memory. The operations
are counted while the cell's JSON tree is run on them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import derive
from ..reference.weights import weight_shapes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

    from ..network import Network

    Array = NDArray[np.float64]
    Tree = str | list[object]


@dataclass
class Tally:
    """Operations seen so far, by kind.

    `products` are the multiplications and the additions of matrix products; `missing_biases` the components of the biases
    that a convention adds which has one for each product of a weight; `evaluations` the components sent through a function,
    by its name.
    """

    macs: int = 0
    products: int = 0
    bias_additions: int = 0
    additions: int = 0
    hadamard_products: int = 0
    missing_biases: int = 0
    equations: int = 0
    left_hand_sides: int = 0
    evaluations: Counter[str] = field(default_factory=Counter)

    @property
    def activations(self) -> int:
        """The evaluations of all functions together."""
        return self.evaluations.total()


@lru_cache(maxsize=2**14)
def hollow(shape: tuple[int, ...]) -> Array:
    """An array of any shape that takes no memory."""
    return np.broadcast_to(np.float64(0), shape)


def layer_arrays(network: Network, layer: int) -> dict[str, Array]:
    """The weights of one direction of a layer, as hollow arrays."""
    return {name: hollow(shape) for name, shape in weight_shapes(network, layer).items()}


def parameters(network: Network) -> int:
    """The components of all weights."""
    return sum(network.directions * _components(layer_arrays(network, layer)) for layer in range(network.layers))


def two_biases(network: Network) -> int:
    """The components of all weights if each sum that has a bias has one for each product of a weight in it."""
    missing = sum(network.directions * _run_layer(network, layer).missing_biases for layer in range(network.layers))
    return parameters(network) + missing


def operations(network: Network, steps: int, batch: int) -> Tally:
    """The operations of `steps` steps of `batch` sequences, all layers and directions."""
    total = Tally()
    for layer in range(network.layers):
        once = dict(vars(_run_layer(network, layer)))
        runs = network.directions * steps
        for function, count in once.pop("evaluations").items():
            total.evaluations[function] += count * runs * batch
        for kind, count in once.items():
            setattr(total, kind, getattr(total, kind) + count * runs * (1 if kind == "equations" else batch))
    return total


def state_components(network: Network) -> int:
    """The components of all states of one sequence."""
    return sum(network.directions * _components(_states(network, layer)) for layer in range(network.layers))


def input_components(network: Network) -> int:
    """The components that all layers and directions read at one step of one sequence."""
    return sum(network.directions * hollow((network.layer_input(layer), 1)).size for layer in range(network.layers))


def sequence_components(network: Network, steps: int, batch: int) -> int:
    """The components of the input x (T, B, I), which both directions of the first layer read."""
    return hollow((steps, batch, network.input)).size


def waiting_macs(network: Network, steps: int, batch: int) -> int:
    """The multiply-accumulates that lie between the states before a step and those after it, by the names that are read."""
    once = sum(_waiting_in(network, layer) for layer in range(network.layers))
    return once * network.directions * steps * batch


def _waiting_in(network: Network, layer: int) -> int:
    tree = derive.tree(network.equations)
    equations: list[tuple[str, Tree]] = tree["equations"]  # type: ignore[assignment]
    states = [state for state in tree["states"] if state != "x_t-1"]  # type: ignore[attr-defined]
    late, needed = set(states), {state.removesuffix("-1") for state in states}
    for name, body in equations:
        late.update({name} if late.intersection(_names(body)) else ())
    for name, body in reversed(equations):
        needed.update(_names(body) if name in needed else ())
    values = layer_arrays(network, layer) | _states(network, layer) | {"x_t-1": hollow((network.layer_input(layer), 1))}
    values["x_t"] = values["x_t-1"]
    total = 0
    for name, body in equations:
        values[name] = _Counting(values, frozenset(), frozenset()).run(body)
        for part in _parts(body) if name in needed else ():
            if part[0] == "@" and late.intersection(_names(part)):
                left, right = (_Counting(values, frozenset(), frozenset()).run(side) for side in part[1:])
                total += left.size * right.shape[1]
    return total


def _parts(body: Any) -> Iterator[list[Any]]:  # noqa: ANN401 - a tree
    """Every operation of a tree."""
    if isinstance(body, list):
        yield body
        for part in body[1:]:
            yield from _parts(part)


def _names(body: object) -> set[str]:
    """The names that a tree reads."""
    return {str(part) for operation in _parts(body) for part in operation[1:]} if isinstance(body, list) else {str(body)}


def _components(arrays: Mapping[str, Array]) -> int:
    return sum(array.size for array in arrays.values())


def _states(network: Network, layer: int) -> dict[str, Array]:
    return {state.name: hollow(network.shape(state, layer)) for state in network.equations.states}


@lru_cache(maxsize=2**12)
def _run_layer(network: Network, layer: int) -> Tally:
    tree = derive.tree(network.equations)
    weights = layer_arrays(network, layer)
    values = weights | _states(network, layer)
    values[str(tree["input"])] = hollow((network.layer_input(layer), 1))
    equations: list[tuple[str, Tree]] = tree["equations"]  # type: ignore[assignment]
    vectors = {name for name, (_, columns) in tree["shapes"].items() if columns == "1"}  # type: ignore[attr-defined]
    counting = _Counting(values, _Biases([body for _, body in equations], weights.keys()).names & vectors, weights.keys())
    for name, body in equations:
        values[name] = counting.run(body)
        counting.tally.equations += 1
        counting.tally.left_hand_sides += values[name].size
    return counting.tally


class _Biases:
    """The weights of a tree that stand alone as terms of sums and nowhere else.

    A sum of weights and numbers alone has no bias, nor has one that multiplies a vector or is transposed.
    """

    def __init__(self, bodies: Iterable[Tree], weights: AbstractSet[str]) -> None:
        self.weights = weights
        self.alone, self.elsewhere = set[str](), set[str]()
        for body in bodies:
            self.visit(body)

    @property
    def names(self) -> set[str]:
        return (self.alone - self.elsewhere) & self.weights

    def visit(self, body: object, *, term: bool = False, matrix: bool = False) -> None:
        """Note the names below: of a `term` of a sum with biases, of something that is a `matrix`, or of anything."""
        if not isinstance(body, list):
            (self.alone if term else self.elsewhere).add(str(body))
            return
        operator, *parts = body
        match operator:
            case "n":
                return
            case "-":
                self.visit(parts[0], term=term, matrix=matrix)
            case "+":
                holds = not matrix and not all(map(self.constant, parts))
                for part in parts:
                    self.visit(part, term=holds, matrix=matrix)
            case _:
                for place, part in enumerate(parts):
                    self.visit(part, matrix=operator == "T" or (operator == "@" and place == 0))

    def constant(self, term: object) -> bool:
        """Whether a term is a weight or a number, with whatever sign."""
        return _unsigned(term) in self.weights if isinstance(_unsigned(term), str) else _unsigned(term)[0] == "n"


def _unsigned(term: Any) -> Any:  # noqa: ANN401 - a tree
    return _unsigned(term[1]) if isinstance(term, list) and term[0] == "-" else term


@dataclass
class _Counting:
    """A cell's tree run on hollow arrays: `values` by name, of which some are weights, and of those some `biases`."""

    values: Mapping[str, Array]
    biases: AbstractSet[str]
    weights: AbstractSet[str]
    tally: Tally = field(default_factory=Tally)

    def run(self, body: Tree) -> Array:
        """The result of a tree, as large as it is; raises `AssertionError` where parts do not conform."""
        if isinstance(body, str):
            return self.values[body]
        operator, *parts = body
        if operator == "n":
            return hollow((1, 1))
        arrays = [self.run(part) for part in parts]  # type: ignore[arg-type]
        if operator == "T":
            return hollow(arrays[0].shape[::-1])
        if operator == "@":
            return _product(arrays[0], arrays[1], self.tally)
        result = next((array for array in arrays if array.shape != (1, 1)), arrays[0])
        if any(array.shape not in (result.shape, (1, 1)) for array in arrays):
            raise AssertionError(f"{body}: shapes {[array.shape for array in arrays]}")
        self.count(str(operator), parts, result)
        return result

    def count(self, operator: str, parts: Sequence[object], result: Array) -> None:
        """Add what one operation does to so many components."""
        match operator:
            case "+":
                biases = sum(_unsigned(part) in self.biases for part in parts if isinstance(_unsigned(part), str))
                self.tally.bias_additions += biases * result.size
                self.tally.additions += (len(parts) - 1 - biases) * result.size
                products = sum(self.weighs(part) for part in parts) if biases else 0
                self.tally.missing_biases += max(0, products - biases) * result.size
            case "*" | "/" | "scale":
                self.tally.hadamard_products += result.size
            case "1-":
                self.tally.additions += result.size
            case "norm":
                self.tally.additions += 3 * result.size
                self.tally.hadamard_products += 2 * result.size
                self.tally.evaluations["sqrt"] += result.shape[1]
            case "-":
                pass
            case _:
                self.tally.evaluations[operator] += result.size

    def weighs(self, term: object) -> bool:
        """Whether a term multiplies by a weight."""
        if not isinstance(term, list) or term[0] not in ("@", "*", "scale", "T", "-") or isinstance(_unsigned(term), str):
            return False
        return any(part in self.weights if isinstance(part, str) else self.weighs(part) for part in term[1:])


def _product(left: Array, right: Array, tally: Tally) -> Array:
    if left.shape[1] != right.shape[0]:
        raise AssertionError(f"product of {left.shape} and {right.shape}")
    product = hollow((left.shape[0], right.shape[1]))
    tally.macs += left.size * right.shape[1]
    multiplied = added = product.size * right.shape[0]  # into an accumulator that begins at zero
    tally.products += multiplied + added
    return product

"""A new operation is one class and two rows; everything else follows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from lstm_docs import cells, derive
from lstm_docs.cells import nodes
from lstm_docs.cells.calls import CALLS, Call
from lstm_docs.cells.sizes import H, I
from lstm_docs.derive.kinds import KINDS, NAME, Kind, components


@dataclass(frozen=True, eq=False)
class Cubed(nodes.Change):
    """Each component to the power of three."""

    def __str__(self):
        return f"cube({self.argument})"


CUBED = Kind(
    value=lambda node, a: a**3,
    back=lambda node, by, value: (by * 3.0 * value(node.argument) * value(node.argument),),
    latex=lambda node, s: f"{s.factor(node.argument)}^{{3}}",
    operations=lambda node, sizes: {"hadamard_products": 2 * components(node, sizes)},
    operator=lambda node: "cube",
    program=lambda node, w: (f"({w.at(node.argument, 0)}) ** 3", NAME),
)
TEXT = "h = tanh(W_h x + cube(U_h h) + b_h)"


@pytest.fixture
def cubes(monkeypatch):
    monkeypatch.setitem(CALLS, "cube", Call((1,), Cubed))
    monkeypatch.setitem(KINDS, Cubed, CUBED)


def test_every_operation_has_its_rules():
    leaves = {nodes.Symbol, nodes.Number, nodes.Equation}
    written = {kind for kind in vars(nodes).values() if isinstance(kind, type) and issubclass(kind, nodes.Node)}
    assert set(KINDS) == written - leaves - {nodes.Node, nodes.Pair, nodes.Change}


def test_an_operation_without_rules_is_refused(monkeypatch):
    monkeypatch.setitem(CALLS, "cube", Call((1,), Cubed))
    cell = cells.parse(TEXT, "cubes").build()
    for derived in (derive.operations, derive.tree, lambda cell: derive.latex_equation(cell, cell.equations[0])):
        with pytest.raises(TypeError, match=r"Cubed has no rules in derive\.kinds"):
            derived(cell)


@pytest.mark.usefixtures("cubes")
def test_sizes_counts_and_texts_follow():
    cell = cells.parse(TEXT, "cubes and more").build()
    assert derive.weight_shapes(cell) == {"W_h": (H, I), "U_h": (H, H), "b_h": (H, 1)}
    assert derive.operations(cell).hadamard_products == 2 * H
    assert derive.latex_equation(cell, cell.equations[0]).endswith(r"U_{h}\,h_{t-1}^{3} + b_{h}\right)")
    assert derive.tree(cell)["equations"][0][1][1][2] == ["cube", ["@", "U_h", "h_t-1"]]
    assert '(weights["U_h"] @ h_before) ** 3' in derive.numpy_program(cell)


@pytest.mark.usefixtures("cubes")
def test_values_and_gradient_follow():
    cell = cells.parse(TEXT, "cubes again").build()
    rng = np.random.default_rng(1)
    shapes = {"W_h": (2, 3), "U_h": (2, 2), "b_h": (2, 1), "x_t": (3, 1), "h_t-1": (2, 1)}
    values = {name: rng.uniform(-1, 1, shape) for name, shape in shapes.items()}
    by = rng.uniform(-1, 1, (2, 1))
    gradients = derive.gradient(cell, values, derive.step(cell, values), {"h_t": by})
    step = 1e-6
    for name, array in values.items():
        for place in np.ndindex(array.shape):
            moved = np.zeros_like(array)
            moved[place] = step
            up, down = (derive.step(cell, {**values, name: array + sign * moved}).values["h_t"] for sign in (1, -1))
            assert abs(np.sum(by * (up - down)) / (2 * step) - gradients[name][place]) < 1e-8

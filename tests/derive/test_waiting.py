"""What waits for the step before: what is read off a cell's equations is what its numbers do when a state is moved."""

from __future__ import annotations

import numpy as np
import pytest

from lstm_docs import cells, derive
from lstm_docs.cells.sizes import H, I

INPUTS, HIDDEN = 3, 4
GATE = "g = sigmoid(W_g x + b_g)\n"
BODIES = (
    "g * h + (1 - g) * tanh(W_h x)", "-h * g - g", "g - h / 2", "h / (1 + g) + g", "g * (h + g) + 3 * h", "(1 - h) * g",
    "2 - h + g", "g / (1 + abs(h))", "h / (1 + abs(h)) + g", "h * h + g", "h * g * h", "tanh(h) + g", "max(h, g)",
    "abs(h) * g", "U_h h + g", "u_h * h + g", "sigmoid(U_h h) * h + g", "g * h + sigmoid(U_h h)", "layernorm(h, s_h, b_h) + g",
    "min(g, 1 - h)", "-tanh(-h) * g", "(g + h) / (g + h * h)", "g / (2 + tanh(h)) + h", "g * h - (h - g)",
)  # fmt: skip


class Moved:
    """A cell with weights, and what it makes of a state."""

    def __init__(self, text):
        self.cell = cells.parse(text).build()
        rng, sized = np.random.default_rng(3), cells.conform(self.cell)
        shapes = {one.name: [int(size.subs({I: INPUTS, H: HIDDEN})) for size in sized.shape(one)] for one in self.cell.weights}
        self.weights = {name: rng.uniform(0.3, 0.9, shape) for name, shape in shapes.items()}
        self.x = [rng.uniform(0.1, 1, (INPUTS, 1))]

    def values(self, **states):
        return derive.trace(self.cell, self.weights, self.x, {f"{name}_t-1": value for name, value in states.items()})[0].values

    def next(self, h):
        return self.values(h=h)["h_t"]


@pytest.mark.parametrize("body", BODIES)
def test_a_scan_needs_each_component_as_a_multiple_of_its_old_value_and_a_sum(body):
    moved, rng = Moved(f"{GATE}h = {body}\n"), np.random.default_rng(5)
    straight = True
    for component in range(HIDDEN):
        h, by = rng.uniform(-1, 0.2, (HIDDEN, 1)), np.zeros((HIDDEN, 1))
        by[component] = 0.8
        one, two = moved.next(h + by) - moved.next(h), moved.next(h + 2 * by) - moved.next(h)
        alone = not np.delete(one, component).any()
        straight = straight and alone and np.allclose(two, 2 * one, rtol=1e-9, atol=1e-12)
    assert derive.scans(moved.cell) == straight


LINES = (
    "p = W_p x\nq = U_q h\nh = tanh(p + q)\n",
    "p = W_p x\nq = U_q tanh(p)\nh = p * h + q\n",
    "p = W_p x\nq = U_q (sigmoid(p) * h)\nh = tanh(q) / (1 + abs(p))\n",
    "p = W_p x\nq = U_q h\nr: H\nr = U_r tanh(q)\nh = p / (1 + exp(r)) + p\n",
    "p = W_p x\nq = U_q c\nr: H\nr = U_r tanh(p)\nc = c / (1 + abs(q)) + r\nh = c\n",
    "p = W_p x\nc = sigmoid(p) * c + p\nq = U_q c\nh = tanh(q)\n",
    "p = W_p x\nq = U_q h\nc = sigmoid(p) - c\nh = max(c, q)\n",
)


@pytest.mark.parametrize("text", LINES)
def test_a_product_waits_if_a_state_moves_it_and_it_moves_a_state(text):
    moved, rng = Moved(f"p: H\nq: H\n{text}"), np.random.default_rng(7)
    names = [state.name.removesuffix("_t-1") for state in moved.cell.states]
    before, after = ({name: rng.uniform(0.2, 0.9, (HIDDEN, 1)) for name in names} for _ in range(2))
    values = moved.values(**before)
    changed = {name for name, value in moved.values(**after).items() if not np.array_equal(value, values[name])}
    waiting = 0
    for weight, held in moved.weights.items():
        moved.weights[weight] = held + 0.1
        again = moved.values(**before)
        moves = any(not np.array_equal(again[f"{name}_t"], values[f"{name}_t"]) for name in names)
        waiting += held.size if moves and f"{weight[-1]}_t" in changed else 0
        moved.weights[weight] = held
    assert derive.waiting_macs(moved.cell).subs({I: INPUTS, H: HIDDEN}) == waiting

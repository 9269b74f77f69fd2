"""The picture of a cell, made from its equations: of ours, and of cells it was not made for."""

from __future__ import annotations

from functools import cache
from itertools import combinations, pairwise

import pytest

from lstm_docs import cells
from lstm_docs.cells.nodes import Equation, Hadamard, Product, Scaled, Symbol, Transposed, walk
from lstm_docs.site.figures.wired import layout, sizes_of_rows
from lstm_docs.site.figures.wired.measures import BOX, CHIP, HEAD, ROW
from lstm_docs.site.figures.wired.parts import RADIUS, half
from tests.cells.drawn import well_formed
from tests.cells.test_page import PUBLISHED
from tests.cells.test_texts import TEXTS as OTHERS
from tests.js.modules import modules

UNSEEN = {
    "mgu": "f = sigmoid(W_f x + U_f h + b_f)\nn = tanh(W_n x + U_n (f * h) + b_n)\nh = (1 - f) * h + f * n\n",
    "two": "a: H\na = relu(W_a x + U_a h + b_a)\nh = tanh(W_n a + b_n)\n",
    "bare": "i = sigmoid(W_i x + U_i h + b_i)\no = sigmoid(W_o x + U_o h)\nc = c + i\nh = o * c\n",
}
MADE = {
    "antisymmetric": "h = h + 0.01 * tanh((U_h - U_h^T) h + W_h x + b_h)\n",
    "made of weights": "a: H\na = (W_a + W_b) x\nh = tanh((U_h U_h) h + (0.5 * U_b) a)\n",
}
TEXTS = {**PUBLISHED, **OTHERS, **MADE, **{f"drawn {seed}": well_formed(seed) for seed in range(24)}}
CELLS = {name: cells.build(name) for name in cells.CELLS}
CELLS |= {"projected": cells.build("lstm", projected=True), "no bias": cells.build("lstm", bias=False)}
CELLS |= {name: cells.parse(text, name).build() for name, text in UNSEEN.items()}
OURS = set(CELLS)
CELLS |= {name: cells.parse(text, name).build() for name, text in TEXTS.items()}
SIZES = [{"I": 3, "H": 2, "P": 1}, {"I": 1, "H": 4, "P": 2}, {"I": 4, "H": 1, "P": 1}]


def drawn(name, sizes):
    return drawing(name, *sizes.items())


@cache
def drawing(name, *of_sizes):
    cell, sizes = CELLS[name], dict(of_sizes)
    rows = {vector: sizes.get(size, 1) for vector, size in sizes_of_rows(cell).items()}
    width, height, shapes = layout(cell, rows)
    chips = {it[1]: (it[2], it[3], it[2] + CHIP, it[3] + HEAD + ROW * rows[it[1]]) for it in shapes if it[0] == "chip"}
    return cell, width, height, shapes, chips


every = pytest.mark.parametrize(
    ("name", "sizes"), [(name, sizes) for name in CELLS for sizes in SIZES[: 3 if name in OURS else 1]]
)


@every
def test_states_enter_at_the_left_and_leave_at_the_right(name, sizes):
    cell, width, height, _, chips = drawn(name, sizes)
    entering = [cell.input, *cell.states]
    assert {chips[str(it)][0] for it in entering} == {2}
    assert {chips[one.name][2] for one in cell.given_out if one is not cell.input} == {width - 2}
    for left, top, right, bottom in chips.values():
        assert 0 < left < right < width
        assert 0 < top < bottom < height


def alone(cell):
    """The weights that multiply nothing: they stand in a box, or in a circle as what is taken component by component, or as
    what a scalar acts on."""
    bodies = [node for equation in cell.equations for node in walk(equation.body)]
    weighing = {str(part) for node in bodies if isinstance(node, Product | Hadamard) for part in node.parts}
    weighing |= {str(node.scalar) for node in bodies if isinstance(node, Scaled)}
    weighing |= {str(node.left.argument) for node in bodies if isinstance(node, Product) and isinstance(node.left, Transposed)}
    for node in (node.left for node in bodies if isinstance(node, Product)):
        leaves = {it for it in walk(node) if isinstance(it, Symbol | Equation)}
        if leaves <= {*cell.weights}:
            weighing |= set(map(str, leaves))
    return {weight.name for weight in cell.weights} - weighing


@every
def test_every_weight_is_at_a_wire_and_every_line_is_read(name, sizes):
    cell, _, _, shapes, _ = drawn(name, sizes)
    held = {word for it in shapes if it[0] == "box" for word in it[5].split()}
    on_wires = {word for it in shapes if it[0] == "wire" for word in it[4].split()}
    names = {weight.name for weight in cell.weights}
    assert names <= held
    assert on_wires == {weight.name for weight in cell.weights if not weight.bias and weight.name not in alone(cell)}
    assert {it[3] for it in shapes if it[0] == "wire"} - {""} == {equation.name for equation in cell.equations}


@every
def test_nothing_stands_on_anything_else(name, sizes):
    *_, shapes, chips = drawn(name, sizes)
    boxes = [(it[2] - BOX / 2, it[3], it[2] + BOX / 2, it[3] + BOX) for it in shapes if it[0] == "box"]
    rings = [(it[2] - half(it[4]), it[3] - RADIUS, it[2] + half(it[4]), it[3] + RADIUS) for it in shapes if it[0] == "op"]
    for one, other in combinations([*chips.values(), *boxes, *rings], 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@every
def test_wires_run_straight_and_cross_no_text(name, sizes):
    *_, shapes, chips = drawn(name, sizes)
    boxes = [(it[2] - BOX / 2, it[3], it[2] + BOX / 2, it[3] + BOX) for it in shapes if it[0] == "box"]
    for wire in (it for it in shapes if it[0] == "wire"):
        points = list(zip(wire[5::2], wire[6::2], strict=True))
        for (x, y), (to_x, to_y) in pairwise(points):
            assert x == to_x or y == to_y, wire
            for left, top, right, bottom in [*chips.values(), *boxes]:
                inside = max(min(x, to_x), left) < min(max(x, to_x), right) if y == to_y else left < x < right
                beside = max(min(y, to_y), top) < min(max(y, to_y), bottom) if x == to_x else top < y < bottom
                assert not (inside and beside), (wire, (left, top, right, bottom))


@every
def test_no_wire_runs_along_that_of_another_nor_through_an_operation(name, sizes):
    """Wires that carry the same may share a way; those of values without a name are alike in a drawing."""
    *_, shapes, _ = drawn(name, sizes)
    wires = [it for it in shapes if it[0] == "wire"]
    rings = [(it[2] - half(it[4]), it[3] - RADIUS, it[2] + half(it[4]), it[3] + RADIUS) for it in shapes if it[0] == "op"]
    for one, other in combinations(wires, 2):
        if one[1:3] != other[1:3]:
            assert not [(a, b) for a in pieces(one) for b in pieces(other) if shared(a, b)], (one, other)
    for wire in wires:
        for (x, y), (to_x, to_y) in pieces(wire):
            for left, top, right, bottom in rings:
                level = top + 1 < y == to_y < bottom - 1 and max(min(x, to_x), left + 1) < min(max(x, to_x), right - 1)
                upright = left + 1 < x == to_x < right - 1 and max(min(y, to_y), top + 1) < min(max(y, to_y), bottom - 1)
                assert not level, (wire, left, top)
                assert not upright, (wire, left, top)


def pieces(wire):
    return list(pairwise(zip(wire[5::2], wire[6::2], strict=True)))


def shared(one, other):
    """Whether two straight pieces lie on one line, and for more than a point."""
    for axis in (0, 1):
        line = {point[axis] for point in (*one, *other)}
        low = max(min(point[1 - axis] for point in piece) for piece in (one, other))
        high = min(max(point[1 - axis] for point in piece) for piece in (one, other))
        if len(line) == 1 and high - low > 1:
            return True
    return False


@pytest.mark.parametrize("name", TEXTS)
def test_the_page_lays_out_the_same(name):
    cell, width, height, shapes, _ = drawn(name, SIZES[0])
    rows = {vector: SIZES[0].get(size, 1) for vector, size in sizes_of_rows(cell).items()}
    assert modules().call("page.layout(cellOf(text), rows)", text=TEXTS[name], rows=rows) == [width, height, shapes]


def test_what_is_made_of_weights_is_a_box_that_says_so():
    signs = {name: [it[4] for it in drawn(name, SIZES[0])[3] if it[0] in ("box", "op")] for name in MADE}
    assert signs == {"antisymmetric": ["tanh", "0.01·", "+"], "made of weights": ["W+W", "tanh"]}
    alone = cells.parse("a = (U_h - U_h^T) h\nh = tanh(a + W_h x)\n", "alone").build()
    assert "U−Uᵀ" in [it[4] for it in layout(alone, {"x_t": 3, "h_t-1": 2, "a_t": 2, "h_t": 2})[2] if it[0] == "box"]

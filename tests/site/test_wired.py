"""The picture of a cell, made from its equations: of ours, and of cells it was not made for."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from lstm_docs import cells
from lstm_docs.site.figures.wired import layout, sizes_of_rows
from lstm_docs.site.figures.wired.layout import BOX, CHIP, HEAD, RADIUS, ROW, half

UNSEEN = {
    "mgu": "f = sigmoid(W_f x + U_f h + b_f)\nn = tanh(W_n x + U_n (f * h) + b_n)\nh = (1 - f) * h + f * n\n",
    "two": "a: H\na = relu(W_a x + U_a h + b_a)\nh = tanh(W_n a + b_n)\n",
    "bare": "i = sigmoid(W_i x + U_i h + b_i)\no = sigmoid(W_o x + U_o h)\nc = c + i\nh = o * c\n",
}
CELLS = {name: cells.build(name) for name in cells.CELLS}
CELLS |= {"projected": cells.build("lstm", projected=True), "no bias": cells.build("lstm", bias=False)}
CELLS |= {name: cells.parse(text, name).build() for name, text in UNSEEN.items()}
SIZES = [{"I": 3, "H": 2, "P": 1}, {"I": 1, "H": 4, "P": 2}, {"I": 4, "H": 1, "P": 1}]


def drawn(name, sizes):
    cell = CELLS[name]
    rows = {vector: sizes[size] for vector, size in sizes_of_rows(cell).items()}
    width, height, shapes = layout(cell, rows)
    chips = {it[1]: (it[2], it[3], it[2] + CHIP, it[3] + HEAD + ROW * rows[it[1]]) for it in shapes if it[0] == "chip"}
    return cell, width, height, shapes, chips


every = pytest.mark.parametrize(("name", "sizes"), [(name, sizes) for name in CELLS for sizes in SIZES])


@every
def test_states_enter_at_the_left_and_leave_at_the_right(name, sizes):
    cell, width, height, _, chips = drawn(name, sizes)
    entering = [cell.input, *cell.states]
    assert {chips[str(it)][0] for it in entering} == {2}
    assert {chips[cell.next_of(state).name][2] for state in cell.states} == {width - 2}
    for left, top, right, bottom in chips.values():
        assert 0 < left < right < width
        assert 0 < top < bottom < height


@every
def test_every_weight_is_at_a_wire_and_every_line_is_read(name, sizes):
    cell, _, _, shapes, _ = drawn(name, sizes)
    held = {word for it in shapes if it[0] == "box" for word in it[5].split()}
    on_wires = {it[4] for it in shapes if it[0] == "wire"} - {""}
    names = {weight.name for weight in cell.weights}
    assert names <= held
    assert on_wires == {weight for weight in names if weight[0] != "b"}
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

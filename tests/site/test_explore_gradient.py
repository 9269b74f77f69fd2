"""The explorer of gradients says what powers and logarithms say, and its bounds are those of the functions."""

from __future__ import annotations

import math
import re

import pytest
import torch

from .explorers import python_parts, setup, states

ROW = re.compile(r'<th scope="row">(.*?)</th>.*?<td class="lstm-number">= (.*?)</td><td>(.*?)</td>')
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def rows(state):
    explorer, _, data = setup("gradient")
    state = {**data["first"], **state}
    return {words: (left, half) for words, left, half in ROW.findall(python_parts(explorer, data, state, state)["numbers"])}


def read(text):
    mantissa, _, power = text.replace("\u202f", "").partition(" · 10")
    return float(mantissa) * 10.0 ** int((power or "⁰").translate(RAISED))


def steepest(function):
    a = torch.linspace(-4, 4, 8001, dtype=torch.float64, requires_grad=True)
    return torch.autograd.grad(function(a).sum(), a)[0].max().item()


def test_what_is_left_is_the_power_and_half_of_it_what_the_logarithm_says():
    _, controls, _ = setup("gradient")
    counted = 0
    for state in states(controls, 400, seed=11):
        f, k, s, r = (state[name] for name in ("gate", "steps", "slope", "radius"))
        factors = {
            "along the cell state": f,
            "through the RNN": s * r,
            "tanh at its steepest": r * steepest(torch.tanh),
            "σ at its steepest": r * steepest(torch.sigmoid),
        }
        by_label = rows(state)
        assert by_label.keys() == factors.keys()
        for words, factor in factors.items():
            left, half = by_label[words]
            if factor**k > 1e12:
                assert left == "more than 10¹²"
            else:
                assert read(left) == pytest.approx(factor**k, rel=0.006), state
            if factor < 0.999:
                steps = math.log(0.5) / math.log(factor)
                counted += 1
                if abs(steps - round(steps)) > 1e-6:
                    assert half == f"half of it at k = {max(1, math.ceil(steps)):,}".replace(",", "\u202f")
    assert counted > 800


@pytest.mark.parametrize(
    ("gate", "half"),
    [(1, "never less"), (0.5, "half of it at k = 1"), (0.999, "half of it at k = 693"), (0.01, "half of it at k = 1")],
)
def test_half_lives(gate, half):
    assert rows({"gate": gate})["along the cell state"][1] == half


def test_more_than_one_a_step_grows():
    assert rows({"slope": 1, "radius": 1.01})["through the RNN"][1] == "it grows"


@pytest.mark.parametrize(
    ("gate", "steps", "left"), [(1, 100, "1.00"), (0.1, 4, "1.00 · 10⁻⁴"), (0.1, 3, "0.00100"), (0.01, 100, "1.00 · 10⁻²⁰⁰")]
)
def test_small_shares_are_written_with_a_power(gate, steps, left):
    assert read(rows({"gate": gate, "steps": steps})["along the cell state"][0]) == pytest.approx(read(left))
    assert rows({"gate": gate, "steps": steps})["along the cell state"][0] == left


def test_a_line_ends_where_its_share_is():
    """Read off the picture: at the dot of the forget gate, and at the end of its line."""
    explorer, _, data = setup("gradient")
    state = {**data["first"], "gate": 0.9, "steps": 50}
    picture = python_parts(explorer, data, state, state)["picture"]
    left, right, top, bottom = data["chart"]["box"]
    lowest, highest = data["chart"]["axes"][1]
    decade = (bottom - top) / (highest - lowest)
    dots = [tuple(map(float, dot)) for dot in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="5"', picture)]
    assert dots[0][0] == pytest.approx((left + right) / 2)
    assert (bottom - dots[0][1]) / decade + lowest == pytest.approx(50 * math.log10(0.9), abs=0.01)


@pytest.mark.parametrize(("gate", "slope", "radius"), [(0.9, 0.7, 1.0), (0.5, 0.25, 1.0), (1, 0.8, 1.5), (0.83, 1, 1)])
def test_a_line_that_leaves_the_picture_says_where(gate, slope, radius):
    explorer, _, data = setup("gradient")
    state = {**data["first"], "gate": gate, "slope": slope, "radius": radius}
    told = re.findall(r"leaves near step (\d+)", python_parts(explorer, data, state, state)["picture"])
    ends = [(2 if factor > 1 else -6) / math.log10(factor) for factor in (gate, slope * radius) if factor != 1]
    assert [float(step) for step in told] == pytest.approx([end for end in ends if end < 100], abs=0.51)

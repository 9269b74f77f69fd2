"""Cheaper arithmetic beside the reference, and what the page says of it."""

from __future__ import annotations

import numpy as np
import pytest

from lstm_docs import Network, arithmetic, facts, reference
from lstm_docs.arithmetic.approximations import Approximation, sigmoid
from lstm_docs.arithmetic.integer import rounded, shifted
from lstm_docs.site.fences.arithmetic_tables import small

NETWORK = Network(input=80, hidden=12)


@pytest.fixture(scope="module")
def drifts():
    return arithmetic.drift(NETWORK, 100, 1)


@pytest.fixture(scope="module")
def alone():
    return {bits: arithmetic.alone(NETWORK, 100, 1, bits) for bits in (8, 16)}


@pytest.mark.parametrize("seed", range(3))
def test_with_exact_functions_it_is_the_reference(seed):
    net = Network(input=3, hidden=4)
    weights, x = reference.random_weights(net, seed, 1.0), reference.random_inputs(net, 20, 2, seed)
    exact = Approximation("exact", sigmoid, np.tanh, "", "")
    out = arithmetic.run(weights.layers[0][0], x, exact)
    np.testing.assert_allclose(out, reference.run(net, weights, x).output, atol=1e-13)


@pytest.mark.parametrize("by", arithmetic.APPROXIMATIONS.values(), ids=lambda by: by.name)
def test_an_approximation_is_odd_and_bounded(by):
    a = np.linspace(-20, 20, 4001)
    assert np.abs(by.tanh(a)).max() <= 1 + 1e-9
    assert -1e-9 <= by.sigmoid(a).min() <= by.sigmoid(a).max() <= 1 + 1e-9
    uneven = {"exponent": 0.03, "table of 256": 0.07, "16 bits": 4e-5}.get(by.name, 1e-9)
    assert np.abs(by.tanh(a) + by.tanh(-a)).max() <= uneven


def test_hundred_steps_are_hardly_worse_than_ten(drifts):
    assert all(off.h[99] < 2 * off.h[9] for off in drifts.values())
    assert sum(off.h[99] <= off.h[9] for off in drifts.values()) > len(drifts) / 2
    assert all(off.tanh / 5 < off.h[99] < 5 * off.tanh for off in drifts.values())


def test_a_table_with_lines_is_ten_times_finer(drifts):
    plain, lines = (drifts[name] for name in ("table of 256", "table of 256, lines"))
    assert plain.tanh > 10 * lines.tanh
    assert all(plain.h[step] > 10 * lines.h[step] for step in (0, 9, 99))


def test_a_network_with_hard_gates_is_another_network(drifts):
    assert min(drifts[name].h[99] for name in ("hard, a/6", "hard, 0.2a")) > 0.3


def test_the_cell_state_is_the_worst_in_int8(alone):
    last = {letter: off[99] for letter, (_, off) in alone[8].items()}
    assert max(last, key=last.get) == "c"
    steps = {letter: scale.step for letter, (scale, _) in alone[8].items()}
    assert steps["c"] > 4 * steps["h"]


def test_with_16_bits_all_are_below_a_thousandth(alone):
    assert all(off.max() < 1e-3 for _, off in alone[16].values())


def test_the_width_of_the_cell_state_decides_at_8_bits():
    weights, x = reference.random_weights(NETWORK, 1, 1.0), reference.random_inputs(NETWORK, 100, 16, 1)
    exact, off = reference.run(NETWORK, weights, x).output, {}
    for bits in (16, 12, 8):
        lstm = arithmetic.IntegerLSTM.of(NETWORK, weights, x, cell_bits=bits)
        off[bits] = np.abs(lstm.scales["h"].values(lstm.run(x)) - exact).max(axis=(1, 2))
    assert off[12][9] < 1.5 * off[16][9]
    assert off[12][99] < 1.5 * off[16][99]
    assert all(off[8][step] > 2 * off[16][step] for step in (9, 99))


def test_sums_stay_within_the_bits_of_the_fact():
    weights, x = reference.random_weights(NETWORK, 1), reference.random_inputs(NETWORK, 5, 2, 1)
    lstm = arithmetic.IntegerLSTM.of(NETWORK, weights, x)
    bits = facts.accumulator_bits(NETWORK).value
    largest = np.full((1, 80), -128), np.full((1, 12), -128)
    rows = {name: np.full_like(array, -128) for name, array in lstm.weights.items() if name[0] in "WU"}
    without = {name: np.zeros_like(array) for name, array in lstm.weights.items() if name[0] == "b"}
    by_x, by_h = arithmetic.IntegerLSTM(rows | without, lstm.scales).sums("f", *largest)
    assert (by_x.max(), by_h.max()) == (80 * 16384, 12 * 16384)
    assert 2 ** (bits - 2) <= by_x.max() < 2 ** (bits - 1)
    assert (-128 * 127, 128 * 128) == (-16256, 16384)


@pytest.mark.parametrize(("value", "expected"), [(0.5, 1), (-0.5, -1), (1.49, 1), (-1.5, -2), (2.5, 3)])
def test_halves_go_away_from_zero(value, expected):
    assert rounded(np.array([value]))[0] == expected
    assert shifted(np.array([int(value * 2**10)]), 10)[0] == expected or value == 1.49


GRID = np.linspace(-6, 6, 2401)


def by_name(name):
    return arithmetic.APPROXIMATIONS[name]


def continued(a, depth):
    """tanh a = a / (1 + a² / (3 + a² / (5 + …))), cut off after so many numbers."""
    below = 2.0 * depth - 1
    for odd in range(2 * depth - 3, 0, -2):
        below = odd + a * a / below
    return a / below


def test_the_rational_function_is_the_continued_fraction():
    inside = np.linspace(-4.9, 4.9, 99)
    np.testing.assert_allclose(by_name("Padé, 7 over 6").tanh(inside), np.clip(continued(inside, 7), -1, 1), rtol=1e-12)


def test_the_short_fraction_meets_one_at_three_and_is_flat_there():
    tanh, near = by_name("Padé, 3 over 2").tanh, 1e-4
    assert tanh(np.array([-3.0, 0.0, 3.0, 9.0])).tolist() == [-1, 0, 1, 1]
    assert (tanh(np.array([near])) / near)[0] == pytest.approx(1, abs=1e-6)
    assert 1 - tanh(np.array([3 - near]))[0] < near**2


MOST = {  # of σ and of tanh on -6…6; of PLAN as Amin and others state it for σ
    "lines": (0.0189, 0.0378),
    "Padé, 3 over 2": (0.0118, 0.0236),
    "table of 256": (0.0078, 0.0314),
    "table of 256, lines": (0.000047, 0.00038),
}


@pytest.mark.parametrize("name", MOST)
def test_the_largest_errors_are_those_that_are_known(name):
    by = by_name(name)
    off = np.abs(by.sigmoid(GRID) - sigmoid(GRID)).max(), np.abs(by.tanh(GRID) - np.tanh(GRID)).max()
    assert off == pytest.approx(MOST[name], rel=0.02)


@pytest.mark.parametrize(("name", "slope"), [("hard, a/6", 1 / 6), ("hard, 0.2a", 0.2)])
def test_a_hard_sigmoid_is_off_most_where_sigmoid_has_its_slope_or_at_its_corner(name, slope):
    share = (1 + np.sqrt(1 - 4 * slope)) / 2
    inside = abs(share - slope * np.log(share / (1 - share)) - 0.5)
    corner = 1 - sigmoid(np.array(0.5 / slope))
    off = np.abs(by_name(name).sigmoid(GRID) - sigmoid(GRID)).max()
    assert off == pytest.approx(max(inside, corner), rel=1e-3)
    assert by_name(name).tanh(np.array([-2.0, -0.3, 0.9, 5.0])).tolist() == [-1, -0.3, 0.9, 1]


def test_the_exponent_of_a_float_is_scaled_so_that_squares_of_errors_are_least():
    off = 1 / by_name("exponent").sigmoid(GRID) - 1  # e⁻ᵃ
    off = off / np.exp(-GRID) - 1
    assert 0.055 < off.max() - off.min() < 0.065
    assert abs(((1 + off) * off).mean()) < 5e-4


def test_sixteen_bits_have_twelve_and_fifteen_after_the_point():
    fixed = by_name("16 bits").tanh
    results = fixed(GRID) * 2.0**15
    assert (results == np.rint(results)).all()
    step = 2.0**-12
    assert fixed(np.array([0.5 + 0.4 * step])) == fixed(np.array([0.5])) != fixed(np.array([0.5 + step]))
    assert fixed(np.array([7.9])) == fixed(np.array([100.0]))


SMALL = {0.0: "0", 1e-13: "0", 1e-12: "1.0·10⁻¹²", 9.9e-5: "9.9·10⁻⁵", 1e-4: "0.0001", 0.01234: "0.012", 99.4: "99", 100: "100"}
SMALL |= {12345.6: "12\u202f346"}


@pytest.mark.parametrize("value", SMALL)
def test_a_small_number_has_two_digits_that_count(value):
    assert small(value) == SMALL[value]

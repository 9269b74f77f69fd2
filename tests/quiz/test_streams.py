from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstm_docs.ground.streams import Permutation, Stream
from tests.js.modules import modules

FIRST_DRAWS = [4083041938, 2908706354, 1331044188, 2288824134]
FIRST_ORDER = [766, 767, 801, 9, 992, 806]


@pytest.mark.parametrize("seed", ["1", "summer 2026", "größe-😀"])
def test_draws_are_the_same_in_both_languages(seed):
    stream = Stream.of(seed, "family", 3, "options")
    python = [stream.draw() for _ in range(10_000)]
    js = modules().call(
        "(() => { const s = new Stream(seed, 'family', 3, 'options'); return Array.from({length: 10000}, () => s.draw()); })()",
        seed=seed,
    )
    assert js == python


def test_draws_are_fixed_for_ever():
    # Papers printed today must be made again in another year: these numbers may never change.
    stream = Stream.of("42", "gate-weight-shape", 0, "options")
    assert [stream.draw() for _ in range(4)] == FIRST_DRAWS
    order = Permutation.of(1000, "42", "gate-weight-shape", "draws", "order")
    assert [order.at(n) for n in range(6)] == FIRST_ORDER


def test_a_shuffle_is_fixed_for_ever():
    assert Stream.of("42", "gate-weight-shape", 0, "options").shuffled(8) == [5, 3, 0, 6, 2, 1, 4, 7]


@given(st.integers(0, 60), st.text(max_size=8))
def test_a_shuffle_is_the_same_in_both_languages_and_leaves_nothing_out(count, seed):
    order = Stream.of(seed, "f", 0, "options").shuffled(count)
    assert sorted(order) == list(range(count))
    assert modules().call("new Stream(seed, 'f', 0, 'options').shuffled(count)", seed=seed, count=count) == order


@given(st.integers(1, 400), st.text(max_size=8))
def test_a_permutation_meets_every_index_once(size, seed):
    order = Permutation.of(size, seed, "f", "draws", "order")
    assert sorted(order.at(n) for n in range(size)) == list(range(size))


@given(st.integers(1, 2**52), st.integers(0, 2**52))
def test_a_permutation_is_the_same_in_both_languages(size, position):
    position %= size
    order = Permutation.of(size, "s", "f", "draws", "order")
    js = modules().call("new Permutation(size, 's', 'f', 'draws', 'order').at(position)", size=size, position=position)
    assert js == order.at(position) < size


def test_draws_are_spread_evenly():
    # 64 cells, 64,000 draws: chi square with 63 degrees of freedom is below 104 in 999 of 1000 cases.
    cells = [0] * 64
    for n in range(1000):
        stream = Stream.of("even", "family", n, "part")
        for _ in range(64):
            cells[stream.below(64)] += 1
    assert sum((count - 1000) ** 2 / 1000 for count in cells) < 104

"""The width of an accumulator, on the rows that need most."""

from __future__ import annotations

import numpy as np
import pytest

from lstm_docs import facts
from lstm_docs.network import Network


@pytest.mark.parametrize("terms", [1, 2, 3, 4, 5, 80, 127, 128, 129, 1023, 1024, 131071])
def test_the_width_holds_the_extremes_and_no_narrower_one_does(terms):
    least = np.full(terms, -128, np.int64)
    extremes = (int(least @ least), int(least @ np.full(terms, 127)))
    bits = facts.bits_of_sum(terms)
    assert bits == 16 + terms.bit_length() - 1
    assert all(-(2 ** (bits - 1)) <= value < 2 ** (bits - 1) for value in extremes)
    assert not all(-(2 ** (bits - 2)) <= value < 2 ** (bits - 2) for value in extremes)


def test_an_int32_is_full_after_so_many():
    """The longest row whose every sum an int32 holds, and one more product."""
    assert (facts.bits_of_sum(2**17 - 1), facts.bits_of_sum(2**17)) == (32, 33)
    largest = np.int64(2**17) * 128 * 128
    assert largest == 2**31 > np.iinfo(np.int32).max >= largest - 128 * 128


@pytest.mark.parametrize(
    ("network", "bits", "formula"),
    [
        (Network(input=80, hidden=12), 22, "floor(log2(I)) + 16"),
        (Network(input=12, hidden=80), 22, "floor(log2(H)) + 16"),
        (Network(input=12, hidden=80, layers=2, bidirectional=True), 23, "floor(log2(2*H)) + 16"),
        (Network(input=12, hidden=(80, 300), layers=2), 24, "floor(log2(H1)) + 16"),
        (Network(input=12, hidden=300, projection=20), 24, "floor(log2(H)) + 16"),
    ],
    ids=str,
)
def test_the_longest_row_decides(network, bits, formula):
    fact = facts.accumulator_bits(network)
    assert (fact.value, fact.text) == (bits, formula)
    assert r"\lfloor \log_2" in fact.latex

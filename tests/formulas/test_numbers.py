"""Numbers as pages show them: rounded as Python rounds, with a true minus, and none before a zero."""

from __future__ import annotations

import pytest

from lstm_docs.formulas.numbers import decimal


@pytest.mark.parametrize("places", [0, 1, 2, 4])
def test_a_minus_stands_before_what_is_shown_and_is_not_zero(places):
    for n in range(-400, 401):
        value = n / 10 ** (places + 2)
        shown = decimal(value, places)
        assert shown.startswith("−") == (round(value, places) < 0), (value, shown)
        assert float(shown.replace("−", "-")) == round(value, places)
        assert len(shown.partition(".")[2]) == places

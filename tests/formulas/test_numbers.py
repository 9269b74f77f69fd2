"""Numbers as pages show them: rounded as Python rounds, with a true minus, and none before a zero."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest

from lstm_docs.formulas import decimals
from lstm_docs.formulas.numbers import counted, decimal, equals, in_latex, in_text

MAGNITUDES = (
    0.25,
    0.5,
    1,
    1.5,
    2.75,
    9.96,
    10,
    20,
    70.5,
    99.875,
    100,
    128.0625,
    1000,
    1024,
    9999.5,
    12800,
    123456.75,
    4_464_000,
)
MORE = (0, 1e-9, 1e-7, 4e-7, 6e-7, 1e-6, 1e-3, 0.1234567891, 0.0999999)
VALUES = [sign * (one + more) for one in (0, *MAGNITUDES) for more in MORE for sign in (1, -1)]


def read(shown):
    """As Python reads it: thousands stand in threes, parted by a narrow space."""
    whole, point, rest = shown.removeprefix("−").partition(".")
    first, *others = whole.split(decimals.THIN)
    assert 1 <= len(first) <= 3, shown
    assert all(len(group) == 3 for group in others), shown
    assert bool(point) == bool(rest), shown
    return Decimal("-" * shown.startswith("−") + first + "".join(others) + point + rest)


def rounded(value, places):
    return Decimal(value).quantize(Decimal(10) ** -places, ROUND_HALF_UP)


@pytest.mark.parametrize("value", VALUES)
def test_a_number_for_reading_is_the_number_to_six_decimals_and_ends_in_none_that_says_nothing(value):
    shown = decimals.number(value)
    assert read(shown) == rounded(value, 6)
    assert "." not in shown or shown[-1] != "0"
    for places in range(6):
        fixed = decimals.fixed(value, places)
        assert read(fixed) == rounded(value, places)
        assert len(fixed.partition(".")[2]) == places
        assert decimals.rounded(value, places) == rounded(value, places).scaleb(places)
        assert decimals.decimal(decimals.rounded(value, places), places) == fixed


def test_whole_numbers_and_fractions_in_text_and_in_latex():
    said = {
        0: "0", 1: "1", 12: "12", 100: "100", -100: "−100", 1000: "1\u202f000", 4464: "4\u202f464", -17856: "−17\u202f856",
        10**6: "1\u202f000\u202f000", Fraction(1, 3): "0.333333", Fraction(-5, 2): "−2.5", Fraction(4000): "4\u202f000",
    }  # fmt: skip
    assert {value: in_text(value) for value in said} == said
    assert [in_latex(value) for value in (4464, -17856, Fraction(-5, 2))] == ["4\\,464", "-17\\,856", "-2.5"]
    assert [equals(value) for value in (4464, Fraction(5, 2), Fraction(1, 3), Fraction(1, 10**7))] == [
        "=",
        "=",
        *["\\approx"] * 2,
    ]
    assert [counted(count, "unit") for count in (0, 1, 2, 1200)] == ["0 units", "1 unit", "2 units", "1\u202f200 units"]
    infinite = map(float, ("inf", "-inf", "nan"))
    assert [(decimals.number(value), decimal(value)) for value in infinite] == [("∞",) * 2, ("−∞",) * 2, ("NaN",) * 2]


@pytest.mark.parametrize("places", [0, 1, 2, 4])
def test_a_minus_stands_before_what_is_shown_and_is_not_zero(places):
    for n in range(-400, 401):
        value = n / 10 ** (places + 2)
        shown = decimal(value, places)
        assert shown.startswith("−") == (round(value, places) < 0), (value, shown)
        assert float(shown.replace("−", "-")) == round(value, places)
        assert len(shown.partition(".")[2]) == places

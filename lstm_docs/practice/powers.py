"""exp, log and powers from + − × ÷ alone, whose every bit is the same in Python and in a browser; see fsrs.js."""

from __future__ import annotations

LN2_HIGH, LN2_LOW = 0.6931471803691238, 1.9082149292705877e-10  # their sum is ln 2; the first has few enough bits


def exp(x: float) -> float:
    """e to the power x, for |x| up to some hundred."""
    twos = int(x / LN2_HIGH + (0.5 if x > 0 else -0.5))
    rest = x - twos * LN2_HIGH - twos * LN2_LOW
    value = 1.0
    for n in range(14, 0, -1):
        value = 1 + value * rest / n
    for _ in range(abs(twos)):
        value = value * 2 if twos > 0 else value / 2
    return value


def log(x: float) -> float:
    """The natural logarithm of x > 0."""
    twos = 0
    while x > 1.4142135623730951:
        x, twos = x / 2, twos + 1
    while x < 0.7071067811865476:
        x, twos = x * 2, twos - 1
    ratio = (x - 1) / (x + 1)
    total = 0.0
    for n in range(21, 0, -2):
        total = total * ratio * ratio + 1 / n
    return twos * LN2_HIGH + (twos * LN2_LOW + 2 * ratio * total)


def power(base: float, exponent: float) -> float:
    """A power of a base > 0."""
    return exp(exponent * log(base))

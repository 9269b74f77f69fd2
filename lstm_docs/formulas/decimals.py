"""Numbers for reading, the same in every language that we speak: for those who need neither formulas nor sizes."""

from __future__ import annotations

from math import floor, isfinite, isnan

THIN = "\u202f"


def number(value: float) -> str:
    """A number for reading: thousands parted by a narrow space, a true minus, at most 6 decimals.

    Rounded by floor(|v|·10^6 + 1/2), which every language does alike. What is no number is said as `infinite` says it.
    """
    if not isfinite(value):
        return infinite(value)
    if isinstance(value, int) or float(value).is_integer():
        return decimal(int(value), 0)
    return fixed(value, 6).rstrip("0").rstrip(".")


def infinite(value: float) -> str:
    """`∞`, `−∞`, or `NaN` for what is not a number."""
    return "NaN" if isnan(value) else "∞" if value > 0 else "−∞"


def rounded(value: float, decimals: int) -> int:
    """A number in units of its last decimal, halves away from zero: floor(|v|·10^d + 1/2)."""
    scaled = floor(abs(value) * 10.0**decimals + 0.5)
    return -scaled if value < 0 else scaled


def fixed(value: float, places: int = 4) -> str:
    """A number of a text to so many places, rounded and signed as everywhere in the quiz."""
    return decimal(rounded(value, places), places)


def decimal(scaled: int, decimals: int) -> str:
    """A whole number of units of the last decimal, for reading: `decimal(993, 3)` is `0.993`."""
    whole, rest = divmod(abs(scaled), 10**decimals)
    sign = "−" if scaled < 0 else ""
    return sign + f"{whole:,}".replace(",", THIN) + (f".{rest:0{decimals}d}" if decimals else "")

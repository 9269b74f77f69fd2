"""Whether a seed can be guessed: how many bits it takes to say it in dates, common words, runs of keys and letters.

A paper lets whoever holds it try seeds, so the seed of other people's papers must not be among those that are tried.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from math import log2
from pathlib import Path

SHORTEST = 12
ENOUGH = 33  # bits: as many guesses take one processor core ten years
LONGEST_PIECE = 36
LOOKED_AT = 120

_DATE = "\N{BLACK SQUARE}"  # stands for a date
_DIGIT, _LETTER, _YEAR, _RUN, _DAY, _AGAIN = log2(10), log2(26), 8.0, 8.0, 16.0, 1.0

_ROWS = "abcdefghijklmnopqrstuvwxyz 01234567890 qwertyuiop qwertzuiop azertyuiop asdfghjkl zxcvbnm yxcvbnm"
_RUNS = f"{_ROWS} {_ROWS[::-1]}"
_ALIKE = tuple(str.maketrans("01345789", letters) for letters in ("oieastbg", "oleastbg"))
_MONTHS = (
    "jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september october "
    "november december januar februar märz mai juni juli oktober dezember janvier février mars avril juin juillet août "
    "septembre octobre novembre décembre enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre"
)
_PARTS = {
    "day": r"(?:0?[1-9]|[12]\d|3[01])",
    "year": r"(?:(?:1[89]|20)\d\d|\d\d)",
    "dd": r"(?:0[1-9]|[12]\d|3[01])",
    "mm": r"(?:0[1-9]|1[0-2])",
    "full": r"(?:19|20)\d\d",
    "month": f"(?:{'|'.join(sorted(_MONTHS.split(), key=len, reverse=True))})",
    "th": r"(?:st|nd|rd|th|er)?",
    "gap": r"(?:[-./,_\s年月]|of|de)*",
    "sign": r"\s*[-./,_\s年月]\s*",
    "time": r"日?(?:[t,_\s]*[0-2]?\d[:.h]?[0-5]\d(?:[:.]?[0-5]\d(?:\.\d+)?)?\s*(?:z|utc|am|pm)?)?",
}
_DATES = re.compile(
    r"(?<!\d)(?:{day}{sign}{day}{sign}{year}|{year}{sign}{day}{sign}{day}|{full}{mm}{dd}|{dd}{mm}{full}|{mm}{dd}{full}"
    r"|{day}{th}{gap}{month}(?:{gap}{year})?|{month}{gap}{day}{th}(?:{gap}{year})?|{month}{gap}{year}|{year}{gap}{month})"
    r"{time}(?!\d)".format(**_PARTS)
)


def weakness(seed: str) -> str | None:
    """Why a seed can be guessed, as a noun with its fault; None if it is long and takes `ENOUGH` bits to say."""
    length = len(seed.strip())
    if length < SHORTEST:
        return f"a seed of {length} characters, where at least {SHORTEST} are needed,"
    return "a seed of dates, common words or runs of keys" if bits(seed) < ENOUGH else None


def bits(seed: str) -> float:
    """The fewest bits that say a seed, whatever its case and punctuation: of its beginning, if it is very long."""
    text = _once(_folded(seed))
    least = [0.0, *[float("inf")] * len(text)]
    for start in range(len(text)):
        for end in range(start + 1, min(len(text), start + LONGEST_PIECE) + 1):
            piece = text[start:end]
            cost = least[start] + _piece(piece)
            least[end] = min(least[end], cost)
            again = end + len(piece)
            while text.startswith(piece, again - len(piece)):
                least[again] = min(least[again], cost + _AGAIN)
                again += len(piece)
    return least[-1]


def _folded(seed: str) -> str:
    """The letters and digits of a seed in small letters, and a sign for each date."""
    text = unicodedata.normalize("NFKC", seed[:LOOKED_AT]).casefold().translate(str.maketrans("@$", "as"))
    return "".join(c for c in _DATES.sub(_DATE, text) if c.isalnum() or c == _DATE)


def _once(text: str) -> str:
    """What a text says again and again, or the text."""
    return next((text[:length] for length in range(1, len(text) // 2 + 1) if text[length:] == text[:-length]), text)


def _piece(piece: str) -> float:
    """The bits of one piece: as what it is, or letter by letter."""
    costs = [sum(_DIGIT if c.isdigit() else _DAY if c == _DATE else _LETTER for c in piece)]
    if re.fullmatch(r"(?:19|20)\d\d", piece):
        costs.append(_YEAR)
    if len(piece) > 2 and piece in _RUNS:
        costs.append(_RUN)
    if any(word in common() for word in (piece, *map(piece.translate, _ALIKE))):
        costs.append(log2(len(common())))
    return min(costs)


@cache
def common() -> frozenset[str]:
    """What people choose: words and sayings, in one piece, from the list beside this file."""
    text = Path(__file__).with_name("common_seeds.txt").read_text(encoding="utf-8")
    return frozenset(word.replace("-", "") for word in text.split())

"""LaTeX to MathML, and the texts of the domain to HTML.

The one file that knows math-core. Its MathML is mended where browsers differ, and every symbol of a
cell is marked: `data-s` names it (`W_f`, `h_t-1`), a class gives it its gate's colour.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from functools import lru_cache
from html import escape, unescape
from typing import TYPE_CHECKING

from markupsafe import Markup
from math_core import LatexError, LatexToMathML

from ..ground.errors import LstmDocsError
from .curves import drawn, read
from .pieces import translated
from .spoken import spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_CONVERTER = LatexToMathML(fancy_error=False)
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)\w+;")
_THOUSANDS = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?![\d,])")

MATRICES = "WUVbp"
COLOURED = "ifgochrzn"
VECTORS = COLOURED + "xm"
CLASSES = {letter: f"lstm-{letter}" for letter in "ifgoch"} | {"n": "lstm-g"}  # n is the GRU's candidate


@lru_cache(maxsize=65536)
def mathml(latex: str, *, display: bool = False) -> Markup:
    """A formula as a `<math>` element.

    Raises `LstmDocsError` with the formula and a caret (‸) at the place that is not understood.
    """
    root = ET.fromstring(_xml(latex, display))  # noqa: S314 - made by our own converter
    _join_numbers(root)
    _calm_operators(root)
    for cell in list(root.iter("mtd")):
        _space_evenly(cell)
    for element, name in list(_symbols(root)):
        _mark(element, name)
        _level(element)
    root.set("data-tex", latex)
    root.set("aria-label", spoken(root))  # no role beside it: NVDA would pass the MathML by
    if display:
        for cell in root.iter("mtd"):
            if "left" in cell.get("style", ""):  # right of the = in aligned equations
                _part_at_sums(cell)
    return Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704 - serialised, so escaped


def inline_html(text: str, formula: Callable[[str], Markup] = mathml, *, pictures: bool = True) -> Markup:
    """A text of the domain as HTML: `$math$`, `` `code` `` and curves rendered, placeholders and all else left as they are.

    Without `pictures`, curves stay the listing of their numbers.
    """
    code = _shown if pictures else _code
    return Markup(translated(text, formula=formula, code=code, words=_words))  # noqa: S704 - each piece is escaped


def _shown(text: str) -> str:
    return drawn(held) if (held := read(text)) else _code(text)


def _code(text: str) -> str:
    return code_html(Markup.escape(text))


def _words(text: str) -> str:
    return escape(text, quote=False)


def code_html(escaped: Markup) -> Markup:
    """Code as HTML; of several lines, each on a line of its own, as any system shows it that keeps `<br>`."""
    if "\n" not in escaped:
        return Markup("<code>{}</code>").format(escaped)
    lines = Markup("<br/>").join(line.replace(" ", "\u00a0") for line in escaped.strip("\n").split("\n"))
    return Markup("<br/><code>{}</code><br/>").format(lines)


def grouped(latex: str) -> str:
    """A formula whose thousands are joined as LaTeX has it: `762,432` is one number; a pair is written `762, 432`."""
    return _THOUSANDS.sub(lambda m: m[0].replace(",", "{,}"), latex)


def _xml(latex: str, display: bool) -> str:
    joined = grouped(latex)
    try:
        html = _CONVERTER.convert_with_local_state(joined, displaystyle=display)
    except LatexError as error:
        raise _explained(latex, joined, str(error)) from None
    return _ENTITY.sub(lambda m: unescape(m[0]), html)


def _explained(latex: str, joined: str, message: str) -> LstmDocsError:
    place, _, problem = message.partition(": ")
    shown = joined[: int(place)] + "‸" + joined[int(place) :] if place.isdigit() else latex
    problem = problem.rstrip(".").replace('"', "'")
    return LstmDocsError(f"formula: {problem[:1].lower()}{problem[1:]}, at the caret: {shown.replace('{,}', ',')}")


def _join_numbers(parent: ET.Element) -> None:
    """Make `4`, thin space or comma, `464` one number, so that it is read, copied and spaced as one."""
    for child in parent:
        _join_numbers(child)
    place = 0
    while place + 2 < len(parent):
        left, between, right = parent[place : place + 3]
        sign = _separator(between)
        if sign and left.tag == right.tag == "mn" and re.match(r"\d{3}(\D|$)", right.text or ""):
            left.text = f"{left.text}{sign}{right.text}"
            parent.remove(between)
            parent.remove(right)
        else:
            place += 1


def _separator(element: ET.Element) -> str:
    if element.tag == "mspace" and element.get("width", "").startswith("0.1666"):
        return "\u202f"
    return "," if element.tag == "mo" and element.text == "," and element.get("rspace") == "0" else ""


def _calm_operators(root: ET.Element) -> None:
    # Not an attribute of tables, and no browser heeds it there.
    for table in root.iter("mtable"):
        table.attrib.pop("scriptlevel", None)
    # Style is mstyle's to set.
    for row in root.iter("mrow"):
        if "displaystyle" in row.attrib:
            row.tag = "mstyle"
    # A bracket that may stretch stands apart from what it holds; around what is no taller than a letter it need not.
    for row in root.iter("mrow"):
        if len(row) > 2 and _bracket(row[0], "([") and _bracket(row[-1], ")]") and not any(map(_tall, row.iter())):
            for bracket in (row[0], row[-1]):
                bracket.set("stretchy", "false")
                bracket.attrib.pop("lspace", None)
    # Firefox draws ⊙ as the large n-ary operator unless told otherwise.
    for operator in root.iter("mo"):
        if operator.text == "⊙":
            operator.set("largeop", "false")
        if operator.text == "\u2061":
            operator.attrib.pop("lspace", None)


def _space_evenly(cell: ET.Element) -> None:
    """Let the rows of matrices side by side be equally high, whatever letters and scripts they hold."""
    if "style" in cell.attrib or any(map(_tall, cell.iter())):  # in aligned equations the cells have a style
        return
    padded = ET.Element("mpadded", height="0.75em", depth="0.35em")
    padded.extend(list(cell))
    cell[:] = [padded]


def _part_at_sums(cell: ET.Element) -> None:
    """Let an equation break before each + where the screen is narrow: what is between is a row of its own."""
    pieces: list[list[ET.Element]] = [[]]
    for child in cell:
        if child.tag == "mo" and child.text == "+":
            child.set("form", "infix")  # also at the start of a row
            pieces.append([])
        pieces[-1].append(child)
    cell[:] = [ET.Element("mrow") for piece in pieces if piece]
    for row, piece in zip(cell, filter(None, pieces), strict=True):
        row.extend(piece)


def _bracket(element: ET.Element, signs: str) -> bool:
    return element.tag == "mo" and (element.text or " ") in signs


def _tall(element: ET.Element) -> bool:
    return element.tag in ("mfrac", "mtable", "munder", "mover", "munderover", "msqrt", "mroot")


def _symbols(parent: ET.Element) -> Iterator[tuple[ET.Element, str]]:
    """The outermost element of each symbol, its shape underneath included, and its name."""
    for child in parent:
        inner = child[0] if child.tag == "munder" else child
        name = _name(inner)
        if name:
            yield child, name
        else:
            yield from _symbols(child)


def _name(element: ET.Element) -> str:
    if element.tag not in ("msub", "msubsup") or element[0].tag != "mi":
        return ""
    letter = element[0].text or ""
    index = "".join(element[1].itertext()).replace("−", "-")
    weight = letter in MATRICES and index[-1:] in COLOURED and len(index) == (2 if index[:-1] == "h" else 1)
    vector = letter in VECTORS and index.partition("-")[0] == "t"
    return f"{letter}_{index}" if weight or vector else ""


def symbol_class(name: str) -> str:
    """The class that gives a symbol its colour: its gate's for a weight, its own for a vector; empty if it has none."""
    letter, _, index = name.partition("_")
    return CLASSES.get(index[-1:] if letter[0] in MATRICES else letter, "")


def _mark(element: ET.Element, name: str) -> None:
    element.set("data-s", name)
    kind = symbol_class(name)
    if kind:
        element.set("class", kind)


def _level(element: ET.Element) -> None:
    """Let what stands under symbols stand on one line, whether or not they have descenders."""
    if element.tag == "munder":
        padded = ET.Element("mpadded", depth="0.4em")
        padded.append(element[0])
        element[0] = padded

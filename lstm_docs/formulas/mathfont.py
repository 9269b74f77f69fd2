"""The font of formulas: STIX Two Math, cut to the characters in use, as WOFF2.

STIX Two Math is under the SIL Open Font License, which lets it be cut and shipped under another name; it
comes with the `ziamath` package. Without a font that has a MATH table, a bare system sets formulas poorly.
A wheel holds one cut ready, so that papers need none of the packages that cut; a checkout holds no font.
"""

from __future__ import annotations

import hashlib
import io
import re
import string
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from ..ground.caching import keep
from ..ground.errors import LstmDocsError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fontTools import subset
    from fontTools.ttLib import TTFont

FAMILY = "LSTM Math"
FILE = "lstm-math.woff2"
PRIMES = "′″‴"
_OPERATORS = "×÷±−·⋅=≠≈≤≥≪≫∈∉⊙⊗⊕⊤∂∇∑∏√∞→←⇒↦…⋯⋮⋱′″‴ℝ⌊⌋⌈⌉⟨⟩‖∘†ˆ˙˜\u202f\u2009\u2061\u00a0"
_GREEK = "αβγδεζηθικλμνξπρςστυφχψωΓΔΘΛΞΠΣΦΨΩ"

READY = Path(__file__).parents[1] / FILE
"""In an installed wheel, the font with `REPERTOIRE`; see hatch_build.py."""

CUTTERS = ("fontTools", "brotli", "ziamath")

REPERTOIRE = frozenset(map(chr, range(0x20, 0x7F))) | frozenset(_GREEK + _OPERATORS)
"""What formulas are made of, when it is not known which will be shown."""

IN_SCRIPTS = frozenset(string.ascii_letters + string.digits + _GREEK + "+−⊤")
"""What has a form of its own for scripts, letters as they stand alone; such forms are half of the font if all are kept."""

ALWAYS = frozenset(string.digits + "()+−×·=,. √\u202f")
"""What scripts may put into a formula after the page is made, and the root, which MathML draws without naming it."""

NO_FONT = "the font of formulas is cut by packages of the extra site: pip install 'lstm-docs[site]'"

_SHOWN = re.compile(r"<math\b.*?</math>|<svg\b.*?</svg>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def characters(html: str) -> frozenset[str]:
    """The characters that the formulas and figures of a page are set with."""
    return frozenset("".join(_TAG.sub("", shown) for shown in _SHOWN.findall(html)))


def woff2(used: Iterable[str] = REPERTOIRE, cache: Path | None = None) -> bytes:
    """The font with `used` and what always may appear, the same bytes each time.

    `cache` is a folder in which the result is kept; making it takes about half a second. Where the packages that cut
    are not installed, it is the one that the wheel carries. Raises `LstmDocsError` if there is neither.
    """
    letters = "".join(sorted({*used, *ALWAYS}))
    if READY.is_file() and (set(letters) == REPERTOIRE | ALWAYS or not _can_cut()):
        return READY.read_bytes()
    if not _can_cut():
        raise LstmDocsError(NO_FONT)
    cached = cache / f"{_digest(letters)}.font" if cache else None
    if cached and (unspoilt := _unspoilt(cached)):
        return unspoilt
    font = _cut(letters)
    if cached:
        keep(cached, hashlib.sha256(font).digest() + font)
    return font


def _can_cut() -> bool:
    return all(find_spec(name) for name in CUTTERS)


def _unspoilt(file: Path) -> bytes:
    """A font that was kept after its own digest; nothing if there is none or it was damaged."""
    try:
        content = file.read_bytes()
    except OSError:
        return b""
    return content[32:] if hashlib.sha256(content[32:]).digest() == content[:32] else b""


@lru_cache(maxsize=1)
def _source() -> bytes:
    package = find_spec("ziamath")  # found, not imported: only its file is wanted
    return (Path(str(package and package.origin)).parent / "fonts" / "STIXTwoMath-Regular.ttf").read_bytes()


def _digest(letters: str) -> str:
    chosen = letters + FAMILY + "".join(sorted(IN_SCRIPTS))
    return hashlib.sha256(_source() + chosen.encode()).hexdigest()[:32]


@lru_cache(maxsize=4)
def _cut(letters: str) -> bytes:
    from fontTools import subset  # a tenth of a second, for a font that is nearly always there
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(_source()), recalcTimestamp=False)
    _shrink_primes(font)
    _keep_script_forms(font)
    _rename(font)
    subsetter = subset.Subsetter(_options(subset.Options()))
    subsetter.populate(unicodes={point for letter in letters for point in _code_points(letter)})
    subsetter.subset(font)
    font.flavor = "woff2"
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()


def _options(options: subset.Options) -> subset.Options:
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.layout_features = ["ssty", "ccmp", "dtls", "flac"]
    options.name_IDs = [0, 1, 2, 3, 4, 6, 13, 14]
    options.drop_tables += ["DSIG"]
    return options


def _code_points(letter: str) -> tuple[int, ...]:
    """A letter and the mathematical italic that browsers set in its place when it stands alone."""
    point = ord(letter)
    if letter == "h":
        return point, 0x210E
    for first, italic, count in (("A", 0x1D434, 26), ("a", 0x1D44E, 26), ("Α", 0x1D6E2, 25), ("α", 0x1D6FC, 25)):
        if 0 <= point - ord(first) < count:
            return point, italic + point - ord(first)
    return (point,)


def _script_forms(font: TTFont) -> list[dict[str, list[str]]]:
    """For each table of them: a glyph's own forms for scripts, and for scripts of scripts."""
    gsub = font["GSUB"].table
    lookups = {
        n for record in gsub.FeatureList.FeatureRecord if record.FeatureTag == "ssty" for n in record.Feature.LookupListIndex
    }
    tables = [getattr(one, "ExtSubTable", one) for index in sorted(lookups) for one in gsub.LookupList.Lookup[index].SubTable]
    return [table.alternates for table in tables if hasattr(table, "alternates")]


def _shrink_primes(font: TTFont) -> None:
    """Map primes to their script form: Chromium does not ask for it, and sets them far too large."""
    scripts = {glyph: forms for table in _script_forms(font) for glyph, forms in table.items()}
    for table in font["cmap"].tables:
        for point in map(ord, PRIMES):
            if table.cmap.get(point) in scripts:
                table.cmap[point] = scripts[table.cmap[point]][0]


def _keep_script_forms(font: TTFont) -> None:
    """Only those of `IN_SCRIPTS`, and none for scripts of scripts: all others are set smaller as they are."""
    names = font.getBestCmap()
    glyphs = {names[_code_points(letter)[-1]] for letter in IN_SCRIPTS}
    for table in _script_forms(font):
        for glyph in list(table):
            if glyph in glyphs:
                del table[glyph][1:]
            else:
                del table[glyph]


def _rename(font: TTFont) -> None:
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 16):
            record.string = FAMILY
        elif record.nameID == 6:
            record.string = FAMILY.replace(" ", "")

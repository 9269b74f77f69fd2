"""PDF files read back: the text of their pages, what is drawn on them, and all that is in their bytes."""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ET
from functools import lru_cache
from io import BytesIO

import numpy as np
import pypdf
import pypdfium2

from lstm_docs.formulas.mathml import mathml

PIECE = re.compile(r"(`[^`]+`|\$[^$]+\$)")
QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})


def squeezed(text):
    """A text without spaces, its letters upright, its quotes straight."""
    plain = unicodedata.normalize("NFKC", text.translate(QUOTES))
    return "".join(c for c in plain if not c.isspace() and unicodedata.category(c) != "Cf")


@lru_cache(maxsize=8)
def pages(pdf):
    """The squeezed text of each page."""
    return [squeezed(page.extract_text()) for page in pypdf.PdfReader(BytesIO(pdf)).pages]


def pieces(text):
    """What of a text of the domain must stand on a page, in order: its words and numbers, code, and formulas."""
    for piece in PIECE.split(text):
        if piece[:1] == piece[-1:] == "$" and len(piece) > 2:
            yield squeezed("".join(ET.fromstring(mathml(piece[1:-1])).itertext()))
        elif piece.strip():
            yield squeezed(piece.strip("`"))


def end_of(text, wanted, start=0):
    """Where the last of the pieces ends if all stand in the text in order, and -1 if not."""
    for piece in wanted:
        start_of_piece = text.find(piece, start)
        if start_of_piece < 0:
            return -1
        start = start_of_piece + len(piece)
    return start


def picture(pdf, page=0, dpi=50):
    """A page as grey values, and how many of them there are in a millimetre."""
    drawn = pypdfium2.PdfDocument(pdf)[page].render(scale=dpi / 72, grayscale=True)
    return np.asarray(drawn.to_numpy()).squeeze(), dpi / 25.4


def insides(pdf):
    """The bytes of a file and of the streams that are packed in it; there is nothing else that could be packed."""
    reader = pypdf.PdfReader(BytesIO(pdf))
    assert not reader.xref_objStm
    things = [reader.get_object(number) for number in sorted({n for entries in reader.xref.values() for n in entries})]
    return b"\n".join([pdf, *(thing.get_data() for thing in things if isinstance(thing, pypdf.generic.StreamObject))])

"""XML elements, and the texts of the domain inside them. Names are plain; a root states its namespace itself."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
import zipfile
from hashlib import sha256
from typing import TYPE_CHECKING

from ...formulas.mathml import inline_html
from ...formulas.texts import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...quiz.engine.asking import Question
    from ...quiz.papers.paper import Paper

MATHML = "http://www.w3.org/1998/Math/MathML"
OLDEST = (1980, 1, 1, 0, 0, 0)


def element(tag: str, *inside: ET.Element | str, **attributes: str) -> ET.Element:
    """An element with its attributes, holding a text or other elements."""
    new = ET.Element(tag, attributes)
    for part in inside:
        if isinstance(part, str):
            new.text = (new.text or "") + part
        else:
            new.append(part)
    return new


def rich(tag: str, text: str, **attributes: str) -> ET.Element:
    """A text of the domain as XHTML: formulas as MathML, code as code."""
    xhtml = _parsed(tag, text, attributes)
    for formula in xhtml.iter("math"):
        tex = formula.attrib["data-tex"]
        for part in formula.iter():
            for name in ("data-tex", "data-s", "class", "aria-label"):
                part.attrib.pop(name, None)
        formula.attrib |= {"xmlns": MATHML, "alttext": plain(f"${tex}$")}
    return xhtml


def with_latex(tag: str, text: str) -> ET.Element:
    r"""A text of the domain as HTML whose formulas stay LaTeX, between `\(` and `\)` where MathJax finds them."""
    html = _parsed(tag, text, {})
    for formula in html.iter("math"):
        tail, tex = formula.tail, formula.attrib["data-tex"]
        formula.clear()
        formula.tag, formula.text, formula.tail = "span", rf"\({tex}\)", tail
    return html


def _parsed(tag: str, text: str, attributes: Mapping[str, str]) -> ET.Element:
    parsed = ET.fromstring(f"<{tag}>{inline_html(text)}</{tag}>")  # noqa: S314 - escaped and made by ourselves
    parsed.attrib |= attributes
    return parsed


def document(root: ET.Element) -> bytes:
    """An XML file: each child of the root on a line of its own, and nothing else moved, since spaces may be read."""
    root.text = "\n"
    for child in root:
        child.tail = "\n"
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def identity(paper: Paper, place: int) -> str:
    """The name of a question (from 1): another for every paper, and the same whenever the paper is made again.

    It is made of what a reader of the question sees and of the paper's code; the seed is not in it.
    """
    asked = paper.questions[place - 1]
    return "q" + _digest([paper.code, str(place), *_seen(asked)])


def paper_identity(paper: Paper) -> str:
    """The name of a paper, made of those of its questions."""
    return "t" + _digest(identity(paper, place) for place in range(1, len(paper.questions) + 1))


def _seen(asked: Question) -> list[str]:
    return [asked.ask, *(option.text for option in asked.options), *asked.partners]


def _digest(texts: Iterable[str]) -> str:
    return sha256("\0".join(texts).encode()).hexdigest()[:20]


def title_of(paper: Paper) -> str:
    """What a list of papers shows: the title and whose paper it is."""
    return f"{paper.title}: {paper.candidate or f'paper {paper.number}'}"


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A ZIP file, the same bytes whenever and wherever it is made: one date, and stored, as compressors differ."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, OLDEST)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, content)
    return packed.getvalue()

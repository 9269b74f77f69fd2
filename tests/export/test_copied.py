"""What is copied from the PDF of a paper, and typed as it was copied, is read as what was printed."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO

import pypdf
import pypdfium2
import pytest

from lstm_docs.export import Style
from lstm_docs.export.typst_pdf import pdf_paper
from lstm_docs.formulas.decimals import THIN
from lstm_docs.quiz import load_bank, make_paper
from lstm_docs.quiz.engine.kinds import KINDS, read
from lstm_docs.quiz.papers.plan import Selection

FAMILIES = ("macs-of-a-run", "flops-of-a-run", "gate-weight-shape", "gate-rows", "cell-state-step", "units-within-budget")
READERS = {
    "pypdf": lambda file: [page.extract_text() for page in pypdf.PdfReader(BytesIO(file)).pages],
    "pdfium": lambda file: [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(file)],
}


@cache
def paper():
    return make_paper(load_bank(), Selection(FAMILIES, len(FAMILIES)), "copied")


def _printed(option):
    """A pattern of the text of an option, however a reader gives its narrow spaces."""
    return r"(?<!\w)" + re.escape(option.text).replace(THIN, r"\s") + r"\b"


@pytest.mark.parametrize("reader", READERS)
def test_what_is_copied_is_read_as_what_was_printed(reader):
    text = "\n".join(READERS[reader](pdf_paper(paper(), Style())))
    assert "\u200b" not in text  # the long code of this paper is broken without characters of its own
    copied = {}
    for asked in paper().questions:
        assert KINDS[asked.kind].numeric
        for option in asked.options:
            match = re.search(_printed(option), text)
            assert match, option.text
            copied[match[0]] = (asked, option.values)
    assert any(THIN in text for text in copied)
    for text, (asked, numbers) in copied.items():
        for typed in (text, re.sub(r"\s", " ", text), re.sub(r"\s", "", text)):
            assert read(asked.kind, asked.decimals, typed, {}) == numbers, ascii(typed)

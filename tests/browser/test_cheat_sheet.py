"""The cheat sheet on paper."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_cheat_sheet_is_one_sheet(page, site, paper):
    page.goto(site + "cheat-sheet/")
    page.wait_for_load_state("networkidle")
    margin = dict.fromkeys(("top", "right", "bottom", "left"), "10mm")
    sheets = PdfReader(BytesIO(page.pdf(format=paper, margin=margin))).pages
    assert len(sheets) == 1
    text = sheets[0].extract_text()
    assert "One step" in text
    assert "From PyTorch" in text
    assert "Play with it" not in text

"""What commands say of a bank and of networks that never change is what it was: `python -m tests.said` writes it anew."""

from __future__ import annotations

import pytest

from .said import TRANSCRIPTS, file_of, transcript


@pytest.mark.parametrize("name", TRANSCRIPTS)
def test_what_is_said_is_what_was_said(name):
    assert transcript(name) == file_of(name).read_text(encoding="utf-8")

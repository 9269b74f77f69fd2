"""Errors say why, also those that the system did not raise."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

import lstm_docs
from lstm_docs.ground.errors import reason


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (OSError(28, "No space left on device"), "No space left on device"),
        (io.UnsupportedOperation("underlying stream is not seekable"), "underlying stream is not seekable"),
        (OSError(), "OSError"),
    ],
)
def test_there_is_always_a_reason(error, text):
    assert reason(error) == text


def test_no_other_code_asks_the_system_for_its_words():
    files = Path(lstm_docs.__file__).parent.rglob("*.py")
    assert [file.name for file in files if re.search(r"\.strerror", file.read_text(encoding="utf-8"))] == ["errors.py"]

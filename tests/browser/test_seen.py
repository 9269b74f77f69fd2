"""What fences show in a browser is what they showed: `python -m tests.browser.seen` writes it anew."""

from __future__ import annotations

import pytest

from .seen import PAGES, file_of, transcript


@pytest.mark.parametrize("name", PAGES)
def test_what_is_seen_is_what_was_seen(browser, name):
    assert transcript(browser, name) == file_of(name).read_text(encoding="utf-8")

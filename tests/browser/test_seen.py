"""What fences show in a browser is what they showed: `python -m tests.browser.seen` writes it anew.

Another Chromium than that of the transcripts has other styles of its own: how fences look is compared in the same one alone.
"""

from __future__ import annotations

import pytest

from .seen import PAGES, STYLES, file_of, transcript


@pytest.mark.parametrize("name", PAGES)
def test_what_is_seen_is_what_was_seen(browser, name):
    (now, looks), (then, looked) = (
        text.split(STYLES) for text in (transcript(browser, name), file_of(name).read_text(encoding="utf-8"))
    )
    (version, _, seen), (other, _, was_seen) = (text.partition("\n") for text in (now, then))
    assert seen == was_seen
    assert version != other or looks == looked

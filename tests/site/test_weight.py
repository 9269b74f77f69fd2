"""Code of ours weighs at most 15 KB on any page, packed."""

from __future__ import annotations

import gzip
import re

import pytest

from lstm_docs.site.context import scripts, style_sheet

LIMIT = 15 * 1024


def _with_imports(name: str) -> set[str]:
    names = {name}
    for other in re.findall(r'from ?"\./([\w.]+)"', scripts()[name]):
        names |= _with_imports(other)
    return names


@pytest.mark.parametrize("element", ["quiz.js", "test.js"])
def test_code_of_ours_is_light(element):
    loaded = _with_imports(element) | {"symbols.js"}
    assert {"card.js", "question.js", "grammar.js", "streams.js"} <= loaded
    texts = [style_sheet(), *(scripts()[name] for name in loaded)]
    assert sum(len(gzip.compress(text.encode(), 9)) for text in texts) <= LIMIT

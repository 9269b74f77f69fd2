"""Code of ours weighs at most 15 KB on any page, packed."""

from __future__ import annotations

import gzip
import re

import pytest

from lstm_docs.site.context import asset, scripts, style_sheet

LIMIT = 15 * 1024


EXPLORERS = sorted(name for name in scripts() if name.startswith("explore-") and 'from"./explore.js"' in scripts()[name])


def _with_imports(name: str, *, later: bool) -> set[str]:
    """A script and what it imports; with `later`, what it fetches when it is needed as well."""
    pattern = r'(?:from ?|import\()"\./([\w.-]+)"' if later else r'from ?"\./([\w.-]+)"'
    names = {name}
    for other in re.findall(pattern, scripts()[name]):
        names |= _with_imports(other, later=later)
    return names


def _packed(*texts: str) -> int:
    return sum(len(gzip.compress(text.encode(), 9)) for text in texts)


@pytest.mark.parametrize("element", ["quiz.js", "test.js"])
def test_a_quiz_is_light_with_all_it_ever_loads(element):
    loaded = _with_imports(element, later=True) | {"symbols.js"}
    assert {"card.js", "question.js", "grammar.js", "streams.js"} <= loaded
    assert _packed(style_sheet(), *(scripts()[name] for name in loaded)) <= LIMIT


@pytest.mark.parametrize("explorer", EXPLORERS)
def test_the_first_view_of_a_page_with_an_explorer_and_a_quiz_is_light(explorer):
    loaded = _with_imports(explorer, later=True) | _with_imports("quiz.js", later=False) | {"symbols.js"}
    assert _packed(style_sheet(), asset("explore.css"), *(scripts()[name] for name in loaded)) <= LIMIT

"""Code of ours weighs at most 20 KB, packed: what a page with an explorer and a quiz loads at first, and what a quiz ever
loads; a reader of model files at most 10 KB more, on a page that has its field.
"""

from __future__ import annotations

import gzip

import pytest

from lstm_docs.site.build import inlined
from lstm_docs.site.build.served_files import WORKER
from lstm_docs.site.fences.context import scripts

from .weight import packed, served, with_imports

EVER, READER = 20 * 1024, 10 * 1024

EXPLORERS = sorted(name for name in scripts() if name.startswith("explore-") and 'from"./explore.js"' in served(name))


@pytest.mark.parametrize("element", ["quiz.js", "test.js"])
def test_a_quiz_is_light_with_all_it_ever_loads(element):
    loaded = with_imports(element, later=True) | {"symbols.js"}
    assert {"card.js", "question.js", "grammar.js", "streams.js"} <= loaded
    assert packed(*loaded) <= EVER


@pytest.mark.parametrize("explorer", EXPLORERS)
def test_a_page_with_an_explorer_and_a_quiz_is_light(explorer):
    loaded = with_imports(explorer, later=True) | with_imports("quiz.js") | {"symbols.js"}
    assert packed("explore.css", *loaded) <= EVER


def test_a_page_with_a_field_for_model_files_and_a_quiz_is_light(monkeypatch):
    loaded = with_imports("model-field.js", later=True) | with_imports("quiz.js") | {"symbols.js"}
    assert packed("model.css", *loaded) <= EVER
    monkeypatch.setattr(inlined, "asset", served)
    worker = inlined.alone.__wrapped__(WORKER)
    assert len(gzip.compress(worker.encode(), 9)) <= READER

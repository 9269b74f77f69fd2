"""Code of ours weighs at most 20 KB, packed: what a page with an explorer and a quiz loads at first, and what a quiz ever
loads; a reader of model files at most 10 KB more, on a page that has its field.
"""

from __future__ import annotations

import gzip

import pytest

from lstm_docs.site.build import inlined
from lstm_docs.site.build.served_files import FIELD, WORKER
from lstm_docs.site.fences.context import scripts

from .weight import packed, served, with_imports

EVER, READER, START = 20 * 1024, 10 * 1024, 25 * 1024
PARSER = ("cell-text.js", "cell-sizes.js", "explore-equations.js", "streams.js")
"""What reads, sizes and runs the equations that somebody types."""

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


def test_a_page_with_a_field_for_summaries_and_a_quiz_is_light():
    loaded = with_imports("explain.js", later=True) | with_imports("quiz.js") | {"symbols.js"}
    assert packed("explain.css", *loaded) <= EVER


def test_the_start_page_is_light_with_all_it_ever_loads():
    """The living cell in small and the question below it: `test_start.py` sees that nothing else is fetched."""
    loaded = with_imports("explore-step.js", later=True) | with_imports("question-alone.js", later=True)
    assert packed("explore-small.css", *loaded) <= START


def test_a_page_with_a_field_for_model_files_and_a_quiz_is_light(monkeypatch):
    loaded = with_imports("model-field.js", later=True) | with_imports("quiz.js") | {"symbols.js"}
    assert packed("model.css", *loaded) <= EVER
    monkeypatch.setattr(inlined, "asset", served)
    worker = inlined.alone.__wrapped__(WORKER)
    assert len(gzip.compress(worker.encode(), 9)) <= READER


def test_a_page_with_a_field_for_equations_is_light(monkeypatch):
    """The field is served with its own modules in it."""
    own = inlined.own_of(FIELD, scripts())
    loaded = with_imports(FIELD, later=True) | {"symbols.js"}
    monkeypatch.setattr(inlined, "asset", served)
    field = inlined.joined.__wrapped__(FIELD, own)
    assert packed("cell.css", *(loaded - {*own})) + len(gzip.compress(field.encode(), 9)) <= EVER + READER
    assert packed(*PARSER) - packed() <= READER
    for other in set(scripts()) - {name for name in scripts() if name.startswith("cell-")}:
        assert not any(name.startswith("cell-") for name in with_imports(other, later=True)), other


def test_a_page_with_cells_in_folds_is_light_until_one_is_opened():
    """What is fetched then is what a field for equations has, which is weighed above."""
    assert packed("explore.css", *with_imports("cell-fold.js"), *with_imports("quiz.js"), "symbols.js") <= EVER
    assert with_imports("cell-fold.js", later=True) == {"cell-fold.js"} | with_imports("cell-field.js", later=True)


@pytest.mark.parametrize("element", ["live-reading.js", "live-adding.js"])
def test_a_page_with_a_network_that_lives_in_it_and_a_quiz_is_light(element):
    loaded = with_imports(element, later=True) | with_imports("quiz.js") | {"symbols.js"}
    assert packed("explore.css", "live.css", *loaded) <= EVER + READER
    for other in set(scripts()) - {name for name in scripts() if name.startswith("live")} - {"reading.js", "training.js"}:
        assert not any(name.startswith("live") for name in with_imports(other, later=True)), other

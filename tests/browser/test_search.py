"""Search finds every page by the question a learner would type."""

from __future__ import annotations

import pytest
from playwright.sync_api import TimeoutError

ASKED = {
    "rnn/": "why does a simple RNN forget",
    "words/": "difference between cell and unit",
    "notation/": "split or concatenated matrices",
    "lstm-step-by-step/": "equations of one LSTM step",
    "activations/": "why sigmoid for gates and tanh",
    "worked-run/": "worked example ten steps numbers",
    "reading/": "watch a trained LSTM predict next letter of a name",
    "shapes/": "shape of W_f",
    "parameters/": "how many parameters has an LSTM",
    "unrolling/": "unrolling over time",
    "units-and-steps/": "as many units as time steps",
    "stacking/": "second layer reads hidden state",
    "directions/": "bidirectional last output",
    "projection-and-peepholes/": "projection proj_size",
    "gru-and-family/": "GRU reset gate before or after",
    "layouts/": "batch first axes of the input",
    "gate-order/": "order of the gates",
    "return-sequences/": "return_sequences return_state",
    "variable-lengths/": "padding and masks",
    "stateful/": "state between batches",
    "whole-models/": "sentiment example embedding parameters",
    "data-shaping/": "windows over a series",
    "heads-and-losses/": "softmax cross-entropy head",
    "dropout/": "recurrent_dropout",
    "gradients/": "vanishing gradient",
    "choosing-units/": "how many units",
    "training/": "learning rate and batch size",
    "debugging/": "loss does not go down",
    "architecture/": "LSTM GRU or transformer",
    "costs/": "multiply–accumulates energy bytes",
    "measured/": "speed on a GPU measured",
    "profilers/": "profilers wrong MAC",
    "approximations/": "hard sigmoid int8 approximation",
    "family/": "minLSTM xLSTM compared with a transformer",
    "family-cells/": "JANET IndRNN UGRNN equations",
    "your-cell/": "paste the equations of a cell",
    "your-model/": "inspect a safetensors file",
    "checking-ports/": "ported weights give wrong outputs",
    "explain-a-count/": "explain model.summary",
    "myths/": "myths wrong misleading",
    "history/": "history 1997 forget gate 2000",
    "cheat-sheet/": "cheat sheet",
    "glossary/": "glossary",
    "bibliography/": "bibliography papers",
    "quiz/": "practise questions",
    "test/": "timed test",
    "prepare/": "what will I be asked in an interview",
    "interview/": "interview candidates paper key",
    "paths/": "where should I begin",
    "installing/": "pip install platforms",
    "checked/": "which browsers are tested",
    "api/": "public names in Python docstrings",
}
AMONG = 3


FOUND = "[...document.querySelectorAll('.md-search-result__item > a')].map(a => new URL(a.href).pathname)"


def results(page, text, wanted):
    """The pages found, best first, once the wanted one is among them: the theme counts, then fills the list, then sorts it."""
    first = f"[...new Set({FOUND})].slice(0, {AMONG})"
    field = page.locator("input.md-search__input")
    for typed, condition in (("", f"{FOUND}.length === 0"), (text, f"{first}.some(path => path.endsWith('/{wanted}'))")):
        field.fill(typed)
        page.keyboard.press("End")  # the theme listens to keys
        try:
            page.wait_for_function(condition, timeout=10_000)
        except TimeoutError:
            break
    return page.evaluate(first)


@pytest.fixture
def searching(page, site):
    page.goto(site.base)
    page.wait_for_load_state("networkidle")
    page.locator("input.md-search__input").click()
    page.locator("input.md-search__input").fill("unit")
    page.keyboard.press("End")
    page.wait_for_selector(".md-search-result__item")
    return page


def test_the_index_is_loaded_when_somebody_goes_to_search(page, site):
    loaded = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(site.base)
    page.wait_for_load_state("networkidle")
    assert not [url for url in loaded if "search" in url]
    page.keyboard.press("f")  # the theme's own key for the search
    page.keyboard.type("forget gate")
    page.wait_for_selector(".md-search-result__item")
    assert len([url for url in loaded if "search_index" in url or "workers/search" in url]) == 2


def test_a_link_to_a_search_finds_at_once(page, site):
    page.goto(f"{site.base}?q=proj_size")
    page.wait_for_selector(".md-search-result__item")


def test_every_page_is_found_by_its_question(searching, site):
    missed = {}
    for wanted, text in ASKED.items():
        places = results(searching, text, wanted)
        if not any(path.endswith(f"/{wanted}") for path in places):
            missed[text] = places
    assert missed == {}


def test_every_page_is_asked_for(site):
    authors = ("decisions/", "authoring/", "families/")
    readers = {page for page in site.pages if page and not page.startswith(authors)}
    assert readers == set(ASKED)

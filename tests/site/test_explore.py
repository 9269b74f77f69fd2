"""Explorers: the browser's modules show what Python shows, letter for letter, and Python shows what the domain says."""

from __future__ import annotations

import pytest

from lstm_docs import facts, frameworks
from lstm_docs.errors import LstmDocsError
from lstm_docs.network import Network
from lstm_docs.site import explore

from .explorers import browser, python_parts, setup, states

SETTINGS = 2000


@pytest.mark.parametrize("name", explore.EXPLORERS)
def test_the_browser_shows_what_python_shows(name):
    found, controls, data = setup(name)
    drawn = states(controls, SETTINGS, seed=20)
    # Half of them changed in one thing only, as a reader does.
    pairs = [
        [s, {**s, **dict([list(drawn[n - 1].items())[n % len(s)]])} if n % 2 else drawn[n - 1]] for n, s in enumerate(drawn)
    ]
    for pair, there in zip(pairs, browser().parts(name, data, pairs), strict=True):
        assert there == python_parts(found, data, *pair), pair


def _network(state) -> Network:
    return Network(
        cell=state["cell"],
        input=state["input"],
        hidden=state["hidden"],
        projection=state["projection"] or None,
        layers=state["layers"],
        bidirectional=state["bidirectional"] == "yes",
        bias=state["bias"] == "yes",
    )


def _in_text(count) -> str:
    return f"{count:,}".replace(",", "\u202f")


def test_shapes_counts_what_the_facts_count_and_refuses_what_they_refuse():
    found, controls, data = setup("shapes")
    refused = 0
    for drawn in states(controls, 300, seed=7):
        state = {**drawn, "layers": min(drawn["layers"], 6)}
        shown = python_parts(found, data, state, state)
        framework = None if state["framework"] == "none" else state["framework"]
        try:
            network = _network(state)
            count = facts.of(network, framework=framework)["parameters"].value
        except LstmDocsError:
            refused += 1
            assert " parameters." not in shown["said"]
            continue
        assert shown["said"] == f"{_in_text(count)} parameters."
        if state["notation"] == "stored" and framework:
            shapes = frameworks.tensor_shapes(framework, network)
            named = {name: shape for name, shape in shapes.items() if f">{name}</text>" in shown["picture"]}
            assert named or frameworks.get(framework).flat
            for name, shape in named.items():
                rows, columns = (shape[-2], shape[-1]) if len(shape) > 1 else (shape[0], 1)
                assert f"{name} is {_in_text(rows)} by {_in_text(columns)}" in shown["picture"]
    assert 50 < refused < 250

"""The page's reader of cells beside ours: the same trees, sizes and counts, the same runs and faults.

A thousand cells drawn at random are read in a browser; see tests/browser/test_random_cells.py.
"""

from __future__ import annotations

import re
from math import prod
from pathlib import Path

import numpy as np
import pytest
import sympy

from lstm_docs import Network, cells, derive, facts
from lstm_docs.cells.sizes import H, I
from lstm_docs.ground.errors import LstmDocsError
from tests.js.modules import modules

from .drawn import damaged, well_formed
from .test_texts import FAULTS, TEXTS

PUBLISHED = {file.stem: file.read_text(encoding="utf-8") for file in Path(__file__).with_name("published").glob("*.cell")}
OURS = {file.stem: file.read_text(encoding="utf-8") for file in Path(cells.__file__).parent.glob("*.cell")}
ALL = {**OURS, **PUBLISHED, **TEXTS}
SIZES = {"I": 3, "H": 4}
FOUND = """(() => { const cell = cellOf(text); return {
  cell: {input: cell.input, states: cell.states, equations: cell.equations.map(({name, tree}) => [name, tree]),
    shapes: Object.fromEntries([cell.input, ...cell.states, ...cell.weights, ...cell.equations.map((it) => it.name)]
      .map((name) => [name, cell.shape(name).map(String)]))},
  biases: cell.biases,
  formulas: Object.fromEntries(Object.entries(page.counts(cell)).map(([name, sum]) => [name, page.formula(sum)])),
  why: Object.fromEntries(cell.weights.map((name) => [name, [0, 1].map((axis) => cell.why(name, axis))])),
}; })()"""
TOLD = """(() => { try { cellOf(text); return null; } catch (error) {
  if (!(error instanceof page.Fault)) throw error; return [error.message, error.line ?? null]; } })()"""
AXES = ("rows", "columns")


def in_the_page(text):
    return modules().call(FOUND, text=text)


def plain(tree):
    """A tree of ours as the page has it: numbers in decimals."""
    if isinstance(tree, str):
        return tree
    if tree[0] == "n":
        return ["n", tree[1] if tree[1] in SIZES else float(sympy.Rational(tree[1]))]
    return [tree[0], *map(plain, tree[1:])]


@pytest.mark.parametrize("name", ALL)
def test_trees_sizes_and_reasons_are_ours(name):
    the_same_trees_and_sizes(ALL[name])


def the_same_trees_and_sizes(text):
    cell = cells.parse(text, "mine").build()
    ours, theirs = derive.tree(cell), in_the_page(text)
    del ours["cell"]
    ours["equations"] = [[left, plain(tree)] for left, tree in ours["equations"]]
    assert theirs["cell"] == ours
    assert theirs["biases"] == [weight.name for weight in cell.weights if weight.bias]
    conformed = cells.conform(cell)
    for weight in cell.weights:
        chains = [conformed.why(weight, axis).waypoints for axis in AXES]
        assert theirs["why"][weight.name] == [[[str(it.node), AXES.index(it.axis)] for it in chain] for chain in chains]


@pytest.mark.parametrize("name", ALL)
def test_counts_are_ours(name):
    cell = cells.parse(ALL[name], name).build()
    formulas = {
        key: sympy.sympify(text.replace("^", "**"), {"I": I, "H": H})
        for key, text in in_the_page(ALL[name])["formulas"].items()
    }
    sized = cells.sizes_of(cell)
    biases, states, lines = (
        sum(map(prod, map(sized.shape, nodes)))
        for nodes in ([weight for weight in cell.weights if weight.bias], cell.states, cell.equations)
    )
    macs, parameters = derive.operations(cell).macs, derive.parameters(cell)
    ours = {"parameters": parameters, "biases": biases, "two": derive.two_biases(cell), "macs": macs, "state": states}
    assert {key: (formulas[key] - count).expand() for key, count in (ours | {"activations": lines}).items()} == dict.fromkeys(
        [*ours, "activations"], 0
    )


@pytest.mark.parametrize("name", ALL)
def test_runs_are_ours_to_every_digit_shown(name):
    the_same_runs(ALL[name])


def the_same_runs(text):
    cell = cells.parse(text, "mine").build()
    sized = cells.conform(cell)
    rng = np.random.default_rng(1)
    given = {}
    for node in (cell.input, *cell.states, *cell.weights):
        shape = tuple(int(size.subs({I: SIZES["I"], H: SIZES["H"]})) for size in sized.shape(node))
        given[node.name] = rng.uniform(0.2, 0.9, shape)
    values = {key: value.tolist() for key, value in given.items()}
    theirs = modules().call("page.step(cellOf(text), values, sizes)", text=text, values=values, sizes=SIZES)
    for key, value in derive.evaluate.step(cell, given).values.items():
        assert np.allclose(value, theirs[key], rtol=1e-12, atol=1e-12), key


def test_the_counts_of_frameworks_come_out():
    formulas = {name: in_the_page(text)["formulas"] for name, text in OURS.items()}
    at = {"I": 80, "H": 12}
    found = {
        name: [
            modules().call("page.valueOf(page.counts(cellOf(text))[key], at)", text=OURS[name], key=key, at=at)
            for key in ("one", "two")
        ]
        for name in ("lstm", "gru-reset-after", "gru-reset-before")
    }
    assert found == {"lstm": [4464, 4512], "gru-reset-after": [3360, 3384], "gru-reset-before": [3348, 3384]}
    assert formulas["lstm"]["one"] == "4*H*(H + I + 1)"


def told(text):
    """What we say of a text, with its line; None if nothing is wrong."""
    try:
        cells.conform(cells.parse(text, "mine", "mine").build())
    except LstmDocsError as error:
        line = str(error.where or "").partition(":")[2]
        return [error.message, int(line) if line else None]
    return None


def same(ours, theirs):
    """The same sentence at the same place, but for the hint at a name, and the cell's, which a page does not say."""
    if ours is None or theirs is None:
        return ours is theirs
    said, meant = (text.replace("mine: ", "").partition("; did")[0].partition("; known")[0] for text in (ours[0], theirs[0]))
    return said == meant and ours[1] == theirs[1]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_our_words(fault):
    text = FAULTS[fault][0]
    assert same(told(text), modules().call(TOLD, text=text)), (told(text), modules().call(TOLD, text=text))


@pytest.mark.parametrize("text", ["h = tanh(W_a (W_b x))\n", "x: H\nh: I\nh = x + tanh(h)\n", "a = tanh(W_a x)\nh = a^T h\n"])
def test_sizes_that_cannot_be_are_told_with_our_words(text):
    assert same(told(text), modules().call(TOLD, text=text)), (told(text), modules().call(TOLD, text=text))


def test_a_misspelt_name_is_proposed():
    text, *_ = FAULTS["a misspelt name"]
    assert "did you mean 'g'?" in modules().call(TOLD, text=text)[0]
    assert "did you mean 'sigmoid'?" in modules().call(TOLD, text=FAULTS["an unknown function"][0])[0]


def test_damaged_texts_are_told_alike():
    texts = [damaged(list(TEXTS.values())[seed % len(TEXTS)], seed) for seed in range(100)]
    assert [pair for text in texts if not same(*(pair := (told(text), modules().call(TOLD, text=text))))] == []


@pytest.mark.parametrize("seed", range(10))
def test_a_cell_drawn_at_random_is_read_and_run_alike(seed):
    text = well_formed(seed)
    the_same_trees_and_sizes(text)
    the_same_runs(text)


ASKED = "(() => { const cell = page.read(text); return page.question(cell, page.counts(cell), {seed: 5, n}); })()"
JUDGED = "page.judged(asked, typed)"
FACTS = {
    "parameters does it have, with one bias for each sum": "parameters",
    "parameters does it have, with one bias for each product": "parameters_two_biases",
    "multiply–accumulates": "macs",
    "bytes of state": "state_bytes",
    "bytes do its weights": "weight_bytes",
}


@pytest.mark.parametrize("name", ["lstm", "gru-reset-after", "lstm-peephole", "mgu", "rnn-tanh"])
def test_what_the_field_asks_has_the_answers_of_the_facts(name):
    """And each wrong answer is told for what it is, unless it happens to be right."""
    text, kinds = ALL[name], set()
    cell = cells.parse(text, name).build()
    sized = cells.sizes_of(cell)
    for n in range(24):
        asked = modules().call(ASKED, text=text, n=n)
        inputs, units = map(int, re.search(r"I = (\d+) inputs and H = (\d+) units", asked["ask"]).groups())
        kinds.add(fact := next((FACTS[part] for part in FACTS if part in asked["ask"]), None))
        if fact:
            assert asked["answer"] == [facts.of(Network(cell=text, input=inputs, hidden=units))[fact].value]
        else:
            shapes = [[int(side.subs({I: inputs, H: units})) for side in sized.shape(it)] for it in cell.weights]
            assert asked["answer"] in shapes
            assert asked["wrong"][0][0] == asked["answer"][::-1]
        right = modules().call(JUDGED, asked=asked, typed=" x ".join(map(str, asked["answer"])))
        assert right == {"right": True, "said": f"{asked['solution']}."}
        told = {tuple(wrong): why for wrong, why in reversed(asked["wrong"]) if wrong != asked["answer"]}
        for wrong, why in told.items():
            verdict = modules().call(JUDGED, asked=asked, typed=" x ".join(map(str, wrong)))
            assert not verdict["right"]
            assert why in verdict["said"]
    assert len(kinds) == len(FACTS) + 1

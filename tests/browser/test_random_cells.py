"""A thousand cells drawn at random, and a thousand texts damaged at random, in the page and in Python.

A browser reads all of them in one evaluation: trees, sizes, runs, questions; for what is damaged, the line under the field.
"""

from __future__ import annotations

import re

import numpy as np
import pytest

from lstm_docs import cells, derive
from lstm_docs.cells.algebra import written
from lstm_docs.formulas.grammar import evaluate
from lstm_docs.site.fences.cell_parts import BYTES, counted
from lstm_docs.site.fences.context import scripts
from tests.cells.drawn import damaged, well_formed
from tests.cells.test_page import plain, same, told
from tests.cells.test_texts import TEXTS

from .test_site import opened

MANY = 1000
SIZES = {"I": 3, "H": 2}
READ = """async ([texts, sizes]) => {
  const part = (name) => import(new URL(`cell-${name}.js`, ASSETS));
  const [view, of, { counts }] = await Promise.all(["view", "sizes", "counts"].map(part));
  return texts.map((text, seed) => {
    const cell = view.read(text);
    const names = [cell.input, ...cell.states, ...cell.weights, ...cell.equations.map(({ name }) => name)];
    return {
      equations: cell.equations.map(({ name, tree }) => [name, tree]),
      shapes: Object.fromEntries(names.map((name) => [name, cell.shape(name).map(String)])),
      values: of.trace(cell, sizes, 2, seed),
      asked: [0, 1, 2, 3, 4, 5].map((n) => view.question(cell, counts(cell), { seed, n })),
    };
  });
}"""
PARTS = re.compile(r"/(cell-(?!field)\w+\.js)$")
"""Modules that are served within the field; a test asks for them by themselves."""
TYPED = """(texts) => {
  const cell = document.querySelector("lstm-cell");
  const [field, fault] = [cell.querySelector("textarea"), cell.querySelector("[data-part=fault]")];
  return texts.map((text) => {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    return [fault.textContent, field.getAttribute("aria-invalid")];
  });
}"""


@pytest.fixture(scope="module")
def field(browser, site):
    page, wrong = opened(browser, site, "your-cell/")
    page.wait_for_selector("lstm-cell.lstm-live")
    page.route(
        PARTS, lambda route: route.fulfill(body=scripts()[PARTS.search(route.request.url)[1]], content_type="text/javascript")
    )
    yield page
    assert wrong == []
    page.context.close()


@pytest.fixture(scope="module")
def read(field):
    """Each text with the cell that Python makes of it, and what the page does."""
    texts = [well_formed(seed) for seed in range(MANY)]
    source = field.evaluate("[...document.scripts].map((it) => it.src).find((it) => it.includes('cell-field'))")
    there = field.evaluate(READ.replace("ASSETS", repr(source)), [texts, SIZES])
    return [(text, cells.parse(text, "mine").build(), it) for text, it in zip(texts, there, strict=True)]


def test_trees_and_sizes_are_ours(read):
    for text, cell, it in read:
        ours = derive.tree(cell)
        assert it["equations"] == [[left, plain(tree)] for left, tree in ours["equations"]], text
        assert it["shapes"] == ours["shapes"], text


def test_runs_are_ours(read):
    for text, cell, it in read:
        theirs = {name: np.array(value) for name, value in it["values"].items()}
        given = {node.name: theirs[node.name] for node in (cell.input, *cell.states, *cell.weights)}
        for name, value in derive.evaluate.step(cell, given).values.items():
            np.testing.assert_allclose(theirs[name], value, rtol=1e-11, atol=1e-12, err_msg=f"{name} of\n{text}")


def test_what_the_page_asks_is_answered_as_python_counts(read):
    for text, cell, it in read:
        known = counted(cell)
        keys = ("one", None, "macs", "two", "state", "written")
        for asked, key in zip(it["asked"], keys, strict=True):
            sizes = {size: int(re.search(rf"{size} = (\d+)", asked["ask"])[1]) for size in "IH"}
            if key:
                formulas, factor = [known[key]], BYTES if key in ("state", "written") else 1
            else:
                weight = re.search(r'data-s="([^"]*)"', asked["ask"])[1]
                formulas, factor = derive.weight_shapes(cell)[weight], 1
            assert asked["answer"] == [factor * evaluate(written(formula), sizes) for formula in formulas], (text, key)


def test_what_is_damaged_is_one_line_under_the_field_in_our_words(field):
    texts = [damaged(list(TEXTS.values())[seed % len(TEXTS)], seed) for seed in range(MANY)]
    shown = field.evaluate(TYPED, texts)
    faulty = 0
    for text, (line, invalid) in zip(texts, shown, strict=True):
        ours = told(text)
        assert (line != "") == (ours is not None) == (invalid == "true"), (text, line, ours)
        if ours:
            message, number = ours
            said = f"Line {number}, {message}" if number else message
            assert "\n" not in line
            assert same((said[0].upper() + said[1:], 0), (line.removesuffix("."), 0)), (text, line, ours)
            faulty += 1
    assert faulty > MANY * 0.8

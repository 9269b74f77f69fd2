"""`lstm-cell`: what Python writes at first, the page's script writes too."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest

from lstm_docs import Network, facts
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.site.build.build_cache import BuildCache
from lstm_docs.site.explore.texts import expression
from lstm_docs.site.fences import lazy
from lstm_docs.site.fences.cell_parts import Shown
from lstm_docs.site.fences.context import Context
from lstm_docs.site.fences.kinds import render
from tests.cells.test_page import ALL
from tests.cells.test_texts import TEXTS
from tests.js.modules import modules

PARTS = "page.parts(page.read(text), {text, input, hidden, t, at, seed: 1, n: 0})"


@pytest.mark.parametrize("name", ALL)
def test_the_script_writes_what_python_wrote(name):
    shown = Shown(ALL[name], 80, 12, 3)
    theirs = modules().call(PARTS, text=ALL[name], input=80, hidden=12, t=3, at=len(shown.cell.equations))
    ours = {part: str(html) for part, html in shown.parts().items() if part != "text"}
    assert theirs.keys() == ours.keys()
    for part, html in ours.items():
        assert theirs[part] == html, part


def rendered(*lines, folder=None):
    context = Context(source="page.md", folder=folder, root=folder and folder.parent)
    return render("lstm-cell", "\n".join(lines), context, 3)


def test_a_cell_is_named_or_written_or_a_file(tmp_path):
    page = tmp_path / "docs"
    page.mkdir()
    (page / "mine.cell").write_text(TEXTS["mgu"], encoding="utf-8")
    written = rendered("equations: |", *(f"  {line}" for line in TEXTS["mgu"].splitlines()), "input: 3", "hidden: 2")
    assert "f = sigmoid(W_f x + U_f h + b_f)" in written
    assert "i = sigmoid(W_i x + U_i h + b_i)" in rendered("cell: lstm")
    assert "f = sigmoid(W_f x + U_f h + b_f)" in rendered("cell: mine.cell", folder=page)


@pytest.mark.parametrize(
    ("lines", "says", "line"),
    [
        (("input: 3", "equations: |", "  # Mine", "  h = tanh(W_h y)"), "no line computes 'y'", 6),
        (("cell: lsmt",), "lsmt", 3),
        (("input: 3",), "cell", 3),
        (("cell: lstm", "hidden: 0"), "hidden", 4),
        (("cell: ../../secret.cell",), "no files are read here", 3),
    ],
)
def test_what_is_wrong_is_told_at_its_line(lines, says, line):
    with pytest.raises(LstmDocsError, match=says) as raised:
        rendered(*lines)
    assert raised.value.where == f"page.md:{line}"


def test_a_number_in_a_sentence_takes_a_file_of_equations_and_follows_it(tmp_path):
    (tmp_path / "mine.cell").write_text(TEXTS["mgu"], encoding="utf-8")
    cache = BuildCache()

    def shown(words):
        context = Context(source="page.md", folder=tmp_path, root=tmp_path, cache=cache)
        return str(lazy.inline(words.split(), "page.md:7", context))

    fact = "lstm-fact parameters cell=mine.cell input=3 hidden=4 show=value"
    assert f">{2 * 4 * (4 + 3 + 1)}<" in shown(fact)
    assert "4" in shown("lstm-shape U_g cell=mine.cell input=3 hidden=4 show=value")
    (tmp_path / "mine.cell").write_text("h = tanh(W_h x)\n", encoding="utf-8")
    assert f">{4 * 3}<" in shown(fact)
    (tmp_path / "mine.cell").write_text("h = tanh(W_h x\n", encoding="utf-8")
    with pytest.raises(LstmDocsError, match=r"mine\.cell:1: column 15"):
        shown(fact)
    with pytest.raises(LstmDocsError, match=r"other\.cell"):
        shown(fact.replace("mine", "other"))


@pytest.mark.parametrize("number", range(6))
def test_every_question_of_the_page_has_one_answer_and_says_why_another_is_wrong(number):
    """Its answer is what the facts say, at the sizes that it asks about."""
    state = {"seed": 3, "n": number}
    ask = "(() => { const cell = page.read(text); return page.question(cell, page.counts(cell), state); })()"
    asked = modules().call(ask, text=ALL["lstm"], state=state)
    sizes = dict(zip("IH", map(int, re.findall(r"[IH] = (\d+)", asked["ask"])), strict=True))
    known = facts.of(Network(cell="lstm", input=sizes["I"], hidden=sizes["H"]))
    values = {
        0: [known["parameters"].value],
        2: [known["macs"].value],
        3: [known["parameters_two_biases"].value],
        4: [known["state_bytes"].value],
        5: [known["weight_bytes"].value],
    }
    if number in values:
        assert asked["answer"] == values[number]
    typed = " x ".join(map(str, asked["answer"]))
    judge = "page.judged(asked, typed)"
    assert modules().call(judge, asked=asked, typed=typed)["right"]
    for values, why in asked["wrong"]:
        if values != asked["answer"]:
            said = modules().call(judge, asked=asked, typed=" x ".join(map(str, values)))
            assert not said["right"]
            assert any(other[1] in said["said"] for other in asked["wrong"] if other[0] == values), why
    assert modules().call(judge, asked=asked, typed="many") is None


def test_a_cell_too_large_to_be_drawn_is_still_counted():
    lines = ["a0 = W_a x", *(f"a{n} = a{n - 1} + a{n - 1}" for n in range(1, 190)), "h = a189 + tanh(h)"]
    text = "\n".join(lines) + "\n"
    shown = Shown(text, 80, 12, 3)
    assert "too large" in shown.parts()["said"]
    theirs = modules().call(PARTS, text=text, input=80, hidden=12, t=3, at=191)
    assert theirs["counts"] == str(shown.counts())
    assert theirs["picture"] == ""


def test_the_cells_on_the_page_are_cells():
    page = Path(__file__).parents[2] / "docs" / "your-cell.md"
    shown = re.findall(r"^```\n(# .*?)^```", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    assert [Shown(text, 80, 12, 3).called for text in shown] == ["IndRNN", "mLSTM"]


@pytest.mark.parametrize(
    ("formula", "words"),
    [("2*H^2 + I", "2 times H squared plus I"), ("H^3/(I - 1)", "H to the 3 over open paren I minus 1 close paren")],
)
def test_a_formula_is_spoken_as_it_is_read_out(formula, words):
    ours = str(expression(formula))
    assert f'aria-label="{words}"' in ours
    assert modules().call("page.expression(formula)", formula=formula) == ours


def quiz(*lines, folder=None):
    context = Context(source="page.md", folder=folder, root=folder, assets="/assets/")
    return str(render("lstm-quiz", "\n".join(lines), context, 3))


@pytest.mark.parametrize("mode", ["practice", "test", "one"])
def test_a_quiz_about_a_cell_carries_the_questions_that_were_proved_for_it(mode, tmp_path):
    text = f"# Mine\n{TEXTS['mgu']}"
    (tmp_path / "mine.cell").write_text(text, encoding="utf-8")
    html = quiz("cell: mine.cell", "family: state-in-equations", f"mode: {mode}", "count: 1", folder=tmp_path)
    (data,) = re.findall(r'<template data-asks="state-in-equations" data-family="([^"]*)"', html)
    asked = json.loads(unescape(data))
    assert all("f = sigmoid(W_f x + U_f h + b_f)" in case["ask"][0] for case in asked["cases"])
    assert f'id="{"test" if mode == "test" else "quiz"}-cell"' in html
    lines = ["equations: |", *(f"  {line}" for line in text.splitlines()), "family: state-in-equations"]
    assert quiz(*lines, f"mode: {mode}", "count: 1") == html


def test_two_quizzes_about_cells_have_names_of_their_own():
    context = Context(source="page.md")
    named = [str(render("lstm-quiz", f"cell: {cell}\nfamily: gradient-ways", context, 3)) for cell in ("lstm", "mgu")]
    assert [re.findall(r'<lstm-quiz[^>]* id="([^"]*)"', html) for html in named] == [["quiz-cell"], ["quiz-cell-2"]]


def test_of_a_topic_what_can_be_asked_about_the_cell_is():
    html = quiz("topic: equations", "equations: |", *(f"  {line}" for line in TEXTS["mgu"].splitlines()))
    (named,) = re.findall(r'<lstm-quiz[^>]* data-families="([^"]*)"', html)
    assert "equation-order" in named.split()
    assert "right-hand-side" not in named.split(), "it is about things that are known of our own cells alone"


@pytest.mark.parametrize(
    ("lines", "says", "line"),
    [
        (("cell: mgu", "family: weight-bytes"), "weight-bytes cannot be asked about this cell: it is about things", 4),
        (("cell: mgu", "families: [gradient-ways, none]"), "none", 4),
        (("equations: h = tanh(W_h x)", "count: 3", "topic: energy"), "this cell has no U_h", 5),
        (("equations: |", "  h = tanh(W_h x", "family: gradient-ways"), "column", 4),
        (("cell: mgu.cell", "family: gradient-ways"), "no files are read here", 3),
        (("cell: lsmt", "family: gradient-ways"), "lsmt", 3),
    ],
)
def test_what_no_quiz_asks_about_a_cell_is_told_in_one_line(lines, says, line):
    with pytest.raises(LstmDocsError, match=says) as raised:
        quiz(*lines)
    assert raised.value.where == f"page.md:{line}"
    assert "\n" not in str(raised.value)

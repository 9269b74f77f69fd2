"""Items written in YAML: what a match pairs is measured, and what is said of items is the solution if none is written."""

from __future__ import annotations

import pytest

from lstm_docs.formulas.texts import spoken
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.quiz import check_family
from lstm_docs.quiz.engine import registry
from lstm_docs.quiz.engine.compiled import compile_family
from lstm_docs.quiz.engine.family import read

GOOD = """\
schema: 2
revision: 1
topic: mine
families:
  - id: mine
    level: 1
    seconds: 30
    kind: match
    draw:
      H: {from: 2, to: 5}
    ask: How many are there with {H} units?
    words: {four: 4*H}
    items:
      - {text: units, partner: "{H}", why: "There are {H} units."}
      - {text: rows of all gates, partner: "{four}", why: "Each of 4 gates has {H} rows, {four} together."}
    measured: mine-counted
"""


def _compiled(text=GOOD):
    (family,), _ = read(text, "mine.yml")
    return compile_family(family)


@pytest.fixture(autouse=True)
def _counted(monkeypatch):
    monkeypatch.setitem(registry.roads(), "mine-counted", lambda case, sizes: (sizes["H"], 4 * sizes["H"]))


def test_what_a_match_pairs_is_measured():
    assert check_family(_compiled()).second == 4
    with pytest.raises(LstmDocsError, match=r"mine.yml:5: mine: the answer is \('2', '6'\), but \('2', '8'\) was measured"):
        check_family(_compiled(GOOD.replace("4*H", "3*H")))


def test_truths_of_items_serve_a_match_too(monkeypatch):
    monkeypatch.setitem(registry.roads(), "mine-counted", lambda case, sizes: (True, sizes["H"] < 5))
    with pytest.raises(LstmDocsError, match=r"\(True, True\), but \(True, False\) was measured"):
        check_family(_compiled())


def test_what_is_right_may_be_measured_as_a_text(monkeypatch):
    choice = (
        GOOD.replace("kind: match", "kind: choice\n    options: 2")
        .replace("text: units,", 'text: "({H}, {four})",')
        .replace('partner: "{H}"', "right: true")
        .replace('partner: "{four}", ', "")
    )
    monkeypatch.setitem(registry.roads(), "mine-counted", lambda case, sizes: (f"({sizes['H']}, {4 * sizes['H']})",))
    assert check_family(_compiled(choice)).second == 4
    with pytest.raises(LstmDocsError, match=r"the answer is \('\(2, 6\)',\), but \('\(2, 8\)',\) was measured"):
        check_family(_compiled(choice.replace("4*H", "3*H")))


@pytest.mark.parametrize(
    ("kind", "units", "message"),
    [
        ("choice", 'partner: "{H}"', "the kind choice wants one item that is right, and 0 are where the case is cell lstm"),
        ("match", "right: true", "the kind match wants a partner for each item, and 1 of 2 have one where"),
        ("truefalse", "right: true", "the kind truefalse wants one item, and there are 2 where"),
        (
            "order",
            'when: {cell: gru-reset-after}, partner: "{H}"',
            "the kind order wants two items or more, and there are 1 where",
        ),
    ],
)
def test_items_that_do_not_make_a_question_are_refused_at_their_line(kind, units, message):
    text = GOOD.replace("kind: match", f"kind: {kind}").replace('partner: "{H}"', units)
    text = text.replace("draw:\n", "draw:\n      cell: [lstm, gru-reset-after]\n")
    with pytest.raises(LstmDocsError, match=rf"mine.yml:1[45]: .*{message}"):
        _compiled(text)


def test_whether_an_item_is_right_is_true_false_or_the_things_drawn():
    text = (
        GOOD.replace("kind: match", "kind: choice").replace('partner: "{H}"', "right: maybe").replace('partner: "{four}", ', "")
    )
    with pytest.raises(LstmDocsError) as raised:
        _compiled(text)
    assert str(raised.value) == "mine.yml:14: expected true, false or the things drawn for which it is right, not 'maybe'"


def test_what_is_said_of_the_items_is_the_solution_if_none_is_written():
    def steps(text):
        compiled = _compiled(text)
        sizes = {"H": 3}
        return [spoken(step, sizes) for step in compiled.cases[0].solution]

    assert steps(GOOD) == ["There are 3 units.", "Each of 4 gates has 3 rows, 12 together."]
    assert steps(GOOD + "    solution: [Count them.]\n") == ["Count them."]
    choice = GOOD.replace("kind: match", "kind: choice").replace("text: units, partner:", "text: units, right: true, partner:")
    assert steps(choice) == ["There are 3 units."]


BARE = GOOD.partition("    words:")[0].replace("kind: match", "kind: integer")
DISTRACT = "    distract: [{is: H, why: a.}, {is: 2*H, why: b.}, {is: 3*H, why: c.}]\n"
NAMED = {
    "answers": lambda name: f"{BARE}    answer: {name}\n",
    "words": lambda name: BARE.replace("{H}", f"{{H}} {{{name}}}") + "    answer: 4*H\n" + DISTRACT,
    "misconceptions": lambda name: f"{BARE}    answer: 4*H\n    distract: [{name}]\n",
    "roads": lambda name: f"{BARE}    answer: 4*H\n    measured: {name}\n{DISTRACT}",
}


@pytest.mark.parametrize("table", NAMED)
def test_what_is_named_where_it_does_not_serve_is_told_at_its_line(table):
    """A learner's cell and units, and nothing else drawn: what needs more says so."""
    lines = []
    for name in getattr(registry, table)():
        try:
            check_family(_compiled(NAMED[table](name)))
        except LstmDocsError as error:
            lines.append(str(error))
    assert all(text.startswith("mine.yml:") and "\n" not in text for text in lines)
    assert any("does not serve here: it is about other things than are drawn" in text for text in lines)

"""A wording that states a computed quantity in place of a size: what it gives away, what it must settle."""

from __future__ import annotations

import json

import pytest

from lstm_docs.formulas.decimals import number
from lstm_docs.formulas.digits import AnswerError
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.quiz import check_family, judge, load_bank, question
from lstm_docs.quiz.engine.asking import at
from lstm_docs.quiz.engine.bank import _file
from lstm_docs.quiz.engine.compiled import compile_family
from lstm_docs.site.build.build_cache import BuildCache
from lstm_docs.site.fences.quiz_data import data
from tests.js.modules import modules

FAMILY = "units-for-parameters"
INVERSE = """
schema: 2
revision: 1
topic: inverse
families:
  - id: units
    level: 2
    seconds: 120
    kind: number
    draw:
      framework: [keras, pytorch]
      I: {from: 2, to: 20}
      H: {from: 3, to: 20}
    ask: With {I} inputs, {framework} stores {count} parameters. How many units are there?
    words: {count: parameters}
    answer: H
    distract: [units-of-all-gates, units-and-inputs-together, numbers-read-for-units, inputs-for-the-units]
    measured: units-by-bisection
"""
FORMULA = """
schema: 2
revision: 1
topic: parameters
families:
  - id: formula
    level: 2
    seconds: 60
    kind: formula
    draw: {cell: [lstm, rnn-tanh], bias: false}
    ask: How many weights has the cell {cell} {biases}? Give a formula in I and H.
    answer: gates * H * (I + H)
    solution: ["It has {answer}."]
    distract:
      - {change: {I: H, H: I}, why: "{value} exchanges inputs and units."}
      - {is: answer + H, why: "{value} counts biases."}
      - {is: answer - H*I, why: "{value} leaves out a W."}
    measured: weights-counted
"""


def _checked(text):
    (family,), _ = _file("one.yml", text)
    compiled = compile_family(family)
    return check_family(compiled)


def test_the_quantity_is_stated_and_the_size_is_not():
    asked = question(FAMILY, seed="1")
    assert asked.given["count"] > 0
    assert "hidden" not in asked.given
    assert number(asked.given["count"]) in asked.ask


def test_the_size_asked_for_cannot_be_typed_as_its_letter():
    asked = question(FAMILY, seed="1")
    with pytest.raises(AnswerError, match="H is not given"):
        judge(asked, "H")
    assert judge(asked, str(asked.sizes["H"])).right
    assert judge(asked, "I").understood == str(asked.sizes["I"])


def test_nor_in_the_modules():
    family = json.loads(data(load_bank(), BuildCache(), [FAMILY])[0])
    tried = "(() => { try { return judge(question(family, '1'), typed) } catch (error) { return error.message } })()"
    assert modules().call(tried, family=family, typed="H") == "H is not given"
    assert modules().call(tried, family=family, typed=str(question(FAMILY, seed="1").sizes["H"]))["right"] is True


def test_the_stated_quantity_settles_the_answer():
    assert _checked(INVERSE).proved == 2 * 19 * 18


@pytest.mark.parametrize(
    ("find", "put", "message"),
    [
        ("{I} inputs", "some inputs", "what is stated leaves several answers; first where it states {'count': "),
        ("{count}", "many", "the answer depends on H (hidden), which the wording does not state: add {H}"),
        ("{framework} stores", "one stores", "two different answers have the same wording; state what was drawn"),
        ("{count}", "{total}", "{total} is not known here; known: {answer}, {I}, {H}, {count}, {cell}, "),
    ],
)
def test_a_wording_that_settles_nothing_is_refused(find, put, message):
    with pytest.raises(LstmDocsError) as caught:
        _checked(INVERSE.replace(find, put))
    assert message in str(caught.value)


def test_a_formula_is_asked_in_the_letters_that_the_wording_names():
    (family,), _ = _file("one.yml", FORMULA)
    compiled = compile_family(family)
    asked = at(compiled, "1", 0)
    assert judge(asked, "4H(H + I)").right
    assert asked.solution == ("It has $4 H \\left(H + I\\right)$.",)
    assert "$4 I \\left(H + I\\right)$ exchanges inputs and units." in [option.said for option in asked.options]


def test_a_wrong_formula_without_sizes_is_caught_by_the_second_road():
    assert _checked(FORMULA).second
    with pytest.raises(LstmDocsError, match="was measured"):
        _checked(FORMULA.replace("gates * H * (I + H)", "gates * H * (I + H) + 1"))


@pytest.mark.parametrize(
    ("family", "things", "sizes", "answer"),
    [
        ("model-parameters", {}, {"V": 20000, "E": 128, "H": 128, "K": 1}, 2_691_713),
        ("gru-parameters", {"framework": "pytorch"}, {"I": 80, "H": 12}, 3384),
        ("gru-parameters", {"framework": "mlx"}, {"I": 80, "H": 12}, 3360),
        ("gru-parameters", {"framework": "flax-nnx"}, {"I": 80, "H": 12}, 3348),
        ("two-widths-parameters", {"framework": "keras"}, {"I": 45, "H0": 25, "H1": 25}, 12_200),
        ("one-more-layer", {"framework": "keras", "bidirectional": False}, {"I": 45, "H": 25}, 5100),
        ("one-more-layer", {"framework": "pytorch", "bidirectional": True}, {"I": 45, "H": 25}, 15_400),
        ("one-more-unit", {"framework": "keras", "cell": "lstm"}, {"I": 80, "H": 12}, 424),
        ("one-more-unit", {"framework": "pytorch", "cell": "lstm"}, {"I": 80, "H": 12}, 428),
        ("doubling-units-ratio", {"framework": "keras"}, {"I": 80, "H": 12}, 226),
        ("units-for-parameters", {"framework": "keras", "cell": "lstm"}, {"I": 80, "H": 12}, 12),
        ("gate-connections", {"cell": "lstm"}, {"I": 3, "H": 4}, 16),
    ],
)
def test_known_instances(family, things, sizes, answer):
    """Numbers that are published, or were counted on the frameworks themselves."""
    assert _asked(family, things, sizes).answer == (answer,)


def test_known_shapes():
    assert _asked("concatenated-shape", {"gate": "f"}, {"I": 45, "H": 25}).answer == (25, 70)
    assert _asked("stored-block-shape", {"framework": "keras", "gate": "f"}, {"I": 45, "H": 25}).answer == (45, 25)


def _asked(name, things, sizes):
    """The question of a family with these things and sizes."""
    compiled = load_bank().family(name)
    family = compiled.family
    place = next(n for n, case in enumerate(family.cases) if all(getattr(case, k) == v for k, v in things.items()))
    index, weight = place, len(family.cases)
    for draw in family.draws:
        index += weight * list(draw.values).index(sizes[draw.size])
        weight *= len(draw.values)
    return at(compiled, "1", index)

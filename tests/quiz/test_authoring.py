"""The page that teaches how to write a family is right in every step."""

from __future__ import annotations

import copy
import functools
import operator
import random
import re
from pathlib import Path

import pytest
import yaml

from lstm_docs.formulas.texts import spoken
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.quiz import check_family, load_bank, recorded
from lstm_docs.quiz.engine import registry
from lstm_docs.quiz.engine.asking import question
from lstm_docs.quiz.engine.check import RECORD
from lstm_docs.quiz.engine.compiled import compile_family
from lstm_docs.quiz.engine.family import read
from lstm_docs.quiz.engine.kinds import KINDS

PAGE = (Path(__file__).parents[2] / "docs" / "families.md").read_text(encoding="utf-8")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)


def _block(language: str, number: int = 0) -> str:
    return _blocks(language)[number]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "counting.yml").write_text(_block("yaml"), encoding="utf-8")
    return tmp_path


def test_the_family_of_the_page_is_proved(folder):
    compiled = load_bank(folder).family("keras-count")
    proof = check_family(compiled)
    assert proof.proved == proof.domain == 99 * 99
    asked = question(compiled, "1")
    assert asked.answer == (4 * asked.sizes["H"] * (asked.sizes["H"] + asked.sizes["I"] + 1),)


def test_its_wrong_answers_say_what_was_done(folder):
    asked = question(load_bank(folder).family("keras-count"), "1")
    sizes = asked.sizes
    by_misconception = {path.misconception: spoken(path.said, sizes) for path, _ in asked.paths}
    assert by_misconception["keras-count-4"].endswith(f"4·{sizes['H']} = {4 * sizes['H']} numbers.")
    assert asked.solution[1].startswith(f"Together 4·{sizes['H']}·({sizes['I']} + {sizes['H']} + 1) = ")


FIRST_WRONG = '      - is: answer / 4\n        why: "{value} is one gate\'s share; there are {gates}."\n'
HERE, FAMILY, FAMILY_ASK = 0, 5, 14
# Words made of one another, each twice the one before: forty of them would fill a machine.
BOMB = "words: {read: w0, " + ", ".join(f"w{n}: w{n + 1} + w{n + 1}" for n in range(40)) + ", w40: H}"
MISTAKES = [
    ("is: 4*H * read", "is: 4*H * (read + 1)", HERE, "keras-count: this wrong answer is always the right one"),
    ("{H} units\n", "some units\n", FAMILY_ASK, "the answer depends on H (hidden), which the wording does not state: add {H}"),
    ("is: 4*H * read", "is: 4*H * raed", HERE, "raed is not known here; did you mean read or stated?"),
    (FIRST_WRONG, "", FAMILY, "keras-count: fewer than 3 distractors differ from the key and each other"),
    ("{value} leaves", "{valeu} leaves", HERE, "{valeu} is not known here; did you mean {value}?"),
    ("is: 4*H * read", "is: *H", HERE, "put the value into quotes: to YAML, '*' at its beginning is a sign of its own"),
    ('why: "{value} leaves out', "why: {value} leaves out", HERE, "put the value into quotes: to YAML, '{' at its beginning"),
    ("is: 4*H * read", "is: 4H * read", HERE, "not an expression: write a sign between '4' and 'H', such as *"),
    ("is: 4*H * read", "is: [4*H, read]", HERE, "the answer is 1 numbers, and this is 2"),
    ("is: 4*H * read\n        why", "wyh", HERE, "unknown key 'wyh'; did you mean 'why'?"),
    ("is: 4*H * read\n        ", "", HERE, "a wrong answer says either what it is, or which sizes of the answer it changes"),
    ("change: {I: H, H: I}", "change: {T: 1}", HERE, "unknown size of the question 'T'; known: I, H"),
    ("words: {read: I + H}", "words: {read: raed, raed: read}", HERE, "the words read → raed → read need each other"),
    (
        "words: {read: I + H}",
        "words: {read: {fact: parametres}}",
        HERE,
        "unknown fact 'parametres'; did you mean 'parameters'?",
    ),
    ("words: {read: I + H}", "words: {read: {fact: macs, att: {T: 1}}}", HERE, "unknown key 'att'; did you mean 'at'?"),
    ("words: {read: I + H}", "words: {read: {by: form, x: 1}}", HERE, "nothing stands here for the form ''; it has x"),
    ("words: {read: I + H}", "words: {read: cell}", HERE, "'cell' is a text and stands where a number is wanted"),
    ("answer: 4*H * (read + 1)", "answer: 4*H^read", HERE, "the power read is not a whole number in every case"),
    ("answer: 4*H * (read + 1)", "answer: parameter-counts", HERE, "unknown answer 'parameter-counts'"),
    (
        "answer: 4*H * (read + 1)",
        "answer: weight-shape",
        FAMILY,
        "no matrix is drawn: add matrix to draw",
    ),
    ("words: {read: I + H}", "words: {read: I + H, H: 2*I}", HERE, "H is a size that is drawn; call the word something else"),
    ("with {I} inputs", "({answer}) with {I} inputs", FAMILY_ASK, "the wording gives the answer away"),
    ("with {I} inputs", "with {I inputs", FAMILY_ASK, "a brace that holds no name, or is not closed"),
    (
        "      I: {from: 2, to: 100}\n",
        "      I: {from: 2, to: 100}\n      Z: [1, 2]\n",
        FAMILY,
        "Z is drawn and stands nowhere",
    ),
    ("      cell: lstm\n", "      cell: lstm\n      form: [a, b]\n", FAMILY, "form is drawn and makes no difference"),
    ("I: {from: 2, to: 100}", "I: {from: 20, to: 10}", HERE, "the range ends at 10, below 20, where it begins"),
    ('- "Together {answer', "- Together: {answer", HERE, "put the value into quotes"),
    ("answer: 4*H * (read + 1)\n", "measured: by-hand\n    answer: 4*H * (read + 1)\n", HERE, "unknown second road 'by-hand'"),
    (
        "words: {read: I + H}",
        "phrases: {a: '{b}', b: '{a}'}\n    hint: '{a}'\n    words: {read: I}",
        HERE,
        "a → b → a need each",
    ),
    (
        "words: {read: I + H}",
        "words: {read: I + H, answer: 3}",
        HERE,
        "answer is the right answer; call the word something else",
    ),
    ("words: {read: I + H}", "words: {read: {fact: macs, of: {framework: [keras]}}}", HERE, "framework is a word, not a list"),
    (
        "words: {read: I + H}",
        "words: {read: {fact: macs, at: {steps: 1}}}",
        HERE,
        "a fact is at sizes, capital letters",
    ),
    ("words: {read: I + H}", "phrases: {a: '{H'}\n    hint: 'a {a}'\n    words: {read: I + H}", FAMILY + 13, "a brace that"),
    ("words: {read: I + H}", "rubric: [x]\n    words: {read: I + H}", HERE, "a family of kind integer has no 'rubric'"),
    ("kind: integer", "kind: several\n    items: [{text: a}]", FAMILY + 19, "a family of kind several has no 'distract'"),
    ("words: {read: I + H}", BOMB, HERE, "longer than 200 characters with its words put in"),
    ("words: {read: I + H}", "words: [read]\n    cases: [{when: {cell: lstm}, words: {n: 1}}]", HERE, "expected a mapping"),
    ("words: {read: I + H}", f"words: {{read: {10**20}}}", HERE, "a number is above 2^53 - 1"),
    ("is: 4*H * read", "when: {framework: kears}\n        is: 4*H * read", HERE, "the family draws no case of which this is"),
    ("is: 4*H * read", "is: read / (H - 2)", HERE, "division by zero"),
    ("is: 4*H * read", "is: (H + 254)^8 / (H + 254)^7", HERE, "a number is above 2^53 - 1"),
    ("answer: 4*H * (read + 1)", "answer: 4*H * (read + 1) / 0", FAMILY, "division by zero"),
    ("I: {from: 2, to: 100}", "I: []", HERE, "nothing is drawn"),
    ("I: {from: 2, to: 100}", "I: [4, 5, 4]", HERE, "'4' stands twice, and would be asked twice as often"),
    ("id: keras-count", "id: kéras", HERE, "an id is small letters and digits joined by hyphens, not 'kéras'"),
    ("    answer: 4*H * (read + 1)\n", "", FAMILY, "keras-count: what is right? Write an answer, items, or a rubric"),
]


@pytest.mark.parametrize(("find", "put", "line", "message"), MISTAKES, ids=lambda value: str(value)[:40])
def test_a_mistake_is_named_at_its_line(folder, find, put, line, message):
    file = folder / "counting.yml"
    text = file.read_text(encoding="utf-8")
    assert find in text
    file.write_text(text.replace(find, put, 1), encoding="utf-8")
    if find == FIRST_WRONG:
        file.write_text(file.read_text(encoding="utf-8").replace("from: 2", "from: 1"), encoding="utf-8")
    with pytest.raises(LstmDocsError) as caught:
        check_family(load_bank(folder).family("keras-count"))
    assert message in str(caught.value)
    expected = line or text[: text.index(find)].count("\n") + 1
    assert re.match(rf".*counting\.yml:{expected}\b", caught.value.where)


@pytest.mark.parametrize("record", ["", "[", "[]", "{}", '{"digest": 1}'])
def test_a_damaged_record_of_proofs_is_none(folder, record):
    (folder / RECORD).write_text(record, encoding="utf-8")
    assert recorded(load_bank(folder)) is None


VALUES = [None, True, -1, 1.5, 10**39, "", "{", "{H}", "H^H", "H / 0", "٣", "\0", "H+" * 300 + "H", [], [[]], ["a"], {}]
VALUES += [{"by": "form"}, {"by": 3}, {"fact": "macs", "at": 3}, {"fact": "parameters", "of": {"cell": ["gru"]}}]
VALUES += [
    {"when": 3},
    {"when": {"form": "x"}},
    {"say": []},
    {"from": 3, "to": 1},
    {"text": "a", "right": "x"},
    "answer",
    "no-bias",
]
KEYS = [
    "by",
    "when",
    "with",
    "is",
    "change",
    "fact",
    "words",
    "phrases",
    "items",
    "cases",
    "statements",
    "H",
    "form",
    "answer_1",
]


def _places(value, path=()):
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield from _places(item, (*path, key))


def test_whatever_stands_in_the_wrong_place_is_named_in_a_line():
    drawn = random.Random(1)
    good = yaml.safe_load(_block("yaml").replace("to: 100", "to: 4"))
    for _ in range(500):
        bad = copy.deepcopy(good)
        *outer, last = drawn.choice([place for place in _places(bad) if place])
        within = functools.reduce(operator.getitem, outer, bad)
        if isinstance(within, dict) and drawn.random() < 0.3:
            within[drawn.choice(KEYS)] = within.pop(last)
        else:
            within[last] = copy.deepcopy(drawn.choice(VALUES))
        said = _refusal(yaml.safe_dump(bad, allow_unicode=True, sort_keys=False))
        assert re.fullmatch(r"(bad\.yml:\d+: .{1,800})?", said), bad
        assert "Located" not in said, bad


def _refusal(text: str) -> str:
    try:
        for family in read(text, "bad.yml")[0]:
            check_family(compile_family(family))
    except LstmDocsError as error:
        return str(error)
    return ""


WRAPPED = """
schema: 2
revision: 1
topic: more
families:
  - id: more
    level: 1
    seconds: 60
{kind}{body}"""


@pytest.mark.parametrize("number", [n for n, text in enumerate(_blocks("yaml")) if text.startswith("    ") and "draw:" in text])
def test_the_other_families_of_the_page_are_proved(number):
    body = _block("yaml", number)
    kind = "" if "kind:" in body else "    kind: integer\n"
    (family,), _ = read(WRAPPED.format(kind=kind, body=body), "more.yml")
    assert check_family(compile_family(family)).proved == family.domain


def test_the_blocks_of_the_page_are_chosen_by_what_is_drawn():
    body = """    kind: integer
    options: 2
    draw: {form: [state, gradient], N: {from: 2, to: 9}, T: {from: 10, to: 20}}
    ask: "{form}, {N} pieces of {T} steps: how far?"
    distract: [{is: N + T, why: "{value} adds."}]
"""
    (family,), _ = read(WRAPPED.format(kind="", body=body + next(t for t in _blocks("yaml") if "cases:" in t)), "more.yml")
    compiled = compile_family(family)
    assert [case.key for case in compiled.cases] == [("N*T",), ("T",)]
    assert check_family(compiled).second == 0
    (family,), _ = read(WRAPPED.format(kind="", body=body + "    cases: [{when: {form: gradient}, answer: T}]\n"), "m.yml")
    with pytest.raises(LstmDocsError, match=r"no block of cases is of .*'form': 'state'"):
        compile_family(family)


def test_what_families_share_stands_above_them():
    shared = next(text for text in _blocks("yaml") if text.startswith("misconceptions:"))
    rest = """    level: 1
    seconds: 60
    kind: integer
    options: 2
    draw: {I: {from: 2, to: 9}, H: {from: 2, to: 9}, T: {from: 2, to: 9}}
    ask: "{I} {H} {T}"
    answer: {fact: macs}
"""
    (family,), _ = read(f"schema: 2\nrevision: 1\ntopic: more\n{shared}{rest}", "more.yml")
    compiled = compile_family(family)
    assert compiled.cases[0].wrong[0].misconception == "one-step-only"
    assert check_family(compiled).proved == 8**3


def test_the_code_of_the_page_is_a_road_and_a_word(monkeypatch, folder):
    names: dict = {}
    exec(compile(_block("python"), "families.md", "exec"), names)
    monkeypatch.setitem(registry.roads(), "my-layer-built", names["my_layer_built"])
    monkeypatch.setitem(registry.words(), "half_the_units", names["half_the_units"])
    file = folder / "counting.yml"
    text = file.read_text(encoding="utf-8").replace("is: answer / 4", "is: answer - half_the_units")
    file.write_text(text.replace("    words:", "    measured: my-layer-built\n    words:"), encoding="utf-8")
    compiled = load_bank(folder).family("keras-count")
    assert check_family(compiled).second == 13
    assert compiled.cases[0].wrong[0].values == ("4*H*(I + H + 1) - H/2",)


def test_the_page_lists_every_kind():
    listed = re.search(r"^\| `kind` \|(.*)\|$", PAGE, flags=re.MULTILINE)[1]
    assert set(re.findall(r"`(\w+)`", listed)) == set(KINDS)

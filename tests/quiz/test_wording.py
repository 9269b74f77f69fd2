"""What people read of any question is made of sentences: words go with their numbers, articles with their words."""

from __future__ import annotations

import re
from itertools import product

import pytest
import yaml

from lstm_docs.formulas.texts import fill, plain, spoken
from lstm_docs.quiz import load_bank
from lstm_docs.quiz.engine.asking import at, question
from lstm_docs.quiz.engine.case import Case
from lstm_docs.quiz.roads.conversions import blocks_to_convert

BANK = load_bank()
DRAWS = 20
COUNTED = (
    "batch|bias|block|byte|class|column|component|direction|equation|feature|gate|input|layer|number|output|parameter|row|"
    "seed|sequence|step|target|unit|value|vector|weight|window|word"
)
MANY = re.compile(rf"(?<![+−] )(?<![\w.,·\u202f-])1 (?:[a-z]+ )?(?:{COUNTED})e?s\b")
ONE = re.compile(rf"(?<![+−] )(?<![\w.,\u202f-])(?:[02-9]|[\d\u202f]*\d\d) (?:{COUNTED})(?![\w-]| vector)")
ARTICLE = re.compile(r"(?<![\w′(])([Aa]n?) ([A-Za-z][A-Za-z\d-]+|\d[\d\u202f]*)(?!\w)")
SPOKEN_AS_A_WORD = re.compile(r"MACs?|FLOPs?|are")
SPACE = re.compile(r"  |\s[.,;?!]|(?<!al)[.,;] ?[.,;]|\( | \)")
END = re.compile(r"[.?!][)”\"]*")


def faults(text: str) -> list[str]:
    """What is wrong with a text that is put together: forms of words, articles, spaces, parentheses."""
    words = plain(text)
    prose = re.sub(r"\$[^$]*\$|`[^`]*`", "x", text)
    phrases = [match[0] for pattern in (MANY, ONE) for match in pattern.finditer(words)]
    phrases += [match[0] for match in ARTICLE.finditer(words) if not _agree(*match.groups())]
    phrases += [match[0] for match in SPACE.finditer(prose)]
    return phrases + ["parentheses"] * (prose.count("(") != prose.count(")"))


def _agree(article: str, word: str) -> bool:
    return bool(SPOKEN_AS_A_WORD.fullmatch(word)) or fill(f"{article} {{it}}", lambda name, mark: word) == f"{article} {word}"


def open_ended(text: str) -> bool:
    """Whether a text that must be sentences stops without a full stop."""
    return not END.search(text[-3:])


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("Of 1 layers", ["1 layers"]),
        ("A network of 1 hidden layers.", ["1 hidden layers"]),
        ("It has 2 layer.", ["2 layer"]),
        ("It has 11 unit.", ["11 unit"]),
        ("A int8 and an float32, a 8 and a LSTM", ["A int8", "an float32", "a 8", "a LSTM"]),
        ("Two  spaces , one", ["  ", " ,"]),
        ("Once (and again.", ["parentheses"]),
        ("An int8 number, a MAC, 1 layer, 21 layers, TensorFlow 1 and 0.1 units in a 4-layer stack (of an LSTM).", []),
    ],
)
def test_a_fault_is_found(text, phrases):
    assert faults(text) == phrases


@pytest.mark.parametrize("name", BANK.families)
def test_every_text_of_a_question_is_made_of_sentences(name):
    compiled = BANK.family(name)
    last = compiled.family.domain - 1
    cases = range(min(len(compiled.cases), DRAWS))
    ends = [at(compiled, "wording", index) for place in cases for index in (place, last - place)]  # least and greatest sizes
    for asked in [*ends, *(question(compiled, "wording", n) for n in range(DRAWS))]:
        notes = asked.notes
        said = [option.said for option in asked.options] + [
            spoken(path.said, asked.sizes, asked.scales) for path, _ in asked.paths
        ]
        sentences = [text for text in (asked.ask, *asked.solution, *said, notes.hint, notes.follow_up) if text]
        pieces = [*(option.text for option in asked.options), *asked.partners, *(text for text, _ in notes.rubric)]
        assert [(fault, text) for text in (*sentences, *pieces) for fault in faults(text)] == [], asked.id
        assert [text for text in sentences if open_ended(text)] == [], asked.id


def test_the_block_that_is_named_is_the_first_to_be_taken():
    drawn = yaml.safe_load((BANK.path / "conversions.yml").read_text(encoding="utf-8"))["families"][0]["draw"]
    for framework, target in product(drawn["framework"], drawn["target"]):
        listed = blocks_to_convert(Case(framework=framework, target=target))
        named, first = re.search(r"which is block (\d), so take \[(\d)", plain(str(listed.solution[0]))).groups()
        assert named == first, (framework, target)

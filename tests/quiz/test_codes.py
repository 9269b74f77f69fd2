"""Plans and codes by hand: what a selection asks in how many minutes, and what a printed code must hold."""

from __future__ import annotations

import math
import re
import time

import pytest

from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.quiz import check_sets, exam, load_bank, load_set, make_paper, paper_of
from lstm_docs.quiz.engine.scoring import Scoring
from lstm_docs.quiz.papers.blueprint import MOST_QUESTIONS
from lstm_docs.quiz.papers.paper import asked_of, parse_code
from lstm_docs.quiz.papers.plan import ALL, Selection, label_of, plan_of

BANK = load_bank()
NAMES = ("gate-weight-shape", "parameter-count")
PAPER = make_paper(BANK, Selection(NAMES, 5), "a secret seed", 3, "Ada")


def no_set(name):
    raise LstmDocsError(f"no set {name}")


def test_a_selection_takes_turns():
    plan = plan_of(Selection(NAMES, 5), BANK, "1")
    assert [slot.families for slot in plan.slots] == [(NAMES[n % 2],) for n in range(5)]
    seconds = [BANK.families.read[NAMES[n % 2]].seconds for n in range(5)]
    assert [slot.seconds for slot in plan.slots] == seconds
    assert plan.minutes == math.ceil(sum(seconds) / 60)
    assert (plan.label, plan.title, plan.scoring, plan.marks) == ("+".join(NAMES) + ".5", "Quiz", Scoring.BALANCED, 5)


def test_minutes_are_rounded_up_and_no_further():
    seconds = BANK.families.read[NAMES[0]].seconds
    for count in range(1, 9):
        assert plan_of(Selection(NAMES[:1], count), BANK, "1").minutes == math.ceil(seconds * count / 60)


def test_more_families_than_questions_are_not_looked_up():
    assert plan_of(Selection((NAMES[0], "no-such-family"), 1), BANK, "1").slots[0].families == NAMES[:1]
    with pytest.raises(LstmDocsError, match="unknown family 'no-such-family'"):
        plan_of(Selection((NAMES[0], "no-such-family"), 2), BANK, "1")


def test_all_is_the_whole_bank_in_its_order():
    names = tuple(BANK.families)
    plan = plan_of(Selection((ALL,), 7), BANK, "1")
    assert tuple(slot.families[0] for slot in plan.slots) == names[:7]
    assert plan.label == "all.7"


@pytest.mark.parametrize("count", [1, MOST_QUESTIONS])
def test_the_fewest_and_the_most_questions(count):
    assert len(plan_of(Selection(NAMES, count), BANK, "1").slots) == count


@pytest.mark.parametrize("count", [0, -1, MOST_QUESTIONS + 1])
def test_no_fewer_and_no_more(count):
    with pytest.raises(LstmDocsError, match=f"a paper has 1 to {MOST_QUESTIONS} questions, not {count}"):
        plan_of(Selection(NAMES, count), BANK, "1")


@pytest.mark.parametrize(
    "selection", [Selection(("a",), 1), Selection(NAMES, 12), Selection(("a.b",), MOST_QUESTIONS)], ids=str
)
def test_a_selection_comes_back_from_its_label(selection):
    assert Selection.parse(str(selection)) == selection
    assert label_of(selection) == str(selection)


@pytest.mark.parametrize("text", ["", "a", "a.", ".5", "a.0", f"a.{MOST_QUESTIONS + 1}", "a.-1", "a.x", "a.1.5x"])
def test_what_is_no_selection(text):
    with pytest.raises(LstmDocsError) as raised:
        Selection.parse(text)
    assert str(raised.value) == f"{text!r} does not name families and a count, such as gate-weight-shape.5"


def test_a_code_has_four_parts():
    label, digest, number, check = PAPER.code.split("~")
    assert (label, digest, number) == ("+".join(NAMES) + ".5", BANK.digest, "3")
    assert re.fullmatch("[0-9a-f]{5}", check)
    assert parse_code(PAPER.code, BANK, no_set) == (Selection(NAMES, 5), 3, check, ())
    assert parse_code(f"  {PAPER.code.replace(check, check.upper())} ", BANK, no_set)[2] == check


def test_its_end_depends_on_the_candidate_the_seed_and_what_is_asked():
    ends = {
        make_paper(BANK, Selection(NAMES, count), seed, number).code[-5:]
        for count in (4, 5)
        for seed in "ab"
        for number in (1, 2)
    }
    assert len(ends) == 8


NO_CODE = "{!r} is not a paper's code, such as gate-weight-shape.5~0123456789ab~1~5eed5"
NO_END = (
    "{!r} lacks the 5 signs at its end, such as ~5eed5; if it was printed without them, the version that printed it can show it"
)
OTHER_BANK = (
    f"this paper was made with the bank {{}}, and this one is {BANK.digest}; "
    "give that bank's folder with --bank, or install the version that printed it"
)
BROKEN = {
    **{code: NO_CODE.format(code) for code in ("", "a~b", "a~b~x~5eed5", "a~b~²~5eed5", "a~b~1~5eed5~more")},
    "a" * 100: NO_CODE.format("a" * 80),
    **{code: NO_END.format(code[:80]) for code in ("a~b~1", "a~b~1~", f"{'a' * 100}~b~1")},
    "a.1~b~1~5eed5": OTHER_BANK.format("b"),
    f"a.1~{'b' * 20}~1~5eed5": OTHER_BANK.format("b" * 12),
    f"a~{BANK.digest}~1~5eed5": "'a' does not name families and a count, such as gate-weight-shape.5",
    f"screen:000000~{BANK.digest}~1~5eed5": "no set screen",
}


@pytest.mark.parametrize("code", BROKEN)
def test_what_is_no_code(code):
    with pytest.raises(LstmDocsError) as raised:
        parse_code(code, BANK, no_set)
    assert str(raised.value) == BROKEN[code]


def test_a_number_of_many_digits_is_cut_and_not_made():
    assert parse_code(f"a.1~{BANK.digest}~{'1' * 30}~5eed5", BANK, no_set)[1] == 111111111


def test_a_set_is_found_by_its_name_and_version():
    screen = load_set("screen", BANK)
    assert asked_of(label_of(screen), lambda name: load_set(name, BANK)) == screen
    with pytest.raises(LstmDocsError) as raised:
        asked_of("screen:0123456789", lambda name: load_set(name, BANK))
    assert str(raised.value) == (
        f"this paper was made with version 012345 of the set screen, and this one is {screen.digest}; "
        "give the file it was made with by --set"
    )


def test_the_paper_of_a_code_with_and_without_its_seed():
    assert paper_of(PAPER.code, BANK, "a secret seed", no_set, "Ada") == PAPER
    assert paper_of(PAPER.code, BANK, "a secret seed", no_set).candidate == ""


WRONG = {
    "another": "this is not the seed of the paper, or its code is mistyped; the seed lies with the key",
    "": "a seed must not be empty",
}


@pytest.mark.parametrize("seed", WRONG)
def test_no_other_seed_gives_it(seed):
    with pytest.raises(LstmDocsError) as raised:
        paper_of(PAPER.code, BANK, seed, no_set)
    assert str(raised.value) == WRONG[seed]


def test_candidates_are_numbered_from_one():
    with pytest.raises(LstmDocsError, match=r"^candidate number must be from 1 to "):
        make_paper(BANK, Selection(NAMES, 1), "s", 0)


@pytest.mark.parametrize("place", [1, 5])
def test_one_question_of_it(place):
    one = paper_of(f"{PAPER.code}/{place}", BANK, "a secret seed", no_set)
    assert one.questions == PAPER.questions[place - 1 : place]
    assert one.marks == PAPER.marks[place - 1 : place]
    assert one.title == f"Quiz: question {place}"
    assert one.code == f"{PAPER.code}/{place}"
    assert (one.minutes, one.number, one.seed) == (PAPER.minutes, 3, "a secret seed")


@pytest.mark.parametrize("place", ["0", "6", "", "x", "-1", "²", "00001", "x" * 30])
def test_no_other_question(place):
    with pytest.raises(LstmDocsError) as raised:
        paper_of(f"{PAPER.code}/{place}", BANK, "a secret seed", no_set)
    assert str(raised.value) == f"the paper has questions 1 to 5, not {place[:20]!r}"
    assert len(paper_of(f"{PAPER.code}/1 ", BANK, "a secret seed", no_set).questions) == 1


def test_a_guess_at_the_seed_is_dear(monkeypatch):
    """scrypt's cost of 2^14 makes each guess take as long as one paper, and sixteen megabytes."""
    import hashlib

    asked = []

    def scrypt(seed, **cost):
        asked.append(cost | {"seed": seed})
        return real(seed, **cost)

    real = hashlib.scrypt
    monkeypatch.setattr(hashlib, "scrypt", scrypt)
    seed = f"never used before {time.perf_counter_ns()}"  # what was stretched once is remembered
    sitting = exam(BANK, Selection(NAMES, 2), seed)
    assert [(cost["n"], cost["r"], cost["p"], cost["dklen"]) for cost in asked] == [(2**14, 8, 1, 16)]
    assert asked[0]["seed"] == seed.encode()
    assert asked[0]["salt"] == f"{'+'.join(NAMES)}.2~{BANK.digest}".encode()
    assert re.fullmatch("[0-9a-f]{32}", sitting.secret)
    assert sitting.plan.minutes == plan_of(Selection(NAMES, 2), BANK, "1").minutes


def test_a_paper_tells_what_it_was_made_with():
    plan = plan_of(Selection(NAMES, 5), BANK, "1")
    assert (PAPER.title, PAPER.minutes, PAPER.scoring, PAPER.revision) == (
        "Quiz",
        plan.minutes,
        Scoring.BALANCED,
        BANK.revision,
    )
    assert (PAPER.candidate, PAPER.number, PAPER.marks) == ("Ada", 3, (1, 1, 1, 1, 1))
    assert PAPER.seconds == sum(slot.seconds for slot in plan.slots)
    assert PAPER.most == 5
    assert make_paper(BANK, Selection(NAMES, 1), "s").number == 1


def test_faults_of_sets_are_all_told(tmp_path):
    (tmp_path / "sets").mkdir()
    for name, count in (("one", 300), ("two", 3), ("three", 301)):
        text = f"schema: 1\ntitle: T\nminutes: 30\nparts:\n  - topics: [shapes]\n    count: {count}\n"
        (tmp_path / "sets" / f"{name}.yml").write_text(text, encoding="utf-8")
    (tmp_path / "shapes.yml").write_text((BANK.path / "shapes.yml").read_text(encoding="utf-8"), encoding="utf-8")
    faults = check_sets(load_bank(tmp_path))
    assert sorted(re.search(r"asks (\d+) questions", str(fault))[1] for fault in faults) == ["300", "301"]

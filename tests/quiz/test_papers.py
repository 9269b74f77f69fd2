"""Papers of a set: equal in topics, levels and minutes; no numbers shared; made again from the code."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstm_docs.cli.overlap import OverlapError, check_overlap, overlap
from lstm_docs.export import Style
from lstm_docs.export.templating import fill
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.quiz import check_sets, exam, load_bank, load_set, make_paper, paper_of
from lstm_docs.quiz.papers.blueprint import FRAMEWORKS, read, set_files
from lstm_docs.quiz.papers.plan import plan_of

BANK = load_bank()
SETS = sorted(set_files(BANK))
STATED = ("interview-junior", "interview-senior", "interview-kernel", "interview-embedded")
CANDIDATES = 25


def find(name):
    return load_set(name, BANK)


def test_interviewers_are_told_of_every_set_that_ships_and_its_minutes():
    page = (Path(__file__).parents[2] / "docs/interview.md").read_text(encoding="utf-8")
    assert [name for name in SETS if f"| `{name}` | {find(name).minutes} |" not in page] == []


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("seed", ["1", "another"])
def test_papers_of_a_set_are_equally_hard_and_long(name, seed):
    sitting = exam(BANK, find(name), seed)
    papers = [sitting.paper(number) for number in range(1, CANDIDATES + 1)]
    assert len({tuple((q.topic, q.level, q.seconds) for q in paper.questions) for paper in papers}) == 1
    assert len({paper.marks for paper in papers}) == 1
    assert papers[0].seconds <= 60 * papers[0].minutes
    for paper in papers:
        families = [q.family for q in paper.questions]
        assert len(set(families)) == len(families)


@pytest.mark.parametrize("name", SETS)
def test_no_two_candidates_share_numbers_where_the_domain_is_large_enough(name):
    sitting = exam(BANK, find(name), "s")
    asked = [q for number in range(1, CANDIDATES + 1) for q in sitting.paper(number).questions]
    slots = len(sitting.plan.slots)
    for family in {q.family for q in asked}:
        read_family = BANK.families.read[family]
        drawn = [tuple(q.sizes.items()) for q in asked if q.family == family]
        if read_family.domain // len(read_family.cases) >= CANDIDATES * slots:
            assert len(set(drawn)) == len(drawn)
        questions = [q.id for q in asked if q.family == family]
        if read_family.domain >= CANDIDATES * slots:
            assert len(set(questions)) == len(questions)


@settings(max_examples=30)
@given(seed=st.text(min_size=1, max_size=12), number=st.integers(1, 10**6), name=st.sampled_from(SETS))
def test_a_paper_comes_again_from_its_code_and_seed_alone(seed, number, name):
    paper = make_paper(BANK, find(name), seed, number, "Ann")
    assert paper_of(paper.code, BANK, seed, find, "Ann") == paper
    with pytest.raises(LstmDocsError, match="this is not the seed of the paper, or its code is mistyped"):
        paper_of(paper.code, BANK, seed + "x", find, "Ann")


def test_one_question_of_a_paper():
    paper = make_paper(BANK, find("screen"), "s", 4)
    third = paper_of(f"{paper.code}/3", BANK, "s", find)
    assert third.questions == paper.questions[2:3]
    for place in ("0", "99", "x", "", "٣"):
        with pytest.raises(LstmDocsError, match="the paper has questions 1 to 11"):
            paper_of(f"{paper.code}/{place}", BANK, "s", find)


def test_a_code_says_what_it_was_made_with():
    code = make_paper(BANK, find("screen"), "s").code
    name, digest = code.split("~")[0].split(":")
    with pytest.raises(LstmDocsError, match=f"version 000000 of the set screen, and this one is {digest}"):
        paper_of(code.replace(digest, "000000"), BANK, "s", find)
    with pytest.raises(LstmDocsError, match="made with the bank 000000000000, and this one is"):
        paper_of(code.replace(BANK.digest, "0" * 12), BANK, "s", find)
    with pytest.raises(LstmDocsError, match="did you mean 'screen'"):
        paper_of(code.replace(name, "scren"), BANK, "s", find)
    with pytest.raises(LstmDocsError, match="is mistyped"):
        paper_of(code.replace("~1~", "~2~"), BANK, "s", find)
    with pytest.raises(LstmDocsError, match=r"lacks the 5 signs at its end.*the version that printed it can show it"):
        paper_of(code.rpartition("~")[0], BANK, "s", find)
    assert paper_of(code[:-5] + code[-5:].upper(), BANK, "s", find).code == code


@pytest.mark.parametrize("name", STATED)
def test_every_question_that_builds_has_the_numbers_of_the_candidate(name):
    sitting = exam(BANK, find(name), "a-seed-for-statements")
    seen = set()
    for number in range(1, 26):
        paper = sitting.paper(number)
        sizes = sitting.plan.statement.sizes(sitting.secret, number)
        seen.add(tuple(sizes.values()))
        assert all(f" {size} " in paper.statement for size in sizes.values())
        own = [asked for asked, slot in zip(paper.questions, sitting.plan.slots, strict=True) if slot.builds]
        assert len(own) >= 2
        for asked in own:
            assert sizes.items() <= asked.sizes.items()
            assert asked.given.get("cell", "lstm") == "lstm"
    assert len(seen) == 25


def test_a_set_without_a_statement_has_none():
    assert exam(BANK, find("interview-hardware"), "s").paper(1).statement == ""


def test_neighbouring_candidates_differ_in_every_large_family():
    sitting = exam(BANK, find("interview"), "s")
    for one, other in pairwise(sitting.paper(number) for number in range(1, 8)):
        shared = {q.id for q in one.questions} & {q.id for q in other.questions}
        assert all(BANK.families.read[name.rpartition(".")[0]].domain < 100 for name in shared)


def test_every_candidate_meets_every_family_of_a_slot_in_turn():
    sitting = exam(BANK, find("interview"), "s")
    place, slot = next((n, slot) for n, slot in enumerate(sitting.plan.slots) if len(slot.families) > 1)
    asked = [sitting.paper(number).questions[place].family for number in range(1, 2 * len(slot.families) + 1)]
    assert set(asked) == set(slot.families)


PAPERS = 1000


@pytest.mark.parametrize("name", ["interview", "interview-hardware"])
def test_a_thousand_papers_are_alike_in_tier_level_and_time_question_by_question(name):
    """Nothing but what stands on the paper: which case was drawn, of which family."""
    sitting = exam(BANK, find(name), "many")
    slots = [set() for _ in sitting.plan.slots]
    for number in range(1, PAPERS + 1):
        for slot, (name_, index) in zip(slots, sitting.drawn(number), strict=True):
            family = BANK.families.read[name_]
            case = family.cases[index % len(family.cases)]
            assert {case.framework, case.target} <= {"", *FRAMEWORKS}, name_
            slot.add((family.topic, family.level, family.seconds))
    assert [len(slot) for slot in slots] == [1] * len(slots)


OTHERS = """\
schema: 1
title: Keras alone
minutes: 60
frameworks: [keras]
level: senior
parts:
  - topics: [layouts, conversions, inverse, parameters]
    count: 6
  - topics: [layouts]
    levels: [2]
    count: 2
"""


def test_a_set_names_its_frameworks_and_its_level():
    sitting = exam(BANK, read(OTHERS, "keras.yml"), "s")
    for number in range(1, 30):
        questions = sitting.paper(number).questions
        assert {q.given.get("framework", "keras") for q in questions} == {"keras"}
        assert {q.level for q in questions[:6]} <= {3, 4}
        assert {q.level for q in questions[6:]} == {2}
    with pytest.raises(LstmDocsError, match=r"x.yml:5: unknown level 'seniour'; did you mean 'senior'"):
        read(OTHERS.replace("senior", "seniour"), "x.yml")
    with pytest.raises(LstmDocsError, match=r"x.yml:4: unknown framework 'kears'; did you mean 'keras'"):
        read(OTHERS.replace("[keras]", "[kears]"), "x.yml")
    alone = read(OTHERS.replace("topics: [layouts, conversions, inverse, parameters]", "families: [last-states]"), "x.yml")
    with pytest.raises(LstmDocsError, match=r"x.yml:7: last-states asks about none of keras"):
        plan_of(alone, BANK, "s")


SMALL = """\
schema: 1
title: Three questions
minutes: 30
overlap: 10
parts:
  - families: [stack-arguments, term-meaning]
    count: 2
"""


def test_a_set_refuses_candidates_who_would_share_more_than_it_allows():
    blueprint = read(SMALL, "small.yml")
    sitting = exam(BANK, blueprint, "s")
    both = [{*sitting.drawn(number)} for number in range(1, 11)]
    shared = [len(one & other) for place, one in enumerate(both) for other in both[place + 1 :]]
    assert overlap(sitting, 10).same == pytest.approx(sum(shared) / len(shared))
    assert overlap(sitting, 10).answer == 0
    with pytest.raises(OverlapError, match=r"small.yml:3: two of 10 candidates share \d+\.\d % of the questions on average"):
        check_overlap(blueprint, sitting, 10)
    check_overlap(read(SMALL.replace("overlap: 10", "overlap: 100"), "small.yml"), sitting, 10)


def test_an_answer_that_is_one_for_everybody_counts_as_shared():
    text = SMALL.replace("stack-arguments, term-meaning", "norm-that-grows, error-of-zero")
    blueprint = read(text, "small.yml")
    shared = overlap(exam(BANK, blueprint, "s"), 10)
    assert shared.all == pytest.approx(2)  # both families are asked of everybody
    assert 0 < shared.same < 1
    few = read(text.replace("overlap: 10", "overlap: 40"), "small.yml")
    check_overlap(few, exam(BANK, few, "s"), 10)  # chance decides which of them few candidates meet
    assert overlap(exam(BANK, load_set("interview-senior", BANK), "s"), 12).answer == pytest.approx(2, abs=0.5)


def test_every_interview_says_what_passes_and_its_sheet_too():
    for role in ("", "-junior", "-senior", "-kernel", "-embedded", "-hardware"):
        assert load_set(f"interview{role}", BANK).threshold == 60
    paper = exam(BANK, load_set("interview-senior", BANK), "s").paper(1)
    for written in ("md", "txt"):
        assert "60 % passes" in fill(f"sheet.{written}.j2", Style(), paper=paper)


GOOD = """\
schema: 1
title: A test
minutes: 30
parts:
  - topics: [shapes]
    count: 3
"""


@pytest.mark.parametrize(
    ("find_", "put", "line", "message"),
    [
        ("schema: 1", "schema: 2", 1, "reads schema 1, not '2'"),
        ("minutes: 30", "minutes: soon", 3, "expected a whole number from 1"),
        ("minutes: 30", "minutes: 1", 3, "the questions may take 2 minutes, and the set allows 1"),
        ("topics: [shapes]", "topics: [shape]", 5, "unknown topic 'shape'; did you mean 'shapes'"),
        ("topics: [shapes]", "families: [gate-shape]", 5, "unknown family 'gate-shape'"),
        ("topics: [shapes]", "levels: [1]", 5, "a part names either topics or families"),
        ("count: 3", "count: 300", 5, "asks 300 questions and the bank has"),
        ("count: 3", "count: 0", 6, "expected a whole number from 1"),
        ("count: 3", "cont: 3", 6, "unknown key 'cont'; did you mean 'count'?"),
        ("count: 3", "count: 3\n    levels: [9]", 7, "expected a whole number from 1 to 4"),
        ("count: 3", "count: 3\n    kinds: [shap]", 7, "did you mean 'shape'"),
        ("minutes: 30", "minutes: 30\npass: 101", 4, "expected a whole number from 1 to 100"),
        ("minutes: 30", "minutes: 30\nscoring: balance", 4, "unknown scoring 'balance'; did you mean 'balanced'"),
        ("minutes: 30", "minutes: 30\npartial: true", 4, "write scoring: per-option for the same marks, or scoring: balanced"),
        ("minutes: 30", "minutes: 30\npartial: false", 4, "write scoring: all-or-nothing for the same marks$"),
    ],
)
def test_faults_of_a_set_are_told_at_their_line(find_, put, line, message):
    text = GOOD.replace(find_, put)
    assert text != GOOD
    with pytest.raises(LstmDocsError, match=message) as caught:
        plan_of(read(text, "sets/mine.yml"), BANK, "s")
    assert caught.value.where == f"sets/mine.yml:{line}"


def test_a_set_of_ones_own(tmp_path):
    file = tmp_path / "mine.yml"
    file.write_text(GOOD, encoding="utf-8")
    own = load_set(str(file), BANK)
    assert make_paper(BANK, own, "s").code.startswith(f"mine:{own.digest}~")
    with pytest.raises(LstmDocsError, match=r"cannot read .*none\.yml"):
        load_set(str(tmp_path / "none.yml"), BANK)
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(LstmDocsError, match="not UTF-8 text"):
        load_set(str(file), BANK)


def test_check_reads_the_sets_of_a_bank(tmp_path):
    (tmp_path / "shapes.yml").write_text((BANK.path / "shapes.yml").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "sets").mkdir()
    (tmp_path / "sets" / "good.yml").write_text(GOOD, encoding="utf-8")
    assert check_sets(load_bank(tmp_path)) == []
    (tmp_path / "sets" / "bad.yml").write_text(GOOD.replace("shapes", "energy"), encoding="utf-8")
    (fault,) = check_sets(load_bank(tmp_path))
    assert fault.where.endswith("bad.yml:5")
    assert check_sets(BANK) == []


def test_a_set_of_a_bank_comes_before_the_one_of_its_name_that_ships(tmp_path):
    (tmp_path / "shapes.yml").write_text((BANK.path / "shapes.yml").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "sets").mkdir()
    (tmp_path / "sets" / "interview.yml").write_text(GOOD, encoding="utf-8")
    bank = load_bank(tmp_path)
    assert load_set("interview", bank).text == GOOD
    assert sorted(set_files(bank)) == SETS


def test_the_interviewers_page_names_every_set_with_its_minutes():
    page = (Path(__file__).parents[2] / "docs" / "interview.md").read_text(encoding="utf-8")
    minutes = dict(re.findall(r"^\| `([\w-]+)` \| (\d+) \|", page, re.MULTILINE))
    assert minutes == {name: str(find(name).minutes) for name in SETS}

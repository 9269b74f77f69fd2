"""What-ifs: each misconception has a question that tells it from the key, and nothing of a kit gives the answers away."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from functools import cache
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from lstm_docs import frameworks
from lstm_docs.cli import main
from lstm_docs.export import Style
from lstm_docs.interview.choosing import AIMED, COUNT, follow_ups
from lstm_docs.interview.neighbours import Change
from lstm_docs.interview.seen import Seen, seen_in
from lstm_docs.interview.sheets import FollowUp, written
from lstm_docs.interview.what_if import WhatIf, right, separates, what_if
from lstm_docs.marks import mark_paper
from lstm_docs.quiz import answered, exam, load_bank, load_set
from lstm_docs.quiz.engine.asking import at
from lstm_docs.quiz.engine.judging import right_answer
from lstm_docs.quiz.engine.kinds import KINDS
from lstm_docs.quiz.engine.letters import LETTERS

BANK = load_bank()
ALL = tuple(frameworks.FRAMEWORKS)
ANY = SimpleNamespace(bank=BANK, secret="law", plan=SimpleNamespace(frameworks=ALL))
PEOPLE = 8
STAYS = {("returned-count", "returned-one-direction"), ("returned-count", "returned-other-cell")}  # told by one key alone
EXPLAINED = {("gradient-ways", "ways-are-readers")}  # one cell alone tells it from the key, and its neighbours do not


def showing(compiled):
    """For each misconception of a family some questions that show it."""
    found, cases = defaultdict(list), len(compiled.cases)
    each = compiled.family.domain // cases
    for digits in sorted({0, each // 3, each // 2, each - 1}):
        for place in range(cases):
            asked = at(compiled, "law", place + cases * digits)
            told = {path.misconception for path, _ in asked.paths} | {option.misconception for option in asked.options}
            for name in told - {""}:
                found[name].append(asked)
    return found


@pytest.mark.parametrize("name", [name for name, family in BANK.families.read.items() if family.kind != "open"])
def test_each_misconception_has_a_question_aimed_at_it(name):
    """One size or convention away from a question that shows it; a claim, and a family of one question, are explained."""
    compiled = BANK.family(name)
    for misconception, many in showing(compiled).items():
        one = next((one for asked in many[:12] if (one := what_if(ANY, Seen(), 1, asked, misconception))), None)
        if one is None:
            claim = compiled.family.domain == 1 or misconception in compiled.family.statements
            assert claim or (name, misconception) in EXPLAINED, f"{name}: nothing tells {misconception} from the key"
            continue
        assert (name, misconception) not in EXPLAINED
        assert separates(one.asked, misconception)
        assert one.asked.id != one.own.id
        if KINDS[one.asked.kind].typed:
            by_name = {path.misconception: values for path, values in one.asked.paths}
            assert by_name[misconception] != one.asked.answer
            if one.change.before and one.change.kind == "size":
                assert one.change.before in one.own.ask
                assert one.change.after in one.asked.ask
        assert sum(points for _, points in one.rubric) == 3
        assert one.good
        for each in (one, what_if(ANY, Seen(), 1, many[0])):
            if right(each.asked) == right(each.own) and (name, each.aimed) not in STAYS:
                assert one_key(compiled), f"{name}, {each.aimed}: the answer of {each.own.id} is asked again"
            reads_well(each)


def one_key(compiled):
    """Whether a family has one right answer, whatever it draws."""
    every = range(0, compiled.family.domain, -(-compiled.family.domain // 24))
    return len({right(at(compiled, "law", index)) for index in every}) == 1


def test_a_mend_with_another_number_is_the_same_answer():
    """In a program that clips to 2 or to 5 one line is wrong, and is mended alike."""
    for name in ("norm-above-the-limit", "rows-that-do-not-follow", "last-sequence-moved"):
        assert one_key(BANK.family(name)), name
        asked = [at(BANK.family(name), "law", place) for place in range(12)]
        assert len({right_answer(one) for one in asked}) > 1
        stays = WhatIf(1, asked[0], asked[-1], Change(11, "other", "", "", ""), "", measured=False, new=True)
        assert stays.stays
        assert "The right answer stays as it is there" in stays.opening


def reads_well(one):
    """A rubric without doubled marks, which says that the answer stays where it does, and only there."""
    texts = [re.sub(r"`[^`]*`|\$[^$]*\$", "X", text) for text, _ in one.rubric]
    assert not [text for text in texts if re.search(r"[.,;:!?]\s*[.,;:!?]|[.,;:]$|\(\)| {2}", text)], texts
    assert ("stays" in texts[0]) == ("stays" in one.opening) == (right(one.asked) == right(one.own))
    assert ("no longer holds" in texts[2]) == (not one.stays and not one.said)


def typed(asked, wrong):
    if asked.key >= 0:
        return LETTERS[(asked.key + wrong) % len(asked.options)]
    return "".join(LETTERS[place] for place in asked.answer)


@cache
def kit(name):
    sitting = exam(BANK, load_set(name, BANK), "tell-no-one-of-this")
    papers = [sitting.paper(number, f"Person {number}") for number in range(1, PEOPLE + 1)]
    return sitting, papers, seen_in(papers)


def sat(paper, every):
    """A paper answered rightly but for each `every`-th question."""
    asked = enumerate(paper.questions, start=1)
    return mark_paper(paper, {n: typed(q, n % every == 0) for n, q in asked if q.kind != "open"})


@pytest.mark.parametrize("name", ["screen", "interview", "interview-senior", "interview-hardware", "course-test"])
def test_what_is_asked_stands_in_no_paper_of_the_kit(name):
    sitting, papers, seen = kit(name)
    options = {option.text for paper in papers for q in paper.questions if KINDS[q.kind].typed for option in q.options}
    stated = {(letter, size) for paper in papers for q in paper.questions for letter, size in q.sizes.items()}
    for paper in papers:
        for one in follow_ups(sitting, seen, paper, sat(paper, 3)):
            assert one.change is not None
            assert not one.stays
            same = [q for other in papers for q in other.questions if q.ask == one.asked.ask]
            assert all({o.text for o in q.options} != {o.text for o in one.asked.options} for q in same)
            if KINDS[one.asked.kind].typed:
                assert one.key not in options
            if one.change.kind == "size":
                assert one.new == ((one.change.thing, one.change.value) not in stated)
                differing = [letter for letter, size in one.asked.sizes.items() if size != one.own.sizes[letter]]
                assert differing == [one.change.thing]


@pytest.mark.parametrize("every", [1, 2, 5, 99])
def test_three_of_three_topics_by_what_was_lost_and_then_by_level(every):
    sitting, papers, seen = kit("interview")
    for paper in papers[:3]:
        marked = sat(paper, every)
        chosen = follow_ups(sitting, seen, paper, marked)
        assert len({one.own.topic for one in chosen}) == len(chosen) == COUNT
        fallen = [mark for mark in marked.marks if mark.misconception]
        aimed = [one for one in chosen if one.aimed]
        assert [one.aimed for one in chosen[: len(aimed)]] == [one.aimed for one in aimed]
        lost = [marked.marks[one.place - 1].marks for one in aimed]
        assert lost == sorted(lost, reverse=True)
        right_too = [mark for mark in marked.marks if mark.state == "right" and paper.questions[mark.place - 1].kind != "open"]
        topics = len({paper.questions[mark.place - 1].topic for mark in fallen})
        assert len(aimed) == min(AIMED if right_too else COUNT, topics)
        for one in aimed:
            assert answered(one.own, one.typed).misconception == one.aimed
        levels = [one.own.level for one in chosen if not one.aimed]
        assert levels == sorted(levels, reverse=True)


def options_of(kind, one, lines):
    """Letter, text and mark of each option as a key sheet shows them."""
    style = Style()
    text = written(kind, FollowUp(SimpleNamespace(title="T", candidate="", code="c"), (one,)), style, key=True)
    return [line for line in text.splitlines() if line.startswith(lines)]


@pytest.mark.parametrize("kind", ["integer", "shape", "choice", "truefalse", "several", "order", "match"])
def test_the_key_sheet_has_every_option_with_its_letter_and_the_right_ones_marked(kind):
    """In the order of the candidate's page: whoever hears `B` finds it."""
    asked = next(at(BANK.family(name), "law", 0) for name, family in BANK.families.read.items() if family.kind == kind)
    one = WhatIf(1, asked, asked, None, "", measured=False, new=False)
    marks = [mark for _, _, mark in one.listed]
    if kind == "match":
        assert marks == [f"({letter})" for letter in one.key] == [f"({LETTERS[place]})" for place in asked.answer]
    elif kind == "order":
        assert [marks.index(f"place {n}") for n in range(1, len(marks) + 1)] == list(asked.answer)
    else:
        right_ones = [asked.key] if asked.key >= 0 else sorted(asked.answer)
        assert [place for place, mark in enumerate(marks) if mark == "right"] == right_ones
    shown = options_of("md", one, "- ")[: len(asked.options)]
    wanted = zip(LETTERS, asked.options, marks, strict=False)
    assert shown == [f"- {letter}. {option.text}{f' **{mark}**' if mark else ''}" for letter, option, mark in wanted]
    rows = options_of("html", one, '<li class="row')
    assert [re.search(r'"letter">(.)<', row)[1] for row in rows] == list(LETTERS[: len(asked.options)])
    assert [(re.findall(r'"note">(.*?)<', row) or [""])[0] for row in rows] == marks
    for belief in one.wrong:
        assert belief.letter in ("", *LETTERS[: len(asked.options)])
        assert not belief.letter or asked.options[LETTERS.index(belief.letter)].text == belief.answer


def run(*arguments):
    return CliRunner().invoke(main, list(map(str, arguments)))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kit")
    (folder / "people.csv").write_text("name\nAnna\n=1+1\n", encoding="utf-8")
    assert not run("quiz", "make", "--set", "screen", "--candidates", folder / "people.csv", "--out", folder / "kit").exit_code
    seed = json.loads((folder / "kit/keys/kit.json").read_text(encoding="utf-8"))["seed"]
    sitting = exam(BANK, load_set("screen", BANK), seed)
    with (folder / "sent.csv").open("w", encoding="utf-8", newline="") as text:
        rows = csv.writer(text)
        papers = [sitting.paper(1, "Anna"), sitting.paper(2, "=1+1")]
        rows.writerow(["code", *range(1, len(papers[0].questions) + 1)])
        for paper in papers:
            rows.writerow([paper.code, *(typed(q, n % 2) for n, q in enumerate(paper.questions))])
    return folder


def test_a_file_for_each_with_its_key_apart_and_the_same_bytes_again(made, tmp_path):
    folder = made
    for out in ("one", "two"):
        result = run(
            "quiz", "follow-up", folder / "kit", folder / "sent.csv", "--format", "html,md,json", "--out", tmp_path / out
        )
        assert result.exit_code == 0, result.output
    files = sorted(file.relative_to(tmp_path / "one") for file in (tmp_path / "one").rglob("*") if file.is_file())
    assert [file.name for file in files if file.parent.name == "papers"] == [
        f"{name}.{kind}" for name in ("0001-Anna", "0002-1-1") for kind in ("html", "json", "md")
    ]
    for file in files:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
    for name in ("0001-Anna", "0002-1-1"):
        key = json.loads((tmp_path / "one/keys" / f"{name}.json").read_text(encoding="utf-8"))
        assert len(key["what_ifs"]) == COUNT
        for kind in ("html", "md", "json"):
            handed_out = (tmp_path / "one/papers" / f"{name}.{kind}").read_text(encoding="utf-8")
            for one in key["what_ifs"]:
                assert not any(step in handed_out for step in one["good"])
                assert all(word not in handed_out for word in ("misconception", "rubric", "A good answer"))


def test_points_of_what_ifs_stand_beside_those_of_the_paper(made, tmp_path):
    folder = made
    run("quiz", "follow-up", folder / "kit", folder / "sent.csv", "--out", tmp_path / "out")
    table = tmp_path / "out/keys/points.csv"
    before = json.loads(run("quiz", "mark", folder / "kit", folder / "sent.csv", "--points", table, "--json").output)
    assert [one["oral"] for one in before["candidates"]] == [None, None]
    with table.open(encoding="utf-8", newline="") as text:
        rows = list(csv.reader(text))
    for row, points in zip(rows[1:], ["3", "2,5", "0", "1/2", "", "4"], strict=True):
        row[2] = points
    with table.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows(rows)
    done = run("quiz", "mark", folder / "kit", folder / "sent.csv", "--points", table, "--json", "--out", tmp_path / "marks")
    assert done.exit_code == 1
    assert "was given 4 points of 3; they are not counted" in done.stderr
    assert re.search(r"the what-if about question \d+ has no points and counts as 0; if it was not asked,", done.stderr)
    data = json.loads(done.stdout)
    assert [one["oral"] for one in data["candidates"]] == [{"points": 5.5, "of": 9}, {"points": 0.5, "of": 6}]
    anna, other = data["candidates"]
    assert anna["together"]["percent"] == pytest.approx((anna["percent"] + 100 * 5.5 / 9) / 2, abs=1e-4)
    assert [one["together"]["rank"] for one in (anna, other)] == [1, 2]
    table = run("quiz", "mark", folder / "kit", folder / "sent.csv", "--points", table).stdout
    assert re.findall(r"^ +([12]) .*  (Anna|=1\+1)", table.partition("rank")[2], re.MULTILINE) == [("1", "Anna"), ("2", "=1+1")]
    assert "far better" in table.splitlines()[-2] if other["together"]["far_better"] else "far better" not in table
    assert [one["points"] for one in data["candidates"]] == [one["points"] for one in before["candidates"]]
    with (tmp_path / "marks/marks.csv").open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    assert [(row["oral"], row["oral_of"], row["rank"]) for row in rows] == [("5.5", "9", "1"), ("0.5", "6", "2")]

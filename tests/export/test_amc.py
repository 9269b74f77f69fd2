"""Papers for AMC as files, and what it reads from sheets. That AMC marks as we do is proved by `make test-amc`."""

from __future__ import annotations

import itertools
import math
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from fractions import Fraction

import pytest

from lstm_docs.export import FORMATS, Style
from lstm_docs.export.amc import MOST_SHEETS, amc_copy
from lstm_docs.export.amc_project import amc_project
from lstm_docs.export.amc_questions import POINTS
from lstm_docs.export.amc_scans import CAPTURE
from lstm_docs.export.response import Response, tidy
from lstm_docs.export.responses import responses
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.quiz.engine.letters import LETTERS
from lstm_docs.quiz.engine.scoring import Scoring, Tally, share
from tests.export.samples import SEED, one_of_each_family, small

AWKWARD = (
    "[verbatim] [_a_] [*b*] [|c|] [[d]] [==e==]",
    "+ a - b * c ** d # e % f & g _ h ^ i ~ j",
    "\\input{x} {a} }{ \\ \\\\ <b> | !x.png!",
    "Title: a *[id=1] *( *) +[A]{b=9} -[]{}",
)

QUESTION = re.compile(r"^\\begin\{(question(?:mult)?)\}\{(\w+)\}\\scoring\{([^}]*)\}$")
ANSWER = re.compile(r"^\\(correct|wrong)choice(?:\[(\w*)\])?\{(.*)\}$")


def lines(paper):
    return FORMATS["amc"].sheet(paper, Style()).splitlines()


def blocks(paper):
    """(kind, name, scoring, [(right, text)]) of each question."""
    questions = []
    for line in lines(paper):
        if question := QUESTION.match(line):
            questions.append((question[1], question[2], question[3], []))
        elif option := ANSWER.match(line):
            questions[-1][3].append((option[1] == "correct", option[3]))
    return questions


def test_the_key_alone_is_marked_right():
    paper = one_of_each_family()
    by_question = {name: (kind, answers) for kind, name, _, answers in blocks(paper)}
    for number, asked in enumerate(paper.questions, start=1):
        if asked.kind in ("order", "match"):
            right = [by_question[f"{number}{LETTERS[n].lower()}"][1] for n in range(len(asked.answer))]
            assert [[correct for correct, _ in answers].index(True) for answers in right] == list(asked.answer)
        elif asked.kind != "open":
            kind, answers = by_question[str(number)]
            places = tuple(n for n, (correct, _) in enumerate(answers) if correct)
            assert places == (asked.answer if asked.kind == "several" else (asked.key,))
            assert kind == ("questionmult" if asked.kind == "several" else "question")


def test_letters_are_those_of_the_key_and_stay():
    listed = [line for line in lines(small()) if line.startswith("\\begin{choices")]
    assert all(line.endswith("[o]") for line in listed)
    for _, name, _, answers in blocks(small()):
        if POINTS not in name:
            assert "".join(re.match(r"(?:\\textbf\{)?([A-Z])", text)[1] for _, text in answers) == LETTERS[: len(answers)]


@pytest.mark.parametrize("text", AWKWARD)
def test_no_text_becomes_a_line_an_option_or_a_comment(text):
    asked = small().questions[0]
    awkward = replace(asked, ask=f"{text}\n{text}", options=tuple(replace(option, text=text) for option in asked.options))
    plain = replace(asked, ask="a", options=tuple(replace(option, text="a") for option in asked.options))
    one, other = (
        replace(small(), title=title, questions=(question,), marks=(1,)) for title, question in ((text, awkward), ("a", plain))
    )
    assert len(lines(one)) == len(lines(other))
    first, second = (
        [(kind, name, scoring, [right for right, _ in answers]) for kind, name, scoring, answers in blocks(paper)]
        for paper in (one, other)
    )
    assert first == second
    assert "\\input" not in "\n".join(lines(one))


def test_what_is_lost_is_said_once_and_only_where_it_is():
    assert any("one question for each place" in sentence for sentence in FORMATS["amc"].lost(small()))
    single = replace(small(), questions=small().questions[:1])
    assert single.questions[0].kind not in ("order", "match")
    assert not any("one question for each place" in sentence for sentence in FORMATS["amc"].lost(single))
    assert ["李雷" in sentence for sentence in FORMATS["amc"].names(["A test", "李雷"], Style())] == [True]
    assert list(FORMATS["amc"].names(["A test", "Zoë Nguyễn"], Style())) == []
    assert not any("font" in sentence for sentence in FORMATS["amc"].lost(one_of_each_family()))


def test_there_is_no_file_for_candidates_and_no_seed_in_it():
    assert FORMATS["amc"].paper is None
    assert SEED not in FORMATS["amc"].sheet(small(), Style())


@pytest.mark.parametrize("scoring", [Scoring.BALANCED, Scoring.PER_OPTION])
def test_the_formula_of_several_gives_what_we_give(scoring):
    """With AMC's own counts of right and wrong options, NB and NM, and of those ticked, NBC and NMC."""
    paper = replace(one_of_each_family(), scoring=scoring)
    by_number = {name: rule for _, name, rule, _ in blocks(paper)}
    tried = 0
    for number, (asked, marks) in enumerate(zip(paper.questions, paper.marks, strict=True), start=1):
        if asked.kind != "several":
            continue
        formula = re.search(r"formula=([^,]*)", by_number[str(number)])[1]
        floor = 0 if "p=0" in by_number[str(number)] else -math.inf
        right, wrong = len(asked.answer), len(asked.options) - len(asked.answer)
        for found, chosen in itertools.product(range(right + 1), range(wrong + 1)):
            counts = {"NB": right, "NM": wrong, "NBC": found, "NMC": chosen, "N": right + wrong}
            points = max(floor, eval(formula, counts))
            assert points == pytest.approx(float(marks * share(scoring, Tally(found, right, chosen, wrong))))
            tried += 1
    assert tried > 20


def project(folder, count=3):
    """A project of a few papers with names that LaTeX would read."""
    papers = [replace(small(), number=n, code=f"set:1~2~{n}~5eed{n}", candidate=f"Ada_{n} {{#%}}") for n in range(1, count + 1)]
    with amc_project(folder, Style()) as add:
        for paper in papers:
            add(paper)
    return papers


def test_a_class_is_one_document_with_a_copy_for_each_name_and_the_same_bytes_again(tmp_path):
    papers = project(tmp_path / "one")
    project(tmp_path / "other")
    document = (tmp_path / "one/class.tex").read_text(encoding="utf-8")
    for paper in papers:
        copy = document.split(rf"\PaperOf{{{paper.number}}}")[1].split(r"\AMCcleardoublepage")[0]
        assert copy.startswith("\\onecopy{1}{\n\\AMCassociation{" + f"{paper.number}-5eed{paper.number}}}")
        assert rf"Ada\_{paper.number} \{{\#\%\}}" in copy
    assert SEED not in document
    files = [{file.name: file.read_bytes() for file in (tmp_path / name).glob("*.*")} for name in ("one", "other")]
    assert files[0] == files[1]
    with pytest.raises(LstmDocsError, match="4,095"):
        amc_copy(replace(small(), number=MOST_SHEETS + 1))


DATA = {
    "capture": """
        create table capture_page (student, page, copy);
        create table capture_zone (student, page, copy, type, id_a, id_b, total, black, manual);
        create table capture_failed (filename);
        insert into capture_page values (1, 1, 0), (1, 2, 0), (2, 1, 0);
        insert into capture_failed values ('upside-down.png');
    """,
    "layout": """
        create table layout_association (student, id);
        create table layout_question (question, name);
        create table layout_box (student, page, role, question);
        insert into layout_association values (1, '1-5eed1'), (2, '2-5eed2'), (3, '3-5eed3');
        insert into layout_question values (1, '1'), (2, '2a'), (3, '2b'), (4, '3points20'), (5, '4'), (6, 'foreign');
    """,
    "scoring": """
        create table scoring_variables (name, value);
        insert into scoring_variables values ('darkness_threshold', '0.5');
    """,
}


def read(folder, boxes):
    """What is read where boxes (sheet, page, question, place) have a darkness in percent and what somebody set."""
    project(folder)
    for name, script in DATA.items():
        with closing(sqlite3.connect(folder / "data" / f"{name}.sqlite")) as data:
            data.executescript(script)
            for (student, page, question, answer), (darkness, manual) in boxes.items():
                if name == "layout":
                    data.execute("insert into layout_box values (?, ?, 1, ?)", (student, page, question))
                elif name == "capture":
                    row = (student, page, 0, 4, question, answer, 100, darkness, manual)
                    data.execute("insert into capture_zone values (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
            data.commit()
    return list(responses(folder.parent))


def test_sheets_that_were_read_are_answers_and_what_is_in_doubt_is_listed(tmp_path):
    found = read(
        tmp_path / "amc",
        {
            (1, 1, 1, 1): (2, -1),
            (1, 1, 1, 2): (90, -1),
            (1, 1, 2, 3): (90, -1),
            (1, 1, 3, 1): (20, 1),  # somebody said in AMC that it is filled
            (1, 2, 4, 3): (90, -1),
            (1, 2, 6, 1): (90, -1),
            (1, 2, 5, 1): (90, -1),
            (1, 2, 5, 3): (60, -1),
            (2, 1, 1, 1): (90, 0),  # and that this is not
            (2, 2, 5, 1): (0, -1),
        },
    )
    where = str(tmp_path / "amc")
    answers = [item for item in found if isinstance(item, Response)]
    assert [(item.code, item.answers, item.points) for item in answers] == [
        (tidy("set:1~2~1~5eed1"), {1: "B", 2: "1-C 2-A", 4: "A, C"}, {3: Fraction(4)}),
        (tidy("set:1~2~2~5eed2"), {4: "page 2 was not scanned"}, {}),
    ]
    assert [str(item) for item in found if item not in answers] == [
        f"{where} sheet 1: question 4, box C on page 2 is 60 % black and counts as filled; look at it, and mark again",
        f"{where}: no sheet was found on the scan upside-down.png; turn to it in AMC",
    ]


def test_a_damaged_project_is_told_and_read_no_further(tmp_path):
    project(tmp_path / "amc")
    (tmp_path / "amc" / CAPTURE).write_bytes(b"no database" * 100)
    assert "not what Auto Multiple Choice keeps" in str(*responses(tmp_path / "amc"))

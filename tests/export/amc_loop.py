"""Papers all the way through Auto Multiple Choice: printed, filled in, scanned, read and marked, and its marks are ours.

`make test-amc` runs these, for AMC and LaTeX are large; `make test` does not collect them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import pytest
from pypdfium2 import PdfDocument

from lstm_docs.export.amc_questions import POINTS, part, points_to_tick
from lstm_docs.quiz.engine.scoring import Scoring, share, tally
from tests.export.amc_program import Project, fill
from tests.export.samples import one_of_each_family, small
from tests.export.test_amc import AWKWARD

SHEETS = 12


def made(folder, paper, sheets=SHEETS):
    project = Project.of(folder / "amc", [paper] * sheets)
    return project, project.make()


def answer(asked, sheet):
    """What sheet `sheet` answers: the key on the first, and in turn every distractor and what is partly right."""
    count = len(asked.options)
    if asked.kind == "several":
        others = [(), tuple(range(count)), *(flipped(asked.answer, n) for n in range(count))]
        return [asked.answer, *others][sheet % (len(others) + 1)]
    if asked.kind == "order":
        turn = sheet % count
        swapped = list(asked.answer)
        swapped[0], swapped[-1] = swapped[-1], swapped[0]
        return tuple(swapped) if sheet == SHEETS - 1 else asked.answer[turn:] + asked.answer[:turn]
    if asked.kind == "match":
        among = len(asked.partners)
        return tuple((right + (sheet if place < sheet else 0)) % among for place, right in enumerate(asked.answer))
    return (asked.key + sheet) % count


def flipped(places, place):
    return tuple(sorted(set(places) ^ {place}))


def filled(paper):
    """Which boxes are filled on all sheets, and what each question earns by our own rule."""
    ticked, earned = {}, {}
    for sheet in range(SHEETS):
        for number, (asked, marks) in enumerate(zip(paper.questions, paper.marks, strict=True), start=1):
            boxes, earned_share = answered(str(number), asked, marks, sheet, paper.scoring)
            ticked |= {(sheet + 1, name, box): fill for name, box in boxes}
            earned[sheet + 1, number] = marks * earned_share
    return ticked, earned


def answered(name, asked, marks, sheet, scoring):
    if asked.kind == "open":
        points = points_to_tick(marks)
        box = sheet % len(points)
        return [(f"{name}{POINTS}{marks}", box + 1)], Fraction(points[box], marks)
    given = answer(asked, sheet)
    if given == ():
        return [], Fraction(0)
    if isinstance(given, int):
        return [(name, given + 1)], share(scoring, tally(asked, (given,)))
    if asked.kind == "several":
        return [(name, place + 1) for place in given], share(scoring, tally(asked, given))
    parts = [(part(name, n), place + 1) for n, place in enumerate(given)]
    return parts, share(scoring, tally(asked, given))


def by_question(scores, sheet, number):
    """The score of a question, or of all its parts."""
    return sum(score for (of, name), score in scores.items() if of == sheet and re.match(r"\d+", name)[0] == str(number))


@pytest.mark.parametrize("scoring", Scoring)
def test_the_key_and_every_distractor_earn_what_they_earn_with_us(tmp_path, scoring):
    marked = tuple(range(1, len(small().questions) + 1))
    paper = replace(small(), scoring=scoring, marks=marked)
    assert {asked.kind for asked in paper.questions} >= {"several", "order", "match", "open", "choice", "truefalse", "formula"}
    project, _ = made(tmp_path, paper)
    ticked, earned = filled(paper)
    scores, totals = project.mark(project.scans(ticked))
    assert len(totals) == SHEETS
    for (sheet, number), points in earned.items():
        asked = paper.questions[number - 1]
        assert by_question(scores, sheet, number) == pytest.approx(float(points)), (sheet, number, asked.kind)
    for sheet, total in totals.items():
        assert total == pytest.approx(float(sum(points for (of, _), points in earned.items() if of == sheet)))


def test_every_distractor_of_every_family_earns_nothing_and_every_key_its_marks(tmp_path):
    paper = one_of_each_family()
    project, log = made(tmp_path, paper, SHEETS)
    assert "Missing character" not in log
    assert "Overfull \\hbox" not in log
    ticked, earned = filled(paper)
    scores, _ = project.mark(project.scans(ticked))
    wrong = {
        (sheet, number, paper.questions[number - 1].id)
        for (sheet, number), points in earned.items()
        if by_question(scores, sheet, number) != pytest.approx(float(points))
    }
    assert not wrong


def words(file):
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in PdfDocument(file)).split())


def test_the_sheet_of_a_candidate_shows_no_solution_and_the_correction_does(tmp_path):
    paper = small()
    project, log = made(tmp_path, paper, 1)
    assert "Overfull" not in log
    sheet, correction = (words(project.folder / f"{name}.pdf") for name in ("sheets", "solutions"))
    plain = [text for asked in paper.questions for text in asked.solution if text.isascii() and not set(text) & set("$`'\"-")]
    assert plain
    for text in plain:
        assert text[:40] in correction
        assert text[:40] not in sheet


def test_texts_are_printed_as_they_stand(tmp_path):
    """What LaTeX or AMC-TXT would read as markup comes out as it was written."""
    asked = small().questions[0]
    options = tuple(
        replace(option, text=f"{text} {n}") for n, (option, text) in enumerate(zip(asked.options, AWKWARD, strict=True))
    )
    awkward = replace(asked, kind="choice", ask=" ".join(AWKWARD), options=options, solution=AWKWARD, key=0, answer=(0,))
    paper = replace(small(), title="50% & #1 [a]", candidate="Ada_B {c} \\d", questions=(awkward,), marks=(1,))
    project, _ = made(tmp_path, paper, 1)
    printed = words(project.folder / "sheets.pdf").replace(" ", "")
    for text in (*AWKWARD, paper.title, paper.candidate):
        assert text.replace(" ", "") in printed.replace("’", "'"), text

"""How many verified questions a second become Moodle XML, from the bank on, and how fast peers write questions they are given.

    python benchmarks/bench_moodle.py [--papers 20]

Times are those of the processor, in one process. Peers draw and check nothing, so they are timed at writing alone, on
the questions with one right option, which all of them know. They are installed first, in a folder of their own.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import tempfile
import time
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import peers

from lstm_docs.export import FORMATS, Style
from lstm_docs.formulas.texts import plain
from lstm_docs.quiz import Selection, exam, load_bank
from lstm_docs.quiz.engine.kinds import KINDS
from lstm_docs.quiz.papers.plan import ALL

if TYPE_CHECKING:
    from collections.abc import Callable

    from lstm_docs.quiz import Exam, Paper, Question

    Writer = Callable[[Paper, Path], object]

ROUNDS = 5
SHEETS = ("moodle", "gift", "csv")


def main() -> None:
    """Print the rates, and what loading the bank takes before."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=20)
    count = parser.parse_args().papers
    start = time.process_time()
    bank = load_bank()
    families = list(bank.families.values())
    loaded = time.process_time() - start
    sitting = exam(bank, Selection((ALL,), len(families)), "a seed for the benchmark")
    sitting.paper(1)
    for name in SHEETS:
        rates = [rate_of(name, sitting, range(first, first + count)) for first in range(2, 2 + ROUNDS * count, count)]
        print(f"{name}: {median(rates):,.0f} questions a second drawn and written ({min(rates):,.0f} to {max(rates):,.0f})")
        if name == "moodle":
            hundred = 100_000 / (loaded + 100_000 / median(rates))
            print(f"  {loaded:.1f} s before that to load the bank: {hundred:,.0f} a second over the first 100,000")
    compare([sitting.paper(number) for number in range(1, 6)])


def rate_of(name: str, sitting: Exam, numbers: range) -> float:
    """Questions a second, each drawn for a paper and written, texts looked at."""
    start = time.process_time()
    papers = [sitting.paper(number) for number in numbers]
    written = [FORMATS[name].sheet(paper, Style()) for paper in papers]
    seconds = time.process_time() - start
    questions = sum(len(paper.questions) for paper in papers)
    assert all(paper.questions[-1].id in text for paper, text in zip(papers, written, strict=True))
    return questions / seconds


def compare(papers: list[Paper]) -> None:
    """Print how fast each writes the same questions."""
    questions = tuple(asked for paper in papers for asked in paper.questions if KINDS[asked.kind].single)
    paper = replace(papers[0], questions=questions, marks=(1,) * len(questions))
    peers.install()
    print(f"writing alone, {len(questions)} questions with one right option:")
    for name, write in WRITERS.items():
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
            rates = [_timed(write, paper, Path(folder) / f"{n}") for n in range(ROUNDS)]
        print(f"  {name}: {median(rates):,.0f} a second")


def _timed(write: Writer, paper: Paper, folder: Path) -> float:
    folder.mkdir()
    start = time.process_time()
    with contextlib.chdir(folder):
        write(paper, folder)
    rate = len(paper.questions) / (time.process_time() - start)
    assert any(
        file.stat().st_size > 100 * len(paper.questions) or file.suffix in (".zip", ".apkg") for file in folder.iterdir()
    )
    return rate


def _ours(paper: Paper, folder: Path) -> None:
    (folder / "ours.xml").write_text(str(FORMATS["moodle"].sheet(paper, Style())), encoding="utf-8")


def _moodle_questions(paper: Paper, folder: Path) -> None:
    peer = import_module("moodle_questions")
    quiz = peer.Quiz()
    for asked in paper.questions:
        solution = "\n".join(asked.solution)
        texts = ("ABCD", asked.family, asked.ask)
        question = peer.MultipleChoiceQuestion(*texts, 1, general_feedback=solution, id_number=asked.id)
        for place, option in enumerate(asked.options):
            question.add_answer(100 * (place == asked.key), option.text, option.said)
        quiz.add_question(question)
    quiz.save(str(folder / "peer.xml"))


def _moodlexport(paper: Paper, folder: Path) -> None:
    peer = import_module("moodlexport")
    category = peer.Category("peer")
    for asked in paper.questions:
        question = peer.Question("multichoice")
        question.text(asked.ask)
        question.generalfeedback("\n".join(asked.solution))
        for place, option in enumerate(asked.options):
            question.answer(option.text, place == asked.key)
        question.addto(category)
    category.savexml("peer")


def _text2qti(paper: Paper, folder: Path) -> None:
    config, quiz, qti = (import_module(f"text2qti.{name}") for name in ("config", "quiz", "qti"))
    text = "\n\n".join(_as_text(number, asked) for number, asked in enumerate(paper.questions, start=1))
    qti.QTI(quiz.Quiz(text, config=config.Config())).save(folder / "peer.zip")


def _as_text(number: int, asked: Question) -> str:
    # Equal questions and options are refused, and signs of Markdown mean something: each text is told apart and plain.
    lines = [f"{number}. ({number}) {_calm(asked.ask)}"]
    for place, (letter, option) in enumerate(zip("abcdefgh", asked.options, strict=False)):
        lines += [f"{'*' if place == asked.key else ''}{letter}) {_calm(option.text)}"]
        lines += [f"... {_calm(option.said)}"] if option.said else []
    return "\n".join(lines)


def _calm(text: str) -> str:
    return "".join(sign if sign not in "\\`*_[]<>$^~#{}" else " " for sign in plain(text)).strip()


def _genanki(paper: Paper, folder: Path) -> None:
    peer = import_module("genanki")
    card = {"name": "card", "qfmt": "{{Front}}", "afmt": "{{Back}}"}
    model = peer.Model(1_600_000_001, "peer", fields=[{"name": "Front"}, {"name": "Back"}], templates=[card])
    deck = peer.Deck(1_600_000_002, "peer")
    for asked in paper.questions:
        front = asked.ask + "<br>".join(option.text for option in asked.options)
        back = asked.options[asked.key].text + "<br>".join((*asked.solution, *(option.said for option in asked.options)))
        deck.add_note(peer.Note(model, [front, back], guid=asked.id))
    peer.Package(deck).write_to_file(str(folder / "peer.apkg"))


def _qti_package_maker(paper: Paper, folder: Path) -> None:
    maker = import_module("qti_package_maker.package_interface").QTIPackageInterface("peer", allow_mixed=True)
    for number, asked in enumerate(paper.questions):
        options = [f"option {place} is {_ascii(option.text)}" for place, option in enumerate(asked.options)]
        maker.add_item("MC", (f"({number}) {_ascii(asked.ask)}", options, options[asked.key]))
    maker.save_package("canvas_qti_v1_2", str(folder / "peer.zip"))


def _ascii(text: str) -> str:
    return _calm(text).encode("ascii", "replace").decode()


WRITERS: dict[str, Writer] = {
    "ours, Moodle XML": _ours,
    "moodle-questions, Moodle XML": _moodle_questions,
    "moodlexport, Moodle XML": _moodlexport,
    "text2qti, QTI 1.2": _text2qti,
    "qti-package-maker, QTI 1.2": _qti_package_maker,
    "genanki, Anki": _genanki,
}

if __name__ == "__main__":
    main()

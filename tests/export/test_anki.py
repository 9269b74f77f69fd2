"""Decks in Anki's own importer: what arrives, what a second import does, and what the cards show."""

from __future__ import annotations

import html
import json
import re
import shutil
import sqlite3
import zipfile
from dataclasses import replace

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

from lstm_docs.export import FORMATS, Style
from lstm_docs.formulas import curves
from lstm_docs.quiz import bank_path, load_bank, make_paper
from lstm_docs.quiz.engine.judging import judge_places
from lstm_docs.quiz.engine.letters import LETTERS
from lstm_docs.quiz.papers.plan import Selection
from tests.export.samples import SEED, one_of_each_family, small
from tests.js.run import run

AWKWARD = (
    "{{c1::a}} {{Answer}} <b>&amp; & [sound:a.mp3] [latex]x[/latex] \\(z\\) \\[z\\] \"q\" 'q' "
    "`{{a}} <i> \\(c\\) [0]` $a < b \\& {{c}}$"
)
OUTCOMES = (
    "new",
    "updated",
    "duplicate",
    "conflicting",
    "first_field_match",
    "missing_notetype",
    "missing_deck",
    "empty_first_field",
)


def deck(paper):
    return FORMATS["anki"].sheet(paper, Style())


class Anki:
    """A collection to import into."""

    def __init__(self, folder):
        self.folder = folder
        self.collection = Collection(str(folder / "collection.anki2"))

    def imported(self, package):
        file = self.folder / "deck.apkg"
        file.write_bytes(package)
        request = ImportAnkiPackageRequest(package_path=str(file), options=ImportAnkiPackageOptions())
        log = self.collection.import_anki_package(request).log
        return {name: len(getattr(log, name)) for name in OUTCOMES if len(getattr(log, name))}

    def note(self, asked):
        (number,) = self.collection.db.list("select id from notes where guid = ?", f"lstm-docs/{asked.id}")
        return self.collection.get_note(number)

    def sides(self, asked):
        (card,) = self.note(asked).cards()
        return card.question(), card.answer()


@pytest.fixture
def anki(tmp_path):
    program = Anki(tmp_path)
    yield program
    program.collection.close()


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A collection that holds a question of every family."""
    program = Anki(tmp_path_factory.mktemp("anki"))
    program.imported(deck(one_of_each_family()))
    yield program
    program.collection.close()


def read(card):
    """What a card shows, formulas as their LaTeX and a picture as its label."""
    card = re.sub(r'(?s)<svg[^>]* aria-label="([^"]*)".*?</svg>', r"\1", card)
    return html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"(?s)<style>.*?</style>|<br/>", "", card))).replace("\xa0", " ")


def shown(text):
    """What a text of the domain must look like on a card."""
    text = re.sub(rf"(?s)`\n({curves.HEADING}.*?)\n`", lambda listing: curves.read(listing[1]).said, text)
    return re.sub(r"\$([^$]+)\$", r"\\(\1\\)", text).replace("`", "").replace("\n", "")


def test_every_question_is_one_note_of_one_deck(anki):
    paper = one_of_each_family()
    assert anki.imported(deck(paper)) == {"new": len(paper.questions)}
    assert {name.name for name in anki.collection.decks.all_names_and_ids()} == {"Default", paper.title}
    assert anki.collection.card_count() == anki.collection.note_count() == len(paper.questions)
    for asked in paper.questions:
        assert sorted(anki.note(asked).tags) == [f"level::{asked.level}", f"topic::{asked.topic}"]
    assert anki.collection.fix_integrity()[1]


def test_the_cards_come_in_the_papers_order(anki):
    anki.imported(deck(small()))
    guids = anki.collection.db.list("select guid from notes join cards on nid = notes.id order by due")
    assert guids == [f"lstm-docs/{asked.id}" for asked in small().questions]


def test_a_second_import_adds_nothing(anki):
    first = deck(small())
    anki.imported(first)
    assert anki.imported(first) == {"duplicate": len(small().questions)}
    assert anki.collection.note_count() == len(small().questions)


def test_another_paper_with_the_same_question_does_not_bring_it_again(anki):
    """A GUID that depends on the paper would double it."""
    asked = Selection(("timeline", "blocks-of-cells"), 2)
    bank = load_bank()
    papers = [make_paper(bank, asked, seed) for seed in ("one", "two", "three", "four")]
    questions = {question.id for paper in papers for question in paper.questions}
    assert len(questions) < sum(len(paper.questions) for paper in papers)
    assert len({deck(paper) for paper in papers}) > 1
    for paper in papers:
        anki.imported(deck(paper))
    assert anki.collection.note_count() == len(questions)


def revised(text, revision):
    """A quiz file with another revision."""
    return re.sub(r"^revision: \d+", f"revision: {revision}", text, count=1, flags=re.MULTILINE)


@pytest.mark.parametrize("raised", [True, False])
def test_a_raised_revision_changes_wording_where_it_lies(anki, tmp_path, raised):
    """The file raised is not the newest of the bank: any file that rises must do."""
    folder = tmp_path / "bank"
    folder.mkdir()
    for name in ("shapes", "words"):
        shutil.copy(bank_path() / f"{name}.yml", folder)
    words, shapes = folder / "words.yml", folder / "shapes.yml"
    words.write_text(revised(words.read_text(encoding="utf-8"), 7), encoding="utf-8")
    shapes.write_text(revised(shapes.read_text(encoding="utf-8"), 1), encoding="utf-8")
    chosen = Selection(("gate-weight-shape",), 1)
    asked = make_paper(load_bank(folder), chosen, SEED).questions[0]
    anki.imported(deck(make_paper(load_bank(folder), chosen, SEED)))
    before = anki.note(asked)

    text = shapes.read_text(encoding="utf-8").replace("What is the shape of {symbol}", "Which shape has {symbol}")
    shapes.write_text(revised(text, 2) if raised else text, encoding="utf-8")
    # The digest of the bank is in the seed of a paper's questions, so the same question is drawn by its index.
    changed = replace(asked, ask=asked.ask.replace("What is the shape of", "Which shape has"))
    paper = replace(make_paper(load_bank(folder), chosen, SEED), questions=(changed,))
    assert anki.imported(deck(paper)) == ({"updated": 1} if raised else {"duplicate": 1})
    after = anki.note(asked)
    assert (after.id, after.cards()[0].id, anki.collection.note_count()) == (before.id, before.cards()[0].id, 1)
    assert ("Which shape has" in after["Question"]) is raised


def test_what_a_learner_edits_and_learns_survives_a_later_import(anki):
    paper = small()
    anki.imported(deck(paper))
    note = anki.note(paper.questions[0])
    note["Question"] = "in my own words"
    anki.collection.update_note(note)
    card = anki.note(paper.questions[1]).cards()[0]
    card.ivl, card.type, card.queue = 30, 2, 2
    anki.collection.update_card(card)
    anki.imported(deck(replace(paper, revision=paper.revision + 1)))
    assert anki.note(paper.questions[0])["Question"] == "in my own words"
    assert anki.note(paper.questions[1]).cards()[0].ivl == 30


def test_a_front_shows_the_question_and_its_options_and_no_answer(whole):
    for asked in one_of_each_family().questions:
        front = read(whole.sides(asked)[0])
        assert shown(asked.ask) in front
        assert all(shown(option.text) in front for option in asked.options)
        assert all(shown(partner) in front for partner in asked.partners)
        hidden = [*asked.solution, *(option.said for option in asked.options)]
        assert not any(text and shown(text) in front for text in hidden if len(text) > 30)


def test_a_back_names_the_right_answer(whole):
    for asked in one_of_each_family().questions:
        answer = whole.note(asked)["Answer"]
        lines = [read(line) for line in re.findall("<li>(.*?)</li>", answer)] or [read(answer)]
        options = [shown(option.text) for option in asked.options]
        if asked.kind == "match":
            pairs = [line.split(" — ") for line in lines]
            places = tuple(LETTERS.index(partner[0]) for _, partner in pairs)
            assert [option for option, _ in pairs] == options
            assert [partner for _, partner in pairs] == [f"{LETTERS[n]}, {shown(asked.partners[n])}" for n in places]
        elif asked.kind != "open":
            places = tuple(LETTERS.index(line[0]) for line in lines)
            assert lines == [f"{LETTERS[place]}, {options[place]}" for place in places]
        if asked.kind != "open":
            assert judge_places(asked, places).right, asked.id
        assert answer in whole.sides(asked)[1]


def test_a_back_tells_of_every_distractor_what_we_say_of_it(whole):
    for asked in one_of_each_family().questions:
        back = read(whole.sides(asked)[1])
        assert all(shown(step) in back for step in asked.solution)
        lines = [read(line) for line in re.findall("<li>(.*?)</li>", whole.note(asked)["Wrong options"])]
        pairs = [line.partition(": ")[::2] for line in lines]
        by_letter = {letter: said for letters, said in pairs for letter in letters.split(", ")}
        for place, option in enumerate(asked.options):
            if option.said and place != asked.key:
                assert shown(option.said) in back
                assert option.said in asked.solution or by_letter[LETTERS[place]] == shown(option.said)
        assert set(by_letter) <= set(LETTERS[: len(asked.options)]) - {LETTERS[asked.key] if asked.key >= 0 else ""}


def test_an_open_question_shows_its_rubric_and_a_model_answer(whole):
    (asked,) = [question for question in one_of_each_family().questions if question.family == "write-a-step"]
    front, back = map(read, whole.sides(asked))
    assert asked.notes.reference.strip() in back
    assert all(text in back and text not in front for text, _ in asked.notes.rubric)


def test_mathjax_reads_every_formula_of_the_cards(whole):
    """Anki shows a formula that MathJax does not know in red, on every card that has it."""
    backs = [html.unescape(whole.sides(asked)[1]) for asked in one_of_each_family().questions]
    formulas = sorted({formula for back in backs for formula in re.findall(r"\\\((.*?)\\\)", back)})
    assert len(formulas) > 50
    read_as = run("mathjax.js", json.dumps(formulas))
    for formula, mathml in zip(formulas, read_as, strict=True):
        assert not re.search("merror|mathcolor", mathml), formula


def test_texts_stay_texts(anki):
    """No template, cloze, tag, sound or formula comes about from what somebody wrote."""
    asked = small().questions[0]
    options = tuple(replace(option, text=f"{AWKWARD} {n}", said=f"{AWKWARD} {n}") for n, option in enumerate(asked.options))
    awkward = replace(asked, ask=AWKWARD, options=options, solution=(AWKWARD, AWKWARD))
    assert anki.imported(deck(replace(small(), title="a & <b> {{c}}", questions=(awkward,)))) == {"new": 1}
    assert "a & <b> {{c}}" in {name.name for name in anki.collection.decks.all_names_and_ids()}
    front, back = anki.sides(awkward)
    (card,) = anki.note(awkward).cards()
    assert not card.question_av_tags()
    assert not card.answer_av_tags()
    wanted = shown(AWKWARD).replace("\\(z\\) \\[z\\]", "\\\u2060(z\\) \\\u2060[z\\]").replace("\\(c\\) [", "\\\u2060(c\\) [")
    assert read(front).count(wanted) == 1 + len(options)
    assert read(back).count(wanted) >= 1 + len(options) + 2 + len(options) - 1
    assert re.findall(r"\\\((.*?)\\\)", html.unescape(front))[0] == "a < b \\& {{c}}"


def test_a_question_asked_twice_is_one_note_and_this_is_said(anki):
    paper = make_paper(load_bank(), Selection(("timeline",), 5), SEED)
    anki.imported(deck(paper))
    assert anki.collection.note_count() == len({asked.id for asked in paper.questions}) < len(paper.questions)
    assert any("twice" in sentence for sentence in FORMATS["anki"].lost(paper))
    assert not any("twice" in sentence for sentence in FORMATS["anki"].lost(small()))


def test_sorting_and_finding_doubles_work_as_if_typed_into_anki(whole):
    """Anki computes both again; programs that read the file as it is must find the same."""
    base = sqlite3.connect(":memory:")
    with zipfile.ZipFile(whole.folder / "deck.apkg") as archive:
        base.deserialize(archive.read("collection.anki2"))
    columns = "select guid, sfld, csum from notes order by guid"
    assert [list(row) for row in base.execute(columns)] == whole.collection.db.all(columns)


def test_there_is_no_deck_for_candidates():
    assert FORMATS["anki"].paper is None

"""Questions about a cell of one's own: families of the bank with it in the place of theirs, proved, asked, marked."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner

from lstm_docs import cells, derive
from lstm_docs.cli import main
from lstm_docs.ground.bank_folder import bank_path
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.practice.about_cell import about, check_about
from lstm_docs.quiz import load_bank
from lstm_docs.quiz.engine.asking import question
from tests.cells.test_texts import TEXTS

NAMES = ("--family", "macs-when-units-double", "--family", "gate-connections")


ANY = (
    "shape-in-equations",
    "parameters-in-equations",
    "macs-in-equations",
    "state-in-equations",
    "gradient-ways",
    "gradient-reaches",
    "kept-in-equations",
    "what-grows",
    "macs-of-a-packed-batch",
    "equation-order",
    "what-raises-intensity",
    "equations-executed",
)
INDRNN = "h = relu(W_h x + u_h * h + b_h)\n"
SQUARE = "x: H\nf = sigmoid(W_f x + U_f h + b_f)\nh = f * h + (1 - f) * x\n"
NAMED_APART = "a = tanh(W_g x + U_g h + b_g)\nh = a * sigmoid(W_f x + U_f h + b_f)\n"


@pytest.mark.parametrize(
    ("text", "without"),
    [
        (TEXTS["mgu"], ()),
        (TEXTS["mlstm"], ()),
        (TEXTS["layer-norm"], ()),
        (INDRNN, ("equation-order",)),
        ("h = tanh(W_h x)\n", ("state-in-equations", "gradient-ways", "equation-order")),
    ],
)
def test_what_needs_nothing_but_equations_is_proved_for_any_cell(text, without):
    bank = about(load_bank(), text)
    assert set(bank.families) == {*ANY} - {*without}
    assert bank.digest != load_bank().digest
    assert {case.cell for family in bank.families.read.values() for case in family.cases} == {text}
    assert sum(family.domain for family in bank.families.read.values()) > 90_000


def test_a_bank_that_knows_no_cell_but_ours_says_so(tmp_path):
    (tmp_path / "data.yml").write_text((bank_path() / "data.yml").read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(LstmDocsError, match=r"can ask nothing about any cell: no family there says needs: equations"):
        about(load_bank(tmp_path), INDRNN)


@pytest.mark.parametrize(
    ("text", "name", "reason"),
    [
        (TEXTS["layer-norm"], "macs-of-a-step", "a bias for each gate, and of no other weights; this cell has s_f too"),
        ("h = tanh(W_h x)\n", "gate-weight-shape", "this cell has no U_h"),
        ("h = tanh(W_h x)\n", "gradient-ways", "the cell has no state for it to ask about"),
        (INDRNN, "equation-order", "a single line has no order"),
        (INDRNN, "weight-bytes", "it is about things that are known of our own cells alone"),
        (TEXTS["sru"], "what-grows", "it tells the sizes of x and h apart, and this cell declares x: H"),
        (SQUARE, "gate-weight-shape", "it tells the sizes of x and h apart, and this cell declares x: H"),
        (SQUARE, "macs-when-units-double", "of the wrong answers it has for this cell, too few differ from the right one"),
        (NAMED_APART, "equation-order", "it follows a line called after its W of x, as f is after W_f, and this cell has none"),
        (NAMED_APART, "gate-weight-shape", "it follows a line called after its W of x"),
        ("x: H\nh = x * h\n", "macs-in-equations", "too few differ from the right one and from each other$"),
    ],
)
def test_what_cannot_be_asked_says_why(text, name, reason):
    with pytest.raises(LstmDocsError, match=reason) as caught:
        about(load_bank(), text, [name])
    assert str(caught.value).startswith(f"{name} cannot be asked about this cell: ")
    assert "\n" not in str(caught.value)


def test_a_cell_whose_input_is_as_wide_as_h_is_asked_with_one_size_for_both():
    asked = about(load_bank(), TEXTS["sru"])
    assert set(asked.families) == {*ANY} - {"what-grows"}
    for number in range(20):
        one = question(asked.family("macs-in-equations"), "s", number)
        (inputs, units), macs = (
            re.findall(r"has (\d+) inputs and (\d+) units", one.ask)[0],
            one.given["steps"] * one.given["batch"],
        )
        assert inputs == units
        assert one.answer == (3 * int(units) ** 2 * macs,)
    executed = asked.families.read["equations-executed"]
    assert not any(case.bidirectional for case in executed.cases), "a layer above both directions would read 2·H numbers"


def test_families_about_gates_are_asked_of_a_cell_whose_input_is_as_wide_as_h_where_one_size_does():
    proofs, refused = check_about(load_bank(), SQUARE, lambda: None)
    gated = {proof.family for proof in proofs} - {*ANY}
    assert {"macs-of-a-run", "gate-connections", "order-of-a-step", "activation-bytes", "arithmetic-energy"} <= gated
    assert {str(error).partition(" ")[0] for error in refused} >= {"gate-weight-shape", "macs-of-a-step"}
    run = question(about(load_bank(), SQUARE, ["macs-of-a-run"]).family("macs-of-a-run"), "s", 0)
    (inputs, units) = re.findall(r"with (\d+) inputs and (\d+) units", run.ask)[0]
    assert inputs == units
    assert run.answer == (2 * int(units) ** 2 * run.given["steps"] * run.given["batch"],)


def test_a_cell_without_a_name_is_called_by_its_equations():
    asked = question(about(load_bank(), INDRNN, ["equations-executed"]).family("equations-executed"), "s", 0)
    assert " `h = relu(W_h x + u_h * h + b_h)` network of " in asked.ask


def test_a_family_that_speaks_of_gates_is_asked_of_what_has_them():
    asked = about(load_bank(), TEXTS["mgu"], ["gate-weight-shape", "macs-of-a-step"])
    assert "vector $f_t$" in question(asked.family("gate-weight-shape"), "s", 0).ask.replace("g_t", "f_t")


def test_the_ways_of_a_gradient_are_those_counted_by_hand():
    counted = {"mgu": 4, "lstm": 4, "gru-reset-after": 4}
    for name, ways in counted.items():
        text = TEXTS.get(name, name)
        cell = cells.build(text)
        assert (name, derive.count_ways(cell, "h_t", "h_t-1")) == (name, ways)
        assert len(list(derive.ways(cell, "h_t", "h_t-1"))) == ways
    assert derive.reached(cells.build(TEXTS["mgu"]), "f_t") == {"x_t", "h_t-1"}


def test_what_is_asked_more_often_than_there_are_questions_is_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    tmp_path.joinpath("own.cell").write_text(INDRNN, encoding="utf-8")
    families = ("--family", "what-grows", "--family", "gradient-ways")
    arguments = ("--cell", "own.cell", "--seed", "s", "--open", "--format", "json", "--out")
    few = CliRunner().invoke(main, ["quiz", "make", *families, "--count", "5", *arguments, "few"])
    assert few.stderr == ""
    asked = json.loads(tmp_path.joinpath("few/papers/paper-0001.json").read_text(encoding="utf-8"))["questions"]
    assert sorted(it["family"] for it in asked) == ["gradient-ways", *["what-grows"] * 4]
    assert len({json.dumps([it["ask"], sorted(it["options"])]) for it in asked}) == 5
    many = CliRunner().invoke(main, ["quiz", "make", *families, "--count", "12", *arguments, "many"])
    assert many.stderr == "lstm-docs: there are only 5 distinct questions; of 12, 7 come again\n"


def test_a_cell_is_checked_with_the_reason_for_what_is_not_asked(tmp_path):
    file = tmp_path / "own.cell"
    file.write_text(INDRNN, encoding="utf-8")
    ran = CliRunner().invoke(main, ["quiz", "check", "--cell", str(file)])
    assert ran.exit_code == 0
    assert "11 families, " in ran.stdout
    assert "lstm-docs: equation-order cannot be asked about this cell: a single line has no order\n" in ran.stderr


def test_papers_about_a_file_are_made_shown_and_marked(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    tmp_path.joinpath("mgu.cell").write_text(TEXTS["mgu"], encoding="utf-8")

    def run(*arguments):
        return CliRunner().invoke(main, ["quiz", *arguments, "--cell", "mgu.cell"])

    made = run("make", *NAMES, "--count", "2", "--seed", "s", "--open", "--format", "md,json", "--out", "out")
    assert made.exit_code == 0, made.output
    paper = json.loads(tmp_path.joinpath("out/papers/paper-0001.json").read_text(encoding="utf-8"))
    assert all(question["given"]["cell"].endswith(TEXTS["mgu"]) for question in paper["questions"])
    assert "f = sigmoid(W_f x + U_f h + b_f); g = " in paper["questions"][0]["ask"]
    assert run("show", paper["code"], "--seed", "s").output == tmp_path.joinpath("out/papers/paper-0001.md").read_text("utf-8")
    answers = json.loads(tmp_path.joinpath("out/keys/paper-0001.json").read_text(encoding="utf-8"))["answers"]
    typed = ["ABCDEFGH"[it["option"]] for it in answers]
    tmp_path.joinpath("given.csv").write_text(f"code,1,2\n{paper['code']},{','.join(typed)}\n", encoding="utf-8")
    marked = run("mark", "out", "given.csv", "--json")
    assert json.loads(marked.stdout)["candidates"][0]["points"] == 2, marked.output

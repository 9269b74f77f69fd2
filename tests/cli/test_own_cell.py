"""A cell of one's own where a cell's name is taken: a file on the command line, a file or lines in a fence."""

from __future__ import annotations

import json

import numpy as np
import pytest
from click.testing import CliRunner

import lstm_docs
from lstm_docs import cells
from lstm_docs.cells import files
from lstm_docs.cli import main
from lstm_docs.ground.errors import LstmDocsError

MGU = """\
# Minimal Gated Unit. Zhou, Wu, Zhang, Zhou, 2016
f = sigmoid(W_f x + U_f h + b_f)
g = tanh(W_g x + U_g (f * h) + b_g)
h = (1 - f) * h + f * g
"""
SIZES = ("--input", "80", "--hidden", "12")


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    tmp_path.joinpath("mgu.cell").write_text(MGU, encoding="utf-8")
    return lambda *arguments: CliRunner().invoke(main, list(map(str, arguments)))


def test_facts_are_those_of_the_file(run):
    told = json.loads(run("facts", "--cell", "mgu.cell", *SIZES, "--json").output)
    assert told["network"]["cell"] == "Minimal Gated Unit"
    assert told["network"]["equations"] == MGU
    assert told["shapes"]["U_g"] == [12, 12]
    assert told["facts"]["parameters"]["value"] == 2 * 12 * (12 + 80 + 1)
    assert told["facts"]["parameters_two_biases"]["value"] == 2 * 12 * (12 + 80 + 2)


def test_traces_and_budgets_are_those_of_the_file(run):
    steps = json.loads(run("trace", "--cell", "mgu.cell", *SIZES, "--steps", "2", "--json").output)["steps"]
    assert [*steps[0]] == ["f_t", "g_t", "h_t"]
    assert len(steps[1]["h_t"]) == 12
    told = json.loads(run("units", "--cell", "mgu.cell", "--input", 80, "--budget", "2232", "--json").output)
    assert (told["units"], told["exact"]) == (12, True)


def test_a_budget_for_a_cell_whose_input_is_as_wide_as_h(run, tmp_path):
    tmp_path.joinpath("square.cell").write_text("x: H\nf = sigmoid(W_f x + b_f)\nh = f * h + (1 - f) * x\n", encoding="utf-8")
    told = run("units", "--cell", "square.cell", "--budget", 10 * 10 + 10 + 3)
    assert told.output == "10 units: 110 parameters (3 left; 11 units take 132)\n"
    refused = run("units", "--cell", "square.cell", "--input", 3, "--budget", 500)
    assert refused.stderr == (
        "lstm-docs: this cell declares x: H, so its input is as wide as its units; give it --budget, and no --input\n"
    )
    assert (refused.exit_code, run("units", "--cell", "mgu.cell", "--budget", 500).exit_code) == (2, 2)


def test_a_copy_of_our_own_is_ours(run, tmp_path):
    tmp_path.joinpath("mine.cell").write_text(cells.CELLS["lstm"].written, encoding="utf-8")
    told = json.loads(run("facts", "--cell", "mine.cell", *SIZES, "--framework", "keras", "--json").output)
    assert told["network"]["cell"] == "lstm"


def test_its_program_is_written(run, tmp_path):
    names = {}
    exec(run("code", "--cell", "mgu.cell", "--to", "numpy").output, names)
    shapes = {"W_f": (2, 3), "U_f": (2, 2), "b_f": (2, 1), "W_g": (2, 3), "U_g": (2, 2), "b_g": (2, 1)}
    outputs, _ = names["run"]({name: np.ones(shape) for name, shape in shapes.items()}, np.ones((4, 5, 3)))
    assert outputs.shape == (4, 5, 2)
    assert "class MinimalGatedUnit(nn.Module)" in run("code", "--cell", "mgu.cell", "--to", "pytorch").output


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (MGU.replace("f * g\n", "f * q\n"), "bad.cell:4: column 23: no line computes 'q'"),
        (MGU.replace("+ f * g", "+ f * x * g"), "bad.cell:4: column 21: x_t is I×1 and h_t-1 is H×1"),
        ("h = tanh(W_a (W_b x))\n", "bad.cell:1: column 15: nothing determines the rows of W_b; declare it, W_b: H x I"),
        ("\0\x01", "bad.cell:1: expected an equation"),
        ("", "bad.cell: no line computes h"),
        (b"\xff\xfe", "bad.cell is no text in UTF-8"),
        (b"#" * (files.MOST_BYTES + 1), "bad.cell is longer than a cell may be"),
        (None, "bad.cell cannot be read: No such file"),
    ],
)
def test_what_is_wrong_with_a_file_is_one_line_with_its_place(run, tmp_path, text, says):
    if text is not None:
        tmp_path.joinpath("bad.cell").write_bytes(text.encode() if isinstance(text, str) else text)
    told = run("facts", "--cell", "bad.cell", *SIZES)
    assert told.exit_code == 2
    assert told.stderr.startswith(f"lstm-docs: {says}")
    assert told.stderr.count("\n") == 1


def test_a_framework_does_not_hold_what_it_has_not(run):
    told = run("facts", "--cell", "mgu.cell", *SIZES, "--framework", "keras")
    assert (told.exit_code, "no Minimal Gated Unit for Keras" in told.stderr) == (2, True)


LINES = "equations: |\n" + "".join(f"  {line}\n" for line in MGU.splitlines())


@pytest.mark.parametrize("cell", ["cell: mgu.cell\n", LINES])
def test_a_fence_takes_a_file_or_the_lines(run, tmp_path, cell):
    sized = f"{cell}input: 3\nhidden: 2\n"
    assert "tanh" in lstm_docs.render("equations", sized, folder=tmp_path, to="text")
    assert "24\xa0parameters" in lstm_docs.render("facts", f"{sized}show: parameters", folder=tmp_path, to="text")
    assert "U_g" in lstm_docs.render("shapes", sized, folder=tmp_path, to="text")
    assert "Minimal Gated Unit" in lstm_docs.render("unrolled", f"{cell}steps: 3", folder=tmp_path, to="text")
    assert lstm_docs.render("gradient", cell, folder=tmp_path, to="latex")
    assert "<svg" in lstm_docs.render("plot", f"figure: lstm-cell\n{cell}", folder=tmp_path)
    assert "h_t" in lstm_docs.render("trace", f"{sized}steps: 2", folder=tmp_path, to="text").replace("₊", "_")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (LINES.replace("f * g", "f * q"), "page.md:14: column 23: no line computes 'q'"),
        (f"cell: lstm\n{LINES}", "page.md:11: give cell or equations, not both"),
        ("cell: ../mgu.cell\n", "page.md:10: '../mgu.cell' lies outside the folder"),
        ("cell: none.cell\n", "page.md:10: none.cell cannot be read"),
        ("cell: bad.cell\n", "page.md:10: bad.cell:1: expected an equation"),
        ("equations: [1]\n", "page.md:10: expected text"),
    ],
)
def test_what_is_wrong_in_a_fence_is_told_at_its_line(run, tmp_path, body, says):
    tmp_path.joinpath("bad.cell").write_text("h tanh(x)", encoding="utf-8")
    with pytest.raises(LstmDocsError) as raised:
        lstm_docs.render("facts", f"{body}input: 3\nhidden: 2\n", folder=tmp_path, file="page.md", line=10)
    assert str(raised.value).startswith(says)

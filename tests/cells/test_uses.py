"""Whatever takes a cell shows any, or says in a line why it does not; and pictures hold all that they draw."""

from __future__ import annotations

import json
from contextlib import suppress
from textwrap import indent

import pytest
from click.testing import CliRunner

from lstm_docs import cells, derive
from lstm_docs.cli.trace import trace
from lstm_docs.derive.reasons import steps
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.rendering import render
from lstm_docs.site.explore import EXPLORERS
from lstm_docs.site.figures.wired.layout import layout
from lstm_docs.site.figures.wired.measures import BOX, CHIP, HEAD, ROW
from lstm_docs.site.figures.wired.parts import RADIUS, half
from lstm_docs.site.plots import PLOTS

from .test_page import ALL
from .test_texts import TEXTS

SIZED = "input: 3\nhidden: 3\n"
WHOLE = {"equations": SIZED, "gradient": "", "shapes": SIZED, "facts": SIZED, "trace": f"{SIZED}steps: 2\n", "cell": SIZED}
"""The fences that show every cell, and what they are given with it."""
FIGURES = {
    name: "".join(f"{key}: {'pytorch' if key == 'framework' else 3}\n" for key in plot.needed) for name, plot in PLOTS.items()
}
MAYBE = [
    *(("plot", f"figure: {name}\n{sizes}") for name, sizes in FIGURES.items() if "cell" in PLOTS[name].keys),
    *(("explore", f"explorer: {name}\n") for name in ("step", "shapes", "gate-order", "cost", "budget", "family")),
    *(("facts", f"{SIZED}framework: pytorch\n"), ("shapes", f"{SIZED}gate: h\n"), ("family", "")),
    *(
        ("table", "vary: hidden\nvalues: [3, 4]\ninput: 3\n"),
        ("equations", f"{SIZED}projection: 2\n"),
        ("unrolled", "steps: 2\n"),
    ),
]
"""Those that may refuse a cell."""


def fence(kind, text, options):
    return render(kind, f"equations: |\n{indent(text, '  ')}\n{options}", to="html")


@pytest.mark.parametrize("name", ["cfc", "lmu", "delta", "fastgrnn", "mlstm", "sru", "every-function", "layer-norm"])
def test_every_fence_shows_a_cell_or_says_why_not(name):
    for kind, options in WHOLE.items():
        assert "<" in fence(kind, TEXTS[name], options)
    for kind, options in MAYBE:
        with suppress(LstmDocsError):
            fence(kind, TEXTS[name], options)


def test_a_cell_that_an_explorer_cannot_show_is_no_slip_of_the_pen():
    assert {"step", "shapes", "cost"} <= EXPLORERS.keys()
    with pytest.raises(LstmDocsError, match=r"'mLSTM' is none of the cells that can stand here: rnn-tanh, .*; lstm-cell draws"):
        render("explore", "explorer: step\ncell: mlstm\n", to="html")


@pytest.mark.parametrize("name", ALL)
def test_formulas_and_reasons_of_every_cell_are_well_formed(name):
    cell = cells.parse(ALL[name], "mine").build()
    assert fence("gradient", ALL[name], "")
    conformed = cells.sizes_of(cell)
    known = {derive.latex_symbol(str(node)) for node in cell.symbols}
    for weight in cell.weights:
        for line in steps(conformed.why(weight, "rows")):
            formulas = line.split("$")[1::2]
            assert {it.removesuffix(r"^{\top}") for it in formulas} <= known | {"I", "H", *map(str, range(10))}, line


def test_a_word_is_one_name_in_formulas():
    named = {"w_tau": r"w_{\mathrm{tau}}", "beta_t-1": r"\mathrm{beta}_{t-1}", "ts": r"\mathrm{ts}", "bh_n": "b_{hn}"}
    assert {name: derive.latex_symbol(name) for name in named} == named


@pytest.mark.parametrize("rows", [1, 3])
def test_a_picture_holds_all_that_it_draws(rows):
    for name, text in ALL.items():
        cell = cells.parse(text, "mine").build()
        width, height, shapes = layout(cell, {str(node): rows for node in (cell.input, *cell.states, *cell.equations)})
        for left, top, right, bottom in (place(shape, HEAD + ROW * rows) for shape in shapes):
            assert min(left, top, width - right, height - bottom) >= 1, name


def place(shape, high):
    """Left, top, right and bottom of a shape; its strokes are 1 to 2 wide."""
    kind, x, y = shape[0], *shape[2:4]
    match kind:
        case "op":
            return x - half(shape[4]), y - RADIUS, x + half(shape[4]), y + RADIUS
        case "chip":
            return x, y, x + CHIP, y + high
        case "box":
            return x - BOX / 2, y, x + BOX / 2, y + BOX
        case "name":
            return x, y - 8, x + 8, y
        case "frame":
            return x, y, x + shape[4], y + shape[5]
    points = shape[5:]
    return min(points[::2]), min(points[1::2]), max(points[::2]), max(points[1::2])


def traced(text, tmp_path, *more):
    (tmp_path / "mine.cell").write_text(text, encoding="utf-8")
    run = CliRunner().invoke(
        trace, ["--cell", str(tmp_path / "mine.cell"), "--input", "3", "--hidden", "4", "--steps", "1", *more]
    )
    assert run.exit_code == 0, run.output
    return run


def test_a_trace_has_every_number_of_a_matrix(tmp_path):
    (step,) = json.loads(traced(TEXTS["delta"], tmp_path, "--json").stdout)["steps"]
    matrix, k, v = step["S_t"], step["k_t"], step["v_t"]
    assert [[pytest.approx(step["b_t"][0] * a * b) for b in k] for a in v] == matrix
    lines = traced(TEXTS["delta"], tmp_path).stdout.splitlines()
    assert [len(line.split()) for line in lines[lines.index(next(it for it in lines if "S_t" in it)) :][:4]] == [5, 4, 4, 4]


@pytest.mark.parametrize(("text", "shown"), [("h = log(W_h x)\n", "NaN"), ("h = W_h x / 0\n", "∞")])
def test_what_is_no_number_is_told(text, shown, tmp_path):
    run = traced(text, tmp_path)
    assert shown in run.stdout
    assert run.stderr.startswith("h_t is infinite or not a number from step 1 on")
    assert None in json.loads(traced(text, tmp_path, "--json").stdout)["steps"][0]["h_t"]
    assert all(shown in fence(kind, text, WHOLE[kind]) for kind in ("trace", "cell"))

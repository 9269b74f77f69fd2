"""The Markdown extension under plain Python-Markdown: what it takes, and what it leaves alone."""

from __future__ import annotations

import logging
import re

import markdown
import numpy as np
import pytest

from lstm_docs import Network, reference
from lstm_docs.quiz import load_bank
from lstm_docs.site.fences.context import Context, sheets, style_sheet
from lstm_docs.site.fences.worked_run import spelled
from lstm_docs.site.hosts.extension import LstmDocsExtension, makeExtension

from .building import ROOT

SUPERFENCES = [[], ["pymdownx.superfences"], ["fenced_code"]]
FACTS = ["```lstm-facts", "input: 80", "hidden: 12", "show: parameters", "```"]


STYLE = '<link rel="stylesheet" href="/a/lstm-docs.css">'


def render(text, extensions=(), **options):
    ours = LstmDocsExtension(**{"assets": "/a", "formulas": True, **options})
    return markdown.markdown(text, extensions=[*extensions, ours, "admonition"])


@pytest.mark.parametrize("others", SUPERFENCES)
@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("indent", ["", "    "])
def test_a_fence_becomes_a_table(others, first, indent):
    lead = ["!!! note", ""] if indent else ["Text", ""]
    text = "\n".join([*lead, *(indent + line for line in FACTS), "", "After"])
    ours = LstmDocsExtension(assets="/a")
    html = markdown.markdown(text, extensions=[ours, *others, "admonition"] if first else [*others, ours, "admonition"])
    assert "4\u202f464" in html
    assert "lstm-error" not in html
    assert "```" not in html
    assert "<p>After</p>" in html
    assert ('<div class="admonition note">' in html) == bool(indent)


@pytest.mark.parametrize("others", SUPERFENCES)
@pytest.mark.parametrize(
    "text",
    [
        "````\n" + "\n".join(FACTS) + "\n````",
        "~~~\n" + "\n".join(FACTS) + "\n~~~",
        "Example:\n\n" + "\n".join("    " + line for line in FACTS),
        "- item\n\n" + "\n".join("        " + line for line in FACTS),
    ],
    ids=["four backticks", "tildes", "indented code", "indented code in a list"],
)
def test_an_example_stays_code(text, others):
    html = render(text, others)
    assert "<table" not in html
    assert "<code" in html
    assert "lstm-facts" in html


@pytest.mark.parametrize("others", SUPERFENCES)
def test_in_a_nested_list(others):
    text = "1. one\n\n    - two\n\n" + "\n".join("        " + line for line in FACTS) + "\n\n1. three"
    html = render(text, others)
    assert html.count("<table") == 1
    assert re.search(r"<ol>.*<ul>.*<table.*</ul>.*three.*</ol>", html, re.DOTALL)


@pytest.mark.parametrize("others", SUPERFENCES)
@pytest.mark.parametrize(
    "opening", ["```{ .lstm-facts }", "``` {.lstm-facts #mine}", "```{#mine .LSTM-Facts}", "```LSTM-Facts"]
)
def test_other_ways_to_name_a_fence(opening, others):
    html = render("\n".join([opening, *FACTS[1:]]), others)
    assert "4\u202f464" in html
    assert "```" not in html


BAD = {
    "unknown gate": ("```lstm-equations\ngate: q\n```", "page:2: unknown gate 'q'"),
    "misspelt key": ("text\n\n```lstm-facts\ninput: 80\nhiden: 12\n```", "page:5: unknown key 'hiden'; did you mean 'hidden'?"),
    "missing key": ("```lstm-facts\ninput: 80\n```", "page:2: missing key 'hidden'"),
    "size 0": ("```lstm-facts\ninput: 0\nhidden: 12\n```", "page:2: input must be from 1"),
    "negative": ("```lstm-facts\ninput: 80\nhidden: -3\n```", "page:3: hidden must be from 1"),
    "too large": ("```lstm-facts\ninput: 1000000000000\nhidden: 12\n```", "page:2: input must be from 1 to 1,048,576"),
    "text": ("```lstm-facts\ninput: many\nhidden: 12\n```", "page:2: input must be a whole number"),
    "one of several widths": (
        "```lstm-facts\ninput: 3\nhidden:\n  - 4\n  - x\n```",
        "page:5: hidden of layer 1 must be a whole number",
    ),
    "unknown cell": (
        "```lstm-facts\ncell: lstn\ninput: 3\nhidden: 4\n```",
        "page:2: unknown cell 'lstn'; did you mean 'lstm'?",
    ),
    "unknown framework": ("```lstm-facts\nframework: kears\ninput: 3\nhidden: 4\n```", "page:2: unknown framework 'kears'"),
    "unknown fact": ("```lstm-facts\ninput: 3\nhidden: 4\nshow: [macs, param]\n```", "page:4: unknown show 'param'"),
    "widths and layers": (
        "```lstm-facts\ninput: 2\nhidden: [4, 5]\nlayers: 3\n```",
        "page:4: 2 sizes in hidden for 3 layers; give one per layer",
    ),
    "many layers": ("```lstm-facts\ninput: 3\nlayers: 5000\nhidden: 4\n```", "page:3: layers must be at most 1,024"),
    "bad YAML": ("```lstm-facts\ninput: [3\n```", "page:2: not valid YAML"),
    "no mapping": ("```lstm-facts\njust text\n```", "page:2: expected a mapping"),
    "unknown block": ("```lstm-fact\n```", "page:1: unknown block 'lstm-fact'; did you mean 'lstm-facts'?"),
    "never closed": ("# t\n\n```lstm-facts\ninput: 80", "page:3: this lstm-facts block is never closed"),
    "layer": ("```lstm-shapes\ninput: 3\nhidden: 4\nlayer: 1\n```", "page:4: expected a whole number from 0 to 0"),
    "long trace": ("```lstm-trace\ninput: 3\nhidden: 2\nsteps: 5000\n```", "page:4: steps may be at most 200"),
    "a name's inputs": (
        "```lstm-trace\ninput: 3\nhidden: 2\nname: anna\n```",
        "page:2: a name is read as 26 inputs, one for each letter, not 3",
    ),
    "a name's steps": (
        "```lstm-trace\ninput: 26\nhidden: 2\nname: anna\nsteps: 3\n```",
        "page:5: a name has as many steps as letters; leave out steps",
    ),
    "formula": ("a\nb $x + \\foo$ c", r"page:2: formula: unknown command '\foo', at the caret: x + ‸\foo"),
    "displayed": ("a\n\n$$\nx_\n$$", "page:3: formula: expected argument"),
    "inline fact": (
        "a\n\n`lstm-fact parmeters input=80 hidden=12`",
        "page:3: unknown fact 'parmeters'; did you mean 'parameters'?",
    ),
    "inline word": ("`lstm-fact parameters input`", "page:1: expected key=value, not 'input'"),
    "inline name": ("`lstm-fact input=80 hidden=12`", "page:1: lstm-fact wants a name"),
    "inline shape": ("`lstm-shape W_q input=80 hidden=12`", "page:1: unknown symbol of the LSTM 'W_q'"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_mistake_is_a_box_and_a_warning(name, caplog):
    text, message = BAD[name]
    with caplog.at_level(logging.WARNING):
        html = render(text + "\n\nAfter")
    assert 'class="lstm-error" role="alert"' in html
    (record,) = caplog.records
    assert record.name.startswith("mkdocs.plugins.")
    assert record.getMessage().startswith(message)
    assert "\n" not in record.getMessage()
    assert ("After" in html) or name == "never closed"


@pytest.mark.parametrize(("cell", "seed"), [("rnn-tanh", 2), ("lstm", 2), ("gru-reset-after", 2)])
def test_the_same_letter_leaves_two_states(cell, seed):
    """A name is read as its letters; the first state by hand, and after the same letter another one."""
    text = f"```lstm-trace\ncell: {cell}\ninput: 26\nhidden: 2\nname: anna\nseed: {seed}\n```"
    body = render(text).split("<tbody>")[1].split("</tbody>")[0]
    rows = [re.findall(r"<t[hd][^>]*>([^<]*)<", row) for row in body.split("</tr>")[:-1]]
    assert [row[0] for row in rows] == ["1 a", "2 n", "3 n", "4 a"]
    network = Network(cell=cell, input=26, hidden=2)
    weights = reference.random_weights(network, seed)
    letters = np.eye(26)[[0, 13, 13, 0]][:, np.newaxis]
    states = reference.run(network, weights, letters).output[:, 0]
    assert [[float(number.replace("−", "-")) for number in row[-2:]] for row in rows] == states.round(4).tolist()
    assert len({tuple(row[-2:]) for row in rows}) == 4
    naan = reference.run(network, weights, np.eye(26)[[13, 0, 0, 13]][:, np.newaxis]).output[-1, 0]
    assert abs(states[-1] - naan).max() > 0.01


def test_at_the_second_a_the_gates_are_alike_and_the_memory_is_not():
    """What worked-run says of the name that it reads."""
    _, *between, last = spelled(Network(input=26, hidden=2), "anna", 2).steps
    first = spelled(Network(input=26, hidden=2), "a", 2).steps[0]
    assert all(abs(first.values[gate] - last.values[gate]).max() < 0.03 for gate in ("i_t", "f_t", "o_t"))
    assert first.values["c_t"][0] > 0.05
    assert last.values["c_t"][0] < -0.2
    assert all((abs(step.values["h_t"]) < abs(step.values["c_t"])).all() for step in (first, *between, last))


def test_options_are_escaped():
    html = render('```lstm-facts\ninput: "<script>alert(1)</script>"\nhidden: 1\n```')
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


PROSE = {
    "prices": ("It costs $5 and $6, or $7/$8.", 0),
    "from a price to a price": ("It costs $5-$10 a month, or 5$x.", 0),
    "escaped": (r"\$x\$ stays", 0),
    "code": ("`$x$` and ``a `lstm-fact parameters input=1 hidden=1` b``", 0),
    "one": ("Here $x$.", 1),
    "several": ("$a$ and $b$, $c$-th", 3),
    "over two lines": ("$a +\nb$", 1),
    "emphasis inside": ("$a_1 * b_1 * c_1$", 1),
    "no space at the end": ("a $x $ b", 0),
    "displayed in a paragraph": ("so $$x$$ holds", 1),
    "displayed": ("$$\nx\n$$", 1),
    "displayed on one line": ("$$x + y$$", 1),
    "never closed": ("$$\nx", 0),
    "in a list": ("- $x$\n- y", 1),
}


@pytest.mark.parametrize("name", PROSE)
@pytest.mark.parametrize("others", SUPERFENCES)
def test_formulas_in_prose(name, others):
    text, formulas = PROSE[name]
    html = render(text, others)
    assert html.count("<math") == formulas
    assert "lstm-error" not in html


def test_prices_keep_their_signs():
    assert render("It costs $5 and $6.") == "<p>It costs $5 and $6.</p>"
    assert render(r"It costs \$5 or \$6.") == "<p>It costs $5 or $6.</p>"


@pytest.mark.parametrize(
    ("show", "expected"),
    [
        ("value", "<mn>4\u202f464</mn></math>"),
        ("formula", '<mn>1</mn><mo stretchy="false">)</mo></math>'),
        ("both", "464</mn>"),
    ],
)
def test_a_fact_in_a_sentence(show, expected):
    html = render(f"There are `lstm-fact parameters input=80 hidden=12 framework=keras show={show}` parameters.")
    assert expected in html
    assert html.removeprefix(STYLE).lstrip().startswith("<p>There are <span")
    assert html.endswith("parameters.</p>")


def test_a_shape_in_a_sentence():
    html = render("`lstm-shape W_f input=45 hidden=25 show=value`")
    assert re.search(r"<mn>25</mn><mo[^>]*>×</mo><mn>45</mn>", html)


def test_assets_are_linked_once_or_written_into_the_page():
    text = "```lstm-equations\n```\n\n```lstm-equations\n```"
    linked = render(text)
    assert linked.count('<link rel="stylesheet" href="/a/lstm-docs.css">') == 1
    assert linked.count('<script type="module" src="/a/symbols.js"></script>') == 1
    alone = markdown.markdown(text, extensions=[makeExtension()])
    assert alone.count("<style>") == alone.count('<script type="module">') == 1
    assert "src=" not in alone
    asked = markdown.markdown("```lstm-quiz\nfamily: gate-weight-shape\n```", extensions=[makeExtension()])
    assert "lstm-quiz-solution" in asked
    assert "src=" not in asked


def test_a_host_places_errors(caplog):
    extension = LstmDocsExtension()
    extension.context = Context(source="docs/page.md", first_line=6)
    markdown.markdown("a\n\n```lstm-facts\ninput: 1\n```", extensions=[extension])
    assert caplog.messages == ["docs/page.md:9: missing key 'hidden'"]


def test_loads_by_its_module_name():
    named = "lstm_docs.site.hosts.extension"
    assert markdown.markdown("$x$", extensions=[named]) == "<p>$x$</p>"
    assert "<math" in markdown.markdown("$x$", extensions=[named], extension_configs={named: {"formulas": True}})


def test_no_class_of_ours_is_styled_only_by_our_own_site():
    def classes(css):
        return set(re.findall(r"\.(lstm-[\w-]+)", css))

    book = (ROOT / "docs" / "assets" / "book.css").read_text(encoding="utf-8")
    assert classes(book) - classes(style_sheet() + "".join(sheets().values())) == set()


LEFT_ALONE = [r"a \$5 $x$ $$y$$", "$$\nx \\label{eq} \\ce{H2O}\n$$", "the gate of a batch", "`$HOME`", "$HOME and $"]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_nobody_asked_for_stays_as_it_is(text):
    assert render(text, formulas=False) == markdown.markdown(text, extensions=["admonition"])


def test_the_style_sheet_comes_once_and_first_with_whatever_is_ours():
    for text in ("# $x$\n\ntext", "a `lstm-fact macs input=1 hidden=1`", "a\n\n" + "\n".join(FACTS * 2)):
        html = render(text, ["toc"])
        assert html.startswith(STYLE)
        assert html.count(STYLE) == 1


@pytest.mark.parametrize(
    ("asked", "attribute", "box"),
    [
        ("family: gate-order", ' data-frameworks="pytorch keras onnx"', True),
        ("family: gate-order\nframeworks: [caffe, Keras]", ' data-frameworks="caffe keras"', True),
        ("family: gate-order\nframeworks: all", "", False),
        ("topic: layouts\nframeworks: all", "", False),
        ("topic: layouts\nframeworks: [caffe]", ' data-frameworks="caffe"', True),
        ("family: vector-shape", ' data-frameworks="pytorch keras onnx"', False),
    ],
)
def test_a_quiz_names_the_frameworks_that_it_asks_about(asked, attribute, box):
    html = render(f"```lstm-quiz\n{asked}\n```")
    assert "".join(re.findall(r" data-frameworks=\"[^\"]*\"", html)) == attribute
    assert ("Ask about all frameworks" in html) == box
    (named,) = re.findall(r'data-families="([^"]*)"', html)
    topic = [one.id for one in load_bank().topics["layouts"] if "caffe" not in asked or one.about(["caffe"])]
    assert {*named.split()} == ({*topic} if "topic" in asked else {asked.split()[1]})


@pytest.mark.parametrize(
    ("named", "message"),
    [
        ("[kaffe]", "docs/page.md:3: unknown framework 'kaffe'; did you mean 'caffe'?"),
        ("[torch7]", "docs/page.md:3: unknown framework 'torch7'"),
        ("[mxnet]", "docs/page.md:3: gru-saving asks about none of mxnet"),
    ],
)
def test_frameworks_that_a_quiz_cannot_ask_about_are_refused(named, message, caplog):
    extension = LstmDocsExtension()
    extension.context = Context(source="docs/page.md", first_line=1)
    markdown.markdown(f"```lstm-quiz\nfamily: gru-saving\nframeworks: {named}\n```", extensions=[extension])
    assert [line[: len(message)] for line in caplog.messages] == [message]

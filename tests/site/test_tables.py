"""Fences that compare: facts of several networks, frameworks, claims; and the words of the glossary."""

from __future__ import annotations

import re

import markdown
import pytest

from lstm_docs import Network, facts, frameworks
from lstm_docs.site.fences.context import Context
from lstm_docs.site.hosts.extension import LstmDocsExtension
from lstm_docs.syllabus import claims, glossary

THIN = "\u202f"


def rendered(text: str, **context: str) -> str:
    extension = LstmDocsExtension()
    extension.context = Context(assets="assets/", **context)
    return markdown.markdown(text, extensions=[extension])


def table(body: str) -> list[list[str]]:
    html = rendered(f"```{body}\n```")
    rows = re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[re.sub("<[^>]*>", "", cell).replace(THIN, " ").replace("\u00a0", " ") for cell in row] for row in cells]


def test_facts_of_several_networks():
    rows = table("lstm-table\ninput: 80\nhidden: 12\nvary: steps\nvalues: [1, 10]\nshow: [parameters, macs]")
    assert rows == [["", "parameters", "MACs"], ["steps = 1", "4 464", "4 416"], ["steps = 10", "4 464", "44 160"]]


def test_rows_of_ones_own():
    body = "lstm-table\ninput: 80\nhidden: 12\nrows:\n- {label: A, framework: keras}\n- {label: B, cell: gru-reset-before}"
    counts = [
        facts.of(Network(input=80, hidden=12), framework="keras"),
        facts.of(Network(cell="gru-reset-before", input=80, hidden=12)),
    ]
    assert [row[1] for row in table(body)[1:]] == [
        f"{row_facts['parameters'].value:,}".replace(",", " ") for row_facts in counts
    ]


def test_what_frameworks_decide():
    rows = table("lstm-frameworks\ninput: 80\nhidden: 12\nshow: [order, biases, parameters]")
    by_name = {row[0]: row[1:] for row in rows[1:]}
    assert by_name["PyTorch"] == ["i f g o", "2", "4 512"]
    assert by_name["ONNX"] == ["i o f g", "2", "4 512"]
    able = [name for name in frameworks.FRAMEWORKS if frameworks.refusal(name, Network(input=80, hidden=12)) is None]
    assert len(by_name) == len(able)


def test_the_claims_of_a_page():
    html = rendered("```lstm-claims\npage: shapes\n```")
    expected = [claim.id for claim in claims() if claim.pages[0] == "shapes"]
    assert re.findall(r'id="claim-([\w-]+)"', html) == expected


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("lstm-table\ninput: 1\nhidden: 1", "expected vary and values, or rows"),
        ("lstm-table\ninput: 1\nhidden: 1\nvary: stepps\nvalues: [1]", "did you mean"),
        ("lstm-table\ninput: 1\nhidden: 1\nvary: steps", "missing key"),
        ("lstm-table\ninput: 1\nhidden: 1\nrows: [{label: x, colour: red}]", "unknown key"),
        ("lstm-frameworks\nshow: [parameters]", "missing key"),
        ("lstm-claims\npage: shape", "did you mean"),
    ],
)
def test_faults_are_told(body, message):
    html = rendered(f"```{body}\n```")
    assert "lstm-error" in html
    assert message in html


def test_a_term_is_linked_once_where_it_stands_first_and_not_in_code_links_or_headings():
    text = "# The unit\n\nA `unit` and [a unit](x.md). A **unit** is one of the *units*; the forget gate is a gate.\n\n- a unit"
    html = rendered(text, glossary="../glossary/")
    assert html.count('class="lstm-term"') == 3
    assert '<strong><a class="lstm-term" data-meaning=' in html
    assert re.findall(r'href="\.\./glossary/#([\w-]+)"', html) == ["unit", "forget-gate", "gate"]
    assert re.sub("<[^>]*>", "", html).strip() == re.sub("<[^>]*>", "", rendered(text)).strip()


def test_without_a_glossary_nothing_is_linked():
    assert "lstm-term" not in rendered("A unit.")


def test_every_meaning_is_plain_and_every_term_stands_once():
    assert len({term.id for term in glossary()}) == len(glossary()) > 50
    for term in glossary():
        assert term.meaning.endswith(".")
        assert not set(term.meaning) & set("`$*_{}<>")


def test_the_glossary_as_a_list():
    html = rendered("```lstm-glossary\n```")
    assert html.count("<dt ") == len(glossary())

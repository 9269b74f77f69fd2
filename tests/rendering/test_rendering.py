"""Every fence of our own pages, rendered for a terminal, for LaTeX and for Typst."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import html5lib
import pytest
from click.testing import CliRunner

import lstm_docs
from lstm_docs.cli import main
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.rendering import TARGETS, render
from lstm_docs.rendering.reading import document
from lstm_docs.site.fences import blocks
from lstm_docs.site.fences.kinds import FENCES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

DOCS = Path(__file__).parents[2] / "docs"
UNSEEN = {"script", "style", "template", "noscript", "datalist", "link"}
NUMBER = re.compile(r"\d+(?:[.,\u202f]\d+)*")
PLAIN = "input: 80\nhidden: 12\n"


@cache
def fences() -> tuple[blocks.Block, ...]:
    """The longest body of each kind on our pages, and of each explorer and figure its first."""
    found: dict[tuple[str, str], blocks.Block] = {}
    for page in sorted(DOCS.glob("*.md")):
        for block in blocks.split(page.read_text(encoding="utf-8").splitlines(), formulas=False):
            if not isinstance(block, str):
                named = re.search(r"^(?:explorer|figure): (.*)", block.body, re.MULTILINE)
                found.setdefault((block.kind, named[1] if named else ""), block)
    more = {"lstm-trace": "input: 3\nhidden: 2\nsteps: 2\n", "lstm-unrolled": "steps: 4\n"}  # of which our pages have none
    return (*found.values(), *(blocks.Block(kind, body, "", 1) for kind, body in more.items()))


def shown(block: blocks.Block, to: str) -> str:
    return render(block.kind, block.body, to=to, assets="/assets" if to == "html" else "", folder=DOCS)


def seen(element: Element, drawn: bool = False) -> Iterator[str]:
    """The texts that a browser shows, and the settings of controls."""
    tag = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else "script"
    drawn = drawn or tag == "svg"
    hidden = "hidden" in element.attrib or (element.get("aria-hidden") == "true" and not drawn)
    if tag not in UNSEEN and not hidden and "lstm-quiz-typed" not in element.get("class", "") and tag != "button":
        yield element.text or ""
        if tag == "input" and element.get("type") in ("number", "text", "range"):
            yield element.get("value", "")
    for child in element if tag not in UNSEEN and not hidden else ():
        yield from seen(child, drawn)
        yield child.tail or ""


def test_every_kind_is_on_our_pages():
    assert {block.kind for block in fences()} == set(FENCES)


@pytest.mark.parametrize("block", fences(), ids=lambda block: f"{block.kind}-{block.line}")
def test_the_text_holds_every_number_symbol_and_option(block):
    page = html5lib.parse(shown(block, "html"), namespaceHTMLElements=False)
    said = shown(block, "text")
    words = " ".join(seen(page))
    assert set(NUMBER.findall(words)) <= set(NUMBER.findall(said)), set(NUMBER.findall(words)) - set(NUMBER.findall(said))
    symbols = {one.get("data-s", "").replace("-", "−") for one in page.iter("msub")}
    assert {symbol for symbol in symbols if symbol and symbol not in said} == set()
    options = {" ".join("".join(one.itertext()).split()) for one in page.iter("option")}
    assert {option for option in options if option not in " ".join(said.split())} == set()


def test_typst_sets_them_all(tmp_path):
    import typst

    file = tmp_path / "all.typ"
    file.write_text("".join(shown(block, "typst") for block in fences()), encoding="utf-8")
    assert typst.compile(str(file)).startswith(b"%PDF")


def test_latex_leaves_no_sign_as_it_is_and_closes_what_it_opens():
    for block in fences():
        made = shown(block, "latex")
        assert made.count(r"\begin{") == made.count(r"\end{")
        assert made.count("{") - made.count(r"\{") == made.count("}") - made.count(r"\}"), block
        assert not re.search(r"[₀-₉⁰-⁹×⊙σ−]", made), block


def test_what_is_written_in_html_becomes_no_markup_elsewhere():
    said = document("<p>#let x = 1 \\input{a} $y$ &lt;b&gt; <code>a_b  c</code> <a href='https://a.example/'>z</a></p>")
    from lstm_docs.rendering import latex, text, typst

    assert text.text(said) == "#let x = 1 \\input{a} $y$ <b> a_b  c z <https://a.example/>\n"
    assert latex.latex(said).startswith(r"\#let x = 1 \textbackslash{}input\{a\} \$y\$ \textless{}b\textgreater{} \texttt{a\_b")
    assert r"\#let x \= 1 \\input\{a\} \$y\$ \<b\>" in typst.typst(said)


@pytest.mark.parametrize(
    ("kind", "body", "options", "told"),
    [
        ("facts", "input: x\n", {"file": "a.md", "line": 17}, "a.md:17: missing key 'hidden'"),
        ("facts", PLAIN + "show: fox\n", {"file": "a.md", "line": 7}, "a.md:9: unknown show 'fox'"),
        ("quizz", "", {"file": "a.md", "line": 7}, "a.md:7: unknown block 'lstm-quizz'; did you mean 'lstm-quiz'?"),
        ("facts", PLAIN, {"to": "svg"}, "fence:1: nothing is drawn here; ask for html, latex, typst or text"),
        ("facts", PLAIN, {"to": "pdf"}, "unknown target 'pdf'; known: html, svg, latex, typst, text"),
        ("model", "file: ../a.onnx\n", {}, "fence:1: "),
    ],
)
def test_what_the_author_can_mend_is_told_with_its_place(kind, body, options, told):
    with pytest.raises(LstmDocsError) as error:
        render(kind, body, **options)
    assert str(error.value).startswith(told)


def test_html_stands_alone_or_links_to_what_is_served():
    linked = lstm_docs.render("lstm-quiz", "family: parameter-count\n", assets="https://a.example/our")
    assert set(re.findall(r'(?:src|href)="([^"]*)"', linked)) == {
        "https://a.example/our/lstm-docs.css",
        "https://a.example/our/quiz.js",
    }
    alone = render("lstm-quiz", "family: parameter-count\n")
    assert not re.findall(r"<(?:script|link)[^>]* (?:src|href)=", alone)
    assert '<template data-lstm-family="parameter-count">' in alone


def test_a_drawing_is_a_file_of_its_own():
    from xml.etree import ElementTree as ET

    drawing = ET.fromstring(render("shapes", PLAIN + "gate: f\n", to="svg"))
    assert drawing.tag == "{http://www.w3.org/2000/svg}svg"
    assert "lstm-docs-assets" not in ET.tostring(drawing, encoding="unicode")


def test_targets_are_those_of_the_command():
    assert TARGETS == ("html", "svg", "latex", "typst", "text", "mdast")


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["facts", "--to", "text"], 0, "parameters"),
        (["lstm-shapes", "--to", "typst"], 0, "#table("),
        (["facts", "--to", "svg", "--file", "b.md", "--line", "9"], 2, "lstm-docs: b.md:9: nothing is drawn here"),
        (["facts", "--to", "pdf"], 2, "'pdf' is not one of"),
    ],
)
def test_the_command_reads_the_lines_from_standard_input(arguments, status, told):
    done = CliRunner().invoke(main, ["fence", *arguments], input=PLAIN)
    assert done.exit_code == status
    assert told in done.output

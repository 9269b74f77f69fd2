"""The table of words: complete, refused where it is wrong, and found alike by Python and by the browser."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.rendering import TARGETS, render
from lstm_docs.site.fences import kinds as fences
from lstm_docs.site.fences.context import Context
from lstm_docs.words import LANGUAGES, english, table_of, words
from lstm_docs.words.html import translated
from lstm_docs.words.saying import PLACE, Sayer
from tests.hosts.bodies import BODIES
from tests.js.modules import modules
from tests.site.plain_figures import PLAIN
from tests.site.weight import served

from .pseudo import missed, table

PACKAGE = Path(__file__).parents[2] / "lstm_docs"
DOCS = PACKAGE.parent / "docs"
OTHERS = [language for language in LANGUAGES if language != "en"]
SAID = {
    "Question 2 of 8 · shapes, level 1 · New to you.": "Frage 2 von 8 · Formen, Stufe 1 · Noch nie gefragt.",
    "costs, level 2 · You answered this kind 3 days ago, and it is due.": (
        "Kosten, Stufe 2 · Diese Art war vor 3 Tagen richtig und ist wieder dran."
    ),
    "along the cell state 7.98 · 10⁻⁴ after 20": "entlang des Zellzustands 7.98 · 10⁻⁴ nach 20",
    "rows of \ue000 = rows of \ue001; columns of \ue002 = \ue003, as given.": (
        "Zeilen von \ue000 = Zeilen von \ue001; Spalten von \ue002 = \ue003, wie gegeben."
    ),
    "Layers: 1 → 2: 7 100 → 7 200 parameters, × 1.01.": "Schichten: 1 → 2: 7 100 → 7 200 Parameter, × 1.01.",
    "\ue000 You chose A. \ue001": "\ue000 Gewählt: A. \ue001",
    "True: every step": "True: jeder Schritt",
    "Doubling H, but our table of frameworks has no projection for Keras. What is shown are the equations.": (
        "Verdoppelt: H, aber unsere Tabelle der Frameworks hat keine Projektion für Keras. Gezeigt werden die Gleichungen."
    ),
    "Line 5 of 6: c₁ = 0.6642, c₂ = −0.5322. The link to this is copied.": (
        "Zeile 5 von 6: c₁ = 0.6642, c₂ = −0.5322. Der Link hierzu ist kopiert."
    ),
    "nothing that we have said": "nothing that we have said",
}


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_that_ships_is_whole_and_says_that_it_is_a_draft(language):
    assert words(language).told == ""
    assert "draft made by a machine" in table_of(language).splitlines()[0]


def test_every_text_of_the_table_is_written_somewhere():
    """Each of its words is; where they stand together is seen by the page whose words stand in brackets."""
    files = [
        file for ending in ("py", "js", "html", "css") for file in PACKAGE.rglob(f"*.{ending}") if "words" not in file.parts
    ]
    known = {word for file in files for word in re.findall("[a-z]+", file.read_text(encoding="utf-8").lower())}
    said = {name: re.findall("[a-z]+", re.sub(PLACE, " ", text).lower()) for name, text in english().items()}
    assert {name: gone for name, words in said.items() if (gone := set(words) - known)} == {}


@pytest.mark.parametrize(("english_text", "german"), SAID.items())
def test_a_text_is_said(english_text, german):
    assert words("de").sayer(english_text) == german


QUOTED = ("show: programs", "version")
"""Fences that show what programs are called and how their versions are written, by something in their options."""


FENCE = re.compile(r"^```(lstm-[\w-]+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


class Heard:
    """Takes down what it is asked to say."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def __call__(self, text: str) -> str:
        self.texts.append(text)
        return text

    spoken = staticmethod(str)


def bodies() -> dict[tuple[str, str], str]:
    """A fence of each kind, each figure, and of each `show` that our pages have; none of another author's words."""
    figures = (("lstm-plot", f"figure: {name}\n{options[0]}") for name, options in PLAIN.items())
    found = {(kind, body.partition("\n")[0]): body for kind, body in (*BODIES.items(), *figures)}
    for page in sorted(DOCS.glob("*.md")):
        for kind, body in FENCE.findall(page.read_text(encoding="utf-8")):
            if (show := re.search("^(show|explorer): .*", body, re.MULTILINE)) and kind not in ("lstm-table", "lstm-api"):
                found.setdefault((kind, show[0]), body.replace("models/", ""))
    return {key: body for key, body in found.items() if not any(quoted in body for quoted in QUOTED)}


def test_no_fence_has_a_word_of_ours_that_is_not_in_the_table(tmp_path):
    (tmp_path / "my.yml").write_text(table(), encoding="utf-8")
    own, heard = words(str(tmp_path / "my.yml")), Heard()
    for (kind, _), body in bodies().items():
        translated(own.html(str(fences.render(kind, body, Context(source=kind, folder=DOCS / "models", root=DOCS), 1))), heard)
    assert missed(list(dict.fromkeys(heard.texts))) == {}


def test_python_and_browser_say_the_same():
    sent = json.loads(words("de").data)
    own = Sayer(sent["texts"], sent["signs"])
    ours = [text for text, _ in (*sent["texts"], *sent["signs"])]
    texts = [*SAID, *ours[::2], *(text.replace("{n}", "3").replace("{a}", "two, such as 3×2") for text in ours[1::2])]
    said = modules().call("texts.map(sayer(sent).say)", texts=texts, sent=sent)
    spoken = modules().call("texts.map(sayer(sent).spoken)", texts=texts, sent=sent)
    assert said == [own(text) for text in texts]
    assert spoken == [own.spoken(text) for text in texts]


def test_html_keeps_all_but_its_words():
    say = Sayer([("{a} of {b} right", "von {b} sind {a} richtig"), ("next", "weiter & gut")], [("sub", "Index")])
    html = (
        '<p data-n=\'{"<b>": "next"}\' aria-label="next"> <b>next</b> of <i>2</i> right.</p><br><code>next</code>'
        '<math aria-label="x sub t"><mi>next</mi></math><p lang="en">next</p><svg><path d="M1 2"/><title>Next</title></svg>'
    )
    assert translated(html, say) == (
        '<p data-n=\'{"<b>": "next"}\' aria-label="weiter &amp; gut"> von <i>2</i> sind <b>weiter &amp; gut</b> richtig.</p>'
        '<br><code>next</code><math aria-label="x Index t"><mi>next</mi></math><p lang="en">next</p>'
        '<svg><path d="M1 2"/><title>Weiter &amp; gut</title></svg>'
    )
    assert translated(html, Sayer([])) == html


FAULTS = {
    "quiz.nxt: Weiter\n": r"my\.yml:1: unknown text 'quiz.nxt'; did you mean 'quiz.next'\?",
    "quiz.next: Weiter\nquiz.question-of: Frage {n}\n": r"my\.yml:2: quiz\.question-of must hold \{m\} and \{n\}, each once",
    "quiz.next: [1]\n": r"my\.yml:1: expected text",
}


@pytest.mark.parametrize(("text", "told"), FAULTS.items())
def test_a_table_with_a_fault_is_refused_at_its_line(text, told, tmp_path):
    (tmp_path / "my.yml").write_text(text, encoding="utf-8")
    with pytest.raises(LstmDocsError, match=told):
        words(str(tmp_path / "my.yml"))


def test_an_unknown_language_is_refused():
    with pytest.raises(LstmDocsError, match="unknown language 'fr'"):
        words("fr")


def test_what_is_missing_is_told_and_stays_english(tmp_path):
    (tmp_path / "my.yml").write_text("quiz.next: Weiter\n", encoding="utf-8")
    own = words(str(tmp_path / "my.yml"))
    assert (
        own.told == f"{len(english()) - 1} of {len(english())} texts are missing and stay English, the first is shared.inputs"
    )
    assert own.html("<p>Next question</p><p>Check</p>") == "<p>Weiter</p><p>Check</p>"
    (tmp_path / "my.yml").write_text("language: en\nquiz.next: Onwards\n", encoding="utf-8")
    assert words(str(tmp_path / "my.yml")).told == ""


def test_only_pages_in_other_words_load_them_and_they_are_light(tmp_path):
    loaded = {words_of: render("facts", "input: 80\nhidden: 12", assets="/a", words=words_of) for words_of in ("", "de")}
    assert ["/a/words." in html for html in loaded.values()] == [False, True]
    assert len(gzip.compress(served("words.js").encode(), 9)) <= 2 * 1024
    assert len(gzip.compress(words("de").data.encode(), 9)) <= 16 * 1024


@pytest.mark.parametrize("to", [to for to in TARGETS if to != "svg"])
def test_every_target_has_them(to):
    assert "Matrixprodukt" in render("facts", "input: 80\nhidden: 12\nshow: [macs]", to=to, words="de")

"""Templates that never end or fill the memory are refused in a line."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from lstm_docs.export import Style, written
from lstm_docs.export.new_folder import new_folder
from lstm_docs.ground import worker_process as module
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.ground.worker_process import apart
from lstm_docs.quiz import load_bank, make_paper
from lstm_docs.quiz.papers.plan import Selection

PAPER = make_paper(load_bank(), Selection(("gate-weight-shape",), 1), "a seed for bombs")
DOUBLED = "{% set ns = namespace(x='a') %}{% for i in range(99) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}"
TWINS = (
    "{% set ns = namespace(a=[1], b=[1]) %}{% for i in range(60) %}{% set ns.a = [ns.a, ns.a] %}"
    "{% set ns.b = [ns.b, ns.b] %}{% endfor %}{{ ns.a == ns.b }}"
)
LOOPS = "".join(f"{{% for {name} in range(99999) %}}" for name in "abc") + "{% endfor %}" * 3
TOO_LONG, TOO_MUCH = "takes too long", "takes more memory than there is for it"
EITHER = "what stands there takes"
BOMBS = {
    "loops within loops": ("md", LOOPS, TOO_LONG),
    "a macro that calls itself twice": (
        "md",
        "{% macro f(n) %}{{ f(n + 1) if n < 99 }}{{ f(n + 1) if n < 99 }}{% endmacro %}{{ f(0) }}",
        TOO_LONG,
    ),
    "one power": ("md", "{{ 9 ** (9 ** 9) }}", TOO_LONG),
    "one comparison": ("md", TWINS, TOO_LONG),
    "one long text": ("md", "{{ 'a' * 10 ** 10 }}", TOO_MUCH),
    "a text that doubles": ("md", DOUBLED, EITHER),
    "a long line": ("md", "{{ 'a' * 10 ** 8 }}", "writes more than 67,108,864 characters"),
    "a long range": ("md", "{% for i in range(10 ** 9) %}{% endfor %}", "paper.md.j2:1: template: Range too big"),
    "itself": ("md", "{% include 'paper.md.j2' %}", "template: maximum recursion depth"),
    "no text of its own": ("md", "{% include '../../etc/passwd' %}", "template: "),
    "loops of Typst": ("pdf", "#for i in range(99999) { for j in range(99999) { let a = i * j } }", TOO_LONG),
}


@pytest.fixture
def templates(tmp_path):
    (tmp_path / "mine").mkdir()
    return tmp_path / "mine"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems bound no memory, and Windows time alone")
@pytest.mark.parametrize(("form", "text", "message"), BOMBS.values(), ids=BOMBS)
def test_a_template_that_never_ends_is_refused_in_a_line(form, text, message, templates, monkeypatch):
    if message in (TOO_LONG, EITHER):  # what ends of itself has all of its time, however slow the machine
        monkeypatch.setattr(module, "SECONDS", 2)
    (templates / f"paper.{ {'pdf': 'typ'}.get(form, form) }.j2").write_text(text)
    with pytest.raises(LstmDocsError) as caught, new_folder(templates.parent / "out"):
        written(form, PAPER, Style(templates), key=False)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert [path.name for path in templates.parent.iterdir()] == ["mine"]


def test_a_template_of_ones_own_gives_the_same_as_ours(templates):
    """The other process is asked again after one that it did not survive."""
    (templates / "sheet.md.j2").write_text("{{ paper.title }} is mine")
    assert written("md", PAPER, Style(templates), key=True) == "Quiz is mine"
    for form in ("md", "html", "txt"):
        assert written(form, PAPER, Style(templates), key=False) == written(form, PAPER, Style(), key=False)


def test_faults_keep_their_place(templates):
    (templates / "paper.md.j2").write_text("one\n{{ paper.nothing }}\n")
    with pytest.raises(LstmDocsError, match=r"paper.md.j2:2: template: .*nothing"):
        written("md", PAPER, Style(templates), key=False)


def test_a_link_that_leads_out_is_refused_before_anything_is_written(templates):
    (templates / "paper.md.j2").symlink_to("/etc/passwd")
    with pytest.raises(LstmDocsError, match="leads out of the folder of templates"):
        written("md", PAPER, Style(templates), key=False)


def test_links_within_the_folder_are_followed(templates, tmp_path):
    (templates / "one.j2").write_text("mine")
    (templates / "paper.md.j2").symlink_to("one.j2")
    (tmp_path / "other").symlink_to(templates)
    assert written("md", PAPER, Style(tmp_path / "other"), key=False) == "mine"


def test_what_is_raised_is_raised_here():
    with pytest.raises(ZeroDivisionError):
        apart("here", divmod, 1, 0)
    assert apart("here", os.getpid) != os.getpid()


def test_a_folder_is_seen_from_where_one_is(tmp_path, monkeypatch):
    """The process that fills in templates goes on from one to the next: a path is not that of the folder it began in."""
    for name in ("a", "b", "c"):
        (tmp_path / name / "own").mkdir(parents=True)
        (tmp_path / name / "own" / "paper.md.j2").write_text(f"From {name}.\n", encoding="utf-8")
    (tmp_path / "c" / "own" / "out").symlink_to(tmp_path)
    for name in ("a", "b"):
        monkeypatch.chdir(tmp_path / name)
        assert written("md", PAPER, Style(Path("own")), key=False).strip() == f"From {name}."
    monkeypatch.chdir(tmp_path / "c")
    with pytest.raises(LstmDocsError, match="leads out of the folder"):
        written("md", PAPER, Style(Path("own")), key=False)

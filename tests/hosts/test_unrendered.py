"""A fence that its host takes for code, and what every host is told of our fences."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pygments
import pytest
from pygments import lexers
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from lstm_docs.site.fences.kinds import FENCES
from lstm_docs.site.fences.names import KINDS
from lstm_docs.site.hosts.lexer import NOTICE, FenceLexer
from lstm_docs.site.hosts.notebooks import SIGN, rendered

from . import matrix
from .bodies import BODIES, notebook
from .hosts import NAMES, recipe

PACKAGE = Path(__file__).parents[2] / "lstm_docs"
RECIPES = [
    ("## With MkDocs", "yaml"),
    ("### Notebooks", "yaml"),
    ("### Zensical", "yaml"),
    ("### Sphinx", "python"),
    ("### Pandoc and Quarto", "lua"),
    ("### MyST and Jupyter Book", "python"),
    ("## Without MkDocs", "py"),
]


def test_the_names_of_fences_are_those_that_are_made():
    assert set(KINDS) == set(FENCES) == set(BODIES)


def test_the_lexer_is_announced():
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["entry-points"]["pygments.lexers"] == {"lstm-docs": "lstm_docs.site.hosts.lexer:FenceLexer"}


def test_a_fence_taken_for_code_says_what_is_missing():
    html = pygments.highlight("input: 80\n", FenceLexer(), HtmlFormatter())
    assert f'{SIGN}">lstm-docs did not render this' in html
    assert "input: 80" in html


def test_a_fence_shown_inside_other_code_is_left_as_it_is(monkeypatch):
    known = lexers.get_lexer_by_name
    monkeypatch.setattr(lexers, "get_lexer_by_name", lambda name, **o: FenceLexer() if name in KINDS else known(name, **o))
    html = pygments.highlight("```lstm-facts\ninput: 80\n```\n", get_lexer_by_name("markdown"), HtmlFormatter())
    assert NOTICE.split(":")[1].strip() not in html
    assert "input: 80" in html


def test_the_recipes_that_hosts_are_built_with_stand_on_the_authors_page():
    """`make test-hosts` builds with them; here they are only read, and each says that it is ours."""
    assert all("lstm" in recipe(*place) for place in RECIPES)
    with pytest.raises(AssertionError, match="Sphinx has no block in lua"):
        recipe("### Sphinx", "lua")


def test_every_test_of_the_matrix_belongs_to_the_job_of_a_host():
    tests = [test for name, test in vars(matrix).items() if name.startswith("test_")]
    run = [{*mark.args[1]} for test in tests for mark in test.pytestmark]
    assert len(run) == len(tests)
    assert set().union(*run) == {*NAMES}


def test_no_adapter_knows_one_fence_from_another():
    """Not by its name: what a page asks of the bank, it says in its HTML."""
    others = (PACKAGE / "sphinx.py", PACKAGE / "myst.py", PACKAGE / "cli" / "fence.py")
    for file in (*(PACKAGE / "site" / "hosts").glob("*.py"), *others):
        texts = re.findall(r"[\"'](?:lstm-)?([\w-]+)[\"']", file.read_text(encoding="utf-8"))
        assert [text for text in texts if f"lstm-{text}" in KINDS] == [], file


def converted(*fences: str) -> str:
    return "".join(pygments.highlight(body, FenceLexer(), HtmlFormatter()) for body in fences)


@pytest.mark.parametrize("others", ["", pygments.highlight("x = 1\n", get_lexer_by_name("python"), HtmlFormatter())])
def test_a_notebook_shows_its_fences_in_order(others, tmp_path):
    from lstm_docs.site.fences.context import Context

    told: list[str] = []
    context = Context(source="a.ipynb", assets="/a/", tell=told.append, folder=tmp_path, root=tmp_path)
    html = rendered(others + converted(*BODIES.values()) + others, notebook(), context)
    assert SIGN not in html
    assert html.count(others) == 2 if others else True
    assert len(told) == 1  # the model's file is not there
    assert told[0].startswith(f"a.ipynb, cell {[*BODIES].index('lstm-model') + 2}:")

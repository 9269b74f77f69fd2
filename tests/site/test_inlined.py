"""Our modules as one script: whatever one takes from another is given, in the files as written and as the wheel has them."""

from __future__ import annotations

import re
from functools import cache

import pytest

from hatch_build import ASSETS, minified
from lstm_docs.site.build import inlined, served_files
from lstm_docs.site.fences.context import asset, scripts
from tests.site.building import ROOT

FORMS = {"as written": asset, "minified": cache(lambda name: minified(ROOT / ASSETS / name))}
MODULE = re.compile(r'^modules\["([\w.-]+)"\]=\(\(\)=>\{(.*?)^return\{([\w,]*)\}\}\)\(\);$', re.DOTALL | re.MULTILINE)
IMPORTED = re.compile(r'(?:from|import\*as m\d+ from|import\() ?"\./([\w-]+\.js)"')
TAKEN = re.compile(r'const \{([^}]*)\}=modules\["([\w.-]+)"\];')


@pytest.fixture(params=FORMS)
def bundle(request, monkeypatch):
    monkeypatch.setattr(inlined, "asset", FORMS[request.param])
    return inlined.bundle.__wrapped__


def test_a_module_stands_after_all_that_it_takes_from(bundle):
    script = bundle(tuple(scripts()))
    given: dict[str, set[str]] = {}
    for name, body, names in MODULE.findall(script):
        for taken, source in TAKEN.findall(body):
            assert {one.strip() for one in taken.split(",") if one.strip()} <= given[source], (name, source)
        given[name] = set(names.split(",")) - {""}
    assert set(given) == set(scripts())
    assert given["grammar.js"] >= {"parse", "evaluate", "canonical"}
    assert not re.search(r"(?:^|[;}])(?:import|export)\b", script, re.MULTILINE)
    assert not re.search(r"</script|<!--", script)


@pytest.mark.parametrize("name", scripts())
def test_lines_that_are_left_out_are_comments(name, tmp_path):
    """What a minifier makes of a script without them is what it makes of the whole."""
    (tmp_path / name).write_text(inlined._COMMENT.sub("", asset(name)), encoding="utf-8")
    assert minified(tmp_path / name) == FORMS["minified"](name)


def test_every_script_imports_what_is_served():
    code = {file.path.removeprefix(served_files.FOLDER): str(file.content) for file in served_files.code()}
    field = inlined.own_of(served_files.FIELD, scripts())
    assert {"cell-text.js", "cell-layout.js", "cell-field.js"} <= {*field}
    assert code.keys() & {*field} == {served_files.FIELD}
    for name, script in code.items():
        assert {*IMPORTED.findall(script)} <= code.keys(), name
    assert {*IMPORTED.findall(code[served_files.FIELD])} & scripts().keys() >= {"explore-wired.js", "streams.js"}


def test_a_page_gets_what_its_scripts_import_and_no_more(bundle):
    modules = [name for name, _, _ in MODULE.findall(bundle(("explore-step.js", "symbols.js")))]
    first, *between, step, last = modules
    assert (first, step, last) == ("explore-equations.js", "explore-step.js", "symbols.js")
    assert between == ["picture.js", "explore.js", "numbers.js", "explore-parts.js", "explore-wired.js"]


def test_scripts_of_others_stay_and_ours_become_one():
    others = '<script type="module" src="../mine/quiz.js"></script>'
    ours = [f'<script type="module" src="../ours/{name}.js"></script>' for name in ("quiz", "symbols")]
    html, script = inlined.inlined(f"{ours[0]}<p>{others}{ours[1]}{ours[1]}", "../ours/", {"one": '{"ask": "<b>&amp;</b>"}'})
    held = '<template data-lstm-family="one">{"ask": "&lt;b&gt;&amp;amp;&lt;/b&gt;"}</template>'
    assert html == f'{held}<script type="module">{script}</script><p>{others}'
    assert inlined.policy([script, script]).count("'sha256-") == 1


def test_a_page_without_our_scripts_is_left_alone():
    assert inlined.inlined("<p>Text</p>", "../ours/", {}) == ("<p>Text</p>", "")

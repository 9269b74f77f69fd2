"""What is kept from one build to the next: never stale, never in the way."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstm_docs.formulas.mathfont import woff2
from lstm_docs.ground.bank_folder import bank_path
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.site.build import build_cache as module
from lstm_docs.site.build import page_mends
from lstm_docs.site.build.build_cache import BuildCache, fingerprint, rows, text, texts
from lstm_docs.site.build.progress import Progress

from .building import ENVIRONMENT, SMALL, small_site


def refuse():
    raise AssertionError("made again")


PAIR = rows(rows(text), 2)


def test_made_once_and_found_in_the_next_process(tmp_path):
    first = BuildCache(tmp_path / "deep" / "made.json")
    assert first.of("fence", ("H", 12), lambda: [["<p>σ</p>"], []], PAIR) == [["<p>σ</p>"], []]
    assert first.of("fence", ("H", 12), refuse, PAIR) == [["<p>σ</p>"], []]
    first.save()
    second = BuildCache(tmp_path / "deep" / "made.json")
    assert second.of("fence", ("H", 12), refuse, PAIR) == [["<p>σ</p>"], []]
    assert second.of("fence", ("H", 13), lambda: "other", text) == "other"
    assert second.of("inline", ("H", 12), lambda: "another", text) == "another"
    assert [path.suffix for path in (tmp_path / "deep").iterdir()] == [".json"]


def test_an_error_is_not_kept():
    cache = BuildCache()
    with pytest.raises(LstmDocsError):
        cache.of("fence", "x", lambda: (_ for _ in ()).throw(LstmDocsError("no")), text)
    assert cache.of("fence", "x", lambda: "mended", text) == "mended"


@pytest.mark.parametrize("content", ["", "not JSON", "[]", '{"from": "another version", "made": {}}', '{"made": {}}', "\xff"])
def test_a_file_of_another_version_or_spoilt_is_as_none(tmp_path, content):
    file = BuildCache(tmp_path / "made.json").file
    file.write_bytes(content.encode("latin-1"))
    cache = BuildCache(tmp_path / "made.json")
    assert cache.of("fence", "x", lambda: "new", text) == "new"
    cache.save()
    assert BuildCache(tmp_path / "made.json").of("fence", "x", refuse, text) == "new"


def test_nothing_outlives_a_change_of_the_package(tmp_path, monkeypatch):
    first = BuildCache(tmp_path / "made.json")
    first.of("fence", "x", lambda: "old", text)
    first.save()
    monkeypatch.setattr(module, "_package", lambda: "changed", text)
    assert BuildCache(tmp_path / "made.json").of("fence", "x", lambda: "new", text) == "new"


def test_a_folder_that_cannot_be_written_to_is_no_fault(tmp_path):
    (tmp_path / "file").write_text("in the way")
    cache = BuildCache(tmp_path / "file" / "made.json")
    assert cache.of("fence", "x", lambda: "made", text) == "made"
    cache.save()
    BuildCache(tmp_path / "made.json").file.mkdir()
    cache = BuildCache(tmp_path / "made.json")
    assert cache.of("fence", "x", lambda: "made", text) == "made"
    cache.save()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", cache.file.name]
    assert woff2("Wf", tmp_path / "file") == woff2("Wf")


def test_it_does_not_grow_without_end(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MOST_CHARACTERS", 1000)
    for turn in range(4):
        cache = BuildCache(tmp_path / "made.json")
        cache.of("fence", turn, lambda: "x" * 600, text)
        cache.save()
    assert len(json.loads(cache.file.read_text())["made"]) == 1


def test_a_fingerprint_tells_files_apart(tmp_path):
    a, b = tmp_path / "a", tmp_path / "b"
    a.write_text("12"), b.write_text("3")
    before = fingerprint([a, b])
    a.write_text("1"), b.write_text("23")
    assert fingerprint([a, b]) != before
    assert fingerprint([a]) != fingerprint([b])


DAMAGED = [None, 3, True, ["<p>"], {"made": "x"}, [["a"], [1]], [["a"]], [["a"], ["b"], []]]


@pytest.mark.parametrize("value", DAMAGED)
def test_what_has_another_shape_discards_the_file(tmp_path, value):
    first = BuildCache(tmp_path / "made.json")
    for inputs in ("x", "y"):
        first.of("fence", inputs, lambda: [["<p>"], ["quiz.js"]], PAIR)
    first.save()
    written = json.loads(first.file.read_text())
    written["made"][next(iter(written["made"]))] = value
    first.file.write_text(json.dumps(written))
    cache = BuildCache(tmp_path / "made.json")
    assert [cache.of("fence", inputs, lambda: [["new"], []], PAIR) for inputs in ("x", "y")] == [[["new"], []]] * 2


def test_versions_do_not_share_a_file_and_old_ones_go(tmp_path, monkeypatch):
    for turn in range(5):
        monkeypatch.setattr(module, "_package", lambda turn=turn: f"{turn}" * 12)
        cache = BuildCache(tmp_path / "made.json")
        cache.of("fence", "x", lambda turn=turn: f"by {turn}", text)
        cache.save()
        os.utime(cache.file, (turn, turn))
    assert sorted(path.name[5] for path in tmp_path.iterdir()) == ["2", "3", "4"]
    monkeypatch.setattr(module, "_package", lambda: "3" * 12)
    assert BuildCache(tmp_path / "made.json").of("fence", "x", refuse, text) == "by 3"


def test_the_shape_of_what_is_kept():
    assert texts(2)(["a", "b"])
    assert not texts(2)(["a"])
    assert not texts(1)("a")
    assert rows(texts(1))([])


def test_a_damaged_font_is_cut_anew(tmp_path):
    whole = woff2("W", tmp_path)
    (file,) = tmp_path.iterdir()
    for spoilt in (b"", file.read_bytes()[:-1], whole):
        file.write_bytes(spoilt)
        assert woff2("W", tmp_path) == whole


def test_nothing_in_the_cache_names_a_file(tmp_path):
    """Whatever stands in the file that is kept, nothing is written outside the site's folder."""
    site = small_site(tmp_path / "home" / "site", SMALL, ask=ASKING)
    _built(site, tmp_path / "home" / "one")
    (file,) = (site / ".cache" / "plugin" / "lstm-docs").glob("made-*.json")
    spoilt = re.sub(
        r"(parameter-count|worked-run|lstm-docs\.css|quiz\.js)", r"../../../../../\1", file.read_text(encoding="utf-8")
    )
    assert spoilt.count("../../../../../") > 3
    file.write_text(spoilt, encoding="utf-8")
    _built(site, tmp_path / "home" / "two")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home"]
    assert sorted(path.name for path in (tmp_path / "home").iterdir()) == ["one", "site", "two"]


BUILD = """
import sys
from mkdocs.__main__ import cli
try:
    cli(["build", "-q", "-d", sys.argv[1]])
except SystemExit as end:
    assert not end.code, end.code
print(*sorted({"sympy", "numpy", "fontTools"} & set(sys.modules)))
"""
ASKING = """# Ask

`lstm-fact parameters input=80 hidden=12`

```lstm-facts
input: 1
hidden: 2
```

```lstm-quiz
family: parameter-count
```
"""


def _built(site, out):
    command = [sys.executable, "-c", BUILD, str(out)]
    done = subprocess.run(command, cwd=site, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_a_second_build_computes_nothing(tmp_path):
    site = small_site(tmp_path / "site", SMALL, ask=ASKING)
    assert _built(site, tmp_path / "one") == ["fontTools", "numpy", "sympy"]
    assert _built(site, tmp_path / "two") == []
    for file in (path for path in (tmp_path / "one").rglob("*") if path.is_file() and path.suffix != ".gz"):
        assert (tmp_path / "two" / file.relative_to(tmp_path / "one")).read_bytes() == file.read_bytes()


def test_an_edited_question_and_an_edited_template_are_seen(tmp_path):
    site = small_site(tmp_path / "site", SMALL + "      bank: bank\n      templates: own\n", ask=ASKING)
    for folder in ("bank", "own"):
        (site / folder).mkdir()
    own, bank = site / "own" / "worked-run.md", site / "bank" / "parameters.yml"
    shutil.copy(bank_path() / bank.name, bank)
    own.write_text("# First\n", encoding="utf-8")
    _built(site, tmp_path / "one")
    text = bank.read_text(encoding="utf-8").replace("How many parameters does one", "How large is one")
    bank.write_text(text, encoding="utf-8")
    own.write_text("# Second\n", encoding="utf-8")
    _built(site, tmp_path / "two")
    asked, data, run = "ask/index.html", "assets/lstm-docs/quiz/parameter-count.json", "worked-run/index.html"
    for file, before, after in (
        (asked, "How many parameters does one", "How large is one"),
        (data, "How many parameters does one", "How large is one"),
        (run, "First", "Second"),
    ):
        assert before in (tmp_path / "one" / file).read_text(encoding="utf-8")
        text = (tmp_path / "two" / file).read_text(encoding="utf-8")
        assert after in text
        assert before not in text


PARTS = ["<p>a</p>", "<svg><title>b</title></svg>", "<math><mi>c</mi></math>", "<template>d</template>"]


@given(st.lists(st.sampled_from(PARTS)))
def test_what_the_search_need_not_read_is_put_back(parts):
    light, pieces = page_mends.lightened("".join(parts), wholly=True)
    assert page_mends.restored(light, pieces) == "".join(parts)
    assert "<mi>" not in light
    assert light.count("c") >= parts.count("<math><mi>c</mi></math>")


def test_a_build_that_takes_long_says_how_far_it_is():
    seconds = iter([0.0, 1.0, 1.9, 2.5, 3.0, 4.6])
    progress = Progress(53, lambda: next(seconds))
    assert [progress.page().partition(";")[0] for _ in range(5)] == ["", "", "3 of 53 pages", "", "5 of 53 pages"]


def test_a_plugin_that_outlives_a_build_sees_what_was_edited(tmp_path, monkeypatch):
    """As under `mkdocs serve`, whose plugins go on from one build to the next."""
    from mkdocs.commands.build import build as built_by
    from mkdocs.config import load_config

    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    site = small_site(tmp_path / "site", SMALL.replace("[worked-run]", "[]") + "      bank: bank\n", ask=ASKING)
    (site / "bank").mkdir()
    bank = site / "bank" / "parameters.yml"
    shutil.copy(bank_path() / bank.name, bank)
    config = load_config(str(site / "mkdocs.yml"), site_dir=str(tmp_path / "out"))
    shown = (tmp_path / "out/ask/index.html", tmp_path / "out/assets/lstm-docs/quiz/parameter-count.json")
    asked = "How many parameters does one"
    for words in (asked, "How large is one"):
        bank.write_text(bank.read_text(encoding="utf-8").replace(asked, words), encoding="utf-8")
        built_by(config)
        assert all(words in file.read_text(encoding="utf-8") for file in shown)

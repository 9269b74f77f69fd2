"""What is kept from one build to the next: never stale, never in the way."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstm_docs.bank_folder import bank_path
from lstm_docs.errors import LstmDocsError
from lstm_docs.mathfont import woff2
from lstm_docs.site import kept as module
from lstm_docs.site import mend
from lstm_docs.site.kept import Kept, fingerprint

from .building import ENVIRONMENT, SMALL, small_site


def refuse():
    raise AssertionError("made again")


def test_made_once_and_found_in_the_next_process(tmp_path):
    first = Kept(tmp_path / "deep" / "made.json")
    assert first.of("fence", ("H", 12), lambda: [["<p>σ</p>"], []]) == [["<p>σ</p>"], []]
    assert first.of("fence", ("H", 12), refuse) == [["<p>σ</p>"], []]
    first.save()
    second = Kept(tmp_path / "deep" / "made.json")
    assert second.of("fence", ("H", 12), refuse) == [["<p>σ</p>"], []]
    assert second.of("fence", ("H", 13), lambda: "other") == "other"
    assert second.of("inline", ("H", 12), lambda: "another") == "another"
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["made.json"]


def test_an_error_is_not_kept():
    kept = Kept()
    with pytest.raises(LstmDocsError):
        kept.of("fence", "x", lambda: (_ for _ in ()).throw(LstmDocsError("no")))
    assert kept.of("fence", "x", lambda: "mended") == "mended"


@pytest.mark.parametrize("text", ["", "not JSON", "[]", '{"from": "another version", "made": {}}', '{"made": {}}', "\xff"])
def test_a_file_of_another_version_or_spoilt_is_as_none(tmp_path, text):
    file = tmp_path / "made.json"
    file.write_bytes(text.encode("latin-1"))
    kept = Kept(file)
    assert kept.of("fence", "x", lambda: "new") == "new"
    kept.save()
    assert Kept(file).of("fence", "x", refuse) == "new"


def test_nothing_outlives_a_change_of_the_package(tmp_path, monkeypatch):
    first = Kept(tmp_path / "made.json")
    first.of("fence", "x", lambda: "old")
    first.save()
    monkeypatch.setattr(module, "_package", lambda: "changed")
    assert Kept(tmp_path / "made.json").of("fence", "x", lambda: "new") == "new"


def test_a_folder_that_cannot_be_written_to_is_no_fault(tmp_path):
    (tmp_path / "file").write_text("in the way")
    kept = Kept(tmp_path / "file" / "made.json")
    assert kept.of("fence", "x", lambda: "made") == "made"
    kept.save()
    (tmp_path / "made.json").mkdir()
    kept = Kept(tmp_path / "made.json")
    assert kept.of("fence", "x", lambda: "made") == "made"
    kept.save()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "made.json"]
    assert woff2("Wf", tmp_path / "file") == woff2("Wf")


def test_it_does_not_grow_without_end(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MOST_CHARACTERS", 1000)
    for turn in range(4):
        kept = Kept(tmp_path / "made.json")
        kept.of("fence", turn, lambda: "x" * 600)
        kept.save()
    assert len(json.loads((tmp_path / "made.json").read_text())["made"]) == 1


def test_a_fingerprint_tells_files_apart(tmp_path):
    a, b = tmp_path / "a", tmp_path / "b"
    a.write_text("12"), b.write_text("3")
    before = fingerprint([a, b])
    a.write_text("1"), b.write_text("23")
    assert fingerprint([a, b]) != before
    assert fingerprint([a]) != fingerprint([b])


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
    light, pieces = mend.lightened("".join(parts), wholly=True)
    assert mend.restored(light, pieces) == "".join(parts)
    assert "<mi>" not in light
    assert light.count("c") >= parts.count("<math><mi>c</mi></math>")

"""Mistakes in Sphinx, and builders that make no HTML."""

from __future__ import annotations

import subprocess
import sys

import pytest

CONF = 'extensions = ["myst_parser", "lstm_docs.sphinx"]\nexclude_patterns = ["out"]\n'
PAGE = """# Home

There are {lstm-fact}`parameters input=80 hidden=12 show=value` of them.

```{lstm-quiz}
family: gate-weight-shape
```

```{lstm-facts}
input: 80
hidden: 12
show: [macs]
```

```{toctree}
deep/more
```
"""
MORE = """More
====

.. lstm-shapes::

   input: 45
   hiden: 25

Then :lstm-shape:`W_f input=45 hidden=25`.
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sphinx")
    (folder / "deep").mkdir()
    for name, text in {"conf.py": CONF, "index.md": PAGE, "deep/more.rst": MORE}.items():
        (folder / name).write_text(text, encoding="utf-8")

    def build(builder: str) -> tuple[str, str, str]:
        command = [sys.executable, "-m", "sphinx", "-q", "-b", builder, "-d", f"out/{builder}-trees", ".", f"out/{builder}"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        files = sorted(path for path in (folder / "out" / builder).rglob("*") if path.suffix in (".html", ".tex", ".txt"))
        pages = {path.relative_to(folder / "out" / builder).with_suffix("").as_posix(): path.read_text() for path in files}
        return done.stderr, pages.get("index") or next(iter(pages.values())), pages.get("deep/more", "")

    return build


def test_html_loads_the_sheet_where_something_is_shown_and_tells_a_mistake_at_its_line(made, tmp_path_factory):
    told, home, more = made("html")
    assert told.strip().endswith("deep/more.rst:7: WARNING: lstm-docs: unknown key 'hiden'; did you mean 'hidden'?")
    assert 'href="_static/lstm-docs/lstm-docs.css' in home
    assert "4\u202f464" in home
    assert "lstm-docs-assets" not in home + more
    assert 'class="lstm-error"' in more
    served = {file.name for file in tmp_path_factory.getbasetemp().glob("sphinx*/out/html/_static/lstm-docs/quiz/*")}
    assert served == {"gate-weight-shape.json", "_course.json"}, "the facts that follow the quiz do not take its files away"


def test_text_and_latex_have_the_numbers(made):
    _, home, more = made("text")
    assert "There are 4\u202f464 of them." in home
    assert "4\u202f416\xa0MACs" in home
    assert "Then H × I = 25 × 45." in more
    _, book, _ = made("latex")
    assert r"\begin{tabular}" in book
    assert r"Then $H \times  I = 25 \times  45$." in book

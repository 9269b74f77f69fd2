"""What a page claims is known from somewhere: each number that is typed, and each strong word, is registered.

`tests/claims/PAGE.yml` holds the entries: `says`, which is a sentence of the page or a part that no other sentence has (or a
list of them), and how it is known: a `test` that runs, a `fence` of that page, or a `source` with its place.
"""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest
import yaml

from lstm_docs.syllabus import glossary

from .building import ROOT
from .prose import fences, plain, sentences

CLAIMS = ROOT / "tests" / "claims"
PAGES = {path.stem: path for folder in ("docs", "lstm_docs/site/templates/pages") for path in (ROOT / folder).glob("*.md")}
del PAGES["bibliography"]
"""All pages but the list of sources, which is one, and the decisions, which say what was measured when they were taken."""

_PLACE = re.compile(
    r":\d+|\.(?:py|yml|toml|md|json|js)\b|\b(?:sections?|appendix|abstract|table|figure|page|pages|chapter|algorithm|equation|title)\b"
)
_KINDS = {"test", "fence", "source"}


@cache
def entries(page: str) -> list[dict[str, str]]:
    file = CLAIMS / f"{page}.yml"
    return (yaml.safe_load(file.read_text(encoding="utf-8")) or []) if file.is_file() else []


@cache
def written(page: str) -> str:
    """What stands on a page; on that of the glossary also what its fence shows, for it is typed elsewhere."""
    terms = [term.meaning for term in glossary()] if page == "glossary" else []
    return "\n\n".join([PAGES[page].read_text(encoding="utf-8"), *terms])


def runs(name: str) -> bool:
    """Whether pytest collects the test and nothing skips it: said by the file's own text, so that nothing is imported."""
    path, *parts = re.sub(r"\[.*\]$", "", name).split("::")
    if parts == ["test_a_script_of_the_site_runs"] and not (ROOT / "docs/code" / name.partition("[")[2].rstrip("]")).is_file():
        return False
    if not re.fullmatch(r"tests/.*test_\w+\.py", path) or not (ROOT / path).is_file() or not parts:
        return False
    body: list[ast.stmt] = ast.parse((ROOT / path).read_text(encoding="utf-8")).body
    skipped = any("pytestmark" in ast.dump(node) and "skip" in ast.dump(node) for node in body if isinstance(node, ast.Assign))
    for part in parts:
        definitions = [node for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == part]
        if skipped or not definitions or not part.lower().startswith("test") or _skipped(definitions[-1]):
            return False
        body = definitions[-1].body
    return True


def _skipped(node: ast.FunctionDef | ast.ClassDef) -> bool:
    marked = any(word in ast.dump(mark) for mark in node.decorator_list for word in ("'skip'", "'skipif'", "'xfail'"))
    return marked or any(
        isinstance(call, ast.Call) and ast.unparse(call.func) in {"pytest.skip", "pytest.xfail"} for call in ast.walk(node)
    )


def sourced(source: str) -> bool:
    """Whether a source names its place; in a file of ours a line that it has, or a name that stands there."""
    own = re.match(r"((?:lstm_docs|tests|docs|quizzes|benchmarks)/[\w./-]+\.\w+)(?::(\d+)|, ([\w ]+))?", source)
    if not own:
        return bool(_PLACE.search(source))
    text = (ROOT / own[1]).read_text(encoding="utf-8") if (ROOT / own[1]).is_file() else ""
    named = (own[3] or "").removeprefix("section ")
    return (bool(named) and named in text) or 1 < int(own[2] or 0) <= text.count("\n")


def faults(page: str) -> list[str]:
    """What is not known of a page, and what is known of nothing on it."""
    text = written(page)
    on_page, lines, covered = sentences(text), list[str](), set[str]()
    for entry in entries(page):
        for says in map(plain, map(str, entry["says"] if isinstance(entry["says"], list) else [entry["says"]])):
            where = {sentence.text: sentence.claims for sentence in on_page if says in sentence.text}
            where = {text: claims for text, claims in where.items() if claims} or where
            covered |= set(where)
            lines += [] if len(where) == 1 else [f"{page}.yml: {says!r} is in {len(where)} sentences"]
        lines += [f"{page}.yml: {entry['says']!r}: {problem}" for problem in _unknown(entry, text)]
    missing = {sentence.text: sentence for sentence in on_page if sentence.claims and sentence.text not in covered}
    path = PAGES[page].relative_to(ROOT)
    return lines + [f"{path}:{line.line}: {line.claims!r} in {line.text!r} has no entry" for line in missing.values()]


def _unknown(entry: dict[str, str], text: str) -> list[str]:
    how = _KINDS & set(entry)
    problems = [] if how and set(entry) <= {"says", *_KINDS} else [f"says how by one of {', '.join(sorted(_KINDS))}"]
    if "test" in how and not runs(entry["test"]):
        problems.append(f"{entry['test']} is no test that runs")
    if "fence" in how and not any(fence.startswith(entry["fence"]) for fence in fences(text)):
        problems.append(f"the page has no fence {entry['fence']}")
    if "source" in how and not sourced(str(entry["source"])):
        problems.append(f"{entry['source']!r} names no place")
    return problems


@pytest.mark.parametrize("page", sorted(PAGES))
def test_what_a_page_claims_is_known(page):
    assert faults(page) == []


def test_each_file_of_claims_is_of_a_page():
    assert {file.stem for file in CLAIMS.glob("*.yml")} <= set(PAGES)


PAGE = """\
---
search: {boost: 2}
---
# 1. What 3 gates do

Has it 4 gates? With 80 inputs it is quick, with 81 inputs it is not.
Every step costs `lstm-fact macs steps=10`. In step 1, e.g. the first, it is quick.
A gate of 12 units is [read twice](x.md#80). See <https://a.b/77>, `x[5]` and Keras 3.

```lstm-shapes
input: 80
```

1. An item
- is $W_4 x^{12} + 1$
- is $4 H$

| a | never |
|--|--:|
| 7 | one |

!!! note "Half of it"
    It has int8, and half the two.
"""


def test_a_sentence_claims_what_is_typed_in_it():
    claimed = {sentence.text: sentence.claims for sentence in sentences(PAGE) if sentence.claims}
    assert claimed == {
        "What 3 gates do": "3",
        "Every step costs lstm-fact macs steps=10.": "Every",
        "A gate of 12 units is read twice.": "12",
        "is 4 H": "4",
        "With 80 inputs it is quick, with 81 inputs it is not.": "81",
        "| a | never |": "never",
        "| 7 | one |": "7",
        '"Half of it"': "Half of",
        "It has int8, and half the two.": "half the",
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("tests/site/test_claims.py::test_each_file_of_claims_is_of_a_page", True),
        ("tests/site/test_claims.py::test_what_a_page_claims_is_known[rnn]", True),
        ("tests/site/test_claims.py::test_that_is_not_there", False),
        ("tests/site/test_claims.py::faults", False),
        ("tests/site/test_claims.py", False),
        ("tests/site/prose.py::sentences", False),
        ("tests/ground/test_temporary_folder.py::test_a_fault_leaves_nothing", False),
    ],
)
def test_an_entry_names_a_test_that_runs(name, expected):
    assert runs(name) is expected

"""A good guest: what the author did not ask for does not change. Twelve sites, built with us and without."""

from __future__ import annotations

import json

import pytest

from .guests import SITES, built

OURS = ("ours/", "ours.html", "assets/lstm-docs/")


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    return built(tmp_path_factory.mktemp("guests"))


def files(site):
    """Every file but those of ours and of the page with our fence, by path; of the search, the entries of other pages."""
    contents = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    others = {name: content for name, content in contents.items() if not name.startswith(OURS)}
    return {name: _entries(name, content) for name, content in others.items() if not name.endswith(".gz")}


def _entries(name, content):
    if not name.endswith(("search_index.json", "search_index.js")):
        return content
    index = json.loads(content.removeprefix(b"var __index = "))
    index["docs"] = [entry for entry in index["docs"] if not entry["location"].startswith(OURS)]
    return index


@pytest.mark.parametrize("name", SITES)
def test_a_page_without_our_fences_keeps_every_byte(sites, name):
    before, after = (files(variant / name / "out") for variant in sites)
    assert sorted(after) == sorted(before)
    assert [file for file in before if after[file] != before[file]] == []
    assert any(file.startswith("guide") for file in before)


@pytest.mark.parametrize("name", SITES)
def test_the_page_with_our_fence_shows_it(sites, name):
    out = sites[1] / name / "out"
    page = next(path for path in (out / "ours.html", out / "ours" / "index.html") if path.is_file())
    html = page.read_text(encoding="utf-8")
    assert "4\u202f464" in html
    assert html.count("assets/lstm-docs/lstm-docs.css") == 1
    assert {path.name for path in (out / "assets" / "lstm-docs").iterdir()} >= {"lstm-docs.css", "lstm-math.woff2"}
    assert not (out / "assets" / "lstm-docs" / "quiz").exists()

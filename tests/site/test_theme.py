"""The theme that the mends are made for is the one that is installed."""

from __future__ import annotations

import re
from pathlib import Path

import material

from lstm_docs.site.build import page_mends

SCRIPTS = Path(material.__file__).parent / "templates" / "assets" / "javascripts"
KNOWN = {"bundle": "bundle.a5f9d56c.min.js", "worker": "search.a7633da7.min.js"}
"""With another bundle, see in a browser that the search starts, late, and that text is painted early; then name it here."""


def test_the_mends_were_tried_with_the_theme_installed():
    scripts = {"bundle": SCRIPTS.glob("bundle.*.js"), "worker": (SCRIPTS / "workers").glob("search.*.js")}
    assert {what: [file.name for file in files] for what, files in scripts.items()} == {
        what: [name] for what, name in KNOWN.items()
    }


def test_its_bundle_treats_the_search_as_the_mend_expects():
    bundle = (SCRIPTS / KNOWN["bundle"]).read_text(encoding="utf-8")
    assert bundle.count("new Worker(") == 1
    assert bundle.count(".postMessage(") == 1
    assert "search/search_index.json" in bundle
    assert re.search(r"new XMLHttpRequest", bundle)


def test_a_page_of_ours_holds_the_search_back():
    page = '<meta charset="utf-8"><div data-md-component="search" role="dialog">'
    assert page_mends.mended(page).count("search_index.json") == 1


def test_sizes_are_searched_as_they_are_typed_and_shown_as_they_were():
    page = "<p>45×25 of a × b</p><math><mn>80</mn><mo>×</mo><mn>1</mn></math>"
    light, pieces = page_mends.lightened(page, wholly=True)
    assert re.sub(r"<[^>]*>", "", light) == "45x25 of a × b80x1"
    assert page_mends.restored(light, pieces) == page
    assert page_mends.lightened(page, wholly=False)[0] == page

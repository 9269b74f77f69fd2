"""The same page in every host, driven in Chromium: `make test-hosts`."""

from __future__ import annotations

import json
import os
import re
import threading
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.chromium import FLAGS, find

from .bodies import BODIES
from .hosts import BELOW, HOSTS, MYST, NAMES, ROOT, build, run

if TYPE_CHECKING:
    from collections.abc import Iterator

PICTURES = os.environ.get("PICTURES")
"""A folder for a picture of the page in each host."""
ASIDE = ("favicon.ico",)
"""What browsers ask for by themselves."""
TWICE = "Failed to load resource"
"""What the console says of an answer that is counted with its address."""


def of(*names: str) -> pytest.MarkDecorator:
    """The test belongs to the jobs of these hosts."""
    return pytest.mark.parametrize("name", names)


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(find()), args=list(FLAGS))
        yield chromium
        chromium.close()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    class Server(SimpleHTTPRequestHandler):
        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Server, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/{BELOW}"
    finally:
        server.shutdown()
        server.server_close()


@of(*(name for name, host in NAMES.items() if host in HOSTS))
def test_a_page_with_every_fence_lives(name, browser, tmp_path):
    host = HOSTS[NAMES[name]]
    done = build(host, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not re.search(r"WARNING|ERROR|Traceback", done.stdout + done.stderr), done.stdout + done.stderr
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("response", lambda answer: faults.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
    page.on("request", lambda request: faults.append(request.url) if "127.0.0.1" not in request.url else None)
    with served(tmp_path / "out") as base:
        page.goto(base + host.page.removesuffix("index.html"))
        assert page.locator(".lstm-error, .c-LstmNotice").all_inner_texts() == []
        shown = page.locator("body").inner_text()
        assert [kind for kind, body in BODIES.items() if body and body.partition("\n")[0] in shown] == []
        equations = page.locator(".lstm-equations math").first
        assert "σ" in equations.text_content()
        assert equations.bounding_box()["height"] > 50
        quiz = page.locator("lstm-quiz[data-family='gate-weight-shape']").first
        quiz.scroll_into_view_if_needed()
        quiz.locator(".lstm-quiz-next, .lstm-quiz-again").first.wait_for(state="attached")
        page.wait_for_function("!!customElements.get('lstm-quiz') && !!customElements.get('lstm-explore-shapes')")
        quiz.locator(".lstm-quiz-options button").first.click()
        page.wait_for_function("document.querySelector('lstm-quiz [role=status]').textContent.trim().length > 5")
        explorer = page.locator("lstm-explore-shapes").first
        said = explorer.locator("[data-part=said]")
        before = said.inner_text()
        explorer.locator("input[name=hidden]").fill("26")
        page.wait_for_function(
            "before => document.querySelector('lstm-explore-shapes [data-part=said]').innerText != before", arg=before
        )
        style = "getComputedStyle(document.querySelector('.lstm-figure .lstm-block')).fillOpacity"
        assert page.evaluate(style) == "0.15"
        if PICTURES:
            photographed(page, Path(PICTURES), name)
    page.close()
    assert [fault for fault in faults if not fault.endswith(ASIDE) and not fault.startswith(TWICE)] == []


def photographed(page, folder: Path, name: str) -> None:
    """From the equations on, as the page stands in its host."""
    folder.mkdir(parents=True, exist_ok=True)
    page.locator(".lstm-equations").first.evaluate("it => scrollTo(0, it.getBoundingClientRect().top + scrollY - 330)")
    page.screenshot(path=str(folder / f"{name}.png"))


@of("myst")
def test_the_tree_of_a_page_has_our_formulas_tables_and_pictures(name, tmp_path):
    done = build(MYST, tmp_path)
    assert "lstm-docs (lstm.py) loaded" in done.stdout + done.stderr
    (page,) = tmp_path.glob(MYST.page)
    found = list(nodes(json.loads(page.read_text(encoding="utf-8"))["mdast"]))
    kinds = {node["type"] for node in found}
    assert {"math", "inlineMath", "table", "image", "list"} <= kinds
    assert not {"mystDirectiveError", "mystRoleError", "mystDirective", "mystRole"} & kinds
    assert any("sigma" in node["value"] and "katex" in node["html"] for node in found if node["type"] == "math")
    assert not [node["message"] for node in found if "message" in node]


def nodes(tree):
    yield tree
    for child in tree.get("children", []):
        yield from nodes(child)


@of("pandoc", "myst")
def test_a_mistake_is_told_and_ends_pandoc(name, tmp_path):
    host = HOSTS.get(NAMES[name], MYST)
    wrong = re.sub("^hidden: 25", "hiden: 25", host.text, count=1, flags=re.MULTILINE)
    done = build(replace(host, text=wrong), tmp_path)
    assert host is MYST or done.returncode != 0
    assert "unknown key 'hiden'; did you mean 'hidden'?" in done.stdout + done.stderr


GENERATOR = re.compile(rb'<meta name="generator" content="[^"]*">')


@of("properdocs")
def test_our_own_site_differs_by_the_line_that_names_the_program(name, tmp_path):
    def site(program: str) -> dict[str, bytes]:
        out = tmp_path / program
        done = run(f"{program} build -q -d {out}", ROOT)
        assert done.returncode == 0, done.stderr
        files = {path.relative_to(out).as_posix(): path for path in out.rglob("*") if path.is_file()}
        ours = {
            name: path for name, path in files.items() if path.suffix != ".gz" and "pagefind" not in name
        }  # the theme's search
        return {name: GENERATOR.sub(b"", path.read_bytes()) for name, path in ours.items()}

    one, other = site("mkdocs"), site(name)
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []

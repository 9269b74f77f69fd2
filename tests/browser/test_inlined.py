"""Scripts written into pages: read from a disk, and served under a policy that allows nothing else."""

from __future__ import annotations

import re
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from lstm_docs.quiz import question
from tests.site.building import build, small_site

CONFIG = """\
site_name: Small
site_url: https://example.org/sub/
theme: {name: null, custom_dir: theme}
plugins:
  - lstm-docs: {inline_scripts: true}
"""
THEME = "<!doctype html><html lang=en><head><meta charset=utf-8><title>-</title></head><body>{{ page.content }}</body></html>"
PAGES = {
    "quiz": "# Ask\n\n```lstm-quiz\nfamilies: [gate-weight-shape, input-axes]\ncount: 2\n```\n",
    "budget": "# Move\n\n```lstm-explore\nexplorer: budget\n```\n\n```lstm-equations\ninput: 3\nhidden: 2\n```\n",
    "both": "# Both\n\n```lstm-quiz\ntopic: shapes\nmode: test\n```\n\n```lstm-explore\nexplorer: step\n```\n",
    "one": "# One\n\n```lstm-quiz\nfamily: gate-weight-shape\nmode: one\n```\n",
    "none": "# None\n\nNothing of ours.\n",
}


class UnderPolicy(SimpleHTTPRequestHandler):
    """Serves files, with a policy that allows scripts by the hashes that the build gave."""

    policy = ""

    def end_headers(self) -> None:
        self.send_header(
            "Content-Security-Policy", f"default-src 'none'; style-src 'self' 'unsafe-inline'; font-src 'self'; {self.policy}"
        )
        super().end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    folder = tmp_path_factory.mktemp("inlined")
    site = small_site(folder / "site", CONFIG, **PAGES)
    (site / "theme").mkdir()
    (site / "theme" / "main.html").write_text(THEME, encoding="utf-8")
    done = build(site, folder / "out", "-v")
    assert done.returncode == 0, done.stderr
    assert (folder / "out" / "assets" / "lstm-docs" / "script-src.txt").read_text(encoding="utf-8").strip() in done.stderr
    return folder / "out"


@pytest.fixture(scope="module")
def served(out):
    UnderPolicy.policy = (out / "assets" / "lstm-docs" / "script-src.txt").read_text(encoding="utf-8").strip()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(UnderPolicy, directory=str(out)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(params=["disk", "policy"])
def opened(request, page, out, served):
    """Opens a page from a disk, or under a policy. In the end no script was fetched, no data, and nothing was complained of."""
    faults, fetched = [], []
    page.on("console", lambda said: faults.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda asked: fetched.append(asked.url) if asked.resource_type in ("script", "fetch", "xhr") else None)
    page.on("requestfailed", lambda asked: faults.append(asked.url) if "favicon" not in asked.url else None)

    def open_(name):
        page.goto((out / name / "index.html").as_uri() if request.param == "disk" else f"{served}/{name}/")
        return page

    yield open_
    assert (faults, fetched) == ([], [])


def test_a_quiz_is_answered_to_its_end(opened):
    page = opened("quiz")
    quiz = page.locator("lstm-quiz.lstm-live")
    for name in ("gate-weight-shape", "input-axes"):
        seed = re.search(r"~(\w+)~", page.url)  # the learner's own, but of the first question, which is printed
        asked = question(name, seed[1] if seed else "1")
        quiz.locator(".lstm-quiz-options button").nth(asked.key).click()
        assert quiz.locator(".lstm-quiz-verdict").inner_text().startswith("Right")
        quiz.locator(".lstm-quiz-next").click()
    assert quiz.locator(".lstm-quiz-ask").inner_text() == "2 of 2 right."


def test_a_question_that_stands_alone_is_answered_and_none_of_it_is_kept(opened):
    page = opened("one")
    asked = page.locator("lstm-question.lstm-live")
    asked.get_by_role("textbox").fill("1x1")
    asked.get_by_role("textbox").press("Enter")
    assert asked.locator(".lstm-quiz-verdict").inner_text().startswith("Wrong. You wrote 1×1.")
    assert page.evaluate("localStorage.length") == 0


def test_an_explorer_is_moved(opened):
    page = opened("budget")
    explorer = page.locator("lstm-explore-budget.lstm-live")
    before = explorer.locator("[data-part=said]").inner_text()
    explorer.locator("input[name=budget]").fill("50000")
    after = explorer.locator("[data-part=said]").inner_text()
    assert before != after
    assert "50\u202f000" in after


def test_a_test_and_an_explorer_live_on_one_page(opened):
    page = opened("both")
    page.wait_for_selector("lstm-explore-step.lstm-live")
    page.locator("lstm-test").scroll_into_view_if_needed()
    page.wait_for_selector("lstm-test.lstm-live")


def test_a_page_has_one_script_of_ours_and_none_where_nothing_is_shown(out):
    counts = {name: (out / name / "index.html").read_text(encoding="utf-8").count("<script") for name in PAGES}
    assert counts == {"quiz": 1, "budget": 1, "both": 1, "one": 1, "none": 0}
    assert not list((out / "assets" / "lstm-docs").rglob("*.js*"))
    allowed = (out / "assets" / "lstm-docs" / "script-src.txt").read_text(encoding="utf-8")
    assert len(re.findall(r"'sha256-[\w+/]{43}='", allowed)) == len(allowed.split()) - 1 == 4

"""The plugin, in sites built as a user builds them."""

from __future__ import annotations

import filecmp
import re
import shutil
import socket
import subprocess
import time
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from lstm_docs.site import explore
from lstm_docs.site.build import page_mends
from lstm_docs.site.hosts import nav
from lstm_docs.site.hosts.plugin import LstmDocsConfig
from lstm_docs.site.pages.generation import PAGES

from .building import ENVIRONMENT, MKDOCS, ROOT, SMALL, build, dead_links, small_site, warnings

FACT = "`lstm-fact parameters input=80 hidden=12 framework=keras`"


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """This project's own site, twice: from nothing, and again from what the first build made."""
    copy = tmp_path_factory.mktemp("copy") / "site"
    shutil.copytree(ROOT / "docs", copy / "docs")
    shutil.copy(ROOT / "mkdocs.yml", copy)
    outs = [tmp_path_factory.mktemp("whole") / name for name in ("one", "two")]
    for out in outs:
        done = build(copy, out)
        assert done.returncode == 0, done.stderr
        assert warnings(done) == []
    return outs


def files(folder):
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())


def test_the_same_bytes_each_time(whole):
    one, two = whole
    assert files(one) == files(two)
    assert [file for file in files(one) if not filecmp.cmp(one / file, two / file, shallow=False)] == []


def test_no_dead_links(whole):
    assert dead_links(whole[0], "/lstm-docs/") == []


def test_scripts_only_where_they_are_used(whole):
    def scripts(page):
        return re.findall(r"assets/lstm-docs/([\w-]+\.js)", (whole[0] / page / "index.html").read_text(encoding="utf-8"))

    assert scripts("decisions/draws") == scripts("interview") == []
    assert sorted(set(scripts("worked-run"))) == ["explore-strip.js", "quiz.js", "symbols.js"]
    assert scripts("quiz").count("quiz.js") >= 1


FIRST, LAST = {"rnn", "glossary", "bibliography"}, {"glossary", "bibliography"}  # the last two are lists to look things up in
# The start has its question and the three ways in; these are for finding one's way, and for authors.
OTHERS = {"", "paths", "your-cell", "quiz", "test", "interview", "authoring", "families", "installing", "checked", "api"}


def test_every_page_has_something_to_look_at_and_to_be_asked(whole):
    lacking = {}
    for path in sorted(whole[0].glob("*/index.html")):
        name, html = path.parent.name, path.read_text(encoding="utf-8")
        if name in OTHERS or name in {"assets", "decisions"}:
            continue
        article = html.partition("<article")[2].partition("</article>")[0]
        wanted = {"look": r"<figure|<table|lstm-drawn" if name not in LAST else r"<dl|<ul", "asked": "<lstm-quiz"}
        missing = [what for what, sign in wanted.items() if not re.search(sign, article)]
        first, last = "Before this:" in article, "Next:" in article
        missing += ["before"] * (not first and name not in FIRST) + ["next"] * (not last and name not in LAST)
        if missing:
            lacking[name] = missing
    assert lacking == {}


def test_a_page_may_say_when_it_was_checked_and_where_to_report():
    alone = page_mends.signed("<p>text</p>", "", "")
    assert alone.endswith("Something is wrong or unclear? Please tell whoever publishes this site.</p>")
    both = page_mends.signed("<p>text</p>", "2026-11-28", "https://example.org/?a&b")
    assert both.startswith('<p>text</p><p class="lstm-checked" data-search-exclude>The tests checked this page on <time')
    assert '<a href="https://example.org/?a&amp;b">report the sentence</a>' in both


def test_a_page_may_ask_for_no_links_to_the_glossary(whole):
    """The candidates of an interview are people."""
    assert 'class="lstm-term"' not in (whole[0] / "interview" / "index.html").read_text(encoding="utf-8")
    assert 'class="lstm-term"' in (whole[0] / "prepare" / "index.html").read_text(encoding="utf-8")


def test_every_page_of_ours_says_it(whole):
    pages = [path.read_text(encoding="utf-8") for path in whole[0].glob("*/index.html")]
    assert all(html.count('class="lstm-checked"') == 1 for html in pages)


def test_every_explorer_stands_on_a_page(whole):
    pages = "".join(path.read_text(encoding="utf-8") for path in whole[0].glob("*/index.html"))
    assert [name for name in explore.EXPLORERS if f"<lstm-explore-{name}" not in pages] == []


def test_every_option_is_documented():
    text = (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8")
    section = text.partition("### Options of the plugin")[2].partition("\n#")[0]
    table = dict(re.findall(r"^\| `(\w+)` \| (.*?) \|", section, re.MULTILINE))
    assert list(table) == [name for name, _ in LstmDocsConfig._schema]
    for name, option in LstmDocsConfig._schema:
        default = str(option.default).lower() if isinstance(option.default, bool) else option.default
        shown = table[name].replace("`", "").strip('"')
        assert shown == str(default) or not isinstance(default, str | int), name
    assert set(re.findall(r"`([a-z-]+)`", section.partition("| `pages` |")[2].partition("\n")[0])) == set(PAGES)


@pytest.mark.parametrize("directories", ["true", "false"])
@pytest.mark.parametrize("nested", [True, False])
def test_under_a_sub_path(tmp_path, directories, nested):
    config = SMALL.replace('""', "deep/down" if nested else '""') + f"use_directory_urls: {directories}\n"
    site = small_site(tmp_path / "site", config, facts=f"# Facts\n\n{FACT}\n\n```lstm-equations\n```\n")
    done = build(site, tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert dead_links(tmp_path / "out") == []
    pages = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.html")}
    folder = "deep/down/" * nested
    assert folder + ("worked-run/index.html" if directories == "true" else "worked-run.html") in pages


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs", "material"])
def test_in_other_themes(tmp_path, theme):
    site = small_site(tmp_path / "site", SMALL.replace("{name: mkdocs}", f"{{name: {theme}}}"), facts=FACT)
    done = build(site, tmp_path / "out")
    assert done.returncode == 0, done.stderr
    html = (tmp_path / "out" / "facts" / "index.html").read_text(encoding="utf-8")
    assert "4\u202f464" in html
    assert "assets/lstm-docs/lstm-docs.css" in html
    assert '<link rel="preload" href="../assets/lstm-docs/lstm-math.woff2" as="font"' in html


@pytest.mark.parametrize(
    ("script", "deferred"),
    [("- {path: own.js, type: module}", True), ("- {path: own.js, defer: true}", True), ("- own.js", False)],
)
def test_the_theme_s_script_waits_unless_another_counts_on_it(tmp_path, script, deferred):
    config = SMALL.replace("{name: mkdocs}", "{name: material}") + f"      mend_theme: true\nextra_javascript:\n  {script}\n"
    site = small_site(tmp_path / "site", config)
    (site / "docs" / "own.js").write_text("// own\n", encoding="utf-8")
    assert build(site, tmp_path / "out").returncode == 0
    for page in ("index.html", "404.html"):
        html = (tmp_path / "out" / page).read_text(encoding="utf-8")
        (bundle,) = re.findall(r"<script [^>]*javascripts/bundle[^>]*>", html)
        assert ("defer" in bundle) is deferred


def test_its_place_in_the_nav(tmp_path):
    config = SMALL + "      nav_title: By numbers\n      nav_position: 1\nnav:\n  - index.md\n  - other.md\n"
    site = small_site(tmp_path / "site", config, other="# Other\n")
    assert build(site, tmp_path / "out").returncode == 0
    html = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    places = [html.index(word) for word in ("By numbers", "Ten steps in numbers", "Other")]
    assert places == sorted(places)


DROPS = """
def on_nav(nav, *, config, files):
    nav.pages = [page for page in nav.pages if not page.file.generated_by]
"""


def test_who_drops_our_pages_from_the_nav_is_told(tmp_path):
    site = small_site(tmp_path / "site", SMALL + "hooks: [drops.py]\n")
    (site / "drops.py").write_text(DROPS, encoding="utf-8")
    done = build(site, tmp_path / "out")
    assert "lstm-docs: the nav has no place for worked-run.md; list them where your nav is written" in done.stderr


# Two other plugins that go through the files: one reads each from disk, one sorts them anew before we add ours.
READS = """
from pathlib import Path
from mkdocs.structure.files import Files
def on_files(files, *, config):
    return Files([file for file in files if Path(file.abs_src_path).stat()])
def on_page_markdown(markdown, *, page, config, files):
    assert all(Path(file.abs_src_path).is_file() for file in files.documentation_pages())
"""


def test_beside_plugins_that_read_every_file_from_disk(tmp_path):
    site = small_site(tmp_path / "site", SMALL + "hooks: [reads.py]\n")
    (site / "reads.py").write_text(READS, encoding="utf-8")
    done = build(site, tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "worked-run" / "index.html").is_file()
    assert (tmp_path / "out" / "worked-run.py").is_file()


NAVS = [
    (None, "Title", None, None),
    ([{"A": "a.md"}], "", None, [{"A": "a.md"}]),
    (["a.md"], "T", None, ["a.md", {"T": [{"X": "x.md"}, {"Y": "y.md"}]}]),
    (["a.md"], "T", 0, [{"T": [{"X": "x.md"}, {"Y": "y.md"}]}, "a.md"]),
    (["a.md", "b.md"], "T", -1, ["a.md", {"T": [{"X": "x.md"}, {"Y": "y.md"}]}, "b.md"]),
    (["a.md", {"S": [{"Ours": "x.md"}]}], "T", None, ["a.md", {"S": [{"Ours": "x.md"}]}, {"T": [{"Y": "y.md"}]}]),
    ([{"S": {"deep": ["x.md", "y.md"]}}], "T", None, [{"S": {"deep": ["x.md", "y.md"]}}]),
]


@pytest.mark.parametrize(("before", "title", "position", "after"), NAVS)
def test_nav(before, title, position, after):
    assert nav.with_pages(before, [("X", "x.md"), ("Y", "y.md")], title, position) == after


def test_a_page_of_the_site_wins(tmp_path):
    site = small_site(tmp_path / "site", **{"worked-run": "# Mine\n"})
    done = build(site, tmp_path / "out")
    assert done.returncode == 0, done.stderr
    html = (tmp_path / "out" / "worked-run" / "index.html").read_text(encoding="utf-8")
    assert "Mine" in html
    assert "Ten steps in numbers" not in html
    assert "INFO    -  lstm-docs: your page worked-run.md stands in place of the generated one" in done.stderr


def test_no_pages_and_the_extension_listed_too(tmp_path):
    config = SMALL.replace("[worked-run]", "[]") + "markdown_extensions: [lstm_docs, pymdownx.superfences]\n"
    site = small_site(tmp_path / "site", config, facts=f"{FACT}\n\n```lstm-facts\ninput: 1\nhidden: 1\n```\n")
    assert build(site, tmp_path / "out").returncode == 0
    assert "lstm-facts" in (tmp_path / "out" / "facts" / "index.html").read_text(encoding="utf-8")
    assert not (tmp_path / "out" / "worked-run").exists()


def test_a_mistake_on_a_page_has_its_file_and_line(tmp_path):
    page = "---\ntitle: Page\ntags:\n  - a\n---\n\n# Page\n\n```lstm-facts\ninput: 80\nhiden: 12\n```\n\nAfter.\n"
    site = small_site(tmp_path / "site", page=page)
    done = build(site, tmp_path / "out")
    assert done.returncode == 1
    assert warnings(done)[0] == "docs/page.md:11: unknown key 'hiden'; did you mean 'hidden'?"
    assert "Traceback" not in done.stderr
    html = (tmp_path / "out" / "page" / "index.html").read_text(encoding="utf-8")
    assert 'class="lstm-error"' in html
    assert "After." in html


def test_a_mistake_has_the_same_place_where_the_configuration_is_named(tmp_path):
    site = small_site(tmp_path / "site", page="```lstm-facts\ninput: 0\nhidden: 2\n```\n")
    done = build(site, tmp_path / "out", "-f", "mkdocs.yml")
    assert warnings(done)[0] == "docs/page.md:2: input must be from 1 to 1,048,576, not 0"


def test_a_mistake_in_a_snippet_names_the_snippet_and_one_after_it_keeps_its_line(tmp_path):
    config = SMALL + "markdown_extensions: [pymdownx.snippets, pymdownx.superfences, admonition]\n"
    wrong = "A `lstm-fact macs input=1`.\n\n```lstm-facts\ninput: 80\nhiden: 12\n```\n"
    page = f'# Page\n\n!!! note\n\n    --8<-- "parts/one.md"\n\n{wrong}'
    site = small_site(tmp_path / "site", config, page=page)
    (site / "parts").mkdir()
    (site / "parts" / "one.md").write_text("One\n\nTwo\n\n```lstm-facts\ninput: x\nhidden: 1\n```\n", encoding="utf-8")
    assert warnings(build(site, tmp_path / "out"))[:3] == [
        "parts/one.md:6: input must be a whole number from 1 to 1,048,576, not 'x'",
        "docs/page.md:11: unknown key 'hiden'; did you mean 'hidden'?",
        "docs/page.md:7: missing key 'hidden'",
    ]


def test_the_same_mistake_twice_has_two_lines(tmp_path):
    fence = "```lstm-facts\ninput: 80\n```\n\n"
    done = build(small_site(tmp_path / "site", page=fence + fence), tmp_path / "out")
    assert warnings(done)[:2] == [f"docs/page.md:{line}: missing key 'hidden'" for line in (2, 6)]


def test_an_excerpt_has_addresses_of_its_own_page_and_a_mistake_is_told_once(tmp_path):
    config = SMALL.replace("{name: mkdocs}", "{name: material, font: false}") + "  - blog\n"
    site = small_site(tmp_path / "site", config)
    (site / "docs" / "blog" / "posts").mkdir(parents=True)
    (site / "docs" / "blog" / "index.md").write_text("# Blog\n", encoding="utf-8")
    asked = "```lstm-quiz\nfamily: gate-weight-shape\n```\n\n<!-- more -->\n\n```lstm-facts\ninput: 80\n```\n"
    post = site / "docs" / "blog" / "posts" / "one.md"
    post.write_text(f"---\ndate: 2024-01-31\n---\n\n# Post\n\n{asked}", encoding="utf-8")
    done = build(site, tmp_path / "out")
    assert warnings(done)[0] == "docs/blog/posts/one.md:14: missing key 'hidden'"
    assert done.stderr.count("missing key") == 1
    post.write_text(post.read_text(encoding="utf-8").replace("input: 80", "input: 80\nhidden: 1"), encoding="utf-8")
    done = build(site, tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert dead_links(tmp_path / "out") == []
    for page, up in (("blog", "../"), ("blog/2024/01/31/post", "../../../../../"), ("blog/archive/2024", "../../../")):
        html = (tmp_path / "out" / page / "index.html").read_text(encoding="utf-8")
        assert f'src="{up}assets/lstm-docs/quiz.js"' in html
        assert html.count("lstm-docs.css") == 1


WRONG = {
    "      hidden: 0\n": "lstm-docs: hidden must be from 1 to 1,048,576, not 0",
    "      hidden: many\n": "Expected type: <class 'int'> but received: <class 'str'>",
    "      steps: 0\n": "lstm-docs: steps must be from 1 to 1,048,576, not 0",
    "      bank: nowhere\n": "nowhere' isn't an existing directory",
    "      bank: docs\n": "lstm-docs: no quiz files (*.yml) in ",
    "      templates: nowhere\n": "nowhere' isn't an existing directory",
    "      folder: ../x\n": "lstm-docs: folder must lie below the docs folder, as 'lstm' or 'guide/lstm' do, not '../x'",
    "      hiden: 3\n": "Unrecognised configuration name: hiden",
}


@pytest.mark.parametrize("lines", WRONG)
def test_a_mistake_in_the_configuration_is_told_in_a_line(tmp_path, lines):
    site = small_site(tmp_path / "site", SMALL + lines)
    done = build(site, tmp_path / "out")
    assert done.returncode == 1
    assert WRONG[lines] in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_page_is_told_in_a_line(tmp_path):
    site = small_site(tmp_path / "site", SMALL.replace("worked-run", "workd-run"))
    done = build(site, tmp_path / "out")
    assert done.returncode == 1
    assert "lstm-docs: unknown page 'workd-run'; did you mean 'worked-run'?" in done.stderr
    assert "Traceback" not in done.stderr


def test_quiz_data_only_where_something_is_asked(tmp_path):
    site = small_site(tmp_path / "site", SMALL.replace("[worked-run]", "[]"))
    assert build(site, tmp_path / "none").returncode == 0
    assert not (tmp_path / "none" / "assets" / "lstm-docs" / "quiz").exists()
    (site / "docs" / "ask.md").write_text("```lstm-quiz\nfamily: gate-weight-shape\n```\n", encoding="utf-8")
    assert build(site, tmp_path / "some").returncode == 0
    assert (tmp_path / "some" / "assets" / "lstm-docs" / "quiz" / "gate-weight-shape.json").is_file()


@pytest.fixture
def served(tmp_path):
    """A small site under `mkdocs serve`: its folder, its address, and its log."""
    config = SMALL.replace("https://example.org/sub/path/", "http://localhost/sub/") + "      templates: own\n"
    site = small_site(tmp_path / "site", config)
    (site / "own").mkdir()
    (site / "own" / "worked-run.md").write_text("# First text\n", encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path / "log"
    with log.open("w") as out:
        command = [*MKDOCS, "serve", "--livereload", "-a", f"127.0.0.1:{port}"]
        process = subprocess.Popen(command, cwd=site, env=ENVIRONMENT, stdout=out, stderr=out)
        yield site, f"http://127.0.0.1:{port}/sub/", log
        process.terminate()
        process.wait(60)


def eventually(url, text, seconds=120):
    """Whether a page comes to hold a text."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if text in urlopen(url, timeout=30).read().decode():
                return True
        except URLError:
            pass
        time.sleep(0.2)
    return False


def test_serve_outlives_mistakes_and_watches_templates(served):
    site, url, log = served
    own = site / "own" / "worked-run.md"
    assert eventually(url + "worked-run/", "First text"), log.read_text()
    own.write_text("# Text\n\n{{ broken\n", encoding="utf-8")
    time.sleep(2)
    assert "own text" not in log.read_text()
    own.write_text("# Second text\n\n```lstm-facts\ninput: zero\nhidden: 1\n```\n", encoding="utf-8")
    assert eventually(url + "worked-run/", "Second text"), log.read_text()
    assert eventually(url + "worked-run/", "lstm-error")
    (site / "docs" / "index.md").write_text(f"# Home\n\n{FACT}\n", encoding="utf-8")
    assert eventually(url, "4\u202f464"), log.read_text()
    assert "worked-run.md:3: template: " in log.read_text()
    font = urlopen(url + "assets/lstm-docs/lstm-math.woff2", timeout=30).read()
    assert font.startswith(b"wOF2")

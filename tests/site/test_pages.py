"""The generated pages: their numbers, their code, and templates of the user's own."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache

import markdown
import pytest

from lstm_docs import Network
from lstm_docs.ground.errors import LstmDocsError
from lstm_docs.site.hosts.extension import LstmDocsExtension
from lstm_docs.site.hosts.staging import stage
from lstm_docs.site.pages.generated import paths
from lstm_docs.site.pages.generation import PAGES, PageOptions, generate

from .building import ROOT


@cache
def files():
    """The pages and code as they ship, by path."""
    return {file.path: file.content for file in generate(PageOptions())}


EXTENSIONS = ["tables", "admonition", "pymdownx.superfences", "pymdownx.details"]


def html_of(text):
    return markdown.markdown(text, extensions=[LstmDocsExtension(assets="/a", formulas=True), *EXTENSIONS])


def words(html):
    """What a reader sees, without the markup."""
    return re.sub(r"<[^>]+>", "", html)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_renders_without_a_fault(name):
    html = html_of(files()[f"{name}.md"])
    assert "lstm-error" not in html
    assert html.count("<h1") == 1


# From outside: Keras' and PyTorch's own counts for 80 inputs and 12 units, and 10 steps of 6 equations.
NUMBERS = {
    "lstm-step-by-step": ["12 × 80", "12 × 12", "80 × 1", "4\u202f464"],
    "parameters": ["4\u202f464", "4\u202f512", "960", "144", "1\u202f116", "3\u202f840", "576", "10\u202f080", "424"],
    "unrolling": ["60", "44\u202f160", "4\u202f464"],
}


@pytest.mark.parametrize("name", NUMBERS)
def test_known_numbers(name):
    seen = words(html_of(files()[f"{name}.md"]))
    assert [number for number in NUMBERS[name] if number not in seen] == []


def test_other_sizes_give_other_numbers():
    pages = generate(PageOptions(network=Network(input=45, hidden=25), pages=("parameters",)))
    seen = words(html_of(pages[0].content))
    assert "7\u202f100" in seen  # 4·25·(45 + 25 + 1)
    assert "4\u202f464" not in seen.partition("What people say")[0]


@pytest.mark.parametrize(("steps", "seed"), [(10, 1), (3, 7)])
def test_the_code_prints_the_numbers_of_the_page(tmp_path, steps, seed):
    page, script = generate(PageOptions(pages=("worked-run",), steps=steps, seed=seed))
    file = tmp_path / script.path
    file.write_text(script.content, encoding="utf-8")
    done = subprocess.run([sys.executable, "-W", "error", file], capture_output=True, text=True, check=True, cwd=tmp_path)
    printed = [line.split() for line in done.stdout.splitlines()[1:]]
    body = html_of(page.content).split("<tbody>")[1].split("</tbody>")[0]
    shown = [re.findall(r"<t[hd][^>]*>([^<]*)<", row) for row in body.split("</tr>")[:-1]]
    assert len(printed) == steps
    assert printed == [[cell.replace("−", "-") for cell in row] for row in shown]


def test_the_page_shows_the_code_of_the_file():
    page, script = files()["worked-run.md"], files()["worked-run.py"]
    for block in re.findall(r"^```python\n(.*?)^```", page, re.DOTALL | re.MULTILINE):
        assert block.strip() in script
    assert "[file]: worked-run.py" in page  # where a plugin that rewrites links in brackets leaves it alone


def test_links_only_to_pages_that_are_there():
    (alone,) = generate(PageOptions(pages=("parameters",)))
    assert "](unrolling.md)" not in alone.content
    assert "](unrolling.md)" in files()["parameters.md"]


def test_a_template_replaces_a_page_and_another_adds_one(tmp_path):
    (tmp_path / "parameters.md").write_text("# Mine\n\n{{ facts(network)['parameters'].value|number }}\n", encoding="utf-8")
    (tmp_path / "extra.md").write_text("no heading {{ sizes }}\n", encoding="utf-8")
    options = PageOptions(pages=("parameters", "extra", "unrolling"), templates=tmp_path, folder="lstm/")
    files = {file.path: file for file in generate(options)}
    assert list(files) == ["lstm/parameters.md", "lstm/extra.md", "lstm/unrolling.md"]
    assert files["lstm/parameters.md"].content == "# Mine\n\n4\u202f464\n"
    assert files["lstm/parameters.md"].title == "Mine"
    assert files["lstm/extra.md"].content == "no heading input=80 hidden=12\n"


BROKEN = {
    "{{ network.hidden }\n": "mine.md:1: template: ",
    "\n\n{{ nothing }}\n": "mine.md:3: template: 'nothing' is undefined",
    "\n{% for %}\n": "mine.md:2: template: ",
    "{{ ''.__class__.__mro__ }}\n": "mine.md:1: template: access to attribute '__class__'",
    "\n{{ facts(network, framework='kears')['parameters'] }}\n": "mine.md:2: unknown framework 'kears'",
    "\n{{ 1 / 0 }}\n": "mine.md:2: template: division by zero",
}


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_template_says_where(tmp_path, text):
    (tmp_path / "mine.md").write_text(text, encoding="utf-8")
    with pytest.raises(LstmDocsError) as caught:
        generate(PageOptions(pages=("mine",), templates=tmp_path))
    assert str(caught.value).startswith(f"{tmp_path}/{BROKEN[text]}")
    assert "\n" not in str(caught.value)


def test_an_unknown_page_names_the_nearest():
    with pytest.raises(LstmDocsError, match="unknown page 'paramters'; did you mean 'parameters'"):
        generate(PageOptions(pages=("paramters",)))


def test_the_same_twice():
    assert generate(PageOptions()) == generate(PageOptions())


def test_staged_on_disk(tmp_path):
    (tmp_path / "kept.txt").write_text("kept")
    written = stage(PageOptions(pages=("worked-run",)), tmp_path)
    names = {path.relative_to(tmp_path).as_posix() for path in written}
    assert {"worked-run.md", "worked-run.py", "assets/lstm-docs/lstm-docs.css", "assets/lstm-docs/lstm-math.woff2"} <= names
    assert all(path.is_file() for path in written)
    assert {path.name for path in tmp_path.iterdir()} == {"worked-run.md", "worked-run.py", "assets", "kept.txt"}


def test_an_author_s_file_is_replaced_only_by_force(tmp_path):
    options = PageOptions(pages=("parameters",))
    (tmp_path / "parameters.md").write_text("# Mine\n")
    with pytest.raises(LstmDocsError, match=r"parameters\.md is there already.*--force"):
        stage(options, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["parameters.md"]
    assert (tmp_path / "parameters.md").read_text() == "# Mine\n"
    stage(options, tmp_path, force=True)
    assert (tmp_path / "parameters.md").read_text(encoding="utf-8").startswith("# How many parameters")
    stage(options, tmp_path)


def test_a_mistake_in_a_template_names_its_file_and_nothing_is_staged(tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    (own / "mine.md").write_text("# Mine\n\n```lstm-facts\ninput: 1\n```\n")
    with pytest.raises(LstmDocsError, match=r"own/mine\.md, as filled in:4: missing key 'hidden'"):
        stage(PageOptions(pages=("mine",), templates=own), tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("folder", ["../x", "a/../../x", "..", r"..\x", "C:/x", "C:x"])
def test_a_folder_outside_the_docs_is_refused(folder):
    with pytest.raises(LstmDocsError, match="below the docs folder"):
        paths(["parameters"], folder)


def test_where_pages_go():
    assert paths(["worked-run", "quiz"], "a/b/") == ["a/b/worked-run.md", "a/b/worked-run.py", "a/b/quiz.md"]
    assert paths(["quiz"], "") == paths(["quiz"], "/") == ["quiz.md"]


def test_nothing_is_staged_if_anything_fails(tmp_path):
    with pytest.raises(LstmDocsError):
        stage(PageOptions(pages=("worked-run", "nonsense")), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_number_in_groups_stays_on_one_line():
    """Outside of code, its groups are parted by a narrow space that does not break."""
    broken = {}
    for page in sorted((ROOT / "docs").glob("*.md")):
        prose = re.sub(r"```.*?```|`[^`\n]*`|\$[^$\n]*\$", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        if groups := re.findall(r"\d \d{3}\b", prose):
            broken[page.name] = groups
    assert broken == {}

"""Our files in the programs that they are for: answered with the key and with every wrong option. `make test-readers`."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import html5lib
import pytest

from lstm_docs.export import FORMATS, Style
from lstm_docs.export.askable import CHOSEN
from lstm_docs.export.inline import inline
from tests.export.qti_tries import unzipped
from tests.export.samples import one_of_each_family

HOME = Path(__file__).parents[2] / ".cache" / "readers"
NODE = HOME / "node" / "node_modules"
PACKAGES = ("quizdown@0.4.1", "scorm-again@3.4.3")


def install() -> int:
    """Fetch the two programs that npm has; those of PyPI are fetched by the Makefile."""
    NODE.parent.mkdir(parents=True, exist_ok=True)
    (NODE.parent / "package.json").write_text("{}", encoding="utf-8")
    npm = shutil.which("npm") or sys.exit("npm is needed: apt-get install npm")
    return subprocess.run([npm, "install", "--silent", "--ignore-scripts", *PACKAGES], cwd=NODE.parent, check=False).returncode


@pytest.fixture(scope="module")
def paper():
    return one_of_each_family()


def chosen(paper):
    return [asked for asked in paper.questions if asked.kind in CHOSEN]


def right(asked):
    return set(asked.answer) if asked.kind == "several" else {asked.key}


def shown_text(html):
    return " ".join("".join(html5lib.parseFragment(html, namespaceHTMLElements=False).itertext()).split())


def as_shown(one):
    """The question and its answers; a sequence is shuffled when it is read."""
    answers = list(map(shown_text, one["answers"]))
    return shown_text(one["text"]), sorted(answers) if one["type"] == "Sequence" else answers


@pytest.fixture
def shown(page):
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.set_content("<!doctype html><body><main id=here></main>")
    return page


def test_jupyterquiz_says_what_is_right(shown, paper):
    scripts = HOME / "jupyterquiz" / "js"
    names = ("helpers.js", "multiple_choice.js", "numeric.js", "show_questions.js", "string.js")
    shown.add_script_tag(content="\n".join((scripts / name).read_text(encoding="utf-8") for name in names))
    questions = json.loads(FORMATS["jupyterquiz"].sheet(paper, Style()))
    shown.evaluate("questions => show_questions(questions, document.getElementById('here'))", questions)
    quizzes = shown.locator(".Quiz")
    assert quizzes.count() == len(chosen(paper))
    told = shown.evaluate(
        """() => [...document.querySelectorAll(".Quiz")].map(quiz => [...quiz.querySelectorAll("label")].map(label => {
            label.querySelector("span").click();
            const told = quiz.querySelector(".Feedback");
            return [told.classList.contains("correct"), told.textContent]; }))"""
    )
    for asked, answers in zip(chosen(paper), told, strict=True):
        assert {place for place, (good, _) in enumerate(answers) if good} == right(asked), asked.id
        assert all(text.strip() for _, text in answers)


def test_quizdown_counts_every_key_and_no_other_answer(shown, paper):
    shown.add_script_tag(path=NODE / "quizdown" / "public" / "build" / "quizdown.js")
    text = FORMATS["quizdown"].sheet(paper, Style())
    shown.evaluate("text => document.getElementById('here').innerHTML = text", text)
    in_a_page = shown.evaluate("() => document.getElementById('here').innerHTML")
    parsed, again = (
        shown.evaluate(
            """text => { const quiz = quizdown.parseQuizdown(text, {}); return quiz.questions.map(one => ({
            type: one.quizType, text: one.explanation, right: one.answers.map(it => it.correct),
            answers: one.answers.map(it => it.html),
            solved: one.answers.map((_, n) => { one.selected = [n]; return one.isCorrect(); }) })); }""",
            read,
        )
        for read in (text, in_a_page)
    )
    assert list(map(as_shown, parsed)) == list(map(as_shown, again))
    ours = [asked for asked in paper.questions if asked.kind in CHOSEN | {"order"}]
    assert len(parsed) == len(ours)
    for asked, one in zip(ours, parsed, strict=True):
        assert one["text"]
        if asked.kind == "order":
            assert one["type"] == "Sequence"
            continue
        assert [shown_text(answer) for answer in one["answers"]] == [
            shown_text(inline(option.text)) for option in asked.options
        ]
        assert one["type"] == ("MultipleChoice" if asked.kind == "several" else "SingleChoice")
        assert {place for place, good in enumerate(one["right"]) if good} == right(asked), asked.id
        if len(right(asked)) == 1:
            assert {place for place, good in enumerate(one["solved"]) if good} == right(asked)


def test_scorm_again_is_told_the_score(page, paper, tmp_path):
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    files = unzipped(FORMATS["scorm"].sheet(paper, Style()))
    (tmp_path / "index.html").write_bytes(files["index.html"])
    page.add_init_script(path=NODE / "scorm-again" / "dist" / "scorm12.js")
    page.add_init_script("window.API = new Scorm12API({ logLevel: 5 });")
    most = sum(marks for asked, marks in zip(paper.questions, paper.marks, strict=True) if asked.kind in CHOSEN)
    for keys, score in ((True, most), (False, 0)):
        page.goto((tmp_path / "index.html").as_uri())
        assert page.get_by_text("The answers stand in this page").is_visible()
        for n, asked in enumerate(paper.questions, start=1):
            places = right(asked) if keys else sorted(set(range(len(asked.options))) - right(asked))[:1]
            for place in places if asked.kind in CHOSEN else ():
                page.locator(f'[name="{n}"]').nth(place).check()
        page.get_by_role("button").click()
        assert page.get_by_role("status").inner_text() == f"{score} of {most} marks. The platform has them."
        assert page.evaluate("() => window.API.cmi.core.score.raw") == str(100 * score // most)
        assert page.evaluate("() => window.API.cmi.core.lesson_status") == "completed"


def test_mkdocs_quiz_builds_every_question(paper, tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text(FORMATS["mkdocs-quiz"].sheet(paper, Style()), encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: Quiz\nplugins: [mkdocs_quiz]\n", encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q"]
    done = subprocess.run(command, cwd=tmp_path, env={"PYTHONPATH": str(HOME)}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    page = html5lib.parse((tmp_path / "site" / "index.html").read_bytes(), namespaceHTMLElements=False)
    quizzes = [part for part in page.iter("div") if part.get("class") == "quiz"]
    for asked, quiz in zip(chosen(paper), quizzes, strict=True):
        fields = [part for part in quiz.iter("input") if part.get("name") == "answer"]
        assert len(fields) == len(asked.options)
        assert {n for n, field in enumerate(fields) if field.get("data-correct")} == right(asked), asked.id


if __name__ == "__main__":
    sys.exit(install())

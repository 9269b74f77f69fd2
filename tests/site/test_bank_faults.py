"""A fault in the bank is told where it is, on the page and in the log; the site is built all the same."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from lstm_docs.quiz import bank_path


@pytest.fixture
def project(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Mine\n\n```lstm-quiz\nfamily: equations-executed\n```\n", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: mine\nplugins: [{lstm-docs: {bank: mine, pages: [quiz]}}]\n", encoding="utf-8"
    )
    (tmp_path / "mine").mkdir()
    text = (bank_path() / "unrolling.yml").read_text(encoding="utf-8")
    (tmp_path / "mine" / "unrolling.yml").write_text(text.replace("seconds:", "secnods:", 1), encoding="utf-8")
    return tmp_path


LINE = (bank_path() / "unrolling.yml").read_text(encoding="utf-8").split("seconds:")[0].count("\n") + 1


def _build(project, *options):
    command = [sys.executable, "-m", "mkdocs", "build", *options]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False, env=environment)


def test_a_fault_in_the_bank_is_a_box_and_a_warning(project):
    done = _build(project)
    fault = f"mine/unrolling.yml:{LINE}: unknown key 'secnods'; did you mean 'seconds'?"
    assert done.returncode == 0, done.stderr
    assert fault in done.stderr
    assert "Traceback" not in done.stderr
    for page in ("index.html", "lstm/quiz/index.html"):
        html = (project / "site" / page).read_text(encoding="utf-8")
        assert "lstm-error" in html
        assert "unknown key" in html
    assert _build(project, "--strict").returncode == 1


def test_mended_it_asks(project):
    file = project / "mine" / "unrolling.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("secnods", "seconds"), encoding="utf-8")
    done = _build(project, "--strict")
    assert done.returncode == 0, done.stderr
    assert "lstm-error" not in (project / "site" / "index.html").read_text(encoding="utf-8")

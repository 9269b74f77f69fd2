"""The wheel holds all that the package needs: the command, the plugin, the extension, the bank."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(PROJECT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory):
    """The interpreter of an environment with the wheel alone; what it depends on is lent by ours."""
    home = tmp_path_factory.mktemp("empty")
    venv.create(home, with_pip=True)
    interpreter = home / "bin" / "python"
    subprocess.run([interpreter, "-m", "pip", "install", "-q", "--no-deps", str(wheel)], check=True)
    (site,) = (home / "lib").glob("python*/site-packages")
    (site / "lent.pth").write_text(sysconfig.get_paths()["purelib"], encoding="utf-8")
    return interpreter


def _run(python, *arguments, cwd):
    return subprocess.run([str(python), *arguments], capture_output=True, text=True, check=False, cwd=cwd)


def test_the_bank_and_all_assets_are_inside(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for file in PROJECT.glob("quizzes/*.yml"):
        assert f"lstm_docs/bank/{file.name}" in names
    for file in (PROJECT / "lstm_docs").rglob("*"):
        if file.is_file() and file.suffix not in (".pyc",):
            assert str(file.relative_to(PROJECT)) in names


def test_installed_it_gives_the_command_with_its_bank(python, tmp_path):
    command = python.parent / "lstm-docs"
    done = _run(command, "facts", "--input", "80", "--hidden", "12", "--framework", "keras", cwd=tmp_path)
    assert "4464" in done.stdout, done.stderr
    listed = _run(command, "quiz", "list", cwd=tmp_path)
    assert "gate-weight-shape" in listed.stdout, listed.stderr
    where = _run(python, "-c", "import lstm_docs.quiz as q; print(q.bank_path())", cwd=tmp_path)
    assert where.stdout.strip().endswith("lstm_docs/bank")


def test_installed_it_gives_the_plugin_and_the_extension(python, tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Mine\n\n```lstm-equations\ncell: lstm\n```\n", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: mine\nplugins: [lstm-docs]\n", encoding="utf-8")
    done = _run(python, "-m", "mkdocs", "build", "--strict", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "<math" in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    code = "import markdown; print(markdown.markdown('`lstm-fact macs input=1 hidden=1`', extensions=['lstm_docs']))"
    assert "<math" in _run(python, "-c", code, cwd=tmp_path).stdout

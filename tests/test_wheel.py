"""The wheel holds all that the package needs, and asks for no more than that: the command alone, or beside MkDocs."""

from __future__ import annotations

import base64
import importlib.metadata as metadata
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from hatch_build import ASSETS, KINDS, minified
from lstm_docs.export import FORMATS
from lstm_docs.formulas import mathfont
from lstm_docs.site.build import wheel_cache

from .site.building import ENVIRONMENT
from .site.test_build_cache import BUILD

PROJECT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(PROJECT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def base(wheel, tmp_path_factory):
    """The programs of an environment in which the wheel was installed without extras."""
    return _environment(tmp_path_factory.mktemp("base"), wheel)


@pytest.fixture(scope="module")
def site(wheel, tmp_path_factory):
    """The same with the extra `site`."""
    return _environment(tmp_path_factory.mktemp("site"), wheel, *_asked(wheel, "site"))


@pytest.fixture(scope="module")
def guest(wheel, tmp_path_factory):
    """The same without extras, beside MkDocs alone: what an author with another theme has."""
    return _environment(tmp_path_factory.mktemp("guest"), wheel, Requirement("mkdocs"))


def _environment(home, wheel, *more):
    """The wheel, and what it and `more` depend on: links to where that is installed for the tests."""
    venv.create(home)
    pip = [sys.executable, "-m", "pip", "--python", str(home / "bin" / "python")]
    subprocess.run([*pip, "install", "-q", "--no-deps", str(wheel)], check=True)
    (packages,) = (home / "lib").glob("python*/site-packages")
    for source in _files([*_asked(wheel), *more]):
        if not (packages / source.name).exists():
            (packages / source.name).symlink_to(source)
    return home / "bin"


def _asked(wheel, extra=""):
    file = zipfile.ZipFile(wheel)
    (name,) = (name for name in file.namelist() if name.endswith(".dist-info/METADATA"))
    return _wanted(metadata.PathDistribution(zipfile.Path(file, name.removesuffix("METADATA"))), extra)


def _files(asked):
    """The files and folders of distributions, and of those that they need."""
    files, waiting = {}, list(asked)
    while waiting:
        wanted = waiting.pop().name
        if wanted not in files:
            there = metadata.distribution(wanted)
            files[wanted] = {Path(there.locate_file(file.parts[0])) for file in there.files if file.parts[0] != ".."}
            waiting += _wanted(there)
    return set().union(*files.values())


def _wanted(distribution, extra=""):
    """What a distribution asks for; with an extra, all that comes with it."""
    requirements = map(Requirement, distribution.requires or ())
    return [asked for asked in requirements if asked.marker is None or asked.marker.evaluate({"extra": extra})]


def _run(program, *arguments, cwd, status=0):
    alone = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run([str(program), *arguments], capture_output=True, text=True, check=False, cwd=cwd, env=alone)
    assert done.returncode == status, done.stdout + done.stderr
    return done


def test_the_bank_and_all_assets_are_inside(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for file in PROJECT.glob("quizzes/*.yml"):
        assert f"lstm_docs/bank/{file.name}" in names
    for file in (PROJECT / "lstm_docs").rglob("*"):
        if file.is_file() and file.suffix not in (".pyc",):
            assert str(file.relative_to(PROJECT)) in names


def test_what_it_carries_ready_is_what_would_be_computed(wheel):
    inside = zipfile.ZipFile(wheel)
    assert inside.read(f"lstm_docs/{mathfont.FILE}") == mathfont.woff2()
    for file in (PROJECT / ASSETS).iterdir():
        if file.suffix in KINDS:
            assert inside.read(f"{ASSETS.as_posix()}/{file.name}").decode() == minified(file)


def test_what_it_carries_ready_of_the_site_is_what_a_checkout_computes(wheel, site, tmp_path):
    """A site built by the wheel computes nothing, and has the bytes of one that the checkout computes from nothing."""
    for name in ("docs", "quizzes"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    shutil.copy(PROJECT / "mkdocs.yml", tmp_path)
    alone = {name: value for name, value in ENVIRONMENT.items() if name != "PYTHONPATH"}
    for python, out, loaded, home in (
        (site / "python", "ready", "fontTools", alone),
        (sys.executable, "computed", "fontTools numpy sympy", {**alone, "PYTHONPATH": str(PROJECT)}),
    ):
        shutil.rmtree(tmp_path / ".cache", ignore_errors=True)
        done = subprocess.run(
            [python, "-c", BUILD, str(tmp_path / out)], cwd=tmp_path, env=home, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stdout.strip()) == (0, loaded), done.stderr
    ready = [path.relative_to(tmp_path / "ready") for path in (tmp_path / "ready").rglob("*")]
    compared = [path for path in ready if path.suffix == ".html" or ("quiz" in path.parts and path.suffix == ".json")]
    assert len(compared) > 150
    for path in compared:
        assert (tmp_path / "ready" / path).read_bytes() == (tmp_path / "computed" / path).read_bytes(), path


def test_what_is_ready_counts_for_the_very_package_it_was_made_by(monkeypatch, tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "a.py").write_text("1", encoding="utf-8")
    monkeypatch.setattr(wheel_cache, "PACKAGE", tmp_path)
    for package, content in (
        (wheel_cache.named({"site/a.py": b"1"}), {"key": "text"}),
        (wheel_cache.named({"site/a.py": b"2"}), {}),
    ):
        (tmp_path / wheel_cache.FILE).write_bytes(wheel_cache.packed({"key": "text"}, package))
        wheel_cache.ready.cache_clear()
        monkeypatch.setattr(wheel_cache, "here", lambda: wheel_cache.named(wheel_cache.contents(tmp_path)))
        assert wheel_cache.ready() == content
    (tmp_path / wheel_cache.FILE).write_bytes(b"damaged")
    wheel_cache.ready.cache_clear()
    assert wheel_cache.ready() == {}
    wheel_cache.ready.cache_clear()


def test_the_base_gives_the_command_with_its_bank(base, tmp_path):
    facts = _run(base / "lstm-docs", "facts", "--input", "80", "--hidden", "12", "--framework", "keras", cwd=tmp_path)
    assert "4464" in facts.stdout
    assert "gate-weight-shape" in _run(base / "lstm-docs", "quiz", "list", cwd=tmp_path).stdout
    where = _run(base / "python", "-c", "import lstm_docs.quiz as q; print(q.bank_path())", cwd=tmp_path)
    assert where.stdout.strip().endswith("lstm_docs/bank")


def test_the_base_makes_and_marks_an_interview(base, tmp_path):
    formats = ",".join(name for name in FORMATS if name not in ("pdf", "docx", "kahoot"))
    make = ("quiz", "make", "--set", "screen", "--seed", "a secret")
    _run(base / "lstm-docs", *make, "--format", formats, "--out", "kit", cwd=tmp_path)
    paper = (tmp_path / "kit/papers/paper-0001.html").read_text(encoding="utf-8")
    assert base64.b64encode(mathfont.woff2()).decode() in paper
    answers = "kit/keys/responses.csv"
    _run(base / "lstm-docs", "quiz", "mark", "kit", answers, "--out", "marks", cwd=tmp_path, status=1)  # nobody answered
    assert (tmp_path / "marks/report.html").is_file()
    refused = _run(base / "lstm-docs", *make, "--format", "pdf", "--out", "pdf", cwd=tmp_path, status=2)
    assert "pip install 'lstm-docs[pdf]'" in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_the_base_writes_pages_and_shows_experiments(base, tmp_path):
    _run(base / "lstm-docs", "pages", "out", "--page", "unrolling", cwd=tmp_path)
    assert (tmp_path / "out/assets/lstm-docs" / mathfont.FILE).read_bytes() == mathfont.woff2()
    assert "names" in _run(base / "lstm-docs", "experiments", "list", cwd=tmp_path).stdout


@pytest.mark.parametrize(("installed", "theme"), [("site", "material"), ("guest", "mkdocs")])
def test_a_site_is_built_with_the_extra_and_beside_mkdocs_alone(installed, theme, tmp_path, request):
    programs = request.getfixturevalue(installed)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Mine\n\n```lstm-equations\ncell: lstm\n```\n", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(f"site_name: mine\ntheme: {theme}\nplugins: [lstm-docs]\n", encoding="utf-8")
    _run(programs / "python", "-m", "mkdocs", "build", "--strict", cwd=tmp_path)
    assert "<math" in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert next((tmp_path / "site").rglob(mathfont.FILE)).read_bytes()[:4] == b"wOF2"
    code = "import markdown; print(markdown.markdown('`lstm-fact macs input=1 hidden=1`', extensions=['lstm_docs']))"
    assert "<math" in _run(programs / "python", "-c", code, cwd=tmp_path).stdout

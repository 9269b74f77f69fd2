"""Every script that the site shows runs on its own, and what it asserts is so."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

DOCS = Path(__file__).parent.parent / "docs"
SCRIPTS = sorted((DOCS / "code").glob("*.py"))
EXCERPTS = sorted(
    {
        excerpt
        for page in DOCS.glob("*.md")
        for excerpt in re.findall(r'--8<-- "docs/code/(\w+\.py):(\d+):(\d+)"', page.read_text(encoding="utf-8"))
    }
)


FORKING = """
import os, runpy, sys, traceback
import keras, numpy, torch  # importing them takes longer than most scripts do, so it is done once
for line in sys.stdin:
    script, folder = line.rstrip().split("\\t")
    child = os.fork()
    if not child:
        os.chdir(folder)
        for name, stream in (("out", 1), ("err", 2)):
            os.dup2(os.open(name, os.O_CREAT | os.O_WRONLY), stream)
        status = 0
        try:
            runpy.run_path(script, run_name="__main__")
        except BaseException:
            traceback.print_exc()
            status = 1
        sys.stdout.flush()
        os._exit(status)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@pytest.fixture(scope="module")
def forking():
    """A process that runs each script in one forked from it."""
    environment = {**os.environ, "KERAS_BACKEND": "torch", "OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
    command, pipe = [sys.executable, "-c", FORKING], subprocess.PIPE
    with subprocess.Popen(command, env=environment, stdin=pipe, stdout=pipe, encoding="utf-8") as process:
        yield process


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_of_the_site_runs(script, forking, tmp_path):
    forking.stdin.write(f"{script}\t{tmp_path}\n")
    forking.stdin.flush()
    assert forking.stdout.readline() == "0\n", (tmp_path / "err").read_text(encoding="utf-8")
    assert (tmp_path / "out").read_text(encoding="utf-8").strip()


def test_every_script_is_shown_and_can_be_downloaded():
    pages = "".join(page.read_text(encoding="utf-8") for page in DOCS.glob("*.md"))
    for script in SCRIPTS:
        assert f'--8<-- "docs/code/{script.name}"' in pages, script.name
        assert re.search(rf"\]\(code/{re.escape(script.name)}\)", pages), script.name


@pytest.mark.parametrize(("script", "first", "last"), EXCERPTS)
def test_an_excerpt_is_short_and_whole(script, first, last):
    lines = (DOCS / "code" / script).read_text(encoding="utf-8").splitlines()[int(first) - 1 : int(last)]
    assert len(lines) <= 12
    assert lines[0].strip()
    assert lines[-1].strip()
    ast.parse(dedent("\n".join(lines)))

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


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_of_the_site_runs(script, tmp_path):
    environment = {**os.environ, "KERAS_BACKEND": "torch", "OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
    run = subprocess.run([sys.executable, script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip()


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

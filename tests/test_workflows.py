"""The workflows run what they name and nothing that can change under them; what is published was tested."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).parent.parent
WORKFLOWS = sorted((PROJECT / ".github/workflows").glob("*.yml"))
RENAMED = {"fontTools", "hypothesis", "lstm_docs", "markupsafe", "pytest", "tests", "yaml"}
"""Imported under another name than installed, or installed beside, or by another."""
PINNED = re.compile(r"[\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_actions_are_pinned_by_commit_with_their_version(file):
    used = re.findall(r"uses: (.+)", file.read_text(encoding="utf-8"))
    assert used
    for name in used:
        assert PINNED.fullmatch(name) or (name.startswith("./") and (PROJECT / name).is_file()), name


def test_one_action_has_one_commit():
    used = {name for file in WORKFLOWS for name in PINNED.findall(file.read_text(encoding="utf-8"))}
    assert len(used) == len({name.partition("@")[0] for name in used})


@pytest.mark.parametrize("name", ["pages.yml", "publish.yml"])
def test_what_is_published_was_tested(name):
    jobs = yaml.safe_load((PROJECT / ".github/workflows" / name).read_text(encoding="utf-8"))["jobs"]
    assert jobs["test"]["uses"].endswith("/test.yml")
    assert (jobs["build"]["needs"], jobs["publish"]["needs"]) == ("test", "build")
    writing = {job for job, job_steps in jobs.items() if "write" in job_steps.get("permissions", {}).values()}
    assert writing == {"publish"}


def test_the_core_needs_what_the_workflow_installs():
    metadata = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*metadata["dependencies"], *metadata["optional-dependencies"]["site"]]
    installed = {re.match(r"[\w-]+", name)[0].replace("-", "_") for name in asked} | RENAMED
    for line in (PROJECT / "tests/core.txt").read_text(encoding="utf-8").split():
        files = [PROJECT / line] if line.endswith(".py") else sorted((PROJECT / line).glob("*.py"))
        assert files
        for file in files:
            assert _imported(file) - set(sys.stdlib_module_names) <= installed, file


def _imported(file):
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    plain = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    froms = [node.module for node in nodes if isinstance(node, ast.ImportFrom) and not node.level]
    return {name.partition(".")[0] for name in (*plain, *froms)}


def test_the_version_has_a_section_in_the_changelog():
    version = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"\n## {version}" in (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")

"""What is installed has wheels: the table of docs/installing.md is what a resolver finds."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import uv

PROJECT = Path(__file__).parent.parent
CACHE = PROJECT / ".cache" / "platforms"
EXTRAS = ("", "site", "pdf")
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
PLATFORMS = {
    "macOS, Apple silicon": "aarch64-apple-darwin",
    "macOS, Intel": "x86_64-apple-darwin",
    "Windows, x86-64": "x86_64-pc-windows-msvc",
    "Windows, arm64": "aarch64-pc-windows-msvc",
    "Linux, x86-64": "x86_64-unknown-linux-gnu",
    "Linux, arm64": "aarch64-unknown-linux-gnu",
    "Linux with musl, x86-64": "x86_64-unknown-linux-musl",
    "Linux with musl, arm64": "aarch64-unknown-linux-musl",
}
ROW = re.compile(r"^\| ([^|]+?) \| ([^|]+?) \| ([^|]+?) \| ([^|]+?) \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def holes():
    """For each platform, Python and extra, the package that has no wheel; empty if all have."""
    metadata = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [metadata["dependencies"], *(metadata["optional-dependencies"][extra] for extra in EXTRAS[1:])]
    cached = CACHE / f"{hashlib.sha256(json.dumps([asked, uv.__file__, *PYTHONS]).encode()).hexdigest()[:32]}.json"
    if not cached.is_file():
        CACHE.mkdir(parents=True, exist_ok=True)
        environment = _registry()
        with ThreadPoolExecutor() as pool:
            pairs = [(platform, python) for platform in PLATFORMS for python in PYTHONS]
            by_pair = dict(zip(map("|".join, pairs), pool.map(lambda pair: _holes(*pair, environment), pairs), strict=True))
        cached.write_text(json.dumps(by_pair), encoding="utf-8")
    return json.loads(cached.read_text(encoding="utf-8"))


def _holes(platform, python, environment):
    """What is resolved with all extras is resolved with fewer."""
    if not _hole(platform, python, EXTRAS[1:], environment):
        return dict.fromkeys(EXTRAS, "")
    return {extra: _hole(platform, python, [extra] if extra else [], environment) for extra in EXTRAS}


def _hole(platform, python, extras, environment):
    command = [uv.find_uv_bin(), "pip", "compile", "--quiet", "--only-binary", ":all:", "--python", sys.executable]
    command += ["--python-platform", PLATFORMS[platform], "--python-version", python]
    command += [*(f"--extra={extra}" for extra in extras), "pyproject.toml"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=PROJECT, env=environment)
    if done.returncode == 0:
        return ""
    lacking = re.search(r"Because ([\w.-]+?)(?:\[\w+\])?(?:[<>=!].*)? has no usable wheels", done.stderr)
    assert lacking, done.stderr  # no registry, or something else than a wheel
    return lacking[1]


def _registry():
    """The registry that pip is set to, for a program that does not read pip's settings."""
    listed = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=True).stdout
    settings = dict(re.findall(r"^\S+?\.([\w-]+)='(.*)'$", listed, flags=re.MULTILINE))
    names = {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE"}
    set_by_pip = {names[name]: value for name, value in settings.items() if name in names}
    return {"UV_CACHE_DIR": str(CACHE / "uv"), **set_by_pip, **os.environ}


def _cell(holes, platform, extra):
    """The table's words for one platform: yes, or the package without a wheel and where it has none."""
    lacking = {python: holes[f"{platform}|{python}"][extra] for python in PYTHONS}
    where = {name: [python for python in PYTHONS if lacking[python] == name] for name in lacking.values() if name}
    only = {name: f" for Python {', '.join(on)}" if len(on) < len(PYTHONS) else "" for name, on in where.items()}
    return "; ".join(f"{name} has no wheel{on}" for name, on in only.items()) or "yes"


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_table_says_what_a_resolver_finds(platform, holes):
    rows = {row[0]: row[1:] for row in ROW.findall((PROJECT / "docs/installing.md").read_text(encoding="utf-8"))}
    assert rows[platform] == tuple(_cell(holes, platform, extra) for extra in EXTRAS)

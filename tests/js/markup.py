"""The Nu HTML checker over the pages of a folder: what it finds wrong, by page."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

from .install import packages

# What Material writes itself: controls of its drawer and search, and labels for them.
THEIRS = ('class="md-', "__search", "__drawer", "__palette", "__toc")
ADVICE = "the HTML checker needs Java: install it (apt-get install default-jre-headless)"


def java() -> str:
    """The path of Java, installed as root on Debian if it is missing; an assertion tells what to do otherwise."""
    if not shutil.which("java") and hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "install", "-y", "-qq", "default-jre-headless"], stdout=subprocess.DEVNULL, check=False)
    program = shutil.which("java")
    assert program, ADVICE
    return program


def faults(folder: Path) -> list[str]:
    """Every error in markup that is not Material's own: the page, the message, and where."""
    jar = packages() / "vnu-jar" / "build" / "dist" / "vnu.jar"
    pages = sorted(map(str, folder.rglob("*.html")))
    command = [java(), "-Xss4m", "-jar", str(jar), "--errors-only", "--format", "json", "--exit-zero-always", *pages]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    messages = json.loads(output)["messages"]

    def page(url: str) -> Path:
        return Path(urlsplit(url).path).relative_to(folder)

    return [
        f"{page(one['url'])}:{one.get('lastLine')}: {one['message']} {one.get('extract', '')!r}"
        for one in messages
        if not any(mark in one.get("extract", "") for mark in THEIRS)
    ]

"""Building sites as a user does: `mkdocs build` in a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlparse

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "SOURCE_DATE_EPOCH": "1767225600", "NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1"}
MKDOCS = [sys.executable, "-m", "mkdocs"]

SMALL = """\
site_name: Small
site_url: https://example.org/sub/path/
theme: {name: mkdocs}
plugins:
  - lstm-docs:
      pages: [worked-run]
      folder: ""
"""


def build(folder: Path, out: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`mkdocs build --strict` of the site in `folder`."""
    command = [*MKDOCS, "build", "--strict", "-d", str(out), *arguments]
    env = {**ENVIRONMENT, **environment}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


def small_site(folder: Path, config: str = SMALL, **pages: str) -> Path:
    """A site with an index and the given pages."""
    docs = folder / "docs"
    docs.mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    for name, text in {"index": "# Home\n", **pages}.items():
        (docs / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


class Links(HTMLParser):
    """The URLs and ids of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.urls: list[str] = []
        self.ids: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src") and value:
                self.urls.append(value)
            if name in ("id", "name") and value:
                self.ids.add(value)


def dead_links(site: Path, base: str = "/sub/path/") -> list[str]:
    """Every link of every page that leads to no file, or to no place on it. `base` is where the site is served."""
    pages = {path: Links(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")}
    dead = []
    for path, page in pages.items():
        here = f"https://example.org{base}{path.relative_to(site).as_posix()}".removesuffix("index.html")
        for url in page.urls:
            target, fragment = urldefrag(urljoin(here, url))
            parts = urlparse(target)
            if parts.netloc != "example.org" or parts.scheme != "https" or path.name == "404.html":
                continue
            file = site / unquote(parts.path).removeprefix(base)
            file = file / "index.html" if parts.path.endswith("/") else file
            if not file.exists() or (fragment and file in pages and fragment not in pages[file].ids):
                dead.append(f"{path.relative_to(site)}: {url}")
    return dead


def warnings(done: subprocess.CompletedProcess[str]) -> list[str]:
    """The warnings and errors of a build, without their level."""
    return [match[1] for match in re.finditer(r"^(?:WARNING|ERROR) +-  ?(.*)$", done.stderr, re.MULTILINE)]

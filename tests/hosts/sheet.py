"""The pictures of `make test-hosts PICTURES=folder` as one sheet: `python -m tests.hosts.sheet FOLDER OUT.jpg`."""

from __future__ import annotations

import base64
import sys
from html import escape
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.chromium import FLAGS, find

from .hosts import HOSTS, NAMES

STYLE = """body { margin: 16px; font: 20px sans-serif; display: grid; grid-template-columns: repeat(3, 1fr); gap: 16px; }
figure { margin: 0; } img { width: 100%; border: 1px solid #999; box-sizing: border-box; }"""


def sheet(folder: Path) -> str:
    """A page with the picture of each host and its name."""
    shown = (
        f'<figure><img src="data:image/png;base64,{base64.b64encode((folder / f"{name}.png").read_bytes()).decode()}">'
        f"<figcaption>{escape(host)}</figcaption></figure>"
        for name, host in NAMES.items()
        if host in HOSTS
    )
    return f"<meta charset=utf-8><style>{STYLE}</style>{''.join(shown)}"


def main(folder: Path, out: Path) -> None:
    """Write the sheet."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(find()), args=list(FLAGS))
        page = chromium.new_page(viewport={"width": 1280, "height": 900})
        page.set_content(sheet(folder))
        page.screenshot(path=str(out), type="jpeg", quality=60, full_page=True)
        chromium.close()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))

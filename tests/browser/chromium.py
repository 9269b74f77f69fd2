"""Where Chromium is. Run as a module it makes sure that there is one:

python -m tests.browser.chromium
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# A page under test must not be disturbed by what a browser does on its own behalf.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)

ADVICE = "no Chromium found: install one (apt-get install chromium) or set CHROMIUM to its path"


class NoChromium(Exception):
    """There is no Chromium; the message says what to do."""


def find() -> Path:
    """The Chromium to test with: `$CHROMIUM`, one on the path, or Playwright's own.

    Raises `NoChromium`.
    """
    chosen = os.environ.get("CHROMIUM")
    if chosen and not Path(chosen).is_file():
        raise NoChromium(f"CHROMIUM is set to {chosen}, which is no file")
    candidates = [chosen, *map(shutil.which, NAMES), _playwrights_own()]
    for path in candidates:
        if path and Path(path).is_file():
            return Path(path)
    raise NoChromium(ADVICE)


def install() -> None:
    """Try Playwright's download, then, as root, the system's packages."""
    tries = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        tries.append(["apt-get", "install", "-y", "-qq", "chromium"])
    for command in tries:
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        if _found():
            return


def _found() -> Path | None:
    try:
        return find()
    except NoChromium:
        return None


def _playwrights_own() -> str | None:
    # Asked in a process of its own: Playwright's driver and pytest's event loops do not mix.
    asked = "from playwright.sync_api import sync_playwright\nwith sync_playwright() as p: print(p.chromium.executable_path)"
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=False)
    return answer.stdout.strip() or None


def main() -> int:
    """0 if there is a Chromium, installing one if need be; otherwise one line of advice and 1."""
    try:
        if not os.environ.get("CHROMIUM") and not _found():
            install()
        find()
    except NoChromium as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

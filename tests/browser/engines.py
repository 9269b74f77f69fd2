"""Chromium, Firefox and WebKit, each as a page that a test can open and type into. As a module it makes sure of the last two:

python -m tests.browser.engines
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from selenium.webdriver import ActionChains, Keys, WebKitGTK
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from . import chromium

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserType, Page, Playwright

NAMES = ("chromium", "firefox", "webkit")
PACKAGES = {
    "firefox": ("firefox-esr",),
    "webkit": ("webkit2gtk-driver", "xvfb"),
    "fonts": ("fontconfig", "fonts-liberation", "fonts-dejavu-core"),
}
FONTS = ("Liberation Serif", "DejaVu Serif")
WIDTH, HEIGHT = 390, 664  # a phone with its browser's bars
KEYS = {"Tab": Keys.TAB, "Enter": Keys.ENTER, "ArrowUp": Keys.ARROW_UP}


class Reader(Protocol):
    """A page in some engine, as wide as a phone."""

    def open(self, url: str) -> None:
        """Go to a page and wait until it is loaded."""

    def run(self, script: str) -> Any:
        """The value of an expression in the page."""

    def press(self, key: str) -> None:
        """One key, to what has the focus."""


@contextmanager
def reader(name: str, playwright: Playwright) -> Iterator[Reader]:
    """The engine of this name, started."""
    with _webkit() if name == "webkit" else _by_playwright(name, playwright) as started:
        yield started


class _ByPlaywright:
    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, url: str) -> None:
        self.page.goto("about:blank")  # an address that differs by its hash alone would not be loaded anew
        self.page.goto(url)

    def run(self, script: str) -> Any:
        return self.page.evaluate(script)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)


@contextmanager
def _by_playwright(name: str, playwright: Playwright) -> Iterator[_ByPlaywright]:
    browser = _launched(playwright.chromium if name == "chromium" else playwright.firefox, name)
    yield _ByPlaywright(browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}).new_page())
    browser.close()


def _launched(kind: BrowserType, name: str) -> Any:
    if name == "chromium":
        return kind.launch(executable_path=str(chromium.find()), args=list(chromium.FLAGS))
    # The system's Firefox, spoken to by WebDriver BiDi, not one that Playwright has patched.
    return kind.launch(channel="moz-firefox", executable_path=firefox())


class _Webkit:
    """WebKitGTK's window is never as narrow as a phone, so that a page is read in a frame that is."""

    def __init__(self, driver: WebKitGTK) -> None:
        self.driver = driver

    def open(self, url: str) -> None:
        self.driver.switch_to.default_content()
        self.driver.get(url.split("/", 3)[0] + "//" + url.split("/", 3)[2] + "/")
        self.driver.execute_script(
            "document.documentElement.innerHTML = '<body style=\"margin: 0\">'; const frame = document.createElement('iframe');"
            f"frame.style = 'border: 0; width: {WIDTH}px; height: {HEIGHT}px'; frame.src = arguments[0];"
            "document.body.append(frame); frame.focus()",
            url,
        )
        self.driver.switch_to.frame(0)
        deadline = time.monotonic() + 30
        while self.run("location.href === 'about:blank' || document.readyState !== 'complete'") and time.monotonic() < deadline:
            time.sleep(0.05)

    def run(self, script: str) -> Any:
        return self.driver.execute_script(f"return {script}")

    def press(self, key: str) -> None:
        ActionChains(self.driver, duration=0).send_keys(KEYS.get(key, key)).perform()


@contextmanager
def _webkit() -> Iterator[_Webkit]:
    with _display() as display:
        options = Options()
        options.binary_location = mini_browser()
        options.add_argument("--automation")
        # Without a bus of the desktop's it would look for one, and tell of it.
        env = {**os.environ, "DISPLAY": display, "DBUS_SESSION_BUS_ADDRESS": "disabled:", "NO_AT_BRIDGE": "1"}
        driver = WebKitGTK(options=options, service=Service(shutil.which("WebKitWebDriver"), env=env))
        try:
            driver.set_window_size(800, 900)
            yield _Webkit(driver)
        finally:
            driver.quit()


@contextmanager
def _display() -> Iterator[str]:
    """A screen in memory."""
    receives, sends = os.pipe()
    command = ["Xvfb", "-displayfd", str(sends), "-screen", "0", "1280x1024x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[sends], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(sends)
    with os.fdopen(receives) as pipe:
        number = pipe.readline().strip()
    try:
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


def firefox() -> str | None:
    """The system's Firefox."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


@cache
def mini_browser() -> str | None:
    """The small browser that comes with WebKitGTK."""
    browsers = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
    return str(browsers[-1]) if browsers else None


def missing() -> list[str]:
    """The engines that cannot be started here, and `fonts` where one of those is not there that figures are tried in."""
    webkit = shutil.which("WebKitWebDriver") and shutil.which("Xvfb") and mini_browser()
    return [name for name, installed in (("firefox", firefox()), ("webkit", webkit), ("fonts", _fonts())) if not installed]


def _fonts() -> bool:
    listed = shutil.which("fc-list")
    if not listed:
        return False
    families = subprocess.run([listed, ":", "family"], capture_output=True, text=True, check=False).stdout
    return all(name in families for name in FONTS)


def _as_root() -> list[str] | None:
    """What a command begins with to be run as root; None where that needs a person."""
    if not hasattr(os, "geteuid") or not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    return ["sudo", "-n"] if os.environ.get("CI") and shutil.which("sudo") else None


def main() -> int:
    """0 if all engines are there, installing them if need be; otherwise one line of advice and 1."""
    root, lacking = _as_root(), missing()
    if lacking and root is not None:
        packages = [package for name in lacking for package in PACKAGES[name]]
        for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
            subprocess.run([*root, "apt-get", *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        mini_browser.cache_clear()
    if lacking := missing():
        packages = [package for name in lacking for package in PACKAGES[name]]
        print(f"no {' and no '.join(lacking)} to test with: apt-get install {' '.join(packages)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

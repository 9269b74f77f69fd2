"""The pictures of the README that show the living cell, taken from the built site. Run as a module it takes them again:

python -m tests.browser.readme_pictures
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from tests.site.building import ROOT

from .chromium import FLAGS, find
from .served import built, served

PICTURES = {
    "readme-cell.png": ("lstm-step-by-step/", "lstm-explore-step", "button[data-set='at=5']", 930, 600),
    "readme-strip.png": ("worked-run/", "lstm-explore-strip", "[data-set='at=7']", 470, 532),
}
"""For each file a page, an explorer on it, what is clicked first, and how much of it is shown."""


def main() -> None:
    """Take them, at one pixel for one."""
    with TemporaryDirectory() as folder, served(built(Path(folder))) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(find()), args=list(FLAGS))
        for name, (url, element, clicked, width, height) in PICTURES.items():
            page = browser.new_page(viewport={"width": 1280, "height": 1200}, reduced_motion="reduce")
            page.goto(site + url)
            page.wait_for_selector(f"{element}.lstm-live")
            page.locator(f"{element} {clicked}").last.click()
            page.mouse.move(0, 0)
            box = page.locator(element).bounding_box()
            assert box
            clip = {"x": box["x"] - 8, "y": box["y"] - 8, "width": width, "height": height}
            page.screenshot(path=ROOT / "docs/assets" / name, clip=clip, full_page=True)  # type: ignore[arg-type]
        browser.close()


if __name__ == "__main__":
    main()

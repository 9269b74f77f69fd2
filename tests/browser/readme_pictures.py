"""The pictures of the README that show what lives in pages, taken from the built site. Run as a module it takes them again:

python -m tests.browser.readme_pictures
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.site.building import ROOT

from .chromium import FLAGS, find
from .served import Site, built, served

PICTURES = {
    "readme-cell.png": ("lstm-step-by-step/", "lstm-explore-step", "button[data-set='at=5']", 930, 570),
    "readme-strip.png": ("worked-run/#explore-strip~at=7", "lstm-explore-strip", "[data-part=said]", 470, 532),
    "readme-gate-order.png": (
        "gate-order/#explore-gate-order~source=keras",
        "lstm-explore-gate-order",
        "[data-do=fly]",
        704,
        624,
    ),
}
"""For each file a page, an explorer on it, what is clicked first, and how much of it is shown."""

PHONE = {
    "readme-phone.png": lambda page: None,
    "readme-phone-dragged.png": lambda page: _pulled(page, 15),
    "readme-phone-held.png": lambda page: page.locator("g.lstm-box[data-next=hold-f]").click(),
}
"""For each file what is done on the start page, opened on a phone."""


READING = {
    "readme-reading-typed.webp": lambda page: _typed(page, "mat"),
    "readme-reading.webp": lambda page: _typed(page, "matilda"),
    "readme-reading-held.webp": lambda page: page.locator("lstm-reading select[name=held]").select_option("f=0"),
}
"""For each file what is done with the network that reads, one after the other, on a phone."""

TRAINING = {"readme-training.webp": 40, "readme-training-later.webp": 120, "readme-training-done.webp": 200}
"""For each file after how many updates the training in a page is paused; the last has a loss below 0.01."""

ONE_A_FRAME = "performance.now = ((now) => () => (now += 50))(0)"
"""A clock by which the time for training is over after one update, so that it can be paused at any."""
PAUSED = """(update) => new Promise((paused) => {
  const it = document.querySelector("lstm-adding");
  const button = it.querySelector("[data-do=train]");
  button.click();
  const look = () => (it.training.update < update ? requestAnimationFrame(look) : paused(button.click()));
  look();
})"""


BELOW_WHICH_IT_ADDS = 0.01


def _typed(page: Page, name: str) -> None:
    field = page.locator("lstm-reading input[name=name]")
    field.fill("")
    field.press_sequentially(name)
    page.wait_for_function("it => document.querySelector('lstm-reading [data-part=said]').textContent.includes(it)", arg=name)


def _kept(page: Page, name: str, top: str, height: int = 844) -> None:
    """What a phone shows from an element on, packed; so much of it."""
    page.locator(top).evaluate("it => scrollTo(0, it.getBoundingClientRect().top + scrollY - 60)")
    page.wait_for_timeout(500)
    shown = Image.open(BytesIO(page.screenshot())).crop((0, 0, 390, height))
    shown.save(ROOT / "docs/assets" / name, quality=80, method=6)


def _pulled(page: Page, down: int) -> None:
    box = page.locator("[data-grab=hidden]").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + down, steps=4)
    page.mouse.up()


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
            top = box["y"] + page.evaluate("scrollY")
            clip = {"x": box["x"] - 8, "y": top - 8, "width": width, "height": height}
            page.screenshot(path=ROOT / "docs/assets" / name, clip=clip, full_page=True)  # type: ignore[arg-type]
        for name, done in PHONE.items():
            page = browser.new_page(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
            page.goto(site.base)
            page.wait_for_selector("lstm-explore-step.lstm-live")
            done(page)
            page.screenshot(path=ROOT / "docs/assets" / name)
        _living(browser, site)
        browser.close()


def _living(browser: Browser, site: Site) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    page.goto(site + "reading/")
    page.wait_for_selector("lstm-reading.lstm-live")
    for name, done in READING.items():
        done(page)
        _kept(page, name, "lstm-reading")
    page.add_init_script(ONE_A_FRAME)
    page.goto(site + "training/")
    page.wait_for_selector("lstm-adding.lstm-live")
    for name, update in TRAINING.items():
        page.evaluate(PAUSED, update)
        _kept(page, name, "lstm-adding .lstm-tools", 752)
    assert page.evaluate("document.querySelector('lstm-adding').losses.at(-1)") < BELOW_WHICH_IT_ADDS


if __name__ == "__main__":
    main()

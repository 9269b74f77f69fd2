"""One browser and one site for all tests of a worker; a fresh page for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .chromium import FLAGS, find
from .served import Site, built, served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    chromium = playwright.chromium.launch(executable_path=str(find()), args=list(FLAGS))
    yield chromium
    chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Site]:
    """The whole site, built once for all workers and served below a path that is not the root."""
    own = tmp_path_factory.getbasetemp()
    with served(built(own if worker_id == "master" else own.parent)) as address:
        yield address

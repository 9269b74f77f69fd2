"""What tests of several folders share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Playwright


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One for all tests of a worker: a process has room for no second."""
    from playwright.sync_api import sync_playwright  # where few tests are run, nothing else need be installed

    with sync_playwright() as started:
        yield started

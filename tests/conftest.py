"""What tests of several folders share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Playwright


# What a program prints is compared as text: where `CI` or `FORCE_COLOR` is set, some would colour it.
os.environ["NO_COLOR"] = "1"
os.environ.pop("FORCE_COLOR", None)

# The same examples in every run, and as long as a busy machine takes for one.
settings.register_profile("house", derandomize=True, deadline=None)
settings.load_profile("house")

HERE = Path(__file__).parent
FAST = [HERE.parent / line for line in (HERE / "fast.txt").read_text(encoding="utf-8").split()]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as `fast` what `make fast` runs: the files of `fast.txt`."""
    for item in items:
        if any(item.path.is_relative_to(place) for place in FAST):
            item.add_marker("fast")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One for all tests of a worker: a process has room for no second."""
    from playwright.sync_api import sync_playwright  # where few tests are run, nothing else need be installed

    with sync_playwright() as started:
        yield started

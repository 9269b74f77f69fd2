"""A fence on a page of its own, with all that it needs in it: what a browser makes of it needs no site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lstm_docs.rendering import render
from tests.site.building import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

HERE = "http://localhost/"
LIVE = ":is(lstm-quiz, lstm-test, lstm-question)"
FENCE = re.compile(r"^```lstm-(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def alone(page: Page, kind: str, body: str, bank: Path | None = None) -> None:
    """Have a page show a fence at `HERE`, and nothing from anywhere else."""
    shown = render(kind, body, bank=bank)
    html = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>-</title><body>{shown}'
    page.route("**", lambda route: route.abort())
    page.route(HERE, lambda route: route.fulfill(body=html, content_type="text/html"))


def fence_of(name: str, number: int = 0) -> tuple[str, str]:
    """The kind and the body of a fence of one of our pages."""
    kind, body = FENCE.findall((ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8"))[number]
    return kind, body

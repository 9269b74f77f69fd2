"""Putting the generated pages into a site's navigation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Nav = list[Any]


def with_pages(nav: Nav | None, pages: Sequence[tuple[str, str]], title: str, position: int | None) -> Nav | None:
    """`nav` with a section of the (title, path) pairs that it does not list already; without a title, the page has its own.

    Without a nav of its own the host lists every page by itself, and without a title nothing is added.
    `position` counts from 0, from the end if negative; None is the end.
    """
    if nav is None or not title:
        return nav
    listed = set(_paths(nav))
    missing = [{name: path} if name else path for name, path in pages if path not in listed]
    if not missing:
        return nav
    place = len(nav) if position is None else position
    return [*nav[:place], {title: missing}, *nav[place:]]


def _paths(nav: object) -> Iterator[str]:
    if isinstance(nav, dict):
        nav = list(nav.values())
    if isinstance(nav, list):
        for item in nav:
            yield from _paths(item)
    elif isinstance(nav, str):
        yield nav

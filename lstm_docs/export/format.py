"""What a format is: an ending, and functions that write a paper and what its interviewer keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from ..quiz.papers.paper import Paper


@dataclass(frozen=True)
class Style:
    """What a user may choose: a folder of templates of their own, found before ours, and the paper's size."""

    templates: Path | None = None
    page: str = "a4"


@dataclass(frozen=True)
class Format:
    """One way to write a paper.

    `sheet` writes what the interviewer keeps: the key, or a file for a program that holds the answers. `paper`,
    where there is one, writes what the candidate gets, and holds no key, seed, hint or misconception. `lost` says,
    in sentences, what of a paper's questions the format cannot carry; `names` says it of the title and the candidates'
    names, before any paper is made. `project`, where there is one, makes in a new folder one project for all papers of a kit,
    in place of a sheet for each; what it gives adds a paper.
    """

    ending: str
    title: str
    sheet: Callable[[Paper, Style], str | bytes]
    paper: Callable[[Paper, Style], str | bytes] | None = None
    lost: Callable[[Paper], Iterable[str]] = lambda paper: ()
    names: Callable[[Iterable[str], Style], Iterable[str]] = lambda names, style: ()
    project: Callable[[Path, Style], AbstractContextManager[Callable[[Paper], object]]] | None = None

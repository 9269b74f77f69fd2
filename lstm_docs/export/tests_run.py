"""How each test of an answer went that was run: read from the file that `quiz grade-code` writes beside its points."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..ground.errors import LstmDocsError, reason
from .response import tidy

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FILE = "tests.json"


@dataclass(frozen=True)
class Tested:
    """A test: its name, its `state`, which is `passed` or says how it went, and what there is to say."""

    name: str
    state: str
    said: str


TestsRun = Mapping[tuple[str, int], tuple[Tested, ...]]
"""The tests of each answer, by code and question."""


def tests_of(paths: Iterable[Path]) -> TestsRun:
    """Those in the folders of points, and beside the files of points. Raises `LstmDocsError` for a damaged file."""
    files = dict.fromkeys((path if path.is_dir() else path.parent) / FILE for path in paths)
    return {key: tests for file in files if file.is_file() for key, tests in _read(file).items()}


def _read(file: Path) -> TestsRun:
    try:
        answers = json.loads(file.read_text(encoding="utf-8"))["answers"]
        return {(tidy(one["code"]), int(one["question"])): tuple(map(_tested, one["tests"])) for one in answers}
    except OSError as error:
        raise LstmDocsError(f"cannot be read: {reason(error)}", where=str(file)) from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise LstmDocsError("is no file that quiz grade-code wrote", where=str(file)) from None


def _tested(one: Mapping[str, Any]) -> Tested:
    return Tested(str(one["name"]), str(one["state"]), str(one["said"]))

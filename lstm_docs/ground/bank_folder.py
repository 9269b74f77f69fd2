"""Where the quiz files are. Finding them reads none."""

from __future__ import annotations

from pathlib import Path

from .errors import LstmDocsError


def bank_path() -> Path:
    """The bank that ships: `quizzes/` of a checkout, or the copy inside an installed package."""
    package = Path(__file__).parents[1]
    installed = package / "bank"
    return installed if installed.is_dir() else package.parent / "quizzes"


def bank_files(folder: Path) -> list[Path]:
    """The quiz files of a folder, in order. Raises `LstmDocsError` if there are none."""
    if not folder.is_dir():
        raise LstmDocsError(f"no folder of quiz files at {folder}")
    files = sorted(folder.glob("*.yml"))
    if not files:
        raise LstmDocsError(f"no quiz files (*.yml) in {folder}")
    return files

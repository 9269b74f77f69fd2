"""The generated pages on disk, for hosts of Python-Markdown that run no plugins of MkDocs."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from .. import mathfont as font
from ..apart import with_templates
from ..aside import aside
from ..errors import LstmDocsError, reason
from ..quiz.bank import load_bank
from .emitted import FONT, assets, quiz_data
from .generated import GeneratedFile, write
from .pages import generate
from .quiz_block import asked_on_pages

if TYPE_CHECKING:
    from pathlib import Path

    from .pages import PageOptions


def stage(options: PageOptions, out: Path) -> tuple[Path, ...]:
    """Write the pages, and all that they link to, below `out`; other files there are left alone.

    The host must load the Markdown extension `lstm_docs` with `assets` set to where it serves
    `assets/lstm-docs`. All is written aside first, so that a fault leaves nothing half done.
    Raises `LstmDocsError`.
    """
    asked = asked_on_pages(load_bank(options.bank))  # by whichever page the host has
    files = (
        *with_templates(options.templates, generate, options),
        *assets(),
        *quiz_data(asked, options.bank),
        GeneratedFile(FONT, font.woff2()),
    )
    if out.exists() and not out.is_dir():
        raise LstmDocsError(f"{out} is a file; give a folder to write the pages to")
    try:
        _write_aside(files, out)
    except OSError as error:
        raise LstmDocsError(f"cannot write to {out}: {reason(error)}") from None
    return tuple(out / file.path for file in files)


def _write_aside(files: tuple[GeneratedFile, ...], out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    with aside(out) as folder:
        write(files, folder)
        for file in files:
            (out / file.path).parent.mkdir(parents=True, exist_ok=True)
            shutil.move(folder / file.path, out / file.path)

"""The generated pages on disk, for hosts of Python-Markdown that run no plugins of MkDocs."""

from __future__ import annotations

import shutil
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ...formulas import mathfont as font
from ...ground.bank_folder import bank_files, bank_path
from ...ground.errors import LstmDocsError, reason
from ...ground.temporary_folder import aside
from ...ground.worker_process import with_templates
from ...quiz.engine.bank import load_bank
from ...words import words as words_of
from ..build.build_cache import BuildCache, fingerprint
from ..build.served_files import FONT, assets, quiz_data
from ..build.served_files import words as served_words
from ..fences.quiz_data import asked_on_pages
from ..pages.generated import GeneratedFile, kept_pages, write
from ..pages.generation import generate

if TYPE_CHECKING:
    from pathlib import Path

    from ..pages.generation import PageOptions


def stage(
    options: PageOptions, out: Path, *, force: bool = False, cache: BuildCache | None = None, words: str = ""
) -> tuple[Path, ...]:
    """Write the pages, and all that they link to, below `out`; other files there are left alone.

    The host must load the Markdown extension `lstm_docs` with `assets` set to where it serves `assets/lstm-docs`, and
    `formulas`. All is written aside first, so that a fault leaves nothing half done. Raises `LstmDocsError`, also for a page
    that is there already and says something else, unless `force`. `words` are those of the extension's option.
    """
    cache = cache or BuildCache()
    said = served_words(words_of(words))
    bank = load_bank(options.bank)
    read = fingerprint(
        [*bank_files(options.bank or bank_path()), *(sorted(options.templates.glob("*")) if options.templates else ())]
    )
    pages = kept_pages(
        cache, options.pages, options.folder, (options, read), lambda: with_templates(options.templates, generate, options)
    )
    _refuse_mistakes(options, pages, cache)
    if not force:
        _refuse_to_replace(pages, out)
    asked = asked_on_pages(bank)  # by whichever page the host has
    files = (*pages, *assets(), *said, *quiz_data(asked, options.bank, cache, read), GeneratedFile(FONT, font.woff2()))
    cache.save()
    if out.exists() and not out.is_dir():
        raise LstmDocsError(f"{out} is a file; give a folder to write the pages to")
    try:
        _write_aside(files, out)
    except OSError as error:
        raise LstmDocsError(f"cannot write to {out}: {reason(error)}") from None
    return tuple(out / file.path for file in files)


def _refuse_mistakes(options: PageOptions, pages: tuple[GeneratedFile, ...], cache: BuildCache) -> None:
    """No host would tell a mistake in a template with its file; ours are tested."""
    from .extension import mistakes  # no other command needs Markdown

    for page in pages:
        template = options.templates and options.templates / PurePosixPath(page.path).name
        if template and template.is_file():
            messages = mistakes(str(page.content), f"{template}, as filled in", options.bank, cache)
            if messages:
                raise LstmDocsError(messages[0])


def _refuse_to_replace(pages: tuple[GeneratedFile, ...], out: Path) -> None:
    for page in pages:
        file = out / page.path
        if file.exists() and (not file.is_file() or file.read_text(encoding="utf-8", errors="replace") != page.content):
            raise LstmDocsError(
                f"{file} is there already and says something else; give another folder, or --force to replace it"
            )


def _write_aside(files: tuple[GeneratedFile, ...], out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    with aside(out) as folder:
        write(files, folder)
        for file in files:
            (out / file.path).parent.mkdir(parents=True, exist_ok=True)
            shutil.move(folder / file.path, out / file.path)

"""Papers and keys written to a folder: all of them, or none."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import LstmDocsError
from .formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..quiz.paper import Paper


def write_papers(papers: Iterable[tuple[str, Paper]], formats: Sequence[str], out: Path) -> list[Path]:
    """Write `papers/NAME.FMT` and `keys/NAME.FMT` below `out` for every (name, paper).

    Everything is written to a folder beside `out` first and moved there at the end. Raises
    `LstmDocsError` if `out` exists and is not empty, or cannot be written.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise LstmDocsError(f"{out} exists and is not an empty folder; choose another --out")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as temporary:
            written = [file for name, paper in papers for file in _write_one(name, paper, formats, Path(temporary))]
            staged = [file.relative_to(temporary) for file in written]
            if out.exists():
                out.rmdir()
            shutil.copytree(temporary, out)
    except OSError as error:
        raise LstmDocsError(f"cannot write to {out}: {error.strerror or error}") from None
    return [out / file for file in staged]


def _write_one(name: str, paper: Paper, formats: Sequence[str], folder: Path) -> list[Path]:
    files = []
    for kind in formats:
        form = FORMATS[kind]
        for part, render in (("papers", form.paper), ("keys", form.key)):
            file = folder / part / f"{name}.{form.ending}"
            file.parent.mkdir(exist_ok=True)
            file.write_text(render(paper), encoding="utf-8", newline="\n")
            files.append(file)
    return files

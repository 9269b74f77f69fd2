"""What a fence can be rendered to: one function for each target, none of which knows of kinds of fences."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from ..ground.errors import LstmDocsError, one_of
from ..site.build import served_files
from ..site.build.addresses import SIGN, families, placed
from ..site.build.inlined import inlined
from ..site.fences import kinds
from ..site.fences.context import Context
from ..words import words as words_of
from . import latex, mdast, text, typst
from .elements import tree
from .reading import document
from .svg import standing_alone

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TARGETS = ("html", "svg", "latex", "typst", "text", "mdast")
"""What a fence can be rendered to."""


def render(
    kind: str,
    body: str = "",
    *,
    to: str = "html",
    assets: str = "",
    file: str = "fence",
    line: int = 1,
    folder: Path | None = None,
    bank: Path | None = None,
    words: str = "",
) -> str:
    """A fence called `kind`, with or without `lstm-`, whose body begins on `line` of `file`, for another program.

    `to` is one of `html`, `svg`, `latex`, `typst`, `text` and `mdast`. HTML holds its styles and scripts itself unless
    `assets`, the URL of the folder that `lstm-docs pages` writes them to, is given. Paths in the body begin at `folder`,
    without which no file is read. `words` is a language or a file of words, as `lstm-docs words` prints. Raises
    `LstmDocsError` with file:line for whatever the author can mend, and for a drawing where there is none.
    """
    one_of(to, TARGETS, "target")
    named = kind if kind.startswith("lstm-") else f"lstm-{kind}"
    context = Context(source=file, first_line=line, assets=SIGN, bank=bank, folder=folder, root=folder)
    context.words = words_of(words)
    try:
        html = str(context.said(kinds.render(named, body, context, 1)))
        return _page_part(html, assets, context) if to == "html" else _WRITERS[to](html)
    except LstmDocsError as error:
        raise error.at(context.where(1)) from None


def inline(named: Sequence[str], where: str, *, to: str = "html", folder: Path | None = None, words: str = "") -> str:
    """A number in a sentence, `["lstm-fact", "parameters", "input=80", "hidden=12"]`; see `render`. Raises `LstmDocsError`."""
    one_of(to, TARGETS, "target")
    html = words_of(words).html(str(kinds.inline(named, where, Context(folder=folder, root=folder))))
    return html if to == "html" else _WRITERS[to](html).rstrip("\n")


def _page_part(html: str, assets: str, context: Context) -> str:
    """What a page takes in: with links to what is served, or with all that it needs in itself."""
    context.shown = True
    if assets:
        return placed(f"{context.style()}{html}\n", f"{assets.rstrip('/')}/")
    asked = sorted(families(html))
    files = served_files.quiz_data(asked, context.bank, context.cache) if asked else ()
    data = {Path(file.path).stem: str(file.content) for file in (*files, *served_files.words(context.words))}
    return f"{inlined(_with_sheets(html), SIGN, data)[0]}\n"


def _with_sheets(html: str) -> str:
    """The HTML with the style sheets that it links to, and ours, in itself."""
    whole = Context(shown=True)
    return str(whole.style()) + _SHEET.sub(lambda link: whole.sheet(link[1]), html)


def _drawing(html: str) -> str:
    drawn = [one.get("source", "") for one in tree(html).iter("svg")]
    if not drawn:
        raise LstmDocsError("nothing is drawn here; ask for html, latex, typst or text")
    return f"{standing_alone(drawn[0])}\n"


_SHEET = re.compile(rf'<link rel="stylesheet" href="{re.escape(SIGN)}([\w.-]+)">')
_WRITERS: dict[str, Callable[[str], str]] = {
    "svg": _drawing,
    "latex": lambda html: latex.latex(document(html)),
    "typst": lambda html: typst.typst(document(html)),
    "text": lambda html: text.text(document(html)),
    "mdast": lambda html: mdast.mdast(document(html)),
}

"""The formats a paper can be written in."""

from __future__ import annotations

from .data import paper_json, sheet_json
from .format import Format
from .templating import template

FORMATS = {
    "html": Format("html", "a page to print", template("sheet.html.j2"), template("paper.html.j2")),
    "md": Format("md", "Markdown", template("sheet.md.j2"), template("paper.md.j2")),
    "json": Format("json", "JSON", sheet_json, paper_json),
}

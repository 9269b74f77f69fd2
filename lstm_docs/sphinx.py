"""The Sphinx extension: a directive for each fence, a role for a number in a sentence. The only file that imports Sphinx.

```python
extensions = ["lstm_docs.sphinx"]
```

`lstm_docs_bank` in `conf.py` is a folder of question families in place of those that ship; `lstm_docs_words` is the language
of what readers see around formulas and questions, or a file of such words.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.addnodes import only
from sphinx.errors import ConfigError
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

from .formulas import mathfont
from .ground.errors import LstmDocsError
from .rendering import inline, render
from .site.build import addresses, served_files
from .site.fences.inline_kinds import INLINE
from .site.fences.names import KINDS
from .site.pages.generated import GeneratedFile, write
from .words import words as words_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx
    from sphinx.config import Config

LOG = logging.getLogger(__name__)
FOLDER = "_static/lstm-docs"
FORMATS = ("html", "latex", "text")
FAMILIES = "lstm_docs_families"
"""Where the environment keeps what a document asks."""

_SHEET = re.compile(rf'<link rel="stylesheet" href="{re.escape(addresses.SIGN)}([\w.-]+)">')
_SCRIPT = re.compile(rf'<script type="module" src="{re.escape(addresses.SIGN)}([\w.-]+)"></script>')


class Fence(SphinxDirective):
    """A directive with the name of a fence, whose content is the fence's body."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """What the fence shows, once for each kind of builder; a mistake is a warning at its line."""
        source, _ = self.get_source_info()
        body, line = "\n".join(self.content), (self.content_offset or self.lineno) + 1  # MyST knows no offset
        folder, bank = Path(source).parent, _bank(self.config.lstm_docs_bank)
        said, place = _words(self.config), self.env.docname

        def made(to: str) -> str:
            signed = addresses.SIGN
            return render(self.name, body, to=to, assets=signed, file=place, line=line, folder=folder, bank=bank, words=said)

        shown = _shown(self.env.docname, made)
        asked = addresses.families(shown[0].astext())
        self.env.metadata[self.env.docname].setdefault(FAMILIES, set()).update(asked)
        return list(shown)


class Number(SphinxRole):
    """A role with the name of what stands in a sentence, such as `lstm-fact`."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """The number, once for each kind of builder."""
        words = [self.name, *self.text.split()]
        where = f"{self.env.docname}:{self.lineno}"
        folder, said = Path(self.env.doc2path(self.env.docname)).parent, _words(self.config)
        html, latex, text = _shown(self.env.docname, lambda to: inline(words, where, to=to, folder=folder, words=said))
        return [html, latex, only("", nodes.Text(text.astext()), expr="text")], []  # a raw text would end the line


def _shown(docname: str, made: Callable[[str], str]) -> tuple[nodes.raw, ...]:
    try:
        texts = [made(to) for to in FORMATS]
    except LstmDocsError as error:
        line = str(error.where).rpartition(":")[2]
        LOG.warning("lstm-docs: %s", error.message, location=(docname, int(line) if line.isdecimal() else None))
        told = f"lstm-docs: {error}"
        texts = [f'<div class="lstm-error" role="alert">{escape(told)}</div>', "", told]
    return tuple(nodes.raw("", text, format=to) for to, text in zip(FORMATS, texts, strict=True))


def _on_page(app: Sphinx, name: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Have Sphinx load what a page asks for, and say where it lies."""
    body = str(context.get("body") or "")
    if addresses.SIGN not in body:
        return
    for sheet in dict.fromkeys(_SHEET.findall(body)):
        app.add_css_file(f"lstm-docs/{sheet}")
    for script in dict.fromkeys(_SCRIPT.findall(body)):
        app.add_js_file(f"lstm-docs/{script}", type="module")
    body = _SCRIPT.sub("", _SHEET.sub("", body))
    context["body"] = addresses.placed(body, f"{context['pathto'](FOLDER, 1)}/")


def _serve(app: Sphinx, error: Exception | None) -> None:
    """Write what the pages load among Sphinx's own static files."""
    if error or app.builder.format != "html":
        return
    asked = sorted(set[str]().union(*(kept.get(FAMILIES, set()) for kept in app.env.metadata.values())))
    questions = served_files.quiz_data(asked, _bank(app.config.lstm_docs_bank)) if asked else ()
    said = served_files.words(words_of(_words(app.config)))
    files = (*served_files.assets(), *questions, *said, GeneratedFile(served_files.FONT, mathfont.woff2()))
    placed = (GeneratedFile(f"{FOLDER}/{file.path.removeprefix(served_files.FOLDER)}", file.content) for file in files)
    write(tuple(placed), Path(app.outdir))


def _words(config: Config) -> str:
    """The language named, or the author's table seen from `conf.py`."""
    named = str(config.lstm_docs_words)
    return str(Path(config.confdir or "", named)) if named.endswith((".yml", ".yaml")) else named


def _told(app: Sphinx, config: Config) -> None:
    """A warning for what the words lack; a fault in them ends the build."""
    try:
        lacking = words_of(_words(config)).told
    except LstmDocsError as error:
        raise ConfigError(f"lstm-docs: {error}") from None
    if lacking:
        LOG.warning("lstm-docs: words %s: %s", config.lstm_docs_words, lacking)


def _bank(folder: str | None) -> Path | None:
    return Path(folder) if folder else None


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx."""
    app.add_config_value("lstm_docs_bank", None, "env", (str, type(None)))
    app.add_config_value("lstm_docs_words", "", "env", (str,))
    app.connect("config-inited", _told)
    for kind in KINDS:
        app.add_directive(kind, Fence)
    for kind in INLINE:
        app.add_role(kind, Number())
    app.connect("html-page-context", _on_page)
    app.connect("build-finished", _serve)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

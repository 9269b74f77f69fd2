"""The Markdown extension: our fences and facts in a sentence; and, if asked for, formulas between dollar signs.

It runs under any host of Python-Markdown. A host that knows more than the text (the file's name, where
assets are) gives it a `Context` for each page.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from markdown import Extension, markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

from ...formulas.mathml import mathml
from ...ground.errors import LstmDocsError
from ...words import words
from ..build.build_cache import BuildCache
from ..fences import blocks, lazy
from ..fences.context import Context, warn
from ..fences.inline_kinds import INLINE
from ..pages.terms import link_terms

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Sequence
    from xml.etree.ElementTree import Element

    from markdown import Markdown

# After whitespace is normalised (30), before anything looks for fences (25).
BEFORE_FENCES = 28
# Code spans stand at 190 and escapes at 180.
BEFORE_CODE, BEFORE_ESCAPES = 191, 185

# After the inline patterns (20), and after a host has resolved the links of the author (0).
LAST = -5

# Python-Markdown puts what begins with any other tag into a paragraph.
BLOCKS = ("<div", "<dl", "<details")

CODE_SPAN = r"(?<![\\`])(`+)(?!`)(.+?)(?<!`)\1(?!`)"
FORMULA = r"(?<![\\$\w])(\${1,2})(?![\s$])((?:\\.|[^\\$\x02])+?)(?<!\s)\1(?![\w$])"


class LstmDocsExtension(Extension):
    """`lstm_docs` for Python-Markdown.

    Options: `assets`, the URL of the folder our scripts and styles are served from, seen from the top of the site where the
    host says which page it renders (if empty they are written into the page), `formulas`, whether `$x$` and `$$x$$` are
    formulas, `folder`, in which the files lie that pages show (without it none is read), `source`, the file's name for
    messages, `words`, the language or a file of what readers see around formulas and questions, and
    `strict`, whether a mistake ends the build with an error.
    """

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Python-Markdown's own signature
        self.config = {
            "assets": ["", "URL of the folder with the scripts and styles"],
            "formulas": [False, "whether $x$ is a formula"],
            "folder": ["", "folder of the files that pages show"],
            "source": ["page", "name of the file, for messages"],
            "words": ["", "language or file of what readers see around formulas and questions"],
            "strict": [False, "whether a mistake ends the build"],
        }
        super().__init__(**options)
        self.context: Context | None = None
        self.unannounced: Callable[[], Context] | None = None
        self.cache = BuildCache()

    def page_context(self, md: Markdown) -> Context:
        """What the host has said about this page; of a text that it has not announced, what holds for all."""
        if self.context is not None:
            return self.context
        return self.unannounced() if self.unannounced else self._by_options(told_page(md))

    def _by_options(self, page: ToldPage | None) -> Context:
        assets, folder = str(self.getConfig("assets")), str(self.getConfig("folder"))
        return Context(
            source=page.path if page else str(self.getConfig("source")),
            assets=assets and _seen_from(assets, page.path if page else "") + "/",
            formulas=bool(self.getConfig("formulas")),
            folder=Path(folder) if folder else None,
            root=Path(folder) if folder else None,
            cache=self.cache,
            words=words(str(self.getConfig("words"))),
            tell=_ended if self.getConfig("strict") else warn,
        )

    def extendMarkdown(self, md: Markdown) -> None:
        """Register our processors."""
        finder = BlockFinder(md, self)
        md.registerExtension(self)
        md.preprocessors.register(finder, "lstm-blocks", BEFORE_FENCES)
        md.inlinePatterns.register(InlineFact(CODE_SPAN, md, finder), "lstm-inline", BEFORE_CODE)
        md.inlinePatterns.register(InlineFormula(FORMULA, md, finder), "lstm-formula", BEFORE_ESCAPES)
        md.treeprocessors.register(TermLinker(md, finder), "lstm-terms", LAST)
        md.treeprocessors.register(Styler(md, finder), "lstm-style", LAST - 1)


class ToldPage(Protocol):
    """What a host says of the page that it renders."""

    path: str
    """Its source, seen from the folder of all sources."""


def told_page(md: Markdown) -> ToldPage | None:
    """The page, where a host has put it among the preprocessors, as Zensical does."""
    pages = (getattr(processor, "page", None) for processor in md.preprocessors)
    return next((page for page in pages if hasattr(page, "path")), None)


def _seen_from(assets: str, source: str) -> str:
    """The folder of the assets seen from a page's source, as such hosts read links; from anywhere else as it is."""
    up = "" if assets.startswith("/") or "://" in assets else "../" * source.count("/")
    return up + assets.rstrip("/")


def _ended(mistake: str) -> None:
    raise LstmDocsError(mistake)


class BlockFinder(Preprocessor):
    """Replaces fences and displayed formulas by their HTML, and remembers the page for what stands inline."""

    def __init__(self, md: Markdown, extension: LstmDocsExtension) -> None:
        super().__init__(md)
        self.extension = extension
        self.context = extension.page_context(md)
        self.lines: list[str] = []

    def run(self, lines: list[str]) -> list[str]:
        """The lines, each of our blocks one placeholder."""
        self.context = self.extension.page_context(self.md)
        self.lines = lines
        if self.context.formulas and "$" not in self.md.ESCAPED_CHARS:
            self.md.ESCAPED_CHARS = [*self.md.ESCAPED_CHARS, "$"]
        done: list[str] = []
        for part in blocks.split(lines, formulas=self.context.formulas):
            done += [part] if isinstance(part, str) else self._placeholder(part)
        return done

    def _placeholder(self, block: blocks.Block) -> list[str]:
        def render() -> Markup:
            if block.kind == "formula":
                return Markup('<div class="lstm lstm-formula">{}</div>').format(mathml(block.body.strip(), display=True))
            if not block.closed:
                raise LstmDocsError(f"this {block.kind} block is never closed; end it with a line of {block.fence}")
            return lazy.fence(block.kind, block.body, self.context, block.line + 1)

        lines = self.lines[block.line - 1 : block.line + block.body.count("\n") + 1]
        html = shown_or_blamed(render, self.context, block.line, lines, "div")
        if not html.startswith(BLOCKS):
            html = Markup("<div>{}</div>").format(html)
        return ["", block.indent + self.md.htmlStash.store(html), ""]

    def line_of(self, text: str) -> int:
        """The line on which an inline text stands first."""
        first = text.splitlines()[0]
        return next((number for number, line in enumerate(self.lines, 1) if first in line), 1)

    def shown_inline(self, render: Callable[[], Markup], line: int) -> Markup:
        """What `render` gives for a piece of a line."""
        return shown_or_blamed(render, self.context, line, self.lines[line - 1 : line], "span")


class _OnPage(InlineProcessor):
    """What stands in a sentence of a page."""

    def __init__(self, pattern: str, md: Markdown, page: BlockFinder) -> None:
        super().__init__(pattern, md)
        self.page = page


class InlineFact(_OnPage):
    """`` `lstm-fact parameters input=80 hidden=12` `` in a sentence; every other code span is left alone."""

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[str | None, int | None, int | None]:
        """The fact as HTML, or nothing."""
        words = m[2].split()
        if m[1] != "`" or len(words) < 2 or words[0] not in INLINE:
            return None, None, None
        line = self.page.line_of(m[0])
        where = self.page.context.where(line)
        html = self.page.shown_inline(lambda: lazy.inline(words, where, self.page.context), line)
        return self.md.htmlStash.store(html), m.start(0), m.end(0)


class InlineFormula(_OnPage):
    """`$…$` in a sentence, `$$…$$` displayed; no formula starts or ends with a space, so prices stay prices."""

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[str | None, int | None, int | None]:
        """The formula as MathML, where formulas are asked for."""
        if not self.page.context.formulas:
            return None, None, None
        html = self.page.shown_inline(lambda: mathml(" ".join(m[2].split()), display=m[1] == "$$"), self.page.line_of(m[0]))
        return self.md.htmlStash.store(html), m.start(0), m.end(0)


class TermLinker(Treeprocessor):
    """Links words of the glossary, on sites that ask for it."""

    def __init__(self, md: Markdown, page: BlockFinder) -> None:
        super().__init__(md)
        self.page = page

    def run(self, root: Element) -> None:
        """Link each term where it stands first."""
        context = self.page.context
        if context.glossary and link_terms(root, context.glossary, context.cache):
            context.shown = True


class Styler(Treeprocessor):
    """Begins a page that shows anything of ours with our style sheet."""

    def __init__(self, md: Markdown, page: BlockFinder) -> None:
        super().__init__(md)
        self.page = page

    def run(self, root: Element) -> None:
        """Put the style sheet first; a page without ours is left as it is."""
        if style := self.page.context.style():
            root.text = self.md.htmlStash.store(style) + (root.text or "")


def shown_or_blamed(render: Callable[[], Markup], context: Context, line: int, lines: Sequence[str], tag: str) -> Markup:
    """What `render` gives; if the author made a mistake, a box that says where, and a warning in the log."""
    context.shown = True
    try:
        return render()
    except LstmDocsError as error:
        placed = context.found(error, line, lines)
        context.tell(str(placed))
        return Markup('<{0} class="lstm-error" role="alert"><strong>lstm-docs:</strong> {1}</{0}>').format(tag, str(placed))


def mistakes(text: str, source: str, bank: Path | None, cache: BuildCache) -> list[str]:
    """What would be told of a page of Markdown if it were rendered."""
    messages: list[str] = []
    extension = LstmDocsExtension()
    extension.context = Context(source=source, assets="/", formulas=True, bank=bank, cache=cache, tell=messages.append)
    markdown(text, extensions=[extension])
    return messages


def makeExtension(**options: Any) -> LstmDocsExtension:  # noqa: ANN401
    """For hosts that load an extension by the name of its module."""
    return LstmDocsExtension(**options)

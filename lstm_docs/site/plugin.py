"""The MkDocs plugin: hands our pages, assets and Markdown extension to MkDocs. The only file that imports it."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mkdocs.config import base
from mkdocs.config import config_options as c
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.utils import get_relative_url

from .. import mathfont as font
from ..bank_folder import bank_files, bank_path
from ..errors import LstmDocsError
from . import emitted, mend, nav
from .context import STYLE, Context
from .extension import LOG, LstmDocsExtension
from .generated import PAGES, GeneratedFile, write
from .kept import Kept, fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext


GLOSSARY = "glossary.md"
"""The page that words of the glossary link to, if a site has it."""


class LstmDocsConfig(base.Config):  # type: ignore[no-untyped-call]
    """What a site may set in `mkdocs.yml`."""

    pages = c.ListOfItems(c.Type(str), default=list(PAGES))
    """The generated pages, in order; an empty list for none."""
    folder = c.Type(str, default="")
    """Where in the site they go."""
    nav_title = c.Type(str, default="LSTMs by the numbers")
    """Title of the section with the pages that the nav does not list; empty to add none."""
    nav_position = c.Optional(c.Type(int))
    """Its place in the nav, counted from 0; the end if not given."""
    input = c.Type(int, default=80)
    """Input size of the worked example."""
    hidden = c.Type(int, default=12)
    """Units of the worked example."""
    steps = c.Type(int, default=10)
    """Time steps of the worked run."""
    bank = c.Optional(c.Dir(exists=True))
    """Folder of question families; the built-in ones if not given."""
    templates = c.Optional(c.Dir(exists=True))
    """Folder of Markdown templates that replace generated pages or add some."""


class LstmDocsPlugin(BasePlugin[LstmDocsConfig]):  # type: ignore[no-untyped-call]
    """`lstm-docs` in `mkdocs.yml`."""

    def __init__(self) -> None:
        self.extension = LstmDocsExtension()
        self.kept = Kept()
        self.questions = ""
        self.beside: list[str] = []
        self.generated: tuple[GeneratedFile, ...] = ()
        self.shown: dict[str, str] = {}
        self.pieces: list[str] = []
        self.asking: set[str] = set()

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Present so that this object, and what it remembers, outlives each rebuild of `serve`."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Generate the pages, so that the nav can list them; add the Markdown extension and the style sheet."""
        with _told_plainly():
            self.questions = fingerprint(bank_files(_path(self.config.bank) or bank_path()))
            if self.kept.file is None:
                self.kept = Kept(_cache(config) / "made.json")
            self.beside = sorted(path.stem for path in Path(config.docs_dir).glob("*.md"))
            self.generated = (*self._pages(), *emitted.assets(self.kept))
        pages = [(file.title, file.path) for file in self.generated if file.path.endswith(".md")]
        config.nav = nav.with_pages(config.nav, pages, self.config.nav_title, self.config.nav_position)
        others = [extension for extension in config.markdown_extensions if extension != "lstm_docs"]
        config.markdown_extensions = [*others, self.extension]  # type: ignore[list-item]  # a string or an extension
        config.extra_css[:] = [
            emitted.FOLDER + STYLE,
            *(sheet for sheet in config.extra_css if sheet != emitted.FOLDER + STYLE),
        ]
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add what was generated; a file that the site has itself wins."""
        for file in self.generated:
            if file.path not in files.src_uris:
                files.append(File.generated(config, file.path, content=file.content, inclusion=InclusionLevel.INCLUDED))
        return files

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Tell the extension which page comes next."""
        self.extension.context = Context(
            source=_source(page, config),
            first_line=_first_line(page, markdown),
            assets=get_relative_url(emitted.FOLDER, page.url),
            bank=_path(self.config.bank),
            glossary=_glossary(page, files),
            used={STYLE},
            kept=self.kept,
            questions=self.questions,
        )
        return markdown

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Remember what the font must hold, and whether the page asks questions; leave code out of the search."""
        self.shown[page.file.src_uri] = "".join(sorted(font.characters(html)))
        (self.asking.add if "</lstm-quiz>" in html or "</lstm-test>" in html else self.asking.discard)(page.file.src_uri)
        return mend.searchable(html)

    @event_priority(100)
    def _lighten(self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation) -> TemplateContext:
        """Before others read the content: the search takes seconds to find no words in figures."""
        page.content, self.pieces = mend.lightened(page.content or "")
        return context

    @event_priority(-100)
    def _restore(self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation) -> TemplateContext:
        page.content = mend.restored(page.content or "", self.pieces)
        return context

    on_page_context = CombinedEvent(_lighten, _restore)

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Mend the finished page."""
        return mend.mended(output, get_relative_url(emitted.FONT, page.url))

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Mend the pages that are no documents, such as 404.html."""
        return mend.mended(output_content, emitted.FONT) if template_name.endswith(".html") else output_content

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write what depends on the pages: the quiz's data if any page asks, the font with what all of them show."""
        with _told_plainly():
            data = self._quiz_data() if self.asking else ()
            shown = [f"<math>{text}</math>" for text in self.shown.values()]
            made = emitted.math_font([*shown, *(str(file.content) for file in data)], _cache(config))
        write((*data, made), Path(config.site_dir))
        self.kept.save()

    def _pages(self) -> tuple[GeneratedFile, ...]:
        """The generated pages; made anew if a setting, a template, or the bank with what was proved of it has changed."""
        folders = [self.config.templates, self.config.bank or str(bank_path())]
        inputs = (self._settings(), [fingerprint(_files(Path(folder))) for folder in folders if folder])
        return tuple(GeneratedFile(*file) for file in self.kept.of("pages", inputs, self._generate))

    def _settings(self) -> dict[str, Any]:
        return {name: self.config[name] for name in ("pages", "folder", "input", "hidden", "steps")} | {"beside": self.beside}

    def _generate(self) -> list[list[str]]:
        from .pages import generate, page_options

        options = page_options(**self._settings(), templates=_path(self.config.templates), bank=_path(self.config.bank))
        return [[file.path, str(file.content), file.title] for file in generate(options)]

    def _quiz_data(self) -> tuple[GeneratedFile, ...]:
        """The quiz's data; with a fault in the bank, which is told and must not end `serve`, none."""
        try:
            return emitted.quiz_data(_path(self.config.bank), self.kept, self.questions)
        except LstmDocsError as error:
            LOG.warning("%s", error)
            return ()

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., Any]) -> LiveReloadServer:
        """Rebuild when the user's templates or questions change. What an edit will need is made ready before the first."""
        from . import fences  # noqa: F401

        with suppress(LstmDocsError):  # told by the build
            self._generate()
        for folder in (self.config.templates, self.config.bank or str(bank_path())):
            if folder:
                server.watch(folder)
        return server


def _glossary(page: Page, files: Files) -> str:
    """The site's glossary seen from a page, if it has one and the page is another."""
    file = files.get_file_from_path(GLOSSARY)
    return "" if file is None or page.file.src_uri == GLOSSARY else get_relative_url(file.url, page.url)


def _path(folder: str | None) -> Path | None:
    return Path(folder) if folder else None


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file())


def _cache(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent / ".cache" / "plugin" / "lstm-docs"


def _source(page: Page, config: MkDocsConfig) -> str:
    """The page's file as its author knows it."""
    if page.file.abs_src_path is None:
        return f"{page.file.src_uri} (generated)"
    path, root = Path(page.file.abs_src_path), Path(config.config_file_path).parent
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def _first_line(page: Page, markdown: str) -> int:
    """The line of the file on which the Markdown begins, after its front matter."""
    source = page.file.content_string.replace("\r\n", "\n")
    text = markdown.rstrip()
    return source[: source.rstrip().rfind(text)].count("\n") + 1 if text and text in source else 1


@contextmanager
def _told_plainly() -> Iterator[None]:
    try:
        yield
    except LstmDocsError as error:
        raise PluginError(f"lstm-docs: {error}") from None

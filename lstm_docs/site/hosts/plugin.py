"""The MkDocs plugin: hands our pages, assets and Markdown extension to MkDocs. The only file that imports it."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mkdocs.config import base
from mkdocs.config import config_options as c
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.utils import get_relative_url, normalize_url

from ...formulas import mathfont as font
from ...ground.bank_folder import bank_files, bank_path
from ...ground.caching import keep
from ...ground.errors import LstmDocsError
from ...words import Words, words
from ..build import addresses, inlined, page_mends, served_files
from ..build.build_cache import BuildCache, fingerprint
from ..build.progress import Progress
from ..fences.context import LOG, Context
from ..fences.places import Places, below
from ..pages.generated import GeneratedFile, kept_pages, write
from . import notebooks
from .extension import LstmDocsExtension
from .nav import with_pages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

NAME = "lstm-docs"


class LstmDocsConfig(base.Config):  # type: ignore[no-untyped-call]
    """What a site may set in `mkdocs.yml`."""

    pages = c.ListOfItems(c.Type(str), default=[])
    """The generated pages, in order."""
    folder = c.Type(str, default="lstm")
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
    formulas = c.Type(bool, default=False)
    """Whether `$x$` is a formula on the site's own pages, as it is on ours."""
    glossary = c.Type(str, default="")
    """The page whose terms the words of other pages link to; empty for none."""
    mend_search = c.Type(bool, default=False)
    """Whether drawings are left out of the search, formulas read as words and 45×25 as 45x25, on all pages."""
    mend_theme = c.Type(bool, default=False)
    """Whether Material's search dialog gets a name, and its script waits for the page."""
    inline_scripts = c.Type(bool, default=False)
    """Whether pages carry our scripts, and the data of their questions, in themselves."""
    signed = c.Type(bool, default=False)
    """Whether every page ends with a line that says when it was checked and where to report a mistake."""
    checked = c.Type((str, date), default="")
    """The day on which the site's tests passed, for that line; empty if it is not known."""
    words = c.Type(str, default="")
    """The language of what readers see around formulas and questions, or a file of such words; English if not given."""
    report = c.Type(str, default="")
    """The address at which mistakes are reported, for that line; empty if there is none."""


class LstmDocsPlugin(BasePlugin[LstmDocsConfig]):  # type: ignore[no-untyped-call]
    """`lstm-docs` in `mkdocs.yml`."""

    def __init__(self) -> None:
        self.extension = LstmDocsExtension()
        self.cache = BuildCache()
        self.questions = ""
        self.beside: list[str] = []
        self.generated: tuple[GeneratedFile, ...] = ()
        self.shown: dict[str, str] = {}
        self.asked: dict[str, set[str]] = {}
        self.inspecting: dict[str, bool] = {}
        self.reading: dict[str, bool] = {}
        self.pieces: list[str] = []
        self.scripts: dict[str, str] = {}
        self.urls: dict[str, str] = {}
        self.progress = Progress(0)
        self.words = Words()

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Present so that this object, and what it remembers, outlives each rebuild of `serve`."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Generate the pages, so that the nav can list them; add the Markdown extension."""
        with _told_plainly():
            self.questions = fingerprint(bank_files(_path(self.config.bank) or bank_path()))
            if self.cache.file is None:
                self.cache = BuildCache(_cache(config) / "made.json")
            self.beside = sorted(path.stem for path in Path(config.docs_dir).glob("*.md"))
            self.generated = self._pages() if self.config.pages else ()
            self.words = words(self._words_file(config) or self.config.words)
        if self.words.told:
            LOG.warning("lstm-docs: words %s: %s", self.config.words, self.words.told)
        docs = Path(config.docs_dir)
        pages = [
            ("" if (docs / file.path).is_file() else file.title, file.path)
            for file in self.generated
            if file.path.endswith(".md")
        ]
        config.nav = with_pages(config.nav, pages, self.config.nav_title, self.config.nav_position)
        others = [extension for extension in config.markdown_extensions if extension != "lstm_docs"]
        config.markdown_extensions = [*others, self.extension]  # type: ignore[list-item]  # a string or an extension
        self.extension.unannounced = lambda: replace(self._context(), tell=lambda mistake: None)
        return config

    def _words_file(self, config: MkDocsConfig) -> str:
        """The author's own table, seen from the configuration; empty if a language is named."""
        return str(_root(config) / self.config.words) if self.config.words.endswith((".yml", ".yaml")) else ""

    @event_priority(-200)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add what was generated; a file that the site has itself wins. Late, after who would sort pages by language."""
        for file in self.generated:
            if file.path in files.src_uris:
                LOG.info("lstm-docs: your page %s stands in place of the generated one", file.path)
            else:
                files.append(self._placed(file, config))
        return files

    def _placed(self, file: GeneratedFile, config: MkDocsConfig) -> File:
        """The file on disk, as other plugins expect, though not among the author's; if it cannot be written, in memory."""
        home = _cache(config) / "pages"
        content = file.content.encode() if isinstance(file.content, str) else file.content
        if not keep(home / file.path, content):
            return File.generated(config, file.path, content=file.content, inclusion=InclusionLevel.INCLUDED)
        placed = File(file.path, str(home), config.site_dir, config.use_directory_urls, inclusion=InclusionLevel.INCLUDED)
        placed.generated_by = NAME
        return placed

    @event_priority(-200)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Say which of our pages another plugin, which writes the nav by files of its own, has dropped."""
        listed = {page.file.src_uri for page in nav.pages}
        missing = [file.path for file in self.generated if file.path.endswith(".md") and file.path not in listed]
        self.progress = Progress(len(files.documentation_pages()))
        self.urls = {file.src_uri: file.url for file in files.documentation_pages()}
        if missing and self.config.nav_title:
            LOG.info("lstm-docs: the nav has no place for %s; list them where your nav is written", ", ".join(missing))
        return nav

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Tell the extension which page comes next."""
        self.extension.context = replace(
            self._context(),
            source=_source(page, config),
            places=self._places(page, config),
            formulas=self.config.formulas or page.file.src_uri in {file.path for file in self.generated},
            folder=(Path(config.docs_dir) / page.file.src_uri).parent,
            root=Path(config.docs_dir),
            glossary="" if page.meta.get("terms") is False else _glossary(self.config.glossary, page, files),
        )
        return markdown

    def _places(self, page: Page, config: MkDocsConfig) -> Places:
        """Where the page's lines may stand: in its file, among the author's, or where snippets are looked for."""
        root = _root(config)
        bases = (config.mdx_configs.get("pymdownx.snippets") or {}).get("base_path", ["."])
        folders = [Path(config.docs_dir), *(root / str(base) for base in ([bases] if isinstance(bases, str) else bases))]
        return Places((_source(page, config), page.file.content_string), lambda: below(folders, root))

    def _context(self) -> Context:
        """What holds for every page."""
        return Context(
            assets=addresses.SIGN,
            bank=_path(self.config.bank),
            formulas=self.config.formulas,
            cache=self.cache,
            questions=self.questions,
            words=self.words,
        )

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Say where the assets are. What is made of Markdown from here on was told of before, as an excerpt."""
        context, self.extension.context = self.extension.context, None
        if context and page.file.src_uri.endswith(".ipynb"):
            html = notebooks.rendered(html, page.file.content_string, context)
        if line := self.progress.page():
            LOG.info("lstm-docs: %s", line)
        self.shown.pop(page.file.src_uri, None)
        self.scripts.pop(page.file.src_uri, None)
        self._note(html, page)
        html = addresses.unstyled(addresses.placed(html, _folder(page)))
        return page_mends.signed(html, str(self.config.checked), self.config.report) if self.config.signed else html

    def _note(self, html: str, page: Page) -> None:
        """Remember what the font must hold for a page that shows ours, and what the page asks."""
        if addresses.ours(html):
            self.shown[page.file.src_uri] = "".join(sorted(font.characters(html + addresses.carried(html))))
            self.asked[page.file.src_uri] = addresses.families(html)
            self.inspecting[page.file.src_uri] = addresses.INSPECTING in html
            self.reading[page.file.src_uri] = addresses.READING in html

    @event_priority(100)
    def _lighten(self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation) -> TemplateContext:
        """Before others read the content: the search takes seconds to find no words in figures."""
        wholly = self.config.mend_search
        if wholly or page.file.src_uri in self.shown:
            page.content, self.pieces = page_mends.lightened(page.content or "", wholly=wholly)
        return context

    @event_priority(-100)
    def _restore(self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation) -> TemplateContext:
        page.content, self.pieces = page_mends.restored(page.content or "", self.pieces), []
        return context

    on_page_context = CombinedEvent(_lighten, _restore)

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Give a page that shows ours our styles; its own content, or what another's brought to it."""
        self._note(output, page)
        if page.file.src_uri in self.shown:
            before = normalize_url(str(config.extra_css[0]), page) if config.extra_css else ""
            # A browser refuses to fetch a font early from a disk.
            early = served_files.preload(_folder(page)) if "<math" in output and not self.config.inline_scripts else ""
            output = addresses.styled(addresses.placed(output, _folder(page)), _folder(page), before, early)
            output = self._with_scripts(output, page) if self.config.inline_scripts else output
        return page_mends.mended(output) if self.config.mend_theme else output

    def _with_scripts(self, html: str, page: Page) -> str:
        """The page with our scripts in it; a fault in the bank is told at the end."""
        data: dict[str, str] = {}
        with suppress(LstmDocsError):
            questions = self._read_questions(addresses.families(html))
            data = {Path(file.path).stem: str(file.content) for file in (*questions, *served_files.words(self.words))}
        html, self.scripts[page.file.src_uri] = inlined.inlined(html, _folder(page), data)
        return html

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Mend the pages that are no documents, such as 404.html."""
        mended = self.config.mend_theme and template_name.endswith(".html")
        return page_mends.mended(output_content) if mended else output_content

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write what the pages need that show ours: scripts and styles, the quiz's data, the font with what is shown."""
        if self.shown:
            with _told_plainly():
                asked = set[str]().union(*(self.asked[page] for page in self.shown))
                data = self._quiz_data(asked)
                shown = [f"<math>{text}</math>" for text in self.shown.values()]
                font = served_files.math_font([*shown, *(str(file.content) for file in data)], _cache(config))
            files = (*served_files.styles(), *(self._policy() if self.config.inline_scripts else (*served_files.code(), *data)))
            files = files if self.config.inline_scripts else (*files, *served_files.words(self.words))
            if any(self.inspecting[page] for page in self.shown):
                files = (*files, *served_files.model_rules(self.cache))
            if any(self.reading[page] for page in self.shown):
                files = (*files, *served_files.networks())
            write((*files, font), Path(config.site_dir))
        self.cache.save()

    def _policy(self) -> tuple[GeneratedFile, ...]:
        """What a policy must say for the scripts that stand in pages, as a file and in the log."""
        ours = [*filter(None, self.scripts.values()), *(page_mends.SCRIPTS if self.config.mend_theme else ())]
        allowed = inlined.policy(ours)
        LOG.info("lstm-docs: a policy allows our scripts with: %s", allowed)
        return (GeneratedFile(f"{served_files.FOLDER}script-src.txt", f"{allowed}\n"),)

    def _pages(self) -> tuple[GeneratedFile, ...]:
        """The generated pages; made anew if a setting, a template, or the bank with what was proved of it has changed."""
        folders = [self.config.templates, self.config.bank or str(bank_path())]
        inputs = (self._settings(), [fingerprint(_files(Path(folder))) for folder in folders if folder])
        return kept_pages(self.cache, self.config.pages, self.config.folder, inputs, self._generate)

    def _settings(self) -> dict[str, Any]:
        return {name: self.config[name] for name in ("pages", "folder", "input", "hidden", "steps")} | {"beside": self.beside}

    def _generate(self) -> tuple[GeneratedFile, ...]:
        from ..pages.generation import generate, page_options

        return generate(page_options(**self._settings(), templates=_path(self.config.templates), bank=_path(self.config.bank)))

    def _quiz_data(self, asked: set[str]) -> tuple[GeneratedFile, ...]:
        """The data of the families asked; with a fault in the bank, which is told and must not end `serve`, none."""
        try:
            return self._read_questions(asked, self._to_read())
        except LstmDocsError as error:
            LOG.warning("%s", error)
            return ()

    def _read_questions(self, asked: set[str], pages: Mapping[str, str] | None = None) -> tuple[GeneratedFile, ...]:
        bank = _path(self.config.bank)
        return served_files.quiz_data(sorted(asked), bank, self.cache, self.questions, pages) if asked else ()

    def _to_read(self) -> dict[str, str]:
        """The addresses of the pages that show ours, by name, seen from the course."""
        return {
            Path(page).stem: get_relative_url(self.urls[page], served_files.COURSE) for page in self.shown if page in self.urls
        }

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., Any]) -> LiveReloadServer:
        """Rebuild when the user's templates or questions change. What an edit will need is made ready before the first."""
        from ..fences import kinds  # noqa: F401

        if self.config.pages:
            with suppress(LstmDocsError):  # told by the build
                self._generate()
        for folder in (self.config.templates, self.config.bank or str(bank_path())):
            if folder:
                server.watch(folder)
        return server


def _glossary(path: str, page: Page, files: Files) -> str:
    """The site's glossary seen from a page, if it has one and the page is another."""
    file = files.get_file_from_path(path) if path else None
    return "" if file is None or page.file.src_uri == path else get_relative_url(file.url, page.url)


def _folder(page: Page) -> str:
    """The address of our assets seen from a page."""
    return get_relative_url(served_files.FOLDER, page.url)


def _path(folder: str | None) -> Path | None:
    return Path(folder) if folder else None


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file())


def _root(config: MkDocsConfig) -> Path:
    """The folder of the configuration, which MkDocs names as the author did."""
    return Path(config.config_file_path).absolute().parent


def _cache(config: MkDocsConfig) -> Path:
    return _root(config) / ".cache" / "plugin" / "lstm-docs"


def _source(page: Page, config: MkDocsConfig) -> str:
    """The page's file as its author knows it."""
    if page.file.generated_by or page.file.abs_src_path is None:
        return f"{page.file.src_uri} (generated)"
    path, root = Path(page.file.abs_src_path), _root(config)
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


@contextmanager
def _told_plainly() -> Iterator[None]:
    try:
        yield
    except LstmDocsError as error:
        raise PluginError(f"lstm-docs: {error}") from None

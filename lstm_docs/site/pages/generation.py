"""The pages that come with the package, as Markdown; and the code files that stand beside them.

Pure: facts in, files out. The plugin hands them to MkDocs, the command line writes them to disk.
A folder of templates of the user's own may replace any of them, or add to them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import prod
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, PackageLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from ... import cells, frameworks, syllabus
from ...cells.sizes import check_size
from ...facts import of as facts_of
from ...facts import shapes as shapes_of
from ...formulas.numbers import in_text
from ...ground.errors import LstmDocsError, one_of
from ...network import Network
from ...practice.course import in_order, titled, woven
from ...quiz.engine.bank import load_bank
from ...quiz.engine.check import recorded
from . import code_files
from .generated import BESIDE, PAGES, GeneratedFile, paths

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from jinja2 import Template

    from ...quiz.engine.family import Family

EXAMPLE = Network(input=80, hidden=12)
SMALL = Network(input=3, hidden=2)


@dataclass(frozen=True, kw_only=True)
class PageOptions:
    """Which pages, and the sizes of the examples on them.

    `network` is the example of most pages; `small` is the one run in full for `steps` from `seed`.
    `folder` leads their paths. `beside` are the pages that the site has at the root of its docs, by name, to link to.
    `templates` is a folder whose `name.md` replaces a page or adds one.
    """

    pages: tuple[str, ...] = tuple(PAGES)
    network: Network = EXAMPLE
    small: Network = SMALL
    steps: int = 10
    seed: int = 1
    folder: str = ""
    beside: tuple[str, ...] = ()
    templates: Path | None = None
    bank: Path | None = None


def page_options(
    *,
    pages: Sequence[str],
    folder: str,
    beside: Sequence[str],
    input: int,
    hidden: int,
    steps: int,
    templates: Path | None,
    bank: Path | None,
) -> PageOptions:
    """The settings of a site as the page generator takes them.

    Raises `LstmDocsError` for a size out of range, and for a folder outside the site.
    """
    if ".." in PurePosixPath(folder).parts:
        raise LstmDocsError(f"folder: {folder[:80]!r} leads out of the site")
    return PageOptions(
        pages=tuple(pages),
        network=Network(input=input, hidden=hidden),
        steps=check_size(steps, "steps"),
        folder=folder,
        beside=tuple(beside),
        templates=templates,
        bank=bank,
    )


def generate(options: PageOptions) -> tuple[GeneratedFile, ...]:
    """The pages asked for, in order, each followed by the code file it links to.

    Raises `LstmDocsError` for a page that is neither ours nor in the user's templates, and for a fault in
    a template, at its file:line.
    """
    texts: list[tuple[str, str]] = []
    for name in options.pages:
        text = _rendered(name, options)
        texts.append((text, _title(name, text)))
        if name in BESIDE:
            texts.append((code_files.worked_run(options.small, options.steps, options.seed), ""))
    where = paths(options.pages, options.folder)
    return tuple(GeneratedFile(path, text, title) for path, (text, title) in zip(where, texts, strict=True))


def known_pages(templates: Path | None) -> list[str]:
    """The names of the pages that can be generated."""
    own = sorted(path.stem for path in templates.glob("*.md")) if templates else []
    return [*PAGES, *(name for name in own if name not in PAGES)]


def _title(name: str, text: str) -> str:
    headings = (line[2:].strip() for line in text.splitlines() if line.startswith("# "))
    return next(headings, PAGES.get(name, name))


def _rendered(name: str, options: PageOptions) -> str:
    one_of(name, known_pages(options.templates), "page")
    try:
        return _template(name, options).render(_words(options)).rstrip() + "\n"
    except LstmDocsError as error:
        raise error.at(_place(name, options.templates, error)) from None
    except MemoryError:
        raise
    except Exception as error:  # a template is a program, and may fail in any way
        raise LstmDocsError(
            f"template: {(str(error) or type(error).__name__).splitlines()[0]}", where=_place(name, options.templates, error)
        ) from error


def _place(name: str, folder: Path | None, error: Exception) -> str:
    """Where a template fails: Jinja knows it for bad syntax, its traceback for the rest."""
    line = getattr(error, "lineno", None)
    trace = error.__traceback__
    while trace is not None and line is None:
        if trace.tb_frame.f_code.co_filename.endswith(f"{name}.md"):
            line = trace.tb_lineno
        trace = trace.tb_next
    own = folder and folder / f"{name}.md"
    return f"{own if own and own.is_file() else f'{name}.md'}:{line or 1}"


def _template(name: str, options: PageOptions) -> Template:
    loaders: list[BaseLoader] = [PackageLoader("lstm_docs.site", "templates/pages")]
    if options.templates:
        loaders.insert(0, FileSystemLoader(options.templates))
    # Markdown, so not escaped here: the Markdown is ours or the site's owner's, and the fences escape their own.
    environment = SandboxedEnvironment(
        loader=ChoiceLoader(loaders),
        autoescape=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = in_text
    return environment.get_template(f"{name}.md")


def _words(options: PageOptions) -> dict[str, object]:
    """What a template may name."""

    def page(name: str, words: str) -> str:
        """A link to a page, or only its words if the site has no such page."""
        return _link(options, name, words) or words

    def links(label: str, *pages: tuple[str, str]) -> str:
        """A line that leads to those of the pages that the site has; nothing if it has none."""
        linked = [link for name, words in pages if (link := _link(options, name, words))]
        return f"{label}: {', '.join(linked)}.\n" if linked else ""

    numbers = {name: prod(shape.numbers) for name, shape in shapes_of(options.network).items()}
    return {
        "page": page,
        "links": links,
        "count": numbers.__getitem__,
        "total": lambda kind: sum(size for name, size in numbers.items() if name.startswith(f"{kind}_")),
        "doubled": replace(options.network, hidden=2 * options.network.widths[0]),
        "function": code_files.function,
        "loop": code_files.loop,
        "network": options.network,
        "small": options.small,
        "steps": options.steps,
        "seed": options.seed,
        "sizes": _assigned(options.network),
        "facts": facts_of,
        "shapes": shapes_of,
        "frameworks": lambda: _frameworks(options.network),
        "cells": cells,
        "code": lambda: code_files.worked_run(options.small, options.steps, options.seed),
        "topics": lambda: _topics(options.bank),
        "woven": lambda: woven(load_bank(options.bank).topics) if _topics(options.bank) else [],
        "titled": titled,
        "asks": lambda *families: _asks(options.bank, families),
        "claims": lambda verdict: [claim for claim in syllabus.claims() if claim.verdict == verdict],
        "verdicts": syllabus.VERDICTS,
        "proved": lambda: recorded(load_bank(options.bank)) if _topics(options.bank) else None,
    }


def _link(options: PageOptions, name: str, words: str) -> str:
    """A link to a page that is generated or stands beside, if there is one."""
    if name in options.pages:
        return f"[{words}]({name}.md)"
    up = "../" * len(PurePosixPath(options.folder.strip("/")).parts)
    return f"[{words}]({up}{name}.md)" if name in options.beside else ""


def _asks(bank: Path | None, families: tuple[str, ...]) -> bool:
    """Whether the bank has these families; a bank of the site's own need not have them."""
    known = {family.id for topic in _topics(bank).values() for family in topic}
    return known.issuperset(families)


def _topics(bank: Path | None) -> Mapping[str, Sequence[Family]]:
    """The families of each topic of the bank, in the order of the course, but for open questions, which are for interviews.

    None if the bank has a fault, which the quiz on the page then tells.
    """
    try:
        return in_order(load_bank(bank).topics)
    except LstmDocsError:
        return {}


def _assigned(network: Network) -> str:
    """The sizes of a network as an inline fact takes them."""
    given = {"input": network.input, "hidden": network.hidden}
    return " ".join(f"{key}={value}" for key, value in given.items())


@dataclass(frozen=True)
class Stored:
    """How one framework stores a network."""

    id: str
    name: str
    gates: str
    biases: int
    parameters: int


def _frameworks(network: Network) -> list[Stored]:
    """The frameworks that can hold the network, in the table's order."""
    sizes = {name: prod(shape.numbers) for name, shape in shapes_of(network).items()}
    matrices = sum(size for name, size in sizes.items() if name[0] in "WU")
    one_each = sum(size for name, size in sizes.items() if name[0] == "b")
    return [_stored(name, network, matrices, one_each) for name in _able(network)]


def _able(network: Network) -> Iterable[str]:
    return (name for name in frameworks.FRAMEWORKS if frameworks.refusal(name, network) is None)


def _stored(name: str, network: Network, matrices: int, one_each: int) -> Stored:
    """How a framework stores the network, of whose parameters so many are matrices and one bias for each gate."""
    count = int(facts_of(network, framework=name)["parameters"].value)
    order = frameworks.gate_order(name, network)
    return Stored(name, frameworks.get(name).name, order, (count - matrices) // one_each, count)

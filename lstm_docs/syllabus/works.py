"""The works that the pages rest on: `works.yml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from ..ground import located
from ..ground.errors import LstmDocsError, one_of

if TYPE_CHECKING:
    from ..ground.located import Located

FILE = "works.yml"
GROUPS = ("cell", "training", "after", "hardware")
REQUIRED = ("group", "authors", "title", "year")
OPTIONAL = ("venue", "doi", "arxiv", "link", "about", "name", "news")
FIRST, LAST = 1900, 2100


@dataclass(frozen=True)
class Work:
    """A paper, book or thesis. `about` is what we took from it; `name` and `news` are what it is called and changed.

    What is not known is empty.
    """

    group: str
    authors: tuple[str, ...]
    title: str
    year: int
    venue: str = ""
    doi: str = ""
    arxiv: str = ""
    link: str = ""
    about: str = ""
    name: str = ""
    news: str = ""

    @property
    def cited(self) -> str:
        """The authors as a text names them: surnames, or the first and "others"."""
        first = self.authors[0].removesuffix(" and others")
        if first != self.authors[0]:
            return f"{first.split()[-1]} and others"
        *most, last = (author.split()[-1] for author in self.authors)
        return f"{', '.join(most)} and {last}" if most else last

    @property
    def numbers(self) -> tuple[tuple[str, str], ...]:
        """The numbers by which it is found, each with its address; a bare link if there are none."""
        identifiers = []
        if self.doi:
            identifiers.append((f"doi:{self.doi}", f"https://doi.org/{self.doi}"))
        if self.arxiv:
            identifiers.append((f"arXiv:{self.arxiv}", f"https://arxiv.org/abs/{self.arxiv}"))
        return tuple(identifiers) or ((("online", self.link),) if self.link else ())


@cache
def works() -> tuple[Work, ...]:
    """Every work, in order of its year. Raises `LstmDocsError` with file:line for one that is not as it should be."""
    text = (resources.files("lstm_docs.syllabus") / FILE).read_text(encoding="utf-8")
    unordered = [_work(node) for node in located.load(text, f"lstm_docs/syllabus/{FILE}").sequence()]
    return tuple(sorted(unordered, key=lambda work: (work.year, work.authors)))


def _work(node: Located) -> Work:
    node.check_keys(REQUIRED, OPTIONAL)
    try:
        group = one_of(node["group"].text(), GROUPS, "group")
    except LstmDocsError as error:
        raise error.at(node["group"].where) from None
    return Work(
        group=group,
        authors=tuple(author.text() for author in node["authors"].sequence()),
        title=node["title"].text(),
        year=node["year"].whole(FIRST, LAST),
        **{key: node[key].text() for key in OPTIONAL if key in node.value},
    )

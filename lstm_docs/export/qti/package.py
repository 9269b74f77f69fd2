"""A paper as a QTI 2.1 or QTI 3 package: a manifest, a test, and an item for each question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...quiz.engine.kinds import KINDS
from .dialect import QTI3, QTI21
from .items import item
from .markup import document, element, identity, paper_identity, title_of, zipped

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET
    from collections.abc import Iterable, Iterator

    from ...quiz.papers.paper import Paper
    from ..format import Style
    from .dialect import Dialect

TEST = "test.xml"


def qti21(paper: Paper, style: Style) -> bytes:
    """The paper as a ZIP file that QTI 2.1 players read."""
    return _package(paper, QTI21)


def qti3(paper: Paper, style: Style) -> bytes:
    """The paper as a ZIP file that QTI 3 players read."""
    return _package(paper, QTI3)


def qti_lost(paper: Paper) -> Iterator[str]:
    """What QTI 2.1 and 3 do not carry as the paper has it."""
    if any(KINDS[asked.kind].typed for asked in paper.questions):
        yield "shapes, numbers and formulas are chosen from options, with feedback for each, and not typed"
    if any(asked.notes.hint or asked.notes.follow_up for asked in paper.questions):
        yield "hints and follow-up questions are left out; they stand on the sheet"


def _package(paper: Paper, dialect: Dialect) -> bytes:
    places = range(1, len(paper.questions) + 1)
    items = {f"items/question-{place:03}.xml": place for place in places}
    files = {"imsmanifest.xml": document(_manifest(paper, items, dialect)), TEST: document(dialect.root(_test(paper, items)))}
    return zipped(files | {file: document(dialect.root(item(paper, place))) for file, place in items.items()})


def _test(paper: Paper, items: dict[str, int]) -> ET.Element:
    """The test: one section of all questions in order, in the paper's minutes, whose score is the sum of theirs."""
    total = element("sum", element("testVariables", variableIdentifier="SCORE"))
    return element(
        "assessmentTest",
        element(
            "outcomeDeclaration",
            element("defaultValue", element("value", "0")),
            identifier="SCORE",
            cardinality="single",
            baseType="float",
            normalMaximum=str(sum(paper.marks)),
        ),
        element("timeLimits", maxTime=str(60 * paper.minutes)),
        element(
            "testPart",
            element("itemSessionControl", maxAttempts="1", showFeedback="true"),
            _section(paper, items),
            identifier="part",
            navigationMode="nonlinear",
            submissionMode="individual",
        ),
        element("outcomeProcessing", element("setOutcomeValue", total, identifier="SCORE")),
        identifier=paper_identity(paper),
        title=title_of(paper),
    )


def _section(paper: Paper, items: dict[str, int]) -> ET.Element:
    return element(
        "assessmentSection",
        element("rubricBlock", element("p", f"Paper {paper.code}"), view="author proctor scorer tutor"),
        *(element("assessmentItemRef", identifier=identity(paper, place), href=file) for file, place in items.items()),
        identifier="section",
        title=paper.title,
        visible="true",
    )


def _manifest(paper: Paper, items: dict[str, int], dialect: Dialect) -> ET.Element:
    name = paper_identity(paper)
    resources = element("resources", _resource(f"r-{name}", dialect.resource("test"), TEST))
    for file, place in items.items():
        resources.append(_resource(f"r-{identity(paper, place)}", dialect.resource("item"), file))
        resources[0].append(element("dependency", identifierref=f"r-{identity(paper, place)}"))
    return manifest(name, dialect.manifest, (dialect.schema, dialect.schema_version), resources)


def manifest(name: str, namespace: str, schema: Iterable[str], resources: ET.Element) -> ET.Element:
    """The list of what is in a package."""
    tags = ("schema", "schemaversion")
    stated = element("metadata", *(element(tag, text) for tag, text in zip(tags, schema, strict=True)))
    parts = (stated, element("organizations"), resources)
    return element("manifest", *parts, identifier=f"m-{name}", xmlns=namespace)


def _resource(name: str, kind: str, file: str) -> ET.Element:
    return element("resource", element("file", href=file), identifier=name, type=kind, href=file)

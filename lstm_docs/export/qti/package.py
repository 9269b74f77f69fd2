"""A paper as a QTI 2.1 or QTI 3 package: a manifest, a test, and an item for each question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...ground.xml import tag
from ...quiz.engine.kinds import KINDS
from ..pool import groups
from .dialect import QTI3, QTI21
from .items import item
from .markup import document, identity, paper_identity, title_of, zipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markupsafe import Markup

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
    files = {"imsmanifest.xml": _manifest(paper, items, dialect), TEST: _test(paper, items, dialect)}
    return zipped(files | {file: item(paper, place, dialect) for file, place in items.items()})


def _test(paper: Paper, items: dict[str, int], dialect: Dialect) -> str:
    """The test: one section of all questions in order, in the paper's minutes, whose score is the sum of theirs."""
    total = tag("sum", tag("testVariables", variableIdentifier="SCORE"))
    return dialect.document(
        "assessmentTest",
        tag(
            "outcomeDeclaration",
            tag("defaultValue", tag("value", "0")),
            identifier="SCORE",
            cardinality="single",
            baseType="float",
            normalMaximum=str(paper.most),
        ),
        tag("timeLimits", maxTime=str(60 * paper.minutes)),
        tag(
            "testPart",
            tag("itemSessionControl", maxAttempts="1", showFeedback="true"),
            _section(paper, items),
            identifier="part",
            navigationMode="nonlinear",
            submissionMode="individual",
        ),
        tag("outcomeProcessing", tag("setOutcomeValue", total, identifier="SCORE")),
        identifier=paper_identity(paper),
        title=title_of(paper),
    )


def _section(paper: Paper, items: dict[str, int]) -> Markup:
    return tag(
        "assessmentSection",
        tag("rubricBlock", tag("p", f"Paper {paper.code}"), view="author proctor scorer tutor"),
        *(
            part
            for name, places in groups(paper)
            for part in _group(paper, name, list(items.items())[places.start : places.stop])
        ),
        identifier="section",
        title=paper.title,
        visible="true",
    )


def _group(paper: Paper, name: str, items: list[tuple[str, int]]) -> list[Markup]:
    """References to items; variants are a section from which one is selected."""
    refs = [tag("assessmentItemRef", identifier=identity(paper, place), href=file) for file, place in items]
    if not paper.variants:
        return refs
    return [
        tag(
            "assessmentSection",
            tag("selection", select="1"),
            *refs,
            identifier=f"group-{items[0][1]}",
            title=name,
            visible="false",
        )
    ]


def _manifest(paper: Paper, items: dict[str, int], dialect: Dialect) -> str:
    name = paper_identity(paper)
    names = {f"r-{identity(paper, place)}": file for file, place in items.items()}
    needed = [tag("dependency", identifierref=each) for each in names]
    test = _resource(f"r-{name}", dialect.resource("test"), TEST, *needed)
    questions = [_resource(each, dialect.resource("item"), file) for each, file in names.items()]
    return manifest(name, dialect.manifest, (dialect.schema, dialect.schema_version), tag("resources", test, *questions))


def manifest(name: str, namespace: str, schema: Iterable[str], resources: Markup) -> str:
    """The list of what is in a package."""
    names = ("schema", "schemaversion")
    stated = tag("metadata", *(tag(field, text) for field, text in zip(names, schema, strict=True)))
    return document("manifest", stated, tag("organizations"), resources, identifier=f"m-{name}", xmlns=namespace)


def _resource(name: str, kind: str, file: str, *needed: Markup) -> Markup:
    return tag("resource", tag("file", href=file), *needed, identifier=name, type=kind, href=file)
